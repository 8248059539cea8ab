//! What a source shows late: its first rows are harmless, the plan was made from them, and what comes further in is personal.

use serde_json::Value;

use crate::{
    decode,
    project::{Project, job},
    shop::{HEADER, Shop, at, shop},
};

/// Rows that show nothing: ten times what a plan is made from.
const HARMLESS: u32 = 10_000;
/// Rows behind them.
const TELLING: u32 = 3_000;

/// Rows of a series as SQL, in two stretches: `early` and `late` are expressions over `n`.
fn series(early: &str, late: &str) -> String {
    let all = HARMLESS + TELLING;
    format!(
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {all})
         SELECT 1000 + n, '홍길동', 'M', 20200101, NULL, NULL, NULL, CASE WHEN n <= {HARMLESS} THEN {early} ELSE {late} END FROM s"
    )
}

/// A shop whose people have a reference that somebody declared harmless.
fn with_reference(late: &str) -> Project {
    let project = shop();
    project.edit("datasets/user.odcs.yaml", |text| {
        let declared = "      - {name: u_ref, logicalType: string, classification: none}\n      - {name: dt,";
        text.replacen("      - {name: dt,", declared, 1)
    });
    Shop(&project).db(&format!("ALTER TABLE user ADD COLUMN u_ref TEXT; INSERT INTO user {}", series("'SKU-' || n", late)));
    project
}

/// What holds for a column, as `garim show` tells it.
fn held(project: &Project, dataset: &str, column: &str) -> Value {
    let card = project.json(&["show", dataset]);
    card["columns"].as_array().unwrap().iter().find(|c| c["name"] == column).unwrap().clone()
}

/// Whether anything under the state folder holds a text, decoded or as it lies there.
#[track_caller]
fn nowhere(project: &Project, texts: &[&str]) {
    for file in decode::files(&project.path(".garim")) {
        let found = texts.iter().find(|t| file.holds(t.as_bytes()));
        assert_eq!(found, None, "{}", file.name);
    }
}

#[test]
fn a_column_that_shows_mails_late_is_protected_from_the_first_byte() {
    let project = with_reference("'late.' || n || '@example.net'");
    let report = project.day("2020-10-25").succeeded().json();
    let run = &job(&report, "ingest:shop.user")["run"];
    assert_eq!((&run["state"], &run["counts"]["kept"]), (&"succeeded".into(), &(HARMLESS + TELLING + 4).into()), "{run:#}");
    let notes = run["notes"].to_string();
    // Codes for the most part and mails behind them: what matters is that the column is told as personal.
    assert!(notes.contains("`u_ref` is `pii.") && notes.contains("which its first rows did not show: "), "{notes}");

    nowhere(&project, &["late.10001@example.net", "late.13000@example.net", "@example.net", "SKU-1", "SKU-9999"]);
    let column = held(&project, "shop.user", "u_ref");
    let class = column["class"].as_str().unwrap();
    assert!(class.starts_with("pii.") && column["basis"]["by"] == "scanner", "{column:#}");
    let evidence = column["basis"]["evidence"].as_str().unwrap();
    assert!(evidence.contains("3000 of 13000") && !evidence.contains("example"), "{evidence}");
    assert_eq!(project.sql("select count(u_ref) from shop.user where dt = '20201025'"), ["13000"]);

    // The next day's first rows show nothing either: what was seen is remembered, and nothing is staged twice.
    let report = project.day("2020-10-26").succeeded().json();
    let notes = &job(&report, "ingest:shop.user")["run"]["notes"];
    assert!(!notes.to_string().contains("u_ref"), "{notes}");
    assert_eq!(held(&project, "shop.user", "u_ref")["class"], class);
    nowhere(&project, &["@example.net"]);
}

#[test]
fn resident_numbers_far_down_a_log_are_protected_from_the_first_byte() {
    let project = shop();
    let time = at("2020-10-25T08:00:00");
    let row = |n: u32| {
        let told = if n <= HARMLESS { format!("web-{n}") } else { format!("{:06}-1{:06}", 700_101 + n % 28, n) };
        format!("login,web,{},,1,{told}\n", time + i64::from(n))
    };
    let header = HEADER.replace("a_uid", "a_uid,a_ref");
    project.write("sources/access/1.csv", format!("{header}{}", (1..=HARMLESS + TELLING).map(row).collect::<String>()));
    let report = project.day("2020-10-25").succeeded().json();
    let notes = job(&report, "ingest:shop.access")["run"]["notes"].to_string();
    assert!(notes.contains("`a_ref` is `pii.national_id`"), "{notes}");
    nowhere(&project, &["700110-1", "-1010001", "web-9999"]);
    let column = held(&project, "shop.access", "a_ref");
    assert_eq!(column["class"], "pii.national_id", "{column:#}");
}

#[test]
fn what_somebody_called_harmless_stays_so() {
    let project = with_reference("'late.' || n || '@example.net'");
    project.garim(&["classify", "shop.user.u_ref", "none", "--reason", "a test's own"]).succeeded();
    let report = project.day("2020-10-25").succeeded().json();
    let notes = &job(&report, "ingest:shop.user")["run"]["notes"];
    assert!(!notes.to_string().contains("u_ref"), "{notes}");
    assert_eq!(project.sql("select count(u_ref) from shop.user where u_ref like 'late.%'"), ["3000"]);
}
