//! What holds for every text.

use proptest::prelude::*;

use crate::{Dialect, Status, analyse_text, fingerprint, limits};

const DIALECTS: &[Dialect] = &[
    Dialect::Ansi,
    Dialect::Generic,
    Dialect::Hive,
    Dialect::Spark,
    Dialect::Redshift,
    Dialect::Postgres,
    Dialect::Snowflake,
    Dialect::BigQuery,
    Dialect::MySql,
    Dialect::MsSql,
    Dialect::DuckDb,
    Dialect::Sqlite,
    Dialect::Trino,
];

fn one(sql: &str) -> crate::Analysis {
    analyse_text(sql, Dialect::Generic, None, &()).remove(0)
}

#[test]
fn a_fingerprint_forgets_literals_layout_and_case() {
    let print = |sql: &str| one(sql).fingerprint;
    let wanted = "select u_id, lower(u_name) from shop.user where u_id in (?) and u_name = ? and x > ?";
    assert_eq!(print("select u_id, lower(u_name) from shop.user where u_id in (1, 2,3) and u_name='김철수' and x > -5"), wanted);
    assert_eq!(
        print("SELECT u_id,\n LOWER(u_name) FROM shop.USER -- kim\nWHERE u_id IN (7) AND u_name = 'a' AND x > 1.5e3"),
        wanted
    );
    assert_eq!(print("insert into t values (1, 'a'), (2, 'b')"), print("insert into t values (3, 'c')"));
    assert_eq!(print("select * from a.b where dt = $day limit 10"), "select * from a.b where dt = $day limit ?");
}

#[test]
fn what_cannot_be_parsed_keeps_a_fingerprint_without_literals() {
    for sql in [
        "selekt frum where 'kim@example.com' = 010",
        "select \"kim@example.com\" frum from from",
        "select a from b where c = 'kim@example.com",
    ] {
        for dialect in DIALECTS {
            let analysis = analyse_text(sql, *dialect, None, &()).remove(0);
            assert!(!analysis.fingerprint.contains("kim"), "{dialect:?}: {}", analysis.fingerprint);
            assert!(!analysis.fingerprint.contains("010"), "{dialect:?}: {}", analysis.fingerprint);
            assert!(!analysis.notes.join(" ").contains("kim"), "{dialect:?}: {:?}", analysis.notes);
        }
    }
}

#[test]
fn one_broken_statement_leaves_the_others() {
    let all = analyse_text("select a from x.t; selekt b; select c from x.u", Dialect::Generic, None, &());
    assert_eq!(all.iter().map(|a| a.status).collect::<Vec<_>>(), [Status::Resolved, Status::Failed, Status::Resolved]);
    assert_eq!(all[1].notes, ["line 1, column 27: the statement is not understood"]);
}

