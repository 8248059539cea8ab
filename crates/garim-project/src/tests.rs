#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! The example is right; each way of being wrong is shown with its place and what would be accepted.

use std::path::{Path, PathBuf};

use garim_core::{
    Error,
    asset::{BadRows, DayRule, ErasureAction, JobKind, Stage, Standing},
    name::{ColumnName, DatasetName},
    schema::Role,
};

use super::*;

mod wrong;

fn lgde() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lgde")
}

fn project() -> Project {
    load(&lgde()).unwrap_or_else(|report| panic!("{report}"))
}

fn dataset(name: &str) -> DatasetName {
    name.parse().unwrap()
}

fn column(name: &str) -> ColumnName {
    ColumnName::new(name).unwrap()
}

/// The example with one text replaced by another in one file; its problems as lines.
fn wrong(file: &str, from: &str, to: &str) -> String {
    let mut files = read(&lgde()).unwrap();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "`{file}` does not contain `{from}`");
    *text = text.replacen(from, to, 1);
    match parse(files) {
        Ok(_) => "nothing is wrong".to_owned(),
        Err(report) => report.to_string(),
    }
}

#[test]
fn the_example_is_right() {
    let project = project();
    assert_eq!(project.contracts.len(), 8);
    assert_eq!(project.metrics.len(), 14);
    assert_eq!(project.settings.zone.name(), "Asia/Seoul");
    assert_eq!(project.policies[0].0, "policies/support.cedar");
}

#[test]
fn events_go_where_the_project_says() {
    let told = |section: &str| {
        let mut files = read(&lgde()).unwrap();
        let text = files.get_mut("garim.toml").unwrap();
        *text = text.replacen("[server]", &format!("[openlineage]\n{section}\n[server]"), 1);
        parse(files).unwrap_or_else(|report| panic!("{report}")).settings.openlineage.unwrap()
    };
    assert_eq!(
        told("file = \"events.jsonl\"\nnamespace = \"shop\""),
        OpenLineage { to: EventsTo::File("events.jsonl".to_owned()), namespace: "shop".to_owned() }
    );
    let url = "http://127.0.0.1:5000/api/v1/lineage";
    let to = EventsTo::Url { url: url.to_owned(), token: Some("LINEAGE_TOKEN".to_owned()), allow_private: true };
    assert_eq!(
        told(&format!("url = \"{url}\"\ntoken = \"env:LINEAGE_TOKEN\"\nallow-private = true")),
        OpenLineage { to, namespace: "garim".to_owned() }
    );
    assert_eq!(project().settings.openlineage, None);
}

#[test]
fn the_template_is_right() {
    let files = template().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let project = parse(files).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(project.contracts[0].name, dataset("web.visit"));
}

#[test]
fn a_contract_says_whose_values_a_column_holds() {
    let project = project();
    let user = project.contract(&dataset("shop.user")).unwrap();
    assert!(matches!(&user.schema.column(&column("u_id")).unwrap().role, Role::Identifies(t) if t.as_str() == "customer"));
    let Role::BelongsTo { of, kind } = &user.schema.column(&column("u_email")).unwrap().role else { panic!("u_email") };
    assert_eq!((of.as_ref(), kind.as_str()), (Some(&column("u_id")), "email"));
    assert_eq!(user.schema.column(&column("u_signup")).unwrap().role, Role::Neutral);
    assert_eq!(user.schema.column(&column("dt")), None);
    assert!(user.schema.column(&column("u_phone")).unwrap().optional);
    assert_eq!((user.day.clone(), user.erasure), (DayRule::Snapshot, ErasureAction::Delete));
    assert_eq!((user.since.clone(), user.row_owner.clone()), (Some(column("u_signup")), Some(column("u_id"))));
}

#[test]
fn a_contract_says_what_makes_a_row_the_same_row() {
    let project = project();
    let access = project.contract(&dataset("shop.access")).unwrap();
    assert_eq!(access.key, ["a_id", "a_tag", "a_time", "a_uid"].map(column));
    assert_eq!((access.received.clone(), access.late_days), (Some(column("a_timestamp")), 3));
    assert_eq!((access.day.clone(), access.bad_rows), (DayRule::Epoch(column("a_time")), BadRows::Batch));
    assert_eq!(access.source.as_ref().unwrap().source.as_str(), "web");
}

#[test]
fn look_alikes_look_like_what_they_are() {
    let project = project();
    let old = project.contract(&dataset("legacy.revenue_old")).unwrap();
    assert_eq!(old.standing, Standing::Deprecated { successor: Some("dr".to_owned()) });
    assert_eq!(project.contract(&dataset("staging.purchase_copy")).unwrap().stage, Stage::Staging);
    assert!(project.contract(&dataset("shop.purchase_log")).unwrap().description.as_ref().unwrap().contains("lossy"));
}

