//! What pipelines may not do with identifiers and protected values, and what they may.

use crate::{lineage::shop, shop::columns};

async fn error(sql: &str) -> String {
    match shop().transform(sql, "2020-10-25", None).await {
        Err(e) => e.to_string(),
        Ok(_) => panic!("`{sql}` was accepted"),
    }
}

async fn accepted(sql: &str) -> Vec<String> {
    let made = shop().transform(sql, "2020-10-25", None).await.unwrap_or_else(|e| panic!("{sql}: {}", e.for_operator()));
    let role = |c: &garim_core::schema::Column| match &c.role {
        garim_core::schema::Role::Neutral => String::new(),
        garim_core::schema::Role::Identifies(subject) => format!(" {subject}"),
        garim_core::schema::Role::BelongsTo { of, kind } => {
            format!(" {kind} of {}", of.as_ref().map_or("nobody", |of| of.as_str()))
        }
    };
    made.schema.columns.iter().map(|c| format!("{}: {} {}{}", c.name, c.logical.as_str(), c.class, role(c))).collect()
}

#[tokio::test]
async fn what_would_make_of_an_identifier_more_than_a_name_is_refused() {
    let refused = [
        "select min(a_uid) as x from shop.access",
        "select a_uid from shop.access order by a_uid",
        "select a_time, row_number() over (order by a_uid) as n from shop.access",
        "select a_time from shop.access where a_uid = 42",
        "select a_time from shop.access where a_uid > a_uid",
        "select cast(a_uid as varchar) as x from shop.access",
        "select case when a_id = 'login' then a_uid end as x from shop.access",
        "select first_value(a_uid) as x from shop.access",
        "select array_agg(a_uid) as x from shop.access",
        "select coalesce(a_uid, p_uid) as x from shop.access cross join shop.purchase",
        "select nullif(a_uid, a_uid) as x from shop.access",
        "select a_uid from shop.access union all select a_id from shop.access",
        "select a_uid, count(*) as n from shop.access group by rollup (a_uid)",
        "select md5(a_uid) as x from shop.access",
        "select lag(a_uid) over (partition by a_uid order by a_time) as x from shop.access",
    ];
    for sql in refused {
        let text = error(sql).await;
        assert!(text.starts_with("sql/made.sql"), "{sql}: {text}");
    }
}

#[tokio::test]
async fn what_would_make_of_an_ordinal_more_than_an_address_is_refused() {
    let refused = [
        "select u_id, max(u_name) as x from shop.user group by u_id",
        "select u_name from shop.user",
        "select u_id, u_name from shop.user order by u_name",
        "select u_id from shop.user where u_name = u_name",
        "select u_id from shop.user where u_name = 'kim'",
        "select a.u_id from shop.user a join shop.user b on a.u_name = b.u_name",
        "select u_id, upper(u_name) as x from shop.user",
        "select u_id, u_name || '' as x from shop.user",
        "select u_id, coalesce(u_name, u_email) as x from shop.user",
        "select u_id, coalesce(u_name, '') as x from shop.user",
        "select u_name, count(*) as n from shop.user group by u_name",
        "select distinct u_name from shop.user",
        "select count(distinct u_name) as n from shop.user",
        "select first_value(u_name) as x from shop.user",
        "select u_id, case when u_signup > 1 then u_name end as x from shop.user",
        "select u_id, row_number() over (partition by u_name order by u_signup) as n from shop.user",
        "select u_id, u_name from shop.user intersect select u_id, u_name from shop.user",
        "select u_id, u_name from shop.user union all select u_id, u_email from shop.user",
        // Whose name is it? The row of the user may have no access, and so no identifier.
        "select a.a_uid, u.u_name from shop.user u left join shop.access a on a.a_uid = u.u_id",
        "select a.a_uid, u.u_name from shop.user u cross join shop.access a",
        "select a.a_uid, u.u_name from shop.access a join shop.user u on a.a_uid = u.u_id or a.a_id = 'x'",
        // A seller's name is not the buyer's.
        "select b.p_uid, u.u_name from shop.access a join shop.purchase b on a.a_id = b.p_name left join shop.user u on u.u_id = a.a_uid",
    ];
    for sql in refused {
        let text = error(sql).await;
        assert!(text.starts_with("sql/made.sql"), "{sql}: {text}");
    }
}

