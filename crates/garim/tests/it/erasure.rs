//! A person is erased: looked for on the disk before and after, byte by byte.

use std::{collections::BTreeSet, fs};

use crate::{
    decode,
    project::{Project, job},
    shop::{HEADER, Shop, at, shop, sqlite},
};

/// What the shop knows of customer 42.
const VALUES: [&str; 4] = ["남궁가림", "garim.namgung42@example.org", "010-7531-9042", "제주특별자치도 제주시 연삼로 4242"];

fn people(project: &Project) -> BTreeSet<String> {
    project.sql("select distinct u_id from shop.user").into_iter().collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

/// Files under `.garim` (and the ledger) that hold any of these.
fn holding(project: &Project, what: &[&[u8]]) -> Vec<String> {
    let mut all = decode::files(&project.path(".garim"));
    if project.path(".garim-ledger").is_dir() {
        all.extend(decode::files(&project.path(".garim-ledger")));
    }
    all.into_iter().filter(|f| what.iter().any(|w| f.holds(w))).map(|f| f.name).collect()
}

fn clear() -> Vec<&'static [u8]> {
    VALUES.iter().map(|v| v.as_bytes()).collect()
}

/// Two good days and a batch in quarantine that names the person too.
fn lived() -> Project {
    let project = shop();
    Shop(&project)
        .db("ALTER TABLE user ADD COLUMN u_memo TEXT; UPDATE user SET u_memo = 'garim.namgung42@example.org' WHERE u_id = 42");
    project.garim(&["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26"]).succeeded();
    project.write(
        "sources/access/3.csv",
        format!("{HEADER}login,남궁가림,{},,42\nlogin,web,{},,x\n", at("2020-10-27T01:00:00"), at("2020-10-27T02:00:00")),
    );
    assert_eq!(project.day("2020-10-27").code, 1);
    fs::remove_file(project.path("sources/access/3.csv")).unwrap();
    project
}

fn erase(project: &Project) -> String {
    let id = project.json(&["request", "file", "42"])["id"].as_str().unwrap().to_owned();
    let plan = project.json(&["request", "plan", &id]);
    let planned = |name: &str| plan["datasets"].as_array().unwrap().iter().find(|d| d["dataset"] == name).unwrap().clone();
    assert!(planned("shop.user")["rows"].as_u64().unwrap() >= 2 && planned("shop.purchase")["action"] == "anonymise", "{plan:#}");
    assert_eq!(planned("metrics.dr")["reach"], "aggregate_kept", "{plan:#}");
    let card = project.json(&["request", "approve", &id]);
    assert_eq!(card["state"], "completed", "{card:#}");
    id
}

#[test]
fn nothing_on_disk_has_the_person_any_more() {
    let project = lived();
    assert_eq!(holding(&project, &clear()), Vec::<String>::new(), "values are protected from the first byte");
    let (kpis, before) = (project.kpis(), people(&project));
    let everybody: Vec<(String, Vec<String>)> = before.iter().map(|p| (p.clone(), holding(&project, &[&bytes(p)]))).collect();
    erase(&project);
    let after = people(&project);
    let gone: Vec<&String> = before.difference(&after).collect();
    assert_eq!(gone.len(), 1, "one person left: {before:?} {after:?}");
    let pseudonym = bytes(gone[0]);
    // The control: the same search found the person before, in every table that had them.
    let held = &everybody.iter().find(|(p, _)| p == gone[0]).unwrap().1;
    for table in ["shop/user", "shop/access", "shop/purchase", "mart/dim_user", "mart/session"] {
        assert!(held.iter().any(|f| f.starts_with(&format!("lake/{table}/"))), "{table} is not in {held:?}");
    }
    let mut what = clear();
    what.push(&pseudonym);
    assert_eq!(holding(&project, &what), Vec::<String>::new());
    let quarantined: Vec<String> =
        decode::files(&project.path(".garim")).into_iter().map(|f| f.name).filter(|n| n.contains("quarantine")).collect();
    assert_eq!(quarantined, Vec::<String>::new(), "a batch that nobody can read is destroyed whole");
    assert_eq!(project.kpis(), kpis, "published values are facts");
    let sums = "select dt, sum(p_amount) from shop.purchase group by dt order by dt";
    assert_eq!(project.sql(sums), ["20201025 12570", "20201026 -1100"]);
    assert_eq!(
        project.sql("select dt, sum(d_pamount) from mart.dim_user group by dt order by dt"),
        ["20201025 12570", "20201026 11470"]
    );
    assert_eq!(project.sql("select count(*), count(p_uid) from shop.purchase"), ["5 2"]);
    assert_eq!(project.sql("select count(*) from shop.access"), ["2"]);
}