#[test]
fn a_simple_metric_is_a_statement() {
    let project = project();
    let sql = |name: &str| {
        let metric = project.metric(&name.parse().unwrap()).unwrap();
        let contract = project.contracts.iter().find(|c| metric.formula().contains(&c.name.to_string()));
        metric_sql(metric, contract)
    };
    assert_eq!(
        sql("dau").unwrap(),
        "SELECT count(DISTINCT a_uid) AS value FROM shop.access WHERE dt = $day AND (a_id IN ('login', 'logout'))"
    );
    assert_eq!(
        sql("dr").unwrap(),
        "SELECT CAST(coalesce(sum(CAST(p_amount AS DECIMAL(20, 0))), 0) AS BIGINT) AS value FROM shop.purchase WHERE dt = $day"
    );
    assert_eq!(sql("arpu"), None);
}

/// Which tables a statement names: enough for these.
fn tables(sql: &str) -> Result<Vec<DatasetName>, Error> {
    let words = sql.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    Ok(words
        .filter(|w| w.starts_with("shop.") || w.starts_with("mart.") || w.starts_with("t."))
        .filter_map(|w| w.parse().ok())
        .collect())
}

fn transforms(jobs: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    let mut pipeline = project().pipelines.remove(0);
    pipeline.jobs = jobs
        .iter()
        .map(|(name, sql)| garim_core::asset::Job {
            kind: JobKind::Transform { dataset: dataset(name), file: String::new(), sql: (*sql).to_owned() },
        })
        .collect();
    order(&pipeline, tables).map(|jobs| jobs.iter().map(|j| j.name()).collect())
}

#[test]
fn jobs_run_in_the_order_of_their_inputs() {
    let project = project();
    let jobs = order(&project.pipelines[0], tables).unwrap();
    assert!(matches!(jobs[0].kind, JobKind::Ingest { .. }));
    assert_eq!(jobs.last().unwrap().name(), "metrics");
    assert_eq!(
        transforms(&[("t.c", "from t.b"), ("t.b", "from t.a, t.b"), ("t.a", "from shop.user")]).unwrap(),
        ["transform:t.a", "transform:t.b", "transform:t.c"]
    );
}

#[test]
fn a_circle_is_refused() {
    let error = transforms(&[("t.a", "from t.b"), ("t.b", "from t.a")]).unwrap_err();
    assert_eq!(error.to_string(), "`t.a`, `t.b` read each other in a circle; a table may read only its own previous day");
}

#[test]
fn what_is_wrong_is_shown_where_it_stands() {
    for (file, from, to, expected) in wrong::WRONG {
        assert_eq!(&wrong(file, from, to), expected, "{file}: `{to}` instead of `{from}`");
    }
}

#[test]
fn a_source_is_said_in_five_ways() {
    let place = |text: &str| {
        let setting = text.parse::<SourceSetting>().unwrap();
        setting.resolve(Path::new("/p"), |name| (name == "SALES_URL").then(|| "mysql://kim:secret@db/sales".to_owned()))
    };
    let files = |root: &str, glob: &str| Place::Files { root: root.into(), glob: glob.to_owned() };
    assert_eq!(place("sqlite:sources/a b?.db").unwrap(), Place::Database("sqlite:/p/sources/a b%3f.db".to_owned()));
    assert_eq!(place("mariadb://u@h/db").unwrap(), Place::Database("mysql://u@h/db".to_owned()));
    assert_eq!(place("env:SALES_URL").unwrap(), Place::Database("mysql://kim:secret@db/sales".to_owned()));
    assert_eq!(place("sources/access/*.csv*").unwrap(), files("/p", "sources/access/*.csv*"));
    assert_eq!(place("/data/access/*.csv").unwrap(), files("/data/access", "*.csv"));
    assert_eq!(place("../data/x.csv").unwrap(), files("/p/../data", "x.csv"));
    let missing = place("env:CRM_URL").unwrap_err().to_string();
    assert_eq!(missing, "the environment variable `CRM_URL` is not set; a source in `garim.toml` reads it");
}

#[test]
fn a_password_is_not_shown() {
    let setting = "mysql://kim:secret@db/sales".parse::<SourceSetting>().unwrap();
    let place = setting.resolve(Path::new("/p"), |_| None).unwrap();
    assert_eq!(format!("{setting:?} {place:?}"), "SourceSetting(MariaDB or MySQL) Place(mysql:…)");
    let error = "postgres://kim:secret@db/sales".parse::<SourceSetting>().unwrap_err();
    assert!(!error.to_string().contains("secret"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("project");
    std::fs::create_dir_all(root.join("datasets")).unwrap();
    std::fs::write(dir.path().join("secret"), "x").unwrap();
    std::fs::write(root.join("garim.toml"), "name = \"a\"\ntimezone = \"UTC\"\n").unwrap();
    std::os::unix::fs::symlink(dir.path().join("secret"), root.join("datasets/a.odcs.yaml")).unwrap();
    std::fs::write(root.join("datasets/b.yaml"), "").unwrap();
    let report = load(&root).unwrap_err().to_string();
    assert_eq!(
        report,
        "datasets/a.odcs.yaml: the file is a link that leads out of the project; keep a copy in it\n\
         datasets/b.yaml: `datasets/b.yaml` is not read; its name must end in `.odcs.yaml`"
    );
}
