//! What contradicts the registered schema is shown and sealed away; what was good stays readable.

use serde_json::{Value, json};

use crate::{
    project::{Project, job},
    shop::{HEADER, Shop, at, shop},
};

/// Text that must be in no output.
const BAD: [&str; 4] = ["5.70003141592", "비밀일기", "99999999999999999999", "어제저녁"];

/// Runs a day that cannot succeed; the only contradiction of an ingest, without its noise.
#[track_caller]
fn refused(project: &Project, ingest: &str) -> Value {
    let answer = project.day("2020-10-26");
    assert_eq!(answer.code, 1, "{}", answer.all());
    let report = answer.json();
    let run = &job(&report, ingest)["run"];
    assert_eq!(run["state"], "quarantined", "{report:#}");
    assert!(job(&report, "transform:mart.dim_user")["run"].is_null(), "downstream ran: {report:#}");
    assert!(job(&report, "metrics")["run"].is_null(), "downstream ran: {report:#}");
    for extra in [&["-vv", "run", "daily", "--date", "2020-10-26"][..], &["show", run["id"].as_str().unwrap()]] {
        let said = project.garim(extra);
        for bad in BAD {
            assert!(!said.all().contains(bad) && !answer.all().contains(bad), "{bad} is in {}", said.all());
        }
    }
    assert_eq!(project.sql("select count(*) from mart.dim_user where dt = '20201025'"), ["3"], "the last good day is gone");
    run["contradictions"][0].clone()
}

fn log(project: &Project, row: &str) {
    project.write("sources/access/2.csv", format!("{HEADER}login,web,{},,2\n{row}\n", at("2020-10-26T00:00:00")));
}

#[test]
fn a_contradicting_log_stays_out_until_it_is_right() {
    let project = shop();
    project.day("2020-10-25").succeeded();
    let good = std::fs::read(project.path("sources/access/2.csv")).unwrap();
    let time = at("2020-10-26T01:00:00");
    let at_row_3 = |column: &str, reason: Value| {
        let mut all = json!({ "file": "sources/access/2.csv", "row": 3, "column": column });
        all.as_object_mut().unwrap().extend(reason.as_object().unwrap().clone());
        all
    };
    let wrong = |found: &str| json!({ "reason": "wrong_type", "expected": "integer", "found": found });
    log(&project, &format!("login,web,{time},,5.70003141592"));
    assert_eq!(refused(&project, "ingest:shop.access"), at_row_3("a_uid", wrong("fraction")));
    log(&project, &format!("login,web,{time},,비밀일기"));
    assert_eq!(refused(&project, "ingest:shop.access"), at_row_3("a_uid", wrong("text")));
    log(&project, &format!("login,web,{time},,99999999999999999999"));
    assert_eq!(refused(&project, "ingest:shop.access"), at_row_3("a_uid", wrong("huge_integer")));
    log(&project, "login,web,어제저녁,,2");
    assert_eq!(refused(&project, "ingest:shop.access"), at_row_3("a_time", json!({ "reason": "no_day" })));
    log(&project, &format!("login,web,{time},,2,비밀일기"));
    assert_eq!(refused(&project, "ingest:shop.access")["reason"], "ragged_row");
    project.write("sources/access/2.csv", good);
    project.day("2020-10-26").succeeded();
    assert_eq!(project.sql("select count(*) from shop.access where dt = '20201026'"), ["3"]);
    assert_eq!(project.sql("select value from metrics.dr where dt = '20201026'"), ["-1100"]);
}

