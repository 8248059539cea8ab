//! What people chose moves what is close, and nothing else.

use garim_core::search::{Ask, Hit, Scope};
use garim_ports::Index;

use super::{TantivyIndex, explained, open, place, strings};

async fn find(index: &TantivyIndex, ask: &Ask, scope: &Scope) -> Vec<Hit> {
    let hits = index.find(ask, scope).await.unwrap().hits;
    for hit in &hits {
        let sum: f64 = hit.terms.iter().map(|t| t.value).sum();
        assert!((sum - hit.score).abs() < 1e-9, "{}", explained(&hits));
    }
    hits
}

#[tokio::test]
async fn a_habit_moves_what_is_close_and_neither_exact_names_nor_what_is_retired() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let all = Scope::Everything;
    let ask = |words: &str, chosen: &str| Ask {
        words: words.to_owned(),
        limit: 20,
        chosen: vec![(chosen.to_owned(), 1.0)],
        ..Ask::default()
    };
    let before = find(&index, &ask("매출 지표", "none"), &all).await;
    let second = before.iter().map(|h| h.id.clone()).find(|id| *id == "metric:ar").unwrap();
    let after = find(&index, &ask("매출 지표", &second), &all).await;
    let gained = after[place(&after, "ar")].score - before[place(&before, "ar")].score;
    assert!((gained - 6.0).abs() < 1e-9, "{gained}");
    assert!(after[place(&after, "ar")].terms.iter().any(|t| t.name == "learned.chosen"), "{}", explained(&after));
    let retired = find(&index, &ask("매출", "dataset:mart.revenue_old"), &all).await;
    assert!(place(&retired, "mart.revenue_old") > place(&retired, "shop.purchase"), "{}", explained(&retired));
    let exact = find(&index, &ask("shop.purchase", "dataset:shop.purchase_log"), &all).await;
    assert_eq!(exact[0].name, "shop.purchase", "{}", explained(&exact));
}

#[tokio::test]
async fn a_newcomer_has_a_floor_and_the_hidden_have_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let mut ask = Ask { words: "구매".to_owned(), limit: 20, ..Ask::default() };
    let all = Scope::Everything;
    let before = find(&index, &ask, &all).await;
    ask.newcomers = strings(&["dataset:shop.purchase_log"]);
    let after = find(&index, &ask, &all).await;
    let gained = after[place(&after, "shop.purchase_log")].score - before[place(&before, "shop.purchase_log")].score;
    assert!((gained - 1.0).abs() < 1e-9, "{gained}");
    ask.chosen = vec![("dataset:hr.salary".to_owned(), 1.0)];
    let open = Scope::Labels(strings(&["shop:open"]));
    assert!(find(&index, &ask, &open).await.iter().all(|h| h.name != "hr.salary"));
}
