use garim_core::{
    imported::{DatasetKey, DatasetState, QueryUsage, UserKind},
    learned::Choice,
    lineage::Node,
    name::PrincipalName,
};
use garim_ports::{SavedSearch, Store};

use super::imports::{shape, usage};
use crate::sample::*;

fn saved(name: &str, query: &str, seconds: i64) -> SavedSearch {
    SavedSearch { name: name.into(), query: query.into(), at: at(seconds) }
}

pub async fn a_search_is_kept_for_its_owner_alone(store: &dyn Store) {
    let (kim, lee): (PrincipalName, PrincipalName) = ("kim".parse().unwrap(), "lee".parse().unwrap());
    let mut tx = store.begin().await.unwrap();
    let mut searches = tx.saved_searches();
    searches.put(&kim, &saved("revenue", "매출", 1)).await.unwrap();
    searches.put(&kim, &saved("mine", "owner:kim", 2)).await.unwrap();
    searches.put(&lee, &saved("revenue", "revenue", 3)).await.unwrap();
    searches.put(&kim, &saved("revenue", "매출 kind:metric", 4)).await.unwrap();
    assert_eq!(
        searches.of(&kim).await.unwrap(),
        [saved("mine", "owner:kim", 2), saved("revenue", "매출 kind:metric", 4)],
        "by name, each once"
    );
    assert!(!searches.remove(&lee, "mine").await.unwrap(), "nobody forgets another's");
    assert!(searches.remove(&kim, "revenue").await.unwrap());
    assert_eq!(searches.of(&kim).await.unwrap().len(), 1);
    assert_eq!(searches.of(&lee).await.unwrap(), [saved("revenue", "revenue", 3)]);
}

pub async fn what_was_chosen_is_found_by_its_question(store: &dyn Store) {
    let choice = |asset: &str, weight, seconds| Choice { asset: asset.into(), weight, at: at(seconds) };
    let mut tx = store.begin().await.unwrap();
    let mut choices = tx.choices();
    choices.put("revenue", &choice("metric:ar", 2.5, 1)).await.unwrap();
    choices.put("revenue", &choice("metric:dr", 1.0, 1)).await.unwrap();
    choices.put("revenue", &choice("metric:dr", 4.0, 2)).await.unwrap();
    choices.put("user", &choice("dataset:shop.user", 1.0, 3)).await.unwrap();
    let of = choices.of(&["user".into(), "nothing".into(), "revenue".into()], 9).await.unwrap();
    let expected =
        [vec![choice("dataset:shop.user", 1.0, 3)], vec![], vec![choice("metric:dr", 4.0, 2), choice("metric:ar", 2.5, 1)]];
    assert_eq!(of, expected, "in the order of the questions, the weightiest first");
    assert_eq!(choices.of(&["revenue".into()], 1).await.unwrap(), [vec![choice("metric:dr", 4.0, 2)]]);
    assert_eq!(choices.get("revenue", "metric:ar").await.unwrap(), Some(choice("metric:ar", 2.5, 1)));
    assert_eq!(choices.get("user", "metric:ar").await.unwrap(), None);
}

pub async fn people_of_a_dataset_are_counted_once_over_all_its_queries(store: &dyn Store) {
    let (user, users, purchase) = (dataset("shop.user"), dataset("shop.users"), dataset("shop.purchase"));
    let mut tx = store.begin().await.unwrap();
    let mut queries = tx.queries();
    for (who, text, tables) in [
        ("kim", "select a from shop.user", vec![user.clone()]),
        ("kim", "select b from shop.user", vec![user.clone()]),
        ("lee", "select b from shop.user", vec![user.clone()]),
        ("lee", "select c from shop.purchase", vec![purchase.clone()]),
        ("kim", "select c from shop.purchase", vec![purchase.clone()]),
        ("park", "select d from shop.users", vec![users.clone()]),
        ("kim", "select e from shop.user join shop.purchase", vec![user.clone(), purchase.clone()]),
    ] {
        queries.record(&who.parse().unwrap(), text, &tables, &[], at(1)).await.unwrap();
    }
    let mut counts = Vec::new();
    for name in [&user, &users, &purchase, &dataset("shop.nothing")] {
        counts.push(queries.people(name).await.unwrap());
    }
    assert_eq!(counts, [2, 1, 2, 0], "a name is not the beginning of another");
    assert_eq!(queries.also(&user, 9).await.unwrap(), [(vec![purchase], 2)], "and not what reads both");
}

fn key(name: &str) -> DatasetKey {
    DatasetKey::new("warehouse", name).unwrap()
}

pub async fn what_many_use_is_popular_and_programs_are_not_people(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    for (user, kind, reads, seconds) in [
        ("kim", UserKind::Person, "orders", 100),
        ("lee", UserKind::Person, "orders", 100),
        ("lee", UserKind::Person, "items", 100),
        ("kim", UserKind::Person, "old", 5),
        ("airflow", UserKind::Service, "items", 100),
        ("airflow", UserKind::Service, "orders", 100),
    ] {
        let query = shape(&format!("select {reads}"), &[reads]);
        let used = QueryUsage { user_kind: kind, ..usage(&query, Some(user), "2026-01-01", 1, seconds) };
        tx.usage().query(&query).await.unwrap();
        tx.usage().add(&used, at(200)).await.unwrap();
    }
    let node = |name| Node::from(&key(name));
    assert_eq!(tx.usage().popular(at(50), 9).await.unwrap(), [(node("orders"), 2), (node("items"), 1)]);
    assert_eq!(tx.usage().also(&node("orders"), 9).await.unwrap(), [(node("items"), 1), (node("old"), 1)]);
    assert_eq!(tx.usage().also(&node("nowhere"), 9).await.unwrap(), []);
}

pub async fn newcomers_are_what_was_first_seen_since(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    for (name, seconds) in [("shop.old", 10), ("shop.new", 100)] {
        tx.datasets().declare(&contract(name), at(seconds)).await.unwrap();
        tx.datasets().register(&dataset(name), &schema(1, &["a"]), id(1), at(seconds)).await.unwrap();
    }
    tx.datasets().register(&dataset("shop.old"), &schema(2, &["a", "b"]), id(2), at(200)).await.unwrap();
    assert_eq!(tx.datasets().newcomers(at(50), 9).await.unwrap(), [(dataset("shop.new"), at(100))], "another version is no news");
    for (name, seconds) in [("a", 10), ("b", 100), ("c", 110)] {
        tx.imported().put_dataset(&key(name), &DatasetState::default(), at(seconds)).await.unwrap();
    }
    tx.imported().put_dataset(&key("a"), &DatasetState::default(), at(120)).await.unwrap();
    let node = |name| Node::from(&key(name));
    assert_eq!(tx.imported().newcomers(at(50), 9).await.unwrap(), [(node("c"), at(110)), (node("b"), at(100))]);
}