#[test]
fn what_is_too_deep_or_too_long_is_refused_at_once() {
    let deep = format!("select {}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let ends = format!("select {}1{}", "end(".repeat(5_000), ")".repeat(5_000));
    let cases = format!("select {} 1 {}", "case when 1 then ".repeat(500), " end".repeat(500));
    let queries = format!("select * from {}t{}", "(select * from ".repeat(500), ")".repeat(500));
    let sum = format!("select {}", vec!["a"; 50_000].join(" + "));
    let casts = format!("select a{}", "::int".repeat(50_000));
    let union = vec!["select 1"; 20_000].join(" union all ");
    let not = format!("select {} a", "not ".repeat(20_000));
    let minus = format!("select {} a", "- ".repeat(20_000));
    for sql in [deep, ends, cases, queries, sum, casts, union, not, minus] {
        for dialect in DIALECTS {
            let analysis = analyse_text(&sql, *dialect, None, &()).remove(0);
            assert_eq!(analysis.status, Status::Failed, "{dialect:?} {}", &sql[..40]);
        }
    }
    let long = " ".repeat(limits::MAX_BYTES + 1);
    assert_eq!(analyse_text(&long, Dialect::Generic, None, &())[0].status, Status::Failed);
}

#[test]
fn a_mistake_at_the_bottom_of_what_nests_comes_to_an_end() {
    let openings = [
        "f(",
        "a + f(1, ",
        "(",
        "(select * from ",
        "case when 1 then ",
        "case a when ",
        "a in (select b from c where ",
        "exists (select 1 where ",
        "cast(",
        "try_cast(",
        "[",
        "a[",
        "{",
        "not ",
        "from (t join ",
        "from t join (",
        "(a, ",
        "struct(",
        "x -> f(",
        "date(",
        "- (1 + ",
        "interval (1 + ",
        "interval ",
        "prior ",
        "lambda x : ",
        "extract(year from ",
        "trim(",
        "position(",
        "substring(",
        "map {",
        "array[",
        "overlay(",
        "floor(",
        "f(a => ",
        "f(a := ",
        "convert(",
        "a between ",
        "with x as (select ",
        "(values (",
        "count(distinct ",
        "over (partition by ",
        "unnest(",
        "lateral (select ",
        "pivot(",
        "if(",
        "a :: ",
        "`x`(",
        "\"x\"(",
        "match (",
        "(with a as (",
        "array(select ",
        "- ",
        "@ ",
    ];
    // Without a bound on the parser's work, sixty levels would take until the sun burns out. Each opening in four dialects, in
    // turn: a mistake is tried in the dialect's relatives as well.
    for (i, opening) in openings.iter().enumerate() {
        for dialect in DIALECTS.iter().cycle().skip(i * 4).take(4) {
            let sql = format!("select * from {} ??? ]", opening.repeat(60));
            assert!(!analyse_text(&sql, *dialect, None, &()).is_empty(), "{dialect:?} {opening}");
        }
        let sql = format!("select {} ??? ]", opening.repeat(60));
        assert!(!analyse_text(&sql, Dialect::Generic, None, &()).is_empty(), "{opening}");
    }
}

#[test]
fn what_nests_deep_and_is_right_is_read() {
    let calls = format!("select {}a{} as x from t.t", "replace(".repeat(40), ", 'a', 'b')".repeat(40));
    let cases = format!("select {}0{} as x from t.t", "case when a = 1 then 2 else ".repeat(30), " end".repeat(30));
    let casts = format!("select {}a{} as x from t.t", "cast(trim(".repeat(20), ") as text)".repeat(20));
    for sql in [calls, cases, casts] {
        for dialect in [Dialect::Generic, Dialect::Hive, Dialect::Postgres, Dialect::MsSql, Dialect::Snowflake] {
            let analysis = analyse_text(&sql, dialect, None, &()).remove(0);
            assert_eq!(analysis.status, Status::Resolved, "{dialect:?} {} {:?}", &sql[..40], analysis.notes);
        }
    }
}

#[test]
fn what_is_only_large_is_read() {
    let sum = format!("select {} as x from t.t", vec!["a"; 900].join(" + "));
    let union = vec!["select a from t.t"; 900].join(" union all ");
    let wide = format!("select {} from t.t", (0..5_000).map(|i| format!("c{i}")).collect::<Vec<_>>().join(", "));
    let list = format!("select a from t.t where a in ({})", vec!["1"; 20_000].join(", "));
    for sql in [sum, union, wide, list] {
        assert_eq!(one(&sql).status, Status::Resolved, "{}", &sql[..40]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_odd(words in prop::collection::vec(prop::sample::select(vec![
        "select", "from", "where", "a", "b.c", "*", "(", ")", ",", "join", "on", "=", "'x'", "1", "union", "all", "with", "as", "case",
        "when", "then", "else", "end", "in", "insert into", "values", "update", "set", "merge into", "using", "group by", "order by",
        "over", "partition by", "lateral view", "explode", "exists", "not", "t", "\"Q\"", "`b`", ";", "create table", "delete", "::",
        "[", "]", "매출", "except", "pivot", "for", "unnest", "recursive", "count", "distinct", "qualify", "-", "->", "$day", "having",
    ]), 0..40), dialect in prop::sample::select(DIALECTS.to_vec())) {
        let sql = words.join(" ");
        for analysis in analyse_text(&sql, dialect, Some("s"), &()) {
            prop_assert!(!analysis.fingerprint.contains("'x'"));
        }
        let _ = fingerprint(&sql, dialect);
    }

    #[test]
    fn no_literal_survives(literal in "[a-z]{3}zq[0-9]{3}", dialect in prop::sample::select(DIALECTS.to_vec())) {
        let sql = format!("select a from t where b = '{literal}' and c in ('x', '{literal}') and d like '%{literal}%'");
        for analysis in analyse_text(&sql, dialect, None, &()) {
            let shown = format!("{analysis:?}");
            prop_assert!(!shown.contains(&literal));
        }
    }
}
