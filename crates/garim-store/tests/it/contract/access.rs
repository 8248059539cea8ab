use garim_core::audit::AuditRecord;
use garim_core::name::PrincipalName;
use garim_ports::{ServiceToken, Session, Store, User};

use crate::sample::*;

pub async fn people_are_counted_and_not_named(store: &dyn Store) {
    let (tables, columns) = ([dataset("shop.purchase")], [column("shop.purchase.p_amount")]);
    let mut tx = store.begin().await.unwrap();
    let mut queries = tx.queries();
    for (who, seconds) in [("kim", 1), ("kim", 2), ("lee", 3)] {
        let who = who.parse().unwrap();
        queries.record(&who, "select sum(p_amount) from shop.purchase", &tables, &columns, at(seconds)).await.unwrap();
    }
    queries.record(&"kim".parse().unwrap(), "select ?", &[], &[], at(9)).await.unwrap();
    let listed = queries.list(10).await.unwrap();
    assert_eq!(listed.iter().map(|q| (q.times, q.people)).collect::<Vec<_>>(), [(3, 2), (1, 1)]);
    assert_eq!((listed[0].tables.as_slice(), listed[0].columns.as_slice()), (&tables[..], &columns[..]));
    assert_eq!(listed[0].last, at(3));
    assert_eq!(queries.list(1).await.unwrap().len(), 1);
}

fn user(name: &str, role: &str, password: Option<&str>) -> User {
    User { name: name.parse().unwrap(), roles: vec![role.parse().unwrap()], password: password.map(str::to_owned) }
}

pub async fn sessions_expire_and_end(store: &dyn Store) {
    let session = Session { token_hash: "h1".into(), user: "kim".parse().unwrap(), created: at(0), expires: at(10) };
    let mut tx = store.begin().await.unwrap();
    let mut sessions = tx.sessions();
    assert_eq!(meaning(sessions.begin(&session).await), "not found");
    sessions.put_user(&user("kim", "viewer", None)).await.unwrap();
    sessions.put_user(&user("kim", "analyst", Some("$argon2id$…"))).await.unwrap();
    sessions.put_user(&user("lee", "dpo", None)).await.unwrap();
    let kim = user("kim", "analyst", Some("$argon2id$…"));
    assert_eq!(sessions.user(&kim.name).await.unwrap(), Some(kim.clone()));
    assert_eq!(sessions.users().await.unwrap(), [kim.clone(), user("lee", "dpo", None)]);
    sessions.begin(&session).await.unwrap();
    assert_eq!(sessions.get("h1", at(9)).await.unwrap(), Some((session.clone(), kim)));
    assert_eq!(sessions.get("h1", at(10)).await.unwrap(), None, "expired");
    assert_eq!(sessions.get("h2", at(1)).await.unwrap(), None);
    sessions.end("h1").await.unwrap();
    assert_eq!(sessions.get("h1", at(1)).await.unwrap(), None, "ended");
}

pub async fn a_sign_in_link_works_once(store: &dyn Store) {
    let kim = "kim".parse().unwrap();
    let mut tx = store.begin().await.unwrap();
    let mut sessions = tx.sessions();
    sessions.put_user(&user("kim", "admin", None)).await.unwrap();
    sessions.put_link("once", &kim, at(10)).await.unwrap();
    sessions.put_link("late", &kim, at(10)).await.unwrap();
    assert_eq!(meaning(sessions.put_link("x", &"nobody".parse().unwrap(), at(10)).await), "not found");
    assert_eq!(sessions.use_link("once", at(9)).await.unwrap(), Some(kim));
    assert_eq!(sessions.use_link("once", at(9)).await.unwrap(), None);
    assert_eq!(sessions.use_link("late", at(10)).await.unwrap(), None);
    assert_eq!(sessions.use_link("late", at(9)).await.unwrap(), None, "an expired link is gone");
}

pub async fn the_audit_log_is_a_chain(store: &dyn Store) {
    let record = |detail: &str| AuditRecord {
        at: at(1),
        who: "kim".parse().unwrap(),
        purpose: "reporting".into(),
        action: "read.rows".into(),
        resource: "shop.user".into(),
        policies: vec!["analyst-reads".into()],
        detail: detail.into(),
    };
    let mut tx = store.begin().await.unwrap();
    for detail in ["1 row", "2 rows", "3 rows"] {
        tx.audit().append(&record(detail)).await.unwrap();
    }
    let all = tx.audit().from(1, 10).await.unwrap();
    let mut previous = String::new();
    for (number, record, hash) in &all {
        assert_eq!(*hash, record.chained(&previous), "record {number}");
        previous.clone_from(hash);
    }
    let details = |records: &[(i64, AuditRecord, String)]| records.iter().map(|r| r.1.detail.clone()).collect::<Vec<_>>();
    assert_eq!(details(&all), ["1 row", "2 rows", "3 rows"]);
    assert_eq!(details(&tx.audit().newest(2).await.unwrap()), ["3 rows", "2 rows"]);
    assert_eq!(details(&tx.audit().from(2, 1).await.unwrap()), ["2 rows"]);
}

pub async fn a_token_is_whose_it_is_until_it_expires_or_is_revoked(store: &dyn Store) {
    let name = PrincipalName::new("airflow").unwrap();
    let token = |hash: &str| ServiceToken { token_hash: hash.into(), user: name.clone(), created: at(0), expires: Some(at(10)) };
    let mut tx = store.begin().await.unwrap();
    assert!(tx.tokens().put(&token("aa")).await.is_err(), "a token needs a principal");
    let roles = vec![garim_core::name::RoleName::new("importer").unwrap()];
    tx.sessions().put_user(&User { name: name.clone(), roles, password: None }).await.unwrap();
    tx.tokens().put(&token("aa")).await.unwrap();
    assert_eq!(tx.tokens().user("aa", at(9)).await.unwrap().unwrap().name, name);
    assert_eq!(tx.tokens().user("aa", at(10)).await.unwrap(), None);
    tx.tokens().put(&token("bb")).await.unwrap();
    assert_eq!(tx.tokens().user("aa", at(9)).await.unwrap(), None, "the former token is replaced");
    assert_eq!(tx.tokens().list().await.unwrap().len(), 1);
    assert!(tx.tokens().revoke(&name).await.unwrap());
    assert!(!tx.tokens().revoke(&name).await.unwrap());
    assert_eq!(tx.tokens().user("bb", at(9)).await.unwrap(), None);
}
