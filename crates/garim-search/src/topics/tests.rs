//! Groups that a person would make, made the same way each time, and nothing told of what is hidden.

use garim_core::search::{AssetKind, Document, Scope, Topic};

use super::Topics;

/// Three parts of a shop: what each table is called, and what it is about.
const SHOP: &[(&str, &str, &str)] = &[
    ("shop.orders", "주문", "order purchase amount 주문 금액 결제"),
    ("shop.order_items", "주문 상세", "order item purchase quantity 주문 상품 수량"),
    ("mart.order_revenue", "주문 매출", "order purchase amount revenue 주문 매출 금액"),
    ("mart.order_cancel", "주문 취소", "order purchase cancel refund 주문 취소 환불 금액"),
    ("crm.members", "회원", "member signup grade 회원 가입 등급"),
    ("crm.member_grade", "회원 등급", "member grade history 회원 등급 이력"),
    ("crm.member_leave", "회원 탈퇴", "member leave signup 회원 탈퇴 가입"),
    ("log.parcels", "배송", "parcel shipment courier warehouse 배송 택배 창고"),
    ("log.parcel_events", "배송 이력", "parcel courier scan shipment 배송 택배 이력"),
    ("log.warehouse_stock", "창고 재고", "warehouse stock parcel shipment 창고 재고 배송"),
    ("misc.zeta", "기타", "quux"),
];

fn documents() -> Vec<Document> {
    let document = |(name, label, text): &(&str, &str, &str)| Document {
        id: format!("dataset:{name}"),
        kind: AssetKind::Dataset,
        name: (*name).to_owned(),
        labels: vec![(*label).to_owned()],
        description: (*text).to_owned(),
        scope: if name.starts_with("crm") { "crm/personal" } else { "shop/open" }.to_owned(),
        ..Document::default()
    };
    SHOP.iter().map(document).collect()
}

fn members(topic: &Topic) -> Vec<&str> {
    let mut names: Vec<&str> = topic.members.iter().map(|m| m.name.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn what_is_about_the_same_stands_together_under_words_of_its_own() {
    let topics = Topics::of(&documents()).seen(&Scope::Everything, 9);
    let found: Vec<Vec<&str>> = topics.iter().map(members).collect();
    assert_eq!(
        found,
        [
            vec!["mart.order_cancel", "mart.order_revenue", "shop.order_items", "shop.orders"],
            vec!["crm.member_grade", "crm.member_leave", "crm.members"],
            vec!["log.parcel_events", "log.parcels", "log.warehouse_stock"],
        ],
        "{topics:#?}"
    );
    for (topic, word) in topics.iter().zip([["order", "주문"], ["member", "회원"], ["parcel", "배송"]]) {
        assert!(word.iter().any(|w| topic.words.iter().any(|t| t == w)), "{word:?} is not among {:?}", topic.words);
    }
}

#[test]
fn the_same_documents_in_any_order_are_the_same_topics() {
    let topics = Topics::of(&documents());
    let mut turned = documents();
    turned.reverse();
    assert_eq!(topics, Topics::of(&turned));
    turned.rotate_left(4);
    assert_eq!(topics, Topics::of(&turned));
}

#[test]
fn what_is_hidden_is_neither_counted_nor_named() {
    let mut all = documents();
    // Hidden members of a visible group, with a word of their own that would name it.
    for (at, document) in all.iter_mut().enumerate().filter(|(_, d)| d.name.contains("order")) {
        document.description.push_str(if at < 2 { " zebrafish" } else { "" });
    }
    for name in ["hr.order_a", "hr.order_b", "hr.order_c"] {
        let mut hidden = all[0].clone();
        (hidden.id, hidden.name, hidden.scope) = (format!("dataset:{name}"), name.to_owned(), "hr/closed".to_owned());
        hidden.description = "order purchase 주문 zebrafish 급여".to_owned();
        all.push(hidden);
    }
    let scope = Scope::Labels(vec!["shop/open".to_owned()]);
    let topics = Topics::of(&all).seen(&scope, 20);
    for topic in &topics {
        assert!(topic.members.iter().all(|m| !m.name.starts_with("hr.") && !m.name.starts_with("crm.")), "{topic:?}");
        assert!(!topic.words.iter().any(|w| w == "급여" || w == "회원"), "{topic:?}");
        assert_eq!(topic.size, topic.members.len());
    }
    assert!(Topics::of(&all).seen(&Scope::Labels(Vec::new()), 20).is_empty());
}

#[test]
fn few_documents_or_none_have_no_topics() {
    assert!(Topics::of(&[]).seen(&Scope::Everything, 9).is_empty());
    assert!(Topics::of(&documents()[..2]).seen(&Scope::Everything, 9).is_empty());
}
