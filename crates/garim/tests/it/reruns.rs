//! A closed day does not change by accident.

use crate::{
    project::job,
    shop::{Shop, shop},
};

#[test]
fn a_day_run_twice_changes_nothing() {
    let project = shop();
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    let shown = |sql: &str| {
        let mut rows = project.sql(sql);
        rows.sort();
        rows
    };
    let tables =
        ["select * from mart.dim_user", "select * from mart.session", "select * from shop.access", "select * from shop.purchase"];
    let before = (project.kpis(), tables.map(shown));
    for args in [
        &["run", "daily", "--date", "2020-10-26"][..],
        &["run", "daily", "--date", "2020-10-25"],
        &["run", "daily", "--date", "2020-10-26", "--reingest"],
    ] {
        project.garim(args).succeeded();
        assert_eq!((project.kpis(), tables.map(shown)), before, "after {args:?}");
    }
}

#[test]
fn a_day_whose_predecessor_is_missing_is_refused() {
    let project = shop();
    let early = project.day("2020-10-26");
    assert_eq!(early.code, 1);
    let why = job(&early.json(), "transform:mart.dim_user")["skipped"].as_str().unwrap().to_owned();
    assert!(why.contains("2020-10-25") && why.contains("has not run"), "{why}");
    assert_eq!(project.kpis().len(), 0, "nothing is published of a day that was refused");
    project.day("2020-10-25").succeeded();
    project.day("2020-10-26").succeeded();
    assert_eq!(project.sql("select value from metrics.ar where dt = '20201026'"), ["11470"]);
}

#[test]
fn a_closed_day_loses_no_rows_unless_told_so() {
    let project = shop();
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    let before = project.kpis();
    Shop(&project).db("DELETE FROM purchase WHERE p_amount = 900");
    let refused = project.garim(&["--json", "run", "daily", "--date", "2020-10-26", "--reingest"]);
    assert_eq!(refused.code, 1, "{}", refused.all());
    assert!(refused.all().contains("--allow-rewrite") && refused.all().contains("1 row"), "{}", refused.all());
    assert_eq!(project.kpis(), before);
    // An ordinary run reads nothing again.
    project.day("2020-10-26").succeeded();
    assert_eq!(project.kpis(), before);
    project.garim(&["run", "daily", "--date", "2020-10-26", "--reingest", "--allow-rewrite"]).succeeded();
    assert_eq!(project.sql("select value from metrics.dr where dt = '20201026'"), ["-2000"]);
    assert_eq!(project.sql("select value from metrics.ar where dt = '20201026'"), ["10570"]);
}

#[test]
fn a_snapshot_of_another_day_does_not_replace_a_closed_one() {
    let project = shop();
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    let names = || project.sql("select count(*) from shop.user where dt = '20201025' and u_gender is not null");
    let before = (names(), project.kpis());
    Shop(&project).db("INSERT INTO user VALUES (7, '새사람', 'F', 20201025, NULL, NULL, NULL)");
    let refused = project.garim(&["--json", "run", "daily", "--date", "2020-10-25", "--reingest"]);
    assert!(refused.code == 6 && refused.all().contains("--allow-rewrite"), "{}", refused.all());
    assert_eq!((names(), project.kpis()), before);
    assert_eq!(project.json(&["show", "shop.purchase"])["runs"].as_array().unwrap().len(), 2, "no other source was read again");
    project.garim(&["run", "daily", "--date", "2020-10-25", "--reingest", "--allow-rewrite"]).succeeded();
    assert_eq!(project.sql("select count(*) from shop.user where dt = '20201025'"), ["5"]);
}

#[test]
fn late_rows_are_merged_within_the_window_and_kept_aside_after_it() {
    let project = shop();
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    let shop = Shop(&project);
    // Of the 25th, on the 28th: in time. The day and those that follow from it are computed again.
    shop.bought("2020-10-25T20:00:00", "2", "30");
    shop.log("3", &[("login", "2020-10-25T20:00:00", "5"), ("login", "2020-10-27T01:00:00", "1")]);
    project.garim(&["run", "daily", "--from", "2020-10-27", "--to", "2020-10-28"]).succeeded();
    assert_eq!(project.sql("select value from metrics.ar order by dt"), ["12600", "11500", "11500", "11500"]);
    assert_eq!(project.sql("select value from metrics.dau order by dt"), ["3", "2", "1", "0"]);
    // Of the 25th, on the 29th: too late.
    shop.bought("2020-10-25T21:00:00", "2", "7");
    shop.log("4", &[("login", "2020-10-25T21:00:00", "2")]);
    let report = project.day("2020-10-29").succeeded().json();
    assert_eq!(job(&report, "ingest:shop.access")["run"]["counts"]["late"], 1);
    assert_eq!(project.sql("select value from metrics.ar order by dt"), ["12600", "11500", "11500", "11500", "11500"]);
}

#[test]
fn two_processes_wait_for_each_other() {
    let project = shop();
    project.day("2020-10-25").succeeded();
    let id = project.json(&["request", "file", "42"])["id"].as_str().unwrap().to_owned();
    let commands =
        [&["run", "daily", "--date", "2020-10-26"][..], &["run", "daily", "--date", "2020-10-26"], &["request", "approve", &id]];
    let children = commands.map(|args| {
        let mut command = project.command(args);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    });
    for (child, args) in children.into_iter().zip(commands) {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{args:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(project.json(&["request", "status", &id])["state"], "completed");
    assert_eq!(project.sql("select value from metrics.ar order by dt"), ["12570", "11470"]);
    assert_eq!(project.sql("select dt, count(*) from shop.user group by dt order by dt"), ["20201025 3", "20201026 3"]);
}

#[test]
fn what_follows_from_a_past_day_follows_at_once() {
    let project = shop();
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    Shop(&project).bought("2020-10-25T20:00:00", "2", "30");
    project.garim(&["run", "daily", "--date", "2020-10-25", "--reingest", "--allow-rewrite"]).succeeded();
    assert_eq!(project.sql("select value from metrics.ar order by dt"), ["12600", "11500"]);
}
