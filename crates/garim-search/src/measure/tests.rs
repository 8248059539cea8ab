//! The reader, the judge and the typos.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{io::Write, path::PathBuf};

use garim_core::search::{AssetKind, Deprecation};

use super::*;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.jsonl");
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    (folder, path)
}

#[test]
fn lines_with_nulls_unknown_fields_and_other_types_are_read() {
    let (_folder, path) = file(
        "\u{FEFF}{\"id\":7,\"kind\":\"table\",\"name\":\"orders\",\"schema\":\"dw\",\"database\":null,\"whatever\":{},\"tags\":\"gold\",\
         \"columns\":[{\"name\":\"a\",\"type\":\"int\"},\"b\",null],\"row_count\":\"0\",\"views_30d\":1e99}\n\n\
         {\"id\":\"k\",\"kind\":\"kpi\",\"source_table\":\"dw.orders\",\"display_name\":\"매출\",\"certification\":\"Certified\"}",
    );
    let assets = catalog(&path).unwrap();
    let made = documents(&assets, &Uses::new());
    assert_eq!((made[0].id.as_str(), made[0].name.as_str(), made[0].kind), ("7", "dw.orders", AssetKind::Dataset));
    assert_eq!(made[0].columns, ["a", "b"]);
    assert!(made[0].signals.empty && made[0].signals.bound && made[1].signals.bound && made[1].signals.certified);
    assert!(made[0].metrics.contains(&"매출".to_owned()), "who asks for the metric should meet its table");
    assert_eq!(made[1].name, "k", "without a name the id is one");
}

#[test]
fn a_line_that_is_none_is_refused_by_its_number() {
    let (_folder, path) = file("{\"id\":\"a\"}\n{\"name\":\"b\"}\n");
    let error = catalog(&path).unwrap_err().to_string();
    assert!(error.contains("line 2: `id` is missing"), "{error}");
    let (_folder, path) = file("[]\n");
    assert!(catalog(&path).unwrap_err().to_string().contains("line 1: a JSON object is accepted"));
}

#[test]
fn people_count_once_services_never_and_literals_are_not_kept() {
    let (_folder, path) = file(
        r#"{"ts":"2024-03-01T00:00:00Z","user":"kim","user_kind":"human","sql":"select sum(amount) as net_sales from dw.orders where name = 'Hong'"}
{"ts":"2024-03-31T00:00:00Z","user":"kim","user_kind":"human","sql":"select amount from dw.orders"}
{"ts":"2024-03-01 00:00:00","user":"lee","sql":"select o.amount, u.grade from dw.orders o join dw.users u on u.id = o.uid"}
{"ts":1711843200,"user":"etl","user_kind":"service","sql":"select * from dw.orders"}
{"ts":1711843200000,"user":"park","sql":"not sql at all '","tables":["T.ORDERS"]}"#,
    );
    let uses = usage(&path).unwrap();
    let orders = &uses["dw.orders"];
    assert_eq!(orders.people, 2);
    assert!((orders.recent - 1.5).abs() < 0.01, "the one a month ago counts half: {}", orders.recent);
    assert!(orders.words.contains(&"net_sales".to_owned()) && orders.words.contains(&"amount".to_owned()), "{:?}", orders.words);
    assert_eq!(uses["dw.users"].words, ["grade", "id"], "not the other table's columns");
    assert!(!uses.values().any(|u| u.words.iter().any(|w| w.contains("ong"))), "no literal");
    assert_eq!(uses["t.orders"].people, 1);
}

#[test]
fn what_certification_and_status_say_is_kept_apart() {
    let (_folder, path) = file(
        r#"{"id":"a","certification":"deprecated","replaced_by":"b","last_updated_hours":49,"sla_hours":24,"tier":"gold"}
{"id":"b","status":"draft","tier":"Tier 3","upstream":["a"]}"#,
    );
    let made = documents(&catalog(&path).unwrap(), &Uses::new());
    assert_eq!(made[0].signals.deprecated, Some(Deprecation { successor: Some("b".to_owned()) }));
    assert_eq!((made[0].signals.late, made[0].signals.age_days, made[0].signals.tier), (true, Some(2), Some(1)));
    assert_eq!((made[0].signals.downstream, made[1].signals.upstream, made[1].signals.tier), (1, 1, Some(3)));
    assert!(made[1].signals.staging && made[1].signals.deprecated.is_none());
}

#[test]
fn a_run_is_judged_by_the_best_grade_and_the_order() {
    let question = Question { qid: "1".to_owned(), text: "매출".to_owned(), sort: None };
    let list = |ids: &[&str]| -> Vec<Answer> {
        ids.iter()
            .enumerate()
            .map(|(at, id)| Answer { qid: "1".to_owned(), entity_id: (*id).to_owned(), rank: at + 1, score: 1.0 })
            .collect()
    };
    let (_folder, path) =
        file("{\"qid\":1,\"entity_id\":\"a\",\"grade\":3}\n{\"qid\":\"1\",\"entity_id\":\"b\",\"relevance\":1}");
    let grades = grades(&path).unwrap();
    let score = |ids: &[&str]| judge(std::slice::from_ref(&question), &[list(ids)], &grades).all;
    assert_eq!(score(&["a", "b"]), Scores { success_at_1: 1.0, ndcg_at_10: 1.0, mrr: 1.0, recall_at_10: 1.0 });
    let swapped = score(&["b", "a"]);
    assert_eq!((swapped.success_at_1, swapped.mrr), (0.0, 0.5));
    let by_hand = (1.0 + 7.0 / 3f64.log2()) / (7.0 + 1.0 / 3f64.log2());
    assert!((swapped.ndcg_at_10 - by_hand).abs() < 1e-12);
    assert_eq!(score(&[]), Scores::default());
}

#[test]
fn a_typo_is_one_edit_the_same_for_one_seed_and_spares_short_words() {
    for text in ["revenue", "which revenue dashboard", "매출 현황", "finance.daily_revenue"] {
        let all: Vec<String> = (0..40).map(|seed| with_typo(text, seed)).collect();
        assert!(all.iter().all(|t| t != text || text.contains("ee")), "{text}: {all:?}");
        assert!(all.iter().all(|t| t.chars().count().abs_diff(text.chars().count()) <= 1));
        assert_eq!(with_typo(text, 7), with_typo(text, 7));
        assert!(all.iter().collect::<std::collections::HashSet<_>>().len() > 3, "{all:?}");
    }
    for text in ["DAU", "ㅁㅊ", "kind:dashboard", "AOV 값"] {
        assert_eq!(with_typo(text, 1), text);
    }
}
