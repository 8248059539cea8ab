use garim_core::{
    authz::{Action, Resource},
    canon::{Endorsement, Mark},
    class::{Basis, Class},
};
use garim_ports::{MetricValue, Recomputed, Store};

use crate::sample::*;

pub async fn a_contract_may_change_and_keeps_what_runs_recorded(store: &dyn Store) {
    declare(store, &["shop.user", "mart.dim_user"]).await;
    let user = dataset("shop.user");
    let mut tx = store.begin().await.unwrap();
    tx.datasets().register(&user, &schema(1, &["u_id"]), id(1), at(1)).await.unwrap();
    tx.datasets().publish(&user, 7, at(2)).await.unwrap();
    tx.datasets().seen(&user, &["u_id".parse().unwrap(), "u_email".parse().unwrap()]).await.unwrap();
    tx.datasets().seen(&user, &["u_id".parse().unwrap()]).await.unwrap();
    let mut changed = contract("shop.user");
    changed.description = Some("고객".into());
    tx.datasets().declare(&changed, at(3)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    let stored = tx.datasets().get(&user).await.unwrap().unwrap();
    assert_eq!(stored.contract, changed);
    assert_eq!((stored.schema.clone(), stored.version), (Some(schema(1, &["u_id"])), Some(7)));
    assert_eq!(stored.ever_present.len(), 2);
    let all = tx.datasets().list().await.unwrap();
    assert_eq!(all.iter().map(|d| d.contract.name.to_string()).collect::<Vec<_>>(), ["mart.dim_user", "shop.user"]);
    assert_eq!(all[1], stored);
    assert_eq!((all[0].schema.as_ref(), all[0].version), (None, None));
    assert!(tx.datasets().get(&dataset("shop.none")).await.unwrap().is_none());
}

pub async fn schema_versions_count_up_by_one(store: &dyn Store) {
    declare(store, &["shop.user"]).await;
    let user = dataset("shop.user");
    let mut tx = store.begin().await.unwrap();
    let mut datasets = tx.datasets();
    assert_eq!(meaning(datasets.register(&user, &schema(2, &["u_id"]), id(1), at(1)).await), "conflict");
    assert_eq!(meaning(datasets.register(&user, &schema(1, &["u_id"]), id(1), at(1)).await), "done");
    assert_eq!(meaning(datasets.register(&user, &schema(1, &["u_id"]), id(2), at(2)).await), "done");
    assert_eq!(meaning(datasets.register(&user, &schema(1, &["u_name"]), id(2), at(2)).await), "conflict");
    assert_eq!(meaning(datasets.register(&user, &schema(2, &["u_id", "u_name"]), id(2), at(2)).await), "done");
    let versions = datasets.versions(&user).await.unwrap();
    assert_eq!(versions, [(schema(1, &["u_id"]), at(1)), (schema(2, &["u_id", "u_name"]), at(2))]);
    assert_eq!(datasets.get(&user).await.unwrap().unwrap().schema, Some(schema(2, &["u_id", "u_name"])));
}

pub async fn what_belongs_to_no_dataset_is_not_found(store: &dyn Store) {
    let nowhere = dataset("shop.nowhere");
    let mut tx = store.begin().await.unwrap();
    assert_eq!(meaning(tx.datasets().publish(&nowhere, 1, at(1)).await), "not found");
    assert_eq!(meaning(tx.datasets().register(&nowhere, &schema(1, &["a"]), id(1), at(1)).await), "not found");
    assert_eq!(meaning(tx.datasets().seen(&nowhere, &["a".parse().unwrap()]).await), "not found");
    let claim = classified(Class::PiiEmail, Basis::Contract, 1);
    assert_eq!(meaning(tx.columns().settle(&column("shop.nowhere.a"), &claim).await), "not found");
}

pub async fn a_person_decides_and_runs_do_not_override(store: &dyn Store) {
    declare(store, &["shop.user"]).await;
    let name = column("shop.user.u_name");
    let permit = permit(Action::Classify, Resource::Dataset(name.dataset.clone()));
    let decision = classified(Class::PiiName, by_kim(), 2);
    let mut tx = store.begin().await.unwrap();
    tx.columns().settle(&name, &classified(Class::PiiUsername, Basis::Contract, 1)).await.unwrap();
    tx.columns().classify(&permit, &name, &decision).await.unwrap();
    tx.columns().settle(&name, &classified(Class::Secret, Basis::Inherited, 3)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.columns().of(&name.dataset).await.unwrap(), [(name.column.clone(), decision.clone())]);
    let history = tx.columns().history(&name).await.unwrap();
    assert_eq!(history, [decision, classified(Class::PiiUsername, Basis::Contract, 1)]);
    let audit = tx.audit().newest(10).await.unwrap();
    assert_eq!(audit.len(), 1);
    let record = &audit[0].1;
    assert_eq!((record.action.as_str(), record.resource.as_str()), ("classify", "shop.user"));
    assert_eq!(record.detail, "u_name: pii.username -> pii.name");
}

pub async fn settling_the_same_again_is_no_news(store: &dyn Store) {
    declare(store, &["shop.user"]).await;
    let email = column("shop.user.u_email");
    let mut tx = store.begin().await.unwrap();
    for day in 1..4 {
        tx.columns().settle(&email, &classified(Class::PiiEmail, Basis::Contract, day)).await.unwrap();
    }
    assert_eq!(tx.columns().history(&email).await.unwrap(), [classified(Class::PiiEmail, Basis::Contract, 1)]);
    let claim = classified(Class::PiiText, Basis::Inherited, 9);
    tx.columns().settle(&email, &claim).await.unwrap();
    assert_eq!(tx.columns().of(&email.dataset).await.unwrap(), [(email.column.clone(), claim)]);
    let smuggled = classified(Class::None, by_kim(), 10);
    assert_eq!(meaning(tx.columns().settle(&email, &smuggled).await), "forbidden");
}

pub async fn a_permit_for_something_else_is_refused(store: &dyn Store) {
    declare(store, &["shop.user", "shop.access"]).await;
    let decision = classified(Class::None, by_kim(), 1);
    let mut tx = store.begin().await.unwrap();
    for (action, resource) in [
        (Action::Classify, Resource::Dataset(dataset("shop.access"))),
        (Action::Classify, Resource::Catalog),
        (Action::ReadRows, Resource::Dataset(dataset("shop.user"))),
    ] {
        let other = permit(action, resource);
        assert_eq!(meaning(tx.columns().classify(&other, &column("shop.user.u_id"), &decision).await), "forbidden");
    }
    assert!(tx.columns().of(&dataset("shop.user")).await.unwrap().is_empty());
    assert!(tx.audit().newest(10).await.unwrap().is_empty());
}

pub async fn metric_values_are_replaced_and_ordered_by_day(store: &dyn Store) {
    let value = |metric: &str, on: &str, value: Option<&str>, seconds| MetricValue {
        metric: metric.parse().unwrap(),
        day: day(on),
        value: value.map(str::to_owned),
        run: id(1),
        at: at(seconds),
        recomputed: None,
    };
    let (first, second) = (value("arpu", "2020-10-25", None, 1), value("arpu", "2020-10-26", Some("1234.500000"), 1));
    let dau = value("dau", "2020-10-25", Some("12"), 1);
    let mut tx = store.begin().await.unwrap();
    tx.metrics().put(&[second.clone(), first.clone(), dau.clone()]).await.unwrap();
    let beside = Recomputed { value: None, erased_since: 2 };
    let again = MetricValue { recomputed: Some(beside), ..value("arpu", "2020-10-26", Some("1300"), 2) };
    tx.metrics().put(std::slice::from_ref(&again)).await.unwrap();
    let arpu = "arpu".parse().unwrap();
    let mut metrics = tx.metrics();
    assert_eq!(metrics.values(&arpu, day("2020-10-25"), day("2020-10-26")).await.unwrap(), [first.clone(), again.clone()]);
    assert_eq!(metrics.values(&arpu, day("2020-10-26"), day("2020-12-31")).await.unwrap(), std::slice::from_ref(&again));
    assert_eq!(metrics.on(day("2020-10-25")).await.unwrap(), [first, dau]);
    assert_eq!(metrics.latest(&arpu).await.unwrap(), Some(again));
    assert_eq!(metrics.latest(&"dr".parse().unwrap()).await.unwrap(), None);
}

pub async fn the_newest_word_on_an_asset_holds(store: &dyn Store) {
    let said = |asset: &str, mark: Mark, seconds: i64| Endorsement {
        asset: asset.into(),
        mark,
        who: "kim".parse().unwrap(),
        at: at(seconds),
        owners: vec!["kim".into()],
        reason: None,
    };
    let permit = permit(Action::Certify, Resource::Dataset(dataset("shop.user")));
    let certified = said("dataset:shop.user", Mark::Certified, 1);
    let gone = said("dataset:shop.user", Mark::Deprecated { successor: Some("dataset:mart.dim_user".into()) }, 2);
    let metric = said("metric:dr", Mark::Certified, 2);
    let mut tx = store.begin().await.unwrap();
    for word in [&certified, &gone, &metric] {
        tx.endorsements().endorse(&permit, word).await.unwrap();
    }
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.endorsements().newest().await.unwrap(), [gone.clone(), metric]);
    assert_eq!(tx.endorsements().history("dataset:shop.user").await.unwrap(), [gone, certified]);
    let audited = tx.audit().newest(3).await.unwrap();
    assert_eq!(audited[1].1.detail, "dataset:shop.user: deprecated, successor dataset:mart.dim_user");
    let told: Vec<String> = tx.outbox().pending(10).await.unwrap().into_iter().map(|e| e.subject).collect();
    assert_eq!(told, ["dataset:shop.user", "dataset:shop.user", "metric:dr"]);
}

pub async fn nobody_certifies_with_another_permit_or_in_anothers_name(store: &dyn Store) {
    let said = |who: &str| Endorsement {
        asset: "dataset:shop.user".into(),
        mark: Mark::Certified,
        who: who.parse().unwrap(),
        at: at(1),
        owners: vec![],
        reason: None,
    };
    let resource = || Resource::Dataset(dataset("shop.user"));
    let mut tx = store.begin().await.unwrap();
    let other = permit(Action::Classify, resource());
    assert_eq!(meaning(tx.endorsements().endorse(&other, &said("kim")).await), "forbidden");
    assert_eq!(meaning(tx.endorsements().endorse(&permit(Action::Certify, resource()), &said("lee")).await), "forbidden");
}
