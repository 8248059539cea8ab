//! Each format: what stands in `fixtures/`, and what is made of it. `GARIM_UPDATE=1` writes down what comes out now.

use std::{io::Cursor, path::PathBuf, sync::Arc};

use garim_core::imported::Fact;
use garim_ports::{ImportFrom, ImportKind};

use super::{Memory, ask, draw::arrow, drawn_from, import};

fn check(kind: ImportKind, file: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tests/fixtures");
    let came = drawn_from(kind, &folder.join(file)) + "\n";
    let expected = folder.join(format!("{file}.facts"));
    if std::env::var_os("GARIM_UPDATE").is_some() {
        std::fs::write(&expected, &came).unwrap();
    }
    let expected = std::fs::read_to_string(&expected).unwrap_or_default();
    assert!(came == expected, "{file}\n---- expected\n{expected}\n---- came\n{came}");
    for secret in ["kim@example.com", "s3cret", "010-1234-5678"] {
        assert!(!came.contains(secret), "a literal of {file} has passed");
    }
}

#[test]
fn postgres_csvlog() {
    check(ImportKind::PostgresCsvlog, "postgres.csv");
}

#[test]
fn postgres_jsonlog() {
    check(ImportKind::PostgresJsonlog, "postgres.json");
}

#[test]
fn mysql_general_log() {
    check(ImportKind::MysqlLog, "mysql.log");
}

#[test]
fn mariadb_general_log() {
    check(ImportKind::MysqlLog, "mariadb.log");
}

#[test]
fn redshift_stl_tables_are_put_together() {
    check(ImportKind::RedshiftStl, "redshift_stl");
}

#[test]
fn redshift_sys_views() {
    check(ImportKind::RedshiftSys, "redshift_sys");
}

#[test]
fn snowflake_histories_are_put_together() {
    check(ImportKind::Snowflake, "snowflake");
}

#[test]
fn bigquery_jobs() {
    check(ImportKind::BigQuery, "bigquery.json");
}

#[test]
fn trino_events() {
    check(ImportKind::Trino, "trino.json");
}

#[test]
fn hive_lineage_log() {
    check(ImportKind::HiveLog, "hive.log");
}

#[test]
fn lines_of_json() {
    check(ImportKind::QueryJsonl, "query.jsonl");
}

#[test]
fn what_is_known_of_tables_settles_search_paths_and_stars() {
    let line = |message: &str| {
        let text = serde_json::json!({
            "timestamp": "2026-11-20 10:00:00 UTC", "user": "kim", "dbname": "shop", "session_id": "s", "message": message
        });
        text.to_string() + "\n"
    };
    let log = line("statement: set search_path to mart, raw") + &line("statement: insert into daily select * from orders");
    let memory = Arc::new(Memory::knowing(&["shop.raw.orders: placed price", "shop.mart.daily: day total"]));
    import(ask(ImportKind::PostgresJsonlog, ImportFrom::Body(Box::new(Cursor::new(log)))), &memory);
    let facts = memory.facts.lock().unwrap();
    let lineage = facts.iter().find_map(|f| if let Fact::Lineage(l) = f { Some(l) } else { None }).unwrap();
    let arrows: Vec<String> = lineage.edges.iter().map(arrow).collect();
    assert_eq!(arrows, ["shop.raw.orders.placed -> shop.mart.daily.day", "shop.raw.orders.price -> shop.mart.daily.total"]);
}

#[test]
fn overlapping_exports_count_once() {
    let memory = Arc::new(Memory::default());
    let day = |ids: std::ops::Range<usize>| {
        let row = |id| {
            format!(
                "{{\"query_id\":{id},\"username\":\"kim\",\"status\":\"success\",\"start_time\":\"2026-11-20 01:00:00\",\"query_text\":\"select a from t\"}}\n"
            )
        };
        let text: String = ids.map(row).collect();
        import(ask(ImportKind::RedshiftSys, ImportFrom::Body(Box::new(Cursor::new(text)))), &memory)
    };
    assert_eq!((day(0..10).resolved, day(5..15).repeated, day(0..15).resolved), (10, 5, 0));
}
