//! What the engine can do, as JSON lines: right or wrong by category over the open set, statements a CPU second beside the
//! parser alone, a wide star through CTEs, memory over a million statements. `cargo xtask bench lineage` runs it, puts sqlglot
//! beside it, and draws the table. `-- statements` prints the statements that are timed, for somebody else to be timed on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

#[path = "../tests/cases/mod.rs"]
#[allow(dead_code, reason = "nothing is written down here")]
mod cases;
#[path = "../tests/cases/score.rs"]
#[allow(dead_code, reason = "the table is drawn by whoever runs this")]
mod score;

use std::{
    fmt::Write,
    hint::black_box,
    path::PathBuf,
    time::{Duration, Instant},
};

use cases::Case;
use garim_lineage::{Dialect, analyse_text, measure};
use score::Score;
use serde_json::json;
use sqlparser::{dialect as sql, parser::Parser};

/// How long each engine is timed, at least: short enough to wait for, long enough for a percent.
const TIMED: Duration = Duration::from_secs(3);
/// Statements over which memory must stay flat.
const MANY: usize = 1_000_000;
/// Columns of the wide star.
const WIDE: usize = 2_000;
/// Generated statements of a size that warehouses run, beside the short ones of the open set.
const LARGE: usize = 60;

fn main() {
    let argument = std::env::args().nth(1).filter(|a| !a.starts_with("--"));
    match argument.as_deref() {
        Some("statements") => questions().iter().for_each(|q| println!("{q}")),
        Some("memory") => memory(),
        _ => {
            categories();
            speed();
            star();
            memory();
        }
    }
}

fn files() -> Vec<(String, Vec<Case>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/open");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let name = |p: &PathBuf| p.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|p| (name(p), cases::read(&std::fs::read_to_string(p).unwrap()))).collect()
}

fn categories() {
    let mut total = Score::default();
    for (name, cases) in files() {
        let mut score = Score::default();
        for case in &cases {
            score.count(case, &case.drawn());
        }
        total.add(&score);
        println!("{}", row(&name, &score));
    }
    println!("{}", row("all", &total));
}

fn row(name: &str, score: &Score) -> serde_json::Value {
    json!({ "part": "category", "name": name, "cases": score.cases, "exact": score.exact, "known": score.known,
        "precision": score.precision(), "recall": score.recall() })
}

/// What is timed, as the lines that `garim eval lineage --jsonl` reads: the open set, and statements of a warehouse's size.
fn questions() -> Vec<String> {
    let short = files().into_iter().flat_map(|(_, cases)| cases).map(|case| {
        let schemas: serde_json::Map<_, _> = case.schemas.iter().map(|(t, c)| (t.join("."), json!(c))).collect();
        json!({ "id": case.title, "dialect": case.dialect, "sql": case.sql, "schemas": schemas }).to_string()
    });
    let large = (0..LARGE).map(|n| json!({ "id": n, "dialect": "generic", "sql": warehouse(n), "schemas": {} }).to_string());
    short.chain(large).collect()
}

/// A statement such as a daily job has: a chain of CTEs, joins, a window, conditional sums.
fn warehouse(n: usize) -> String {
    let mut sql = format!("insert into mart.daily_{n} with orders as (select o.id, o.user_id, o.shop_id, o.ordered_at");
    (0..12).for_each(|i| write!(sql, ", coalesce(o.amount_{i}, 0) * r.rate as won_{i}").unwrap());
    sql.push_str(
        " from raw.orders o left join raw.rates r on r.currency = o.currency and r.day = o.day where o.day = '20260101'), ",
    );
    sql.push_str(
        "ranked as (select orders.*, row_number() over (partition by user_id order by ordered_at desc) as rn from orders), ",
    );
    sql.push_str("people as (select u.id, lower(u.email) as email, u.city, s.name as shop from raw.users u join raw.shops s on s.id = u.shop_id) ");
    sql.push_str("select p.city, p.shop");
    (0..12).for_each(|i| {
        write!(sql, ", sum(case when r.rn = 1 then r.won_{i} else 0 end) as first_{i}, avg(r.won_{i}) as mean_{i}").unwrap()
    });
    sql.push_str(" from ranked r join people p on p.id = r.user_id group by p.city, p.shop having count(*) > 10");
    sql
}