#[test]
fn nobody_comes_back() {
    let project = lived();
    let before = people(&project);
    erase(&project);
    let shop = Shop(&project);
    // The sources know nothing of it.
    shop.bought("2020-10-27T09:00:00", "42", "400");
    shop.log("3", &[("login", "2020-10-27T08:00:00", "42"), ("login", "2020-10-27T08:00:00", "1")]);
    let report = project.day("2020-10-27").succeeded().json();
    let again = project.garim(&["--json", "run", "daily", "--date", "2020-10-27", "--reingest"]).succeeded().json();
    // The user's snapshot of the 27th was taken before; it is taken again with `--reingest`.
    for (report, datasets) in [(&report, &["shop.access"][..]), (&again, &["shop.user", "shop.access"])] {
        for dataset in datasets {
            let counts = &job(report, &format!("ingest:{dataset}"))["run"]["counts"];
            assert!(counts["suppressed"].as_u64() > Some(0), "{dataset}: {counts}");
        }
    }
    let after = people(&project);
    assert_eq!(after.difference(&before).collect::<Vec<_>>(), Vec::<&String>::new(), "nobody new");
    assert_eq!(project.sql("select count(*) from shop.user where dt = '20201027'"), ["3"]);
    assert_eq!(project.sql("select count(*) from shop.access where dt = '20201027'"), ["1"]);
    assert_eq!(project.sql("select p_amount, p_uid from shop.purchase where dt = '20201027'"), ["400 -"]);
    assert_eq!(project.sql("select value from metrics.ar where dt = '20201027'"), ["11870"]);
    assert_eq!(project.sql("select value from metrics.dpu where dt = '20201027'"), ["0"]);
    project.garim(&["run", "daily", "--date", "2020-10-27", "--reingest", "--allow-rewrite"]).succeeded();
    let gone: Vec<Vec<u8>> = before.difference(&after).map(|p| bytes(p)).collect();
    let mut what = clear();
    what.extend(gone.iter().map(Vec::as_slice));
    assert_eq!((gone.len(), holding(&project, &what)), (1, Vec::new()));
}

#[test]
fn what_was_published_stays_until_rows_change_more_than_an_erasure_did() {
    let project = lived();
    let kpis = project.kpis();
    erase(&project);
    project.garim(&["run", "daily", "--date", "2020-10-25"]).succeeded();
    assert_eq!(project.kpis(), kpis, "an erasure alone changes no published value");
    let beside = |metric: &str| project.json(&["show", metric])["recomputed"].clone();
    let day = |day, published, recomputed| serde_json::json!({ "day": day, "published": published, "recomputed": recomputed, "erasedSince": 1 });
    assert_eq!(beside("dau"), serde_json::json!([day("2020-10-26", "2", "1"), day("2020-10-25", "2", "1")]));
    assert_eq!(beside("dr")[1], day("2020-10-25", "12570", "12570"), "sums stay what they were");
    // A late row changes the day itself: it is published anew, and everything that follows still adds up.
    Shop(&project).bought("2020-10-25T20:00:00", "2", "30");
    project.garim(&["run", "daily", "--from", "2020-10-27", "--to", "2020-10-28"]).succeeded();
    assert_eq!(project.sql("select value from metrics.dau order by dt"), ["1", "1", "0", "0"]);
    assert_eq!(project.sql("select value from metrics.ar order by dt"), ["12600", "11500", "11500", "11500"]);
    assert_eq!(beside("dau"), serde_json::json!([]));
}

#[test]
fn the_certificate_holds_and_the_audit_log_too() {
    let project = lived();
    let id = erase(&project);
    let certificate = project.garim(&["request", "certificate", &id]).succeeded().out;
    assert!(!VALUES.iter().any(|v| certificate.contains(v)));
    project.write("certificate.json", &certificate);
    let verify = |name: &str| project.garim(&["verify", "erasure", project.path(name).to_str().unwrap()]);
    verify("certificate.json").succeeded();
    let digits: Vec<usize> = certificate.match_indices(|c: char| c.is_ascii_digit()).map(|(i, _)| i).collect();
    for at in digits.iter().step_by(digits.len() / 7) {
        let mut flipped = certificate.clone().into_bytes();
        flipped[*at] = if flipped[*at] == b'1' { b'2' } else { b'1' };
        project.write("flipped.json", flipped);
        assert_ne!(verify("flipped.json").code, 0, "digit {at} is not signed");
    }
    project.garim(&["verify", "audit"]).succeeded();
    sqlite(
        &project.path(".garim/catalog.db"),
        "DROP TRIGGER audit_records_never_change; UPDATE audit_records SET who = 'somebody' WHERE number = 1",
    );
    let said = project.garim(&["verify", "audit"]);
    assert_eq!(said.code, 1, "{}", said.all());
}

#[test]
fn no_closed_day_brings_the_person_back() {
    let project = lived();
    let before = people(&project);
    erase(&project);
    let args = ["run", "daily", "--from", "2020-10-25", "--to", "2020-10-26", "--reingest", "--allow-rewrite"];
    project.garim(&args).succeeded();
    let after = people(&project);
    let gone: Vec<Vec<u8>> = before.difference(&after).map(|p| bytes(p)).collect();
    assert_eq!((gone.len(), after.difference(&before).count()), (1, 0));
    let mut what = clear();
    what.extend(gone.iter().map(Vec::as_slice));
    assert_eq!(holding(&project, &what), Vec::<String>::new());
    assert_eq!(
        project.sql("select dt, sum(p_amount) from shop.purchase group by dt order by dt"),
        ["20201025 12570", "20201026 -1100"]
    );
    assert_eq!(project.sql("select dt, value from metrics.ar order by dt"), ["20201025 12570", "20201026 11470"]);
}

#[test]
fn a_sign_up_that_has_not_come_brings_nobody_back() {
    let project = lived();
    let before = people(&project);
    erase(&project);
    // Later than the erasure, but later than the run's day too: a slip of the source, or a trick.
    Shop(&project).db("UPDATE user SET u_signup = 20991231 WHERE u_id = 42");
    project.garim(&["run", "daily", "--date", "2020-10-27", "--reingest"]).succeeded();
    assert_eq!(project.sql("select count(*) from shop.user where dt = '20201027'"), ["3"]);
    assert_eq!(people(&project).difference(&before).count(), 0);
    assert_eq!(holding(&project, &clear()), Vec::<String>::new());
}
