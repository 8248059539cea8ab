//! Killed at any moment, started again: what comes out is what would have come out.

use std::{
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

use serde_json::Value;

use crate::{project::Project, shop::shop};

/// Moments at which a command is killed, each later than the one before, never two at the same step for long.
fn moments(count: u64, first: u64, step: u64) -> impl Iterator<Item = Duration> {
    // A congruence instead of chance: a failure happens again.
    (0..count).map(move |i| Duration::from_millis(first + i * step + (i * 7919 + 31) % step))
}

/// Kills it hard after a while; whether it had ended before.
fn kill_after(mut child: Child, moment: Duration) -> bool {
    sleep(moment);
    let ended = child.try_wait().unwrap().is_some();
    child.kill().ok();
    child.wait().unwrap();
    ended
}

const DEMO: [&str; 7] = ["--json", "demo", "--users", "200", "--days", "3", "--no-serve"];

fn demo(project: &Project) -> Value {
    project.json(&[&DEMO[1..], &["."]].concat())["kpis"].clone()
}

#[test]
fn a_demo_killed_again_and_again_ends_with_the_same_numbers() {
    let (calm, stormy) = (Project::empty(), Project::empty());
    let expected = demo(&calm);
    let mut killed = 0;
    for moment in moments(12, 120, 110) {
        let args = [&DEMO[..], &["."]].concat();
        let child = stormy.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        killed += u32::from(!kill_after(child, moment));
    }
    assert!(killed >= 6, "it was killed only {killed} times");
    assert_eq!(demo(&stormy), expected);
    let rows =
        "select dt, count(*), count(distinct d_uid), sum(d_pamount), sum(d_acount) from mart.dim_user group by dt order by dt";
    assert_eq!(stormy.sql(rows), calm.sql(rows));
    let people =
        "select dt, count(*), count(distinct u_id), count(u_email), count(u_name) from shop.user group by dt order by dt";
    assert_eq!(stormy.sql(people), calm.sql(people));
    let protected = |p: &Project| p.json(&[&DEMO[1..], &["."]].concat())["protected"].clone();
    assert_eq!(protected(&stormy), protected(&calm), "the vault keeps what dead runs wrote, or lost what living ones did");
    let unfinished = |p: &Project| p.garim(&["status"]).succeeded().out.contains("running");
    assert!(!unfinished(&stormy));
}

#[test]
fn a_request_killed_again_and_again_is_completed_once() {
    let project = shop();
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    let before = project.kpis();
    let id = project.json(&["request", "file", "42"])["id"].as_str().unwrap().to_owned();
    let mut certificates = Vec::new();
    for moment in moments(12, 60, 40) {
        let filed = project.json(&["request", "status"])[0]["state"] == "filed";
        let args: &[&str] = if filed { &["request", "approve", &id] } else { &["request", "resume"] };
        let child = project.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        kill_after(child, moment);
        let certificate = project.garim(&["request", "certificate", &id]);
        if certificate.code == 0 {
            certificates.push(certificate.out);
        }
    }
    project.garim(&["request", "approve", &id]);
    project.garim(&["request", "resume"]).succeeded();
    certificates.push(project.garim(&["request", "certificate", &id]).succeeded().out);
    certificates.dedup();
    assert_eq!(certificates.len(), 1, "there is one certificate, and it stays");
    let card = project.json(&["request", "status", &id]);
    assert_eq!(card["state"], "completed");
    assert_eq!(card["steps"].as_array().unwrap().len(), 9);
    assert_eq!(project.kpis(), before);
    assert_eq!(project.sql("select count(*) from shop.user where dt = '20201026'"), ["3"]);
    assert_eq!(project.sql("select count(p_uid) from shop.purchase"), ["2"]);
    project.garim(&["verify", "audit"]).succeeded();
}
