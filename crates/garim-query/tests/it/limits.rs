//! Texts that would kill a server: each gets a clean error at once, on a stack of 2 MiB.

use std::time::{Duration, Instant};

use garim_ports::Engine;

use crate::shop::Shop;

const SMALL_STACK: usize = 2 * 1024 * 1024;
const AT_ONCE: Duration = Duration::from_secs(1);

fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(SMALL_STACK).spawn(work).unwrap().join().unwrap()
}

#[test]
fn what_is_too_large_is_refused_at_once() {
    let cases: Vec<(&str, String)> = vec![
        ("20,000 terms", format!("select {} from shop.user", vec!["1"; 20_000].join("+"))),
        ("5,000 ands", format!("select 1 from shop.user where {}", vec!["a=1"; 5_000].join(" and "))),
        ("400 parentheses", format!("select {}1{} from shop.user", "(".repeat(400), ")".repeat(400))),
        ("400 NOTs", format!("select {} true from shop.user", "not ".repeat(401))),
        ("a literal of 1 MB", format!("select '{}' from shop.user", "x".repeat(1_000_000))),
        ("20,000 in a list", format!("select 1 from shop.user where a in ({})", vec!["1"; 20_000].join(","))),
        ("nested CASE", format!("select {} 1 {} from shop.user", "case when true then ".repeat(60), "end ".repeat(60))),
        ("100 tables", format!("select 1 from {}", vec!["shop.user"; 100].join(" cross join "))),
        ("100 tables with commas", format!("select 1 from {}", vec!["shop.user"; 100].join(", "))),
        ("100 unions", vec!["select 1 from shop.user"; 100].join(" union all ")),
        ("200 subqueries", format!("{}shop.user{}", "select * from (".repeat(200), ")".repeat(200))),
        ("an unfinished literal", "select 'x from shop.user".to_owned()),
        ("an unfinished comment", "select 1 /* from shop.user".to_owned()),
    ];
    for (what, sql) in cases {
        let error = on_a_small_stack(move || {
            let begun = Instant::now();
            let refused = Shop::empty().engine.prepare(&sql).err().map(|e| e.to_string());
            (refused, begun.elapsed())
        });
        let (refused, took) = error;
        let text = refused.unwrap_or_else(|| panic!("{what} was accepted"));
        assert!(text.len() < 200 && !text.contains("xxx"), "{what}: {text}");
        assert!(took < AT_ONCE, "{what} took {took:?}");
    }
}

#[test]
fn what_is_just_within_the_limits_runs_on_a_small_stack() {
    let deep = format!("select {}1{} as x", "(".repeat(10), ")".repeat(10));
    let cases = vec![
        format!("select {} as x", vec!["1"; 190].join("+")),
        format!("select {} as x from (values (1), (2)) t(a)", vec!["a"; 190].join("+")),
        format!("select count(*) as x from (values (1), (2)) t(a) where {}", vec!["a<>5"; 95].join(" or ")),
        format!("select count(*) as x from (values (1)) t(a) where a in ({})", vec!["1"; 900].join(",")),
        vec!["select 1 as x"; 32].join(" union all "),
        deep,
    ];
    for sql in cases {
        on_a_small_stack(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .thread_stack_size(SMALL_STACK)
                .enable_all()
                .build()
                .unwrap();
            let start: String = sql.chars().take(60).collect();
            let rows = runtime.block_on(async { Shop::empty().query(&sql, &[], Default::default()).await });
            assert!(!rows.unwrap_or_else(|e| panic!("{start}: {}", e.for_operator())).is_empty(), "{start}");
        });
    }
}

#[test]
fn only_one_select_is_accepted() {
    let engine = Shop::empty().engine;
    let refused = [
        "",
        "select 1; select 2",
        "insert into shop.user select 1",
        "create table shop.x as select 1",
        "create external table x stored as csv location '/etc/passwd'",
        "copy (select 1) to '/tmp/x.csv'",
        "explain select 1",
        "explain analyze select 1",
        "set a = 1",
        "show tables",
        "drop table shop.user",
        "delete from shop.user",
        "update shop.user set a = 1",
        "truncate shop.user",
        "select 1 into shop.x from shop.user",
        "with recursive x as (select 1 union all select 1 from x) select * from x",
        "select * from generate_series(1, 1000000000)",
        "select * from '/etc/passwd'",
        "select * from user",
        "select * from a.b.c",
        "select * from information_schema",
        "select * from shop.user for update",
        "prepare x as select 1",
        "vacuum",
        "begin",
        "select 1 from shop.user tablesample (10)",
    ];
    for sql in refused {
        let error = engine.prepare(sql).err().unwrap_or_else(|| panic!("`{sql}` was accepted"));
        assert!(matches!(error, garim_core::Error::Invalid(_)), "{sql}: {error}");
    }
}

#[test]
fn a_statement_says_what_it_reads() {
    let engine = Shop::empty().engine;
    let sql = "with a as (select u_id from shop.user where dt = $day) select a.u_id, count(*) as n from a join Shop.Purchase p on p.p_uid = a.u_id \
               where p.p_amount > 4711 group by 1";
    let prepared = engine.prepare(sql).unwrap();
    let tables: Vec<String> = prepared.tables().iter().map(ToString::to_string).collect();
    assert_eq!(tables, ["shop.purchase", "shop.user"]);
    assert!(prepared.uses_parameter("day") && prepared.uses_parameter("$day") && !prepared.uses_parameter("previous_day"));
    assert!(!prepared.fingerprint().contains("4711"));
}

#[test]
fn a_syntax_error_says_where_and_repeats_nothing() {
    let engine = Shop::empty().engine;
    let error = engine.prepare("select 'kim@example.com' 'secret' from\n from shop.user").err().unwrap().to_string();
    assert!(error.contains("line 1") || error.contains("line 2"), "{error}");
    assert!(!error.contains("kim") && !error.contains("secret"), "{error}");
}
