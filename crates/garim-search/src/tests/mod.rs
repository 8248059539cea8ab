//! A small LGDE.com with look-alikes, asked as people ask.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use garim_core::search::{AssetKind, Deprecation, Document, Hit, Scope, Signals};
use garim_ports::Index;

use crate::TantivyIndex;

mod facets;
mod large;
mod learned;
mod many;

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

fn document(kind: AssetKind, name: &str, labels: &[&str], synonyms: &[&str], columns: &[&str], description: &str) -> Document {
    let prefix = match kind {
        AssetKind::Dataset => "dataset",
        AssetKind::Metric => "metric",
        _ => "query",
    };
    Document {
        id: format!("{prefix}:{name}"),
        kind,
        name: name.to_owned(),
        labels: strings(labels),
        description: description.to_owned(),
        columns: strings(columns),
        synonyms: strings(synonyms),
        scope: "shop:open".to_owned(),
        signals: Signals { owned: true, age_days: Some(0), ..Signals::default() },
        ..Document::default()
    }
}

fn dataset(name: &str, synonyms: &[&str], columns: &[&str], description: &str) -> Document {
    document(AssetKind::Dataset, name, &[], synonyms, columns, description)
}

fn metric(name: &str, labels: &[&str], synonyms: &[&str], description: &str) -> Document {
    let mut d = document(AssetKind::Metric, name, labels, synonyms, &["value"], description);
    d.signals.bound = true;
    d
}

/// The shop, with everything that looks like something else.
fn shop() -> Vec<Document> {
    let mut purchase = dataset(
        "shop.purchase",
        &["매출 원천", "구매", "주문"],
        &["p_uid 고객", "p_time 구매 시각", "p_id 상품", "p_amount 금액 매출"],
        "매출의 원천이 되는 구매 기록. One row for each purchase, refunds with a negative amount.",
    );
    purchase.signals =
        Signals { people: 12, certified: true, bound: true, downstream: 6, age_days: Some(1), owned: true, ..Signals::default() };
    let mut log = dataset("shop.purchase_log", &[], &["uid", "amount 매출", "ts"], "구매 이벤트 로그, 매출 집계에는 쓰지 않음");
    log.signals.people = 40;
    let mut old = dataset("mart.revenue_old", &["매출"], &["day", "revenue 매출"], "예전 매출 집계");
    old.signals.deprecated = Some(Deprecation { successor: Some("metrics.dr".to_owned()) });
    old.signals.people = 200;
    let mut copy = dataset("staging.purchase", &["매출"], &["p_uid", "p_amount 매출"], "매출 구매 복사본");
    copy.signals.staging = true;
    let mut secret = dataset("hr.salary", &["급여", "연봉"], &["employee", "amount"], "급여 대장, 매출과 무관. zebrafish");
    secret.scope = "hr:closed".to_owned();
    let mut query = document(AssetKind::Query, "select sum(p_amount) from shop.purchase where dt = ?", &[], &[], &[], "");
    query.query_text = "select sum(p_amount) from shop.purchase where dt = ?".to_owned();
    vec![
        metric("dr", &["DR", "일일 매출"], &["매출", "revenue", "daily revenue"], "하루 동안의 매출 합계: Σ p_amount"),
        metric(
            "dau",
            &["DAU", "일간 활성 사용자"],
            &["활성 사용자", "daily active users"],
            "Distinct users that accessed the shop on a day",
        ),
        metric("arpu", &["ARPU", "Average Revenue Per User"], &["사용자당 평균 매출"], "DR / DAU"),
        metric("ar", &["AR", "누적 매출"], &[], "서비스 시작부터의 매출 합계"),
        purchase,
        log,
        old,
        copy,
        dataset("shop.user", &["회원", "고객"], &["u_id", "u_name 이름", "u_gender 성별", "u_signup 가입일"], "가입한 회원"),
        dataset("shop.access", &["접속", "방문"], &["a_uid", "a_id 행동", "a_time"], "접속 로그: login and logout"),
        dataset("shop.orderDetails", &[], &["order_id", "주문상세내역"], "주문상세내역"),
        dataset(
            "mart.dim_user",
            &["고객 차원"],
            &["d_uid", "d_pamount 누적구매금액", "d_acount 접속수"],
            "Users with what they did until the day",
        ),
        secret,
        query,
    ]
}

async fn open(folder: &Path) -> TantivyIndex {
    let index = TantivyIndex::open(folder).unwrap();
    index.rebuild(shop()).await.unwrap();
    index
}

fn names(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|h| h.name.as_str()).collect()
}

fn place(hits: &[Hit], name: &str) -> usize {
    hits.iter().position(|h| h.name == name).unwrap_or_else(|| panic!("{name} is not among {:?}", names(hits)))
}