#[test]
fn a_contradicting_table_stays_out_until_it_is_right() {
    let project = shop();
    let shop = Shop(&project);
    project.day("2020-10-25").succeeded();
    for (value, found) in [("5.70003141592", "fraction"), ("'비밀일기'", "text")] {
        shop.bought("2020-10-26T12:00:00", "2", value);
        let shown = refused(&project, "ingest:shop.purchase");
        assert_eq!(
            (&shown["column"], &shown["found"], &shown["file"]),
            (&json!("p_amount"), &json!(found), &json!("sales.purchase"))
        );
        assert!(shown["row"].as_u64().is_some_and(|row| row > 0), "{shown}");
        shop.db("DELETE FROM purchase WHERE rowid = (SELECT max(rowid) FROM purchase)");
    }
    shop.db("INSERT INTO purchase VALUES (NULL, 2, 7, '비밀일기', 5)");
    assert_eq!(refused(&project, "ingest:shop.purchase")["reason"], "missing_required");
    shop.db("DELETE FROM purchase WHERE p_time IS NULL");
    project.day("2020-10-26").succeeded();
    assert_eq!(project.sql("select value from metrics.dr where dt = '20201026'"), ["-1100"]);
}

#[test]
fn columns_that_vanish_or_come_by_the_thousand_are_no_change_of_schema() {
    let project = shop();
    let shop = Shop(&project);
    project.day("2020-10-25").succeeded();
    shop.db("ALTER TABLE user RENAME COLUMN u_gender TO u_sex");
    let shown = refused(&project, "ingest:shop.user");
    assert_eq!(
        (&shown["column"], &shown["reason"], &shown["row"]),
        (&json!("u_gender"), &json!("column_vanished"), &Value::Null)
    );
    shop.db("ALTER TABLE user DROP COLUMN u_sex");
    assert_eq!(refused(&project, "ingest:shop.user")["reason"], "column_vanished");
    shop.db("ALTER TABLE user ADD COLUMN u_gender TEXT; ALTER TABLE user DROP COLUMN u_phone");
    let shown = refused(&project, "ingest:shop.user");
    assert_eq!(
        (&shown["column"], &shown["reason"]),
        (&json!("u_phone"), &json!("column_vanished")),
        "optional, but it was there"
    );
    shop.db("ALTER TABLE user ADD COLUMN u_phone TEXT");
    let many: Vec<String> = (0..1000).map(|i| format!("x{i} TEXT")).collect();
    shop.db("ALTER TABLE user RENAME TO kept; CREATE TABLE user AS SELECT * FROM kept");
    shop.db(&many.iter().map(|c| format!("ALTER TABLE user ADD COLUMN {c};")).collect::<String>());
    let shown = refused(&project, "ingest:shop.user");
    assert_eq!((&shown["reason"], &shown["found"]), (&json!("too_many_new_columns"), &json!(1000)));
    shop.db("DROP TABLE user; ALTER TABLE kept RENAME TO user");
    project.day("2020-10-26").succeeded();
    assert_eq!(project.json(&["show", "shop.user"])["schemaVersion"], 1);
}

#[test]
fn a_new_column_is_a_new_version_that_nobody_reads() {
    let project = shop();
    project.day("2020-10-25").succeeded();
    Shop(&project).db("ALTER TABLE user ADD COLUMN u_memo TEXT; UPDATE user SET u_memo = '비밀일기 ' || u_id");
    project.day("2020-10-26").succeeded();
    let card = project.json(&["show", "shop.user"]);
    assert_eq!(card["schemaVersion"], 2);
    let memo = card["columns"].as_array().unwrap().iter().find(|c| c["name"] == "u_memo").unwrap();
    assert_eq!((&memo["class"], &memo["sight"]), (&json!("unclassified"), &json!("denied")));
    let all = project.json(&["sql", "select * from shop.user"]);
    assert!(all["rows"][0].get("u_memo").is_none(), "{all}");
    let named = project.garim(&["sql", "select u_memo from shop.user"]);
    assert!(named.code != 0 && named.err.contains("u_memo"), "{}", named.all());
    assert!(!named.all().contains("비밀일기"));
    for file in crate::decode::files(&project.path(".garim")) {
        assert!(!file.holds("비밀일기".as_bytes()), "{} holds what nobody has classified", file.name);
    }
}
