//! Filters and counts: over what the caller may discover and nothing else, before anything is cut off.

use garim_core::search::{Ask, Found};

use super::*;

/// Tables that share a word, so many that an answer shows few of them; every fourth is nobody's business.
const MANY: usize = 400;

fn many() -> Vec<Document> {
    let table = |at: usize| {
        let mut d = dataset(&format!("mart.parcel_{at}"), &[], &["weight"], "parcels");
        let hidden = at % 4 == 3;
        d.scope = if hidden { "hr:closed" } else { "shop:open" }.to_owned();
        d.owners = vec![if hidden { "quokka" } else { "kim" }.to_owned()];
        d.tags = if at.is_multiple_of(2) { strings(&["pii"]) } else { Vec::new() };
        d.signals.people = u32::try_from(at).unwrap();
        d.signals.certified = at.is_multiple_of(10);
        d
    };
    let mut all: Vec<Document> = (0..MANY).map(table).collect();
    all.push(metric("parcels", &["Parcels"], &["parcel"], "How many parcels"));
    all
}

async fn index(folder: &Path) -> TantivyIndex {
    let index = TantivyIndex::open(folder).unwrap();
    index.rebuild(many()).await.unwrap();
    index
}

async fn find(index: &TantivyIndex, words: &str, scope: &Scope) -> Found {
    index.find(&Ask { words: words.to_owned(), limit: 5, facets: true, ..Ask::default() }, scope).await.unwrap()
}

fn shop_only() -> Scope {
    Scope::Labels(strings(&["shop:open"]))
}

fn counted(found: &Found, facet: &str, value: &str) -> usize {
    found.facets.iter().find(|f| f.facet == facet && f.value == value).map_or(0, |f| f.count)
}

#[tokio::test]
async fn filters_keep_what_they_say_and_count_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path()).await;
    for (words, total) in [
        ("parcel", MANY + 1),
        ("parcel kind:metric", 1),
        ("parcel kind:table", MANY),
        ("parcel owner:kim", MANY * 3 / 4),
        ("parcel owner:Kim,quokka", MANY),
        ("parcel tag:pii", MANY / 2),
        ("parcel -tag:pii", MANY / 2 + 1),
        ("parcel tag:pii owner:kim", MANY / 2),
        ("parcel -tag:pii owner:kim", MANY / 4),
        ("parcel used:>389", 10),
        ("parcel used:10..19", 10),
        ("parcel used:>389 certified:yes", 1),
        ("parcel certified:yes", MANY / 10),
        ("parcel certified:no", MANY * 9 / 10 + 1),
        ("parcel owner:nobody", 0),
        ("owner:kim", MANY * 3 / 4),
        ("kind:지표", 1),
        ("", MANY + 1),
    ] {
        let found = find(&index, words, &Scope::Everything).await;
        assert_eq!(found.total, total, "{words}");
        assert_eq!(found.hits.len(), total.min(5), "{words}");
        let kinds: usize = found.facets.iter().filter(|f| f.facet == "kind").map(|f| f.count).sum();
        assert_eq!(kinds, total, "{words}: everything is counted, not only what is shown");
    }
}

#[tokio::test]
async fn counts_and_completions_know_nothing_of_what_is_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path()).await;
    for words in ["parcel", "", "kind:table", "parcel used:>0", "parcel owner:quokka,kim"] {
        let found = find(&index, words, &shop_only()).await;
        assert_eq!(
            counted(&found, "owner", "kim"),
            if words.contains("used") { MANY * 3 / 4 - 1 } else { MANY * 3 / 4 },
            "{words}"
        );
        assert!(!format!("{found:?}").contains("quokka") || words.contains("quokka"), "{words}");
        assert_eq!(counted(&found, "owner", "quokka"), 0, "{words}");
    }
    let nobody = Found { filters: vec!["owner:quokka".to_owned()], ..Found::default() };
    assert_eq!(find(&index, "owner:quokka", &shop_only()).await, nobody, "what was asked comes back, and nothing else");
    assert_eq!(find(&index, "parcel_3", &shop_only()).await.hits.iter().filter(|h| h.name == "mart.parcel_3").count(), 0);
    let suggested = index.suggest("parcel", &shop_only(), 1000).await.unwrap();
    let hidden = |name: &str| name.rsplit('_').next().and_then(|n| n.parse::<usize>().ok()).is_some_and(|n| n % 4 == 3);
    assert!(suggested.len() > 100 && suggested.iter().all(|s| !hidden(&s.name)));
    // An index without what is hidden answers the same, to the last digit; of equals any may be shown.
    let other = tempfile::tempdir().unwrap();
    let without = TantivyIndex::open(other.path()).unwrap();
    without.rebuild(many().into_iter().filter(|d| d.scope == "shop:open").collect()).await.unwrap();
    let told = |found: Found| {
        let scores: Vec<f64> = found.hits.iter().map(|h| h.score).collect();
        (scores, found.total, found.facets, found.read_as)
    };
    for words in ["parcel", "parcle", "parcels owner:kim", "certified:yes", "parcel_8 weight"] {
        let (one, two) = (find(&index, words, &shop_only()).await, find(&without, words, &Scope::Everything).await);
        assert_eq!(told(one), told(two), "{words}");
    }
}