fn explained(hits: &[Hit]) -> String {
    let line = |h: &Hit| {
        let terms: Vec<String> = h.terms.iter().map(|t| format!("{} {:.2}", t.name, t.value)).collect();
        format!("{:7.2} {}: {}", h.score, h.name, terms.join(", "))
    };
    hits.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn revenue_is_the_metric_then_its_source_and_the_look_alikes_below() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    for query in ["매출", "매출은 뭔가요?", "aocnf", "매촐", "revenue", "매출"] {
        let hits = index.search(query, &Scope::Everything, 20).await.unwrap();
        assert_eq!(hits[0].name, "dr", "{query}\n{}", explained(&hits));
    }
    let hits = index.search("매출은 어떤 테이블을 써야 하나요?", &Scope::Everything, 20).await.unwrap();
    assert_eq!(hits[0].name, "shop.purchase", "who asks for a table gets one\n{}", explained(&hits));
    let hits = index.search("매출", &Scope::Everything, 20).await.unwrap();
    assert_eq!(hits[1].name, "shop.purchase", "{}", explained(&hits));
    for look_alike in ["shop.purchase_log", "mart.revenue_old", "staging.purchase"] {
        assert!(place(&hits, look_alike) > place(&hits, "shop.purchase"), "{look_alike}\n{}", explained(&hits));
        assert!(place(&hits, look_alike) > place(&hits, "ar"), "{look_alike}\n{}", explained(&hits));
    }
    assert_eq!(hits[place(&hits, "mart.revenue_old")].deprecated.as_ref().unwrap().successor.as_deref(), Some("metrics.dr"));
}

#[tokio::test]
async fn the_terms_add_up_to_the_score() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    for query in ["매출", "purchase", "dr", "사용자", "revenue_old", ""] {
        for hit in index.search(query, &Scope::Everything, 50).await.unwrap() {
            assert_eq!(hit.terms.iter().map(|t| t.value).sum::<f64>(), hit.score, "{query} {}", hit.name);
            assert!(
                hit.terms.iter().all(|t| t.value.is_finite() && t.value.abs() <= 100.0 && !t.why.is_empty()),
                "{:?}",
                hit.terms
            );
            let text: f64 =
                hit.terms.iter().filter(|t| t.name.starts_with("text.") || t.name == "queries.text").map(|t| t.value).sum();
            assert!(text <= 40.000_001, "{text}");
        }
    }
}

#[tokio::test]
async fn people_find_what_they_mean() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    for (query, first) in [
        ("shop.purchase", "shop.purchase"),
        ("revenue_old", "mart.revenue_old"),
        ("mart.revenue_old", "mart.revenue_old"),
        ("DAU", "dau"),
        ("DAU는 뭐야?", "dau"),
        ("arpu", "arpu"),
        ("average revenue per user", "arpu"),
        ("daily active users", "dau"),
        ("daily active usres", "dau"),
        ("purchse", "shop.purchase"),
        ("purchases", "shop.purchase"),
        ("상세", "shop.orderDetails"),
        ("주문상세", "shop.orderDetails"),
        ("order details", "shop.orderDetails"),
        ("회원", "shop.user"),
        ("고객 성별", "shop.user"),
        ("접속 로그", "shop.access"),
        ("누적구매금액", "mart.dim_user"),
        ("누적 매출", "ar"),
        ("가입현황", "shop.user"),
        ("ＤＲ", "dr"),
        ("u_gender", "shop.user"),
        ("활성사용자", "dau"),
        ("ㄱㄷㅍ두ㅕㄷ", "dr"),
    ] {
        let hits = index.search(query, &Scope::Everything, 20).await.unwrap();
        assert_eq!(hits.first().map(|h| h.name.as_str()), Some(first), "{query}\n{}", explained(&hits));
    }
    assert!(index.search("qqzzxx", &Scope::Everything, 20).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_scope_leaks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let shop_only = Scope::Labels(strings(&["shop:open"]));
    for query in ["hr.salary", "급여", "zebrafish", "zebrafihs", "dataset:hr.salary", ""] {
        let hits = index.search(query, &shop_only, 50).await.unwrap();
        assert!(hits.iter().all(|h| h.name != "hr.salary"), "{query}");
        assert!(!explained(&hits).contains("zebra"), "{query}");
    }
    assert!(index.suggest("hr", &shop_only, 9).await.unwrap().is_empty());
    for query in ["매출", "dr", ""] {
        assert!(index.search(query, &Scope::Labels(Vec::new()), 50).await.unwrap().is_empty());
        assert!(index.search(query, &Scope::Labels(strings(&["no:such"])), 50).await.unwrap().is_empty());
    }
    assert!(index.suggest("d", &Scope::Labels(Vec::new()), 9).await.unwrap().is_empty());
    // What is hidden does not even move a score.
    let before = index.search("매출", &shop_only, 50).await.unwrap();
    index.apply(Vec::new(), strings(&["dataset:hr.salary"])).await.unwrap();
    assert_eq!(before, index.search("매출", &shop_only, 50).await.unwrap());
    assert_eq!(index.search("dr", &Scope::Labels(strings(&["hr:closed", "shop:open"])), 50).await.unwrap()[0].name, "dr");
}