/// CPU seconds of this process so far; wall time where the system does not say. Others may be busy on the same machine.
fn cpu(began: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.map_or_else(|| began.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// Calls a CPU second, over whole rounds of all statements.
fn rate(count: usize, mut round: impl FnMut()) -> f64 {
    let began = Instant::now();
    round();
    let (start, mut rounds) = (cpu(began), 0);
    while cpu(began) - start < TIMED.as_secs_f64() {
        round();
        rounds += 1;
    }
    (rounds * count) as f64 / (cpu(began) - start)
}

fn speed() {
    let lines = questions();
    let texts: Vec<(Box<dyn sql::Dialect>, String)> = lines
        .iter()
        .map(|line| {
            let question: serde_json::Value = serde_json::from_str(line).unwrap();
            let dialect: Dialect = serde_json::from_value(question["dialect"].clone()).unwrap();
            (rules(dialect), question["sql"].as_str().unwrap().to_owned())
        })
        .collect();
    let bytes: usize = texts.iter().map(|(_, sql)| sql.len()).sum();
    let ours = rate(lines.len(), || lines.iter().for_each(|line| drop(black_box(measure::answer(line)))));
    let parse = rate(lines.len(), || {
        texts.iter().for_each(|(rules, sql)| drop(black_box(Parser::parse_sql(rules.as_ref(), sql))));
    });
    println!("{}", json!({ "part": "speed", "statements": lines.len(), "bytes": bytes, "ours": ours, "parse": parse }));
}

/// The parser's own dialect, to time it alone.
fn rules(dialect: Dialect) -> Box<dyn sql::Dialect> {
    match dialect {
        Dialect::Ansi => Box::new(sql::AnsiDialect {}),
        Dialect::Hive => Box::new(sql::HiveDialect {}),
        Dialect::Spark => Box::new(sql::SparkSqlDialect {}),
        Dialect::Redshift => Box::new(sql::RedshiftSqlDialect {}),
        Dialect::Postgres => Box::new(sql::PostgreSqlDialect {}),
        Dialect::Snowflake => Box::new(sql::SnowflakeDialect),
        Dialect::BigQuery => Box::new(sql::BigQueryDialect {}),
        Dialect::MySql => Box::new(sql::MySqlDialect {}),
        Dialect::MsSql => Box::new(sql::MsSqlDialect {}),
        Dialect::DuckDb => Box::new(sql::DuckDbDialect {}),
        Dialect::Sqlite => Box::new(sql::SQLiteDialect {}),
        _ => Box::new(sql::GenericDialect {}),
    }
}

/// All columns of a wide table through three CTEs, the best of five.
fn star() {
    let columns: Vec<String> = (0..WIDE).map(|i| format!("column_{i}")).collect();
    let schemas = std::collections::HashMap::from([(vec!["raw".to_owned(), "wide".to_owned()], columns)]);
    let text = "with a as (select * from raw.wide), b as (select * from a), c as (select * from b) select * from c";
    let mut best = f64::MAX;
    for _ in 0..5 {
        let began = Instant::now();
        let list = analyse_text(text, Dialect::Generic, None, &schemas);
        best = best.min(began.elapsed().as_secs_f64() * 1e3);
        assert_eq!(list[0].edges.len(), WIDE, "a star of {WIDE} columns");
    }
    println!("{}", json!({ "part": "star", "columns": WIDE, "ms": best }));
}

/// Resident memory at a hundredth, and at the end: what is kept of a statement after its answer would show.
fn memory() {
    let lines = questions();
    let resident = |key: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix(key)).unwrap_or_default();
        line.trim_matches([':', ' ', '\t', 'k', 'B']).parse::<f64>().unwrap_or(f64::NAN) / 1024.0
    };
    let mut early = 0.0;
    for (n, line) in lines.iter().cycle().take(MANY).enumerate() {
        drop(black_box(measure::answer(line)));
        if n == MANY / 100 {
            early = resident("VmRSS");
        }
    }
    let (end, most) = (resident("VmRSS"), resident("VmHWM"));
    println!("{}", json!({ "part": "memory", "statements": MANY, "early_mb": early, "end_mb": end, "most_mb": most }));
}