#[tokio::test]
async fn a_refusal_names_file_line_and_column() {
    let text = error("select u_id,\n  max(u_name) as x\nfrom shop.user\ngroup by u_id").await;
    assert!(text.starts_with("sql/made.sql:2: `u_name` is protected: it may be"), "{text}");
    let text = error("select a_time,\n  rank() over (order by a_uid) as x\nfrom shop.access").await;
    assert!(text.starts_with("sql/made.sql:2: `a_uid` is an identifier: it may be"), "{text}");
    let text = error("select u_id,\n  upper(u_name) as x\nfrom shop.user").await;
    assert!(text.contains("an identifier or a protected column may only be copied"), "{text}");
    let text = error("select u_id,\n  u_nothing as x\nfrom shop.user").await;
    assert!(text.starts_with("sql/made.sql:2: unknown column `u_nothing`"), "{text}");
}

#[tokio::test]
async fn what_is_allowed_inherits_class_and_role() {
    assert_eq!(
        accepted("select u_id as id, u_name as n, u_gender as g, u_signup as s, u_name is null as nameless from shop.user").await,
        [
            "id: integer identifier customer",
            "n: string pii.name name of id",
            "g: string quasi.gender gender of id",
            "s: integer none",
            "nameless: boolean none",
        ]
    );
    assert_eq!(
        accepted("select count(distinct u_id) as people, count(u_name) as named, max(u_gender) as g from shop.user").await,
        ["people: integer none", "named: integer none", "g: string quasi.gender"]
    );
    assert_eq!(
        accepted("select u_id, any_value(u_name) as n, first_value(u_email) as e from shop.user group by u_id").await,
        ["u_id: integer identifier customer", "n: string pii.name name of u_id", "e: string pii.email email of u_id"]
    );
    assert_eq!(
        accepted("select distinct u_id, u_name from shop.user").await,
        ["u_id: integer identifier customer", "u_name: string pii.name name of u_id"]
    );
    assert_eq!(
        accepted("select a.a_uid, u.u_name from shop.access a left join shop.user u on a.a_uid = u.u_id").await,
        ["a_uid: integer identifier customer", "u_name: string pii.name name of a_uid"]
    );
    assert_eq!(
        accepted("select u_id, u_name from shop.user union all select d_uid, d_name from mart.dim_user union all select a_uid, null from shop.access").await,
        ["u_id: integer identifier customer", "u_name: string pii.name name of u_id"]
    );
}

#[tokio::test]
async fn a_contract_may_not_declare_less_than_the_inputs_are() {
    let declared = async |sql: &str, lines: &[&str]| {
        let made = shop().transform(sql, "2020-10-25", Some(columns(lines))).await;
        made.map(|_| ()).map_err(|e| e.to_string())
    };
    let sql = "select u_id, u_name from shop.user";
    let (id, name) = ("u_id: integer identifier customer", "u_name: string pii.name of u_id");
    assert_eq!(declared(sql, &[id, name]).await, Ok(()));
    assert_eq!(declared(sql, &[name, id]).await, Ok(()));
    let loose = declared(sql, &[id, "u_name: string none"]).await.unwrap_err();
    assert_eq!(loose, "sql/made.sql: `u_name` is declared `none`, and by its inputs it is `pii.name`; declare that");
    assert!(declared(sql, &["u_id: integer none", name]).await.unwrap_err().contains("declared `none`"));
    assert!(declared(sql, &["u_id: integer identifier visitor", name]).await.unwrap_err().contains("visitor"));
    assert!(declared(sql, &[id]).await.unwrap_err().contains("does not declare `u_name`"));
    assert!(declared(sql, &[id, name, "x: integer none"]).await.unwrap_err().contains("declares `x`"));
    let counted = "select count(*) as n from shop.user";
    assert_eq!(declared(counted, &["n: integer none"]).await, Ok(()));
    assert!(declared(counted, &["n: string none"]).await.unwrap_err().contains("use `cast`"));
    assert!(declared(counted, &["n: integer pii.name"]).await.unwrap_err().contains("stricter"));
    assert_eq!(declared(counted, &["n: decimal none"]).await, Ok(()));
}

#[tokio::test]
async fn names_are_checked() {
    assert!(error("select dt from shop.user").await.contains("`dt` is the partition"));
    assert!(error("select u_signup + 1 from shop.user").await.contains("give it one with AS"));
    assert!(error("select u_nothing from shop.user").await.starts_with("sql/made.sql:1: unknown column `u_nothing`"));
    assert!(error("select $tomorrow as x from shop.user").await.contains("`$tomorrow` is not a parameter"));
    assert_eq!(error("select 1 as x from shop.nothing").await, "dataset `shop.nothing` was not found");
}