/// Whether a folder still holds a document that was removed: in a segment, or in a file of a segment that is gone.
fn keeps_removed(folder: &Path) -> bool {
    let index = tantivy::Index::open_in_dir(folder).unwrap();
    let metas = index.searchable_segment_metas().unwrap();
    let live: Vec<String> = metas.iter().map(|m| m.id().uuid_string()).collect();
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    let of_a_segment = |name: &String| name.len() > 32 && name.as_bytes()[32] == b'.';
    metas.iter().any(|m| m.num_deleted_docs() > 0)
        || files.into_iter().filter(of_a_segment).any(|name| !live.iter().any(|id| name.starts_with(id)))
}

#[tokio::test]
async fn what_is_removed_or_replaced_leaves_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    index.apply(Vec::new(), strings(&["dataset:hr.salary"])).await.unwrap();
    assert!(!keeps_removed(folder.path()));
    let mut changed = dataset("shop.user", &[], &[], "quokka");
    index.apply(vec![changed.clone()], Vec::new()).await.unwrap();
    changed.description = "wombat".to_owned();
    index.apply(vec![changed], Vec::new()).await.unwrap();
    assert!(!keeps_removed(folder.path()));
    assert!(index.search("quokka", &Scope::Everything, 9).await.unwrap().is_empty());
    assert_eq!(index.count().await.unwrap(), 13);
    index.rebuild(vec![dataset("a.b", &[], &[], "axolotl")]).await.unwrap();
    assert!(!keeps_removed(folder.path()));
    assert_eq!(index.count().await.unwrap(), 1);
    index.apply(Vec::new(), strings(&["dataset:a.b"])).await.unwrap();
    assert!(!keeps_removed(folder.path()));
    assert_eq!(index.count().await.unwrap(), 0);
}

#[tokio::test]
async fn changes_are_seen_at_once_and_again_after_opening() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    index
        .apply(
            vec![dataset("shop.refund", &["환불"], &[], "환불"), dataset("shop.refund", &["환불"], &[], "환불 기록")],
            Vec::new(),
        )
        .await
        .unwrap();
    let hits = index.search("환불", &Scope::Everything, 9).await.unwrap();
    assert_eq!((hits[0].name.as_str(), hits[0].description.as_str()), ("shop.refund", "환불 기록"));
    assert_eq!(index.count().await.unwrap(), 15);
    drop(index);
    let again = TantivyIndex::open(folder.path()).unwrap();
    assert_eq!(again.search("환불", &Scope::Everything, 9).await.unwrap(), hits);
    // A second opener reads, and writes in between.
    let other = TantivyIndex::open(folder.path()).unwrap();
    other.apply(Vec::new(), strings(&["dataset:shop.refund"])).await.unwrap();
    assert_eq!(other.count().await.unwrap(), 14);
}

#[tokio::test]
async fn an_index_of_another_layout_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = tantivy::schema::Schema::builder();
    builder.add_text_field("other", tantivy::schema::STRING);
    tantivy::Index::create_in_dir(folder.path(), builder.build()).unwrap();
    assert_eq!(TantivyIndex::open(folder.path()).unwrap().count().await.unwrap(), 0);
}

#[tokio::test]
async fn suggestions_complete_half_typed_words() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let suggest = async |prefix: &str| -> Vec<String> {
        index.suggest(prefix, &Scope::Everything, 3).await.unwrap().into_iter().map(|s| s.name).collect()
    };
    assert_eq!(suggest("pur").await[0], "shop.purchase");
    assert_eq!(suggest("shop.pu").await[0], "shop.purchase");
    assert_eq!(suggest("매ㅊ").await[0], "dr");
    assert_eq!(suggest("맻").await[0], "dr");
    assert_eq!(suggest("일일").await[0], "dr");
    assert_eq!(suggest("da").await[0], "dau");
    assert!(suggest("").await.is_empty());
}

#[tokio::test]
async fn odd_queries_are_only_odd() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).await;
    let long = "매출 ".repeat(10_000);
    for query in ["\"", "a:b AND (", "\u{0}\u{2}매출", "🦆", "....", "___", "' or 1=1", &long, "\u{3}매출", "ㅁ", "가"] {
        index.search(query, &Scope::Everything, 5).await.unwrap();
        index.suggest(query, &Scope::Everything, 5).await.unwrap();
    }
    assert_eq!(index.search("매출", &Scope::Everything, 0).await.unwrap(), Vec::new());
}
