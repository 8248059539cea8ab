//! Filters, counts by facet and pages: over what the caller may discover, and what is shown is what was counted.

use garim_core::search::{Ask, Found, Scope};

use super::{TantivyIndex, open, shop, strings};

async fn find(index: &TantivyIndex, words: &str, scope: &Scope, limit: usize, skip: usize) -> Found {
    let ask = Ask { words: words.to_owned(), limit, skip, facets: true, ..Ask::default() };
    garim_ports::Index::find(index, &ask, scope).await.unwrap()
}

#[tokio::test]
async fn a_facets_count_is_what_its_filter_finds() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    for words in ["매출", "purchase", ""] {
        let found = find(&index, words, &Scope::Everything, 50, 0).await;
        assert!(found.facets.iter().any(|f| f.facet == "kind" && f.value == "metric") || words == "purchase", "{found:?}");
        assert!(found.facets.iter().all(|f| f.facet != "schema" || !f.value.contains(' ')), "a text has no schema: {found:?}");
        for facet in &found.facets {
            let narrowed = find(&index, &format!("{words} {}:{}", facet.facet, facet.value), &Scope::Everything, 50, 0).await;
            assert_eq!(narrowed.total, facet.count, "{words} {facet:?}");
            assert_eq!(narrowed.hits.len(), facet.count, "{words} {facet:?}");
            assert_eq!(narrowed.filters, [format!("{}:{}", facet.facet, facet.value)]);
        }
    }
}

#[tokio::test]
async fn pages_are_the_list_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let whole = find(&index, "매출", &Scope::Everything, 50, 0).await;
    assert!(whole.total > 4, "{}", whole.total);
    let mut pages = Vec::new();
    for skip in (0..whole.total + 2).step_by(2) {
        let page = find(&index, "매출", &Scope::Everything, 2, skip).await;
        assert_eq!((page.total, &page.facets), (whole.total, &whole.facets), "a page knows the whole");
        pages.extend(page.hits);
    }
    assert_eq!(pages, whole.hits);
}

#[tokio::test]
async fn what_may_not_be_discovered_is_in_no_count() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let scope = Scope::Labels(strings(&["shop:open"]));
    let all = find(&index, "", &Scope::Everything, 50, 0).await;
    let some = find(&index, "", &scope, 50, 0).await;
    assert_eq!((all.total, some.total), (shop().len(), shop().len() - 1));
    assert!(all.facets.iter().any(|f| f.value == "hr") && !some.facets.iter().any(|f| f.value == "hr"), "{:?}", some.facets);
    for words in ["kind:dataset", "schema:hr", "-schema:shop", "zebrafish", "used:<1"] {
        let found = find(&index, words, &scope, 50, 0).await;
        assert!(found.hits.iter().all(|h| h.name != "hr.salary"), "{words}");
        assert_eq!(found.total, found.hits.len(), "{words}");
    }
    assert_eq!(find(&index, "매출", &Scope::Labels(Vec::new()), 50, 0).await, Found::default());
}

#[tokio::test]
async fn filters_narrow_by_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    for (words, names) in [
        ("매출 certified:yes", vec!["shop.purchase"]),
        ("매출 kind:metric", vec!["dr", "ar", "arpu", "dau"]),
        ("매출 deprecated:yes", vec!["mart.revenue_old"]),
        ("used:>100", vec!["mart.revenue_old"]),
        ("used:10..20", vec!["shop.purchase"]),
        ("매출 kind:지표 -certified:yes", vec!["dr", "ar", "arpu", "dau"]),
        ("kind:nothing", vec![]),
    ] {
        let found = find(&index, words, &Scope::Everything, 50, 0).await;
        let mut hits: Vec<&str> = found.hits.iter().map(|h| h.name.as_str()).collect();
        let mut names = names;
        hits.sort_unstable();
        names.sort_unstable();
        assert_eq!(hits, names, "{words}");
    }
}
