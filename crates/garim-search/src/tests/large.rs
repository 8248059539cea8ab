//! An index so large that it is not rewritten for every change.

use super::*;

/// Documents: more than a segment may have that is rewritten at once.
const DOCUMENTS: usize = 20_500;
/// So many are removed that the rest is worth rewriting.
const REMOVED: usize = 2_500;

fn table(at: usize) -> Document {
    dataset(&format!("mart.parcel_{at}"), &[], &["weight"], "")
}

#[tokio::test]
async fn changes_do_not_wait_for_a_large_segment_that_is_rewritten_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let index = TantivyIndex::open(folder.path()).unwrap();
    assert_eq!(index.build((0..DOCUMENTS).map(table)).unwrap(), DOCUMENTS as u64);
    let gone = (0..REMOVED).map(|at| format!("dataset:mart.parcel_{at}")).collect();
    index.apply(Vec::new(), gone).await.unwrap();
    for at in 0..5 {
        index
            .apply(
                vec![dataset(&format!("mart.quokka_{at}"), &[], &[], "")],
                vec![format!("dataset:mart.parcel_{}", REMOVED + at)],
            )
            .await
            .unwrap();
        let hits = index.search(&format!("mart.quokka_{at}"), &Scope::Everything, 1).await.unwrap();
        assert_eq!(hits[0].name, format!("mart.quokka_{at}"));
    }
    assert_eq!(index.count().await.unwrap(), (DOCUMENTS - REMOVED) as u64);
    index.purge().unwrap();
    assert!(!keeps_removed(folder.path()));
    assert_eq!(index.count().await.unwrap(), (DOCUMENTS - REMOVED) as u64);
    assert!(index.search("mart.parcel_7", &Scope::Everything, 1).await.unwrap().iter().all(|h| h.name != "mart.parcel_7"));
    let page = format!("{} mart.parcel_9000 {}", "lorem ipsum dolor sit amet ".repeat(100), "consectetur ".repeat(100));
    let hits = index.search(&page, &Scope::Everything, 1).await.unwrap();
    assert_eq!(hits[0].name, "mart.parcel_9000", "a page is read to its end");
}
