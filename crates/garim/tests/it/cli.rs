//! The command line: its exit codes, what it says of a project that is wrong, and what it never says.

use std::fs;

use crate::{
    project::Project,
    shop::{Shop, shop},
};

#[test]
fn a_new_project_checks_and_runs() {
    let project = Project::empty();
    project.garim(&["init", "."]).succeeded();
    project.garim(&["check"]).succeeded();
    let report = project.json(&["run", "daily", "--date", "2020-10-25"]);
    assert_eq!(report[0]["succeeded"], true);
    let status = project.garim(&["status"]).succeeded();
    assert!(status.out.contains("newest day 2020-10-25"), "{}", status.out);
    assert_eq!(project.garim(&["init", "."]).code, 6, "a project is not made over another");
}

#[test]
fn each_way_to_fail_has_its_code() {
    let project = shop();
    let code = |args: &[&str]| project.garim(args).code;
    assert_eq!(code(&["frobnicate"]), 2);
    assert_eq!(code(&["run", "daily", "--date", "2020-13-40"]), 2);
    assert_eq!(code(&["run", "daily"]), 2);
    assert_eq!(Project::empty().garim(&["status"]).code, 3, "no project");
    assert_eq!(code(&["run", "daily", "--date", "2020-10-24"]), 3, "before the start");
    assert_eq!(code(&["sql", "selec 1"]), 3);
    assert_eq!(code(&["sql", "delete from shop.user"]), 3);
    assert_eq!(code(&["run", "dailly", "--date", "2020-10-25"]), 4);
    assert_eq!(code(&["show", "shop.usr"]), 4);
    assert_eq!(code(&["show", "arpuu"]), 4);
    assert_eq!(code(&["request", "status", "01a1fc9f-85be-75a2-840f-02fef03bc60e"]), 4);
    let filed = project.json(&["request", "file", "42"]);
    let id = filed["id"].as_str().unwrap();
    assert_eq!(code(&["request", "approve", id, "--as", "operator"]), 5, "nobody approves their own request");
    assert_eq!(code(&["request", "certificate", id]), 6, "not completed");
    assert_eq!(code(&["request", "reject", id, "--reason", "asked twice"]), 0);
    assert_eq!(code(&["request", "approve", id]), 6, "rejected");
    let said = project.garim(&["--json", "show", "shop.usr"]);
    assert_eq!(
        (said.json()["code"].as_i64(), said.json()["error"].as_str().map(|e| e.contains("shop.user"))),
        (Some(4), Some(true))
    );
    let said = project.garim(&["--json", "sql", "select count(*) from shop.usr"]);
    assert_eq!((said.code, said.out.contains("shop.user")), (4, true), "{}", said.out);
    let said = project.garim(&["--json", "run", "daily"]);
    assert_eq!((said.code, said.json()["code"].as_i64()), (2, Some(2)), "scripts can read what clap says");
    assert!(said.json()["error"].as_str().unwrap().contains("--date"), "{}", said.out);
}

#[test]
fn a_source_in_a_variable_that_is_not_set_is_said_by_check() {
    let project = shop();
    project.edit("garim.toml", |t| t.replace("[sources]", "[sources]\narchive = \"env:GARIM_TEST_NEVER_SET\""));
    let said = project.garim(&["check"]).succeeded();
    assert!(said.err.contains("`archive` stands in `GARIM_TEST_NEVER_SET`"), "{}", said.err);
    assert_eq!(project.json(&["check"])["notes"].as_array().unwrap().len(), 1);
}

#[test]
fn a_mistake_is_shown_with_file_and_line() {
    let project = shop();
    project.garim(&["check"]).succeeded();
    project.edit("datasets/user.odcs.yaml", |t| t.replace("classification: pii.email", "classification: pii.emial"));
    let line = fs::read_to_string(project.path("datasets/user.odcs.yaml")).unwrap();
    let line = line.lines().position(|l| l.contains("emial")).unwrap() + 1;
    let said = project.garim(&["check"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains(&format!("datasets/user.odcs.yaml:{line}:")), "{}", said.err);
    assert!(said.err.contains("pii.email"), "what would be accepted: {}", said.err);
    let problem = project.garim(&["--json", "check"]).json()["problems"][0].clone();
    assert_eq!((&problem["file"], &problem["line"]), (&"datasets/user.odcs.yaml".into(), &line.into()));
    for command in [&["status"][..], &["run", "daily", "--date", "2020-10-25"]] {
        assert_eq!(project.garim(command).code, 3, "{command:?}");
    }
}

#[test]
fn a_mistake_in_sql_is_shown_with_its_file() {
    let project = shop();
    project.edit("sql/dim_user.sql", |t| t.replace("FROM shop.purchase", "FROM shop.purchases"));
    let said = project.garim(&["check"]);
    assert!(said.code == 3 && said.err.contains("sql/dim_user.sql") && said.err.contains("shop.purchases"), "{}", said.all());
}

#[test]
fn no_output_has_the_password_of_a_source() {
    let mut project = shop();
    project.edit("garim.toml", |t| t.replace("\"sqlite:sources/shop.db\"", "\"env:SALES_URL\""));
    let unset = project.day("2020-10-25");
    assert!(unset.code == 1 && unset.all().contains("SALES_URL"), "{}", unset.all());
    // Nothing listens on port 1; the second is no URL at all.
    for url in ["mysql://garim:hunter2-secret@127.0.0.1:1/sales", "mysql://garim:hunter2-secret@:::/"] {
        project.variable("SALES_URL", url);
        for args in [&["run", "daily", "--date", "2020-10-25"][..], &["-vv", "--json", "run", "daily", "--date", "2020-10-25"]] {
            let said = project.garim(args);
            assert!(said.code == 1 && !said.all().contains("hunter2"), "{}", said.all());
        }
        let said = project.garim(&["classify", "--suggest", "shop.user"]);
        assert!(said.code != 0 && !said.all().contains("hunter2"), "{}", said.all());
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let project = shop();
    let mut child = project.command(&["--json", "show", "shop.user"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_was_asked_for_is_found_above_its_look_alikes() {
    let project = shop();
    Shop(&project).bought("2020-10-25T12:00:00", "1", "1");
    let hits = project.json(&["search", "매출", "--limit", "30"]);
    let names: Vec<&str> = hits["hits"].as_array().unwrap().iter().filter_map(|h| h["name"].as_str()).collect();
    let place = |name: &str| names.iter().position(|n| *n == name).unwrap_or_else(|| panic!("no {name} in {names:?}"));
    assert!(place("dr") < place("legacy.revenue_old") && place("shop.purchase") < place("legacy.revenue_old"), "{names:?}");
}
