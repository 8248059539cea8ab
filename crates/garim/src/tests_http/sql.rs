//! SQL at the door: masks are in place, nothing but one SELECT is done, and no text brings the server down.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::json;

use super::world::{World, block_on};

/// What is not a SELECT over datasets.
const REFUSED: &[&str] = &[
    "select * from information_schema.tables",
    "select * from information_schema.df_settings",
    "show tables",
    "show all",
    "describe shop.user",
    "copy shop.user to '/tmp/garim-leak.csv'",
    "copy (select 1) to '/tmp/garim-leak.parquet'",
    "create external table t stored as csv location '/etc/passwd'",
    "create table t as select * from shop.user",
    "create view v as select * from shop.user",
    "insert into shop.user select * from shop.user",
    "drop table shop.user",
    "delete from shop.user",
    "update shop.user set u_email = ''",
    "set datafusion.execution.batch_size = 1",
    "select 1; select 2",
    "select * from shop.user; drop table shop.user",
    "select * from '/etc/passwd'",
    "select * from 'sources/shop.db'",
    "explain select * from shop.user",
    "explain analyze select * from shop.user",
    "select * from no.such_table",
    "prepare p as select 1",
    "",
    ";",
    "/* nothing */",
];

#[test]
fn masks_are_in_place_and_said() {
    block_on(async {
        let world = World::new().await;
        let lee = world.session("lee", &["analyst"]).await;
        let sql =
            "select u_id, u_name, u_email, u_phone, u_signup, length(u_email) as n from shop.user order by u_signup limit 50";
        let answer = world.sql(&lee, sql).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let answer = answer.json();
        let shown = answer["columns"].as_array().unwrap();
        let sights: Vec<_> = shown.iter().map(|c| (c["sight"].as_str(), c["mask"].as_str())).collect();
        let masked = |mask| (Some("masked"), Some(mask));
        let expected =
            [(Some("pseudonym"), None), masked("initial"), masked("email"), masked("last4"), (Some("clear"), None), (None, None)];
        assert_eq!(sights, expected);
        let rows = answer["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 50);
        for row in rows {
            assert_eq!(row[0].as_str().unwrap().len(), 32, "a pseudonym");
            assert!(row[1].as_str().is_none_or(|v| v.ends_with("**") && v.chars().count() == 3), "{row}");
            assert!(row[2].as_str().is_none_or(|v| v.contains("***@")), "{row}");
            assert!(row[3].as_str().is_none_or(|v| v.starts_with("***-") && v.len() == 8), "{row}");
        }
        assert_eq!(answer["tables"], json!(["shop.user"]));
    });
}

#[test]
fn nothing_but_one_select_is_done() {
    block_on(async {
        let world = World::new().await;
        let lee = world.session("lee", &["analyst"]).await;
        for sql in REFUSED {
            let answer = world.sql(&lee, sql).await;
            assert!(answer.status.is_client_error(), "`{sql}`: {} {}", answer.status, answer.text);
            answer.assert_problem(sql);
            assert!(!answer.text.contains("root:"), "`{sql}`");
        }
        assert!(!std::path::Path::new("/tmp/garim-leak.csv").exists());
        let secret = "select u_email from shop.user where u_name = '비밀스러운이름' and no_such_column = 1";
        let answer = world.sql(&lee, secret).await;
        assert!(answer.status.is_client_error());
        assert!(!answer.text.contains("비밀스러운이름"), "an error repeats a literal: {}", answer.text);
    });
}

#[test]
fn no_text_brings_the_server_down() {
    block_on(async {
        let world = World::new().await;
        let lee = world.session("lee", &["analyst"]).await;
        let ever = [
            format!("select 1{}", " + 1".repeat(20_000)),
            format!("select {}1{}", "(".repeat(20_000), ")".repeat(20_000)),
            format!("select {}true", "not ".repeat(20_000)),
            format!("select * from shop.user where {}", vec!["u_signup = 1"; 20_000].join(" or ")),
            format!("select {}", vec!["1"; 60_000].join(",")),
            format!("{}select 1{}", "select * from (".repeat(5_000), ")".repeat(5_000)),
            "select 1 union all ".repeat(10_000) + "select 1",
        ];
        for sql in &ever {
            let began = Instant::now();
            let answer = world.sql(&lee, sql).await;
            let what = sql.chars().take(30).collect::<String>();
            assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
            assert!(began.elapsed() < Duration::from_secs(10), "{what}: {:?}", began.elapsed());
            answer.assert_problem(&what);
        }
        let large = json!({ "sql": "x".repeat(2 << 20) }).to_string();
        let answer = world.by(&lee, "POST", "/api/v1/sql", &large).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        answer.assert_problem("a body that is too large");
        assert_eq!(world.sql(&lee, "select count(*) as n from shop.user").await.json()["rows"], json!([["120"]]), "it lives");
    });
}
