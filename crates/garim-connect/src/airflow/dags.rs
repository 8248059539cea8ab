//! DAGs and their tasks as jobs, named as Airflow's own OpenLineage events name them.

use std::collections::{BTreeMap, BTreeSet};

use garim_core::{
    Result,
    imported::{DatasetKey, Fact, ImportedJob, JobKey, JobLineage, Understood},
    time::Timestamp,
};
use garim_lineage::{Dialect, analyse_text, fingerprint};
use garim_ports::Tally;
use serde_json::Value;

use crate::{database::Database, input::Row, job_sql, usage::folded};

/// What jobs are read with.
pub(super) struct Reader {
    pub namespace: String,
    pub dialect: Dialect,
    pub now: Timestamp,
}

impl Reader {
    /// The facts of all DAGs.
    pub async fn read(&self, database: &mut Database, tally: &mut Tally) -> Result<Vec<Fact>> {
        let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
        if database.has_table("dag_tag").await {
            for row in database.rows("SELECT dag_id AS dag_id, name AS name FROM dag_tag ORDER BY name").await? {
                if let (Some(dag), Some(tag)) = (row.text(&["dag_id"]), row.text(&["name"])) {
                    tags.entry(dag).or_default().push(tag);
                }
            }
        }
        let mut facts = Vec::new();
        let mut there = BTreeSet::new();
        for row in database.rows("SELECT * FROM dag ORDER BY dag_id").await? {
            tally.records += 1;
            // Airflow keeps the rows of DAGs that are in no file any more.
            if row.flag(&["is_active"]) == Some(false) || row.flag(&["is_stale"]) == Some(true) {
                tally.passed_over += 1;
                continue;
            }
            there.extend(row.text(&["dag_id"]));
            facts.extend(self.dag(&row, &tags).map(Fact::Job));
        }
        if database.has_table("serialized_dag").await {
            for row in latest(database.rows("SELECT * FROM serialized_dag ORDER BY dag_id").await?) {
                if row.text(&["dag_id"]).is_none_or(|dag| !there.contains(&dag)) {
                    continue;
                }
                match (row.text(&["dag_id"]), row.json(&["data"])) {
                    (Some(dag), Some(data)) => self.tasks(&dag, &data, &mut facts, tally),
                    (Some(dag), None) => tally.not_understood("the serialized DAG is compressed or not JSON", dag),
                    _ => {}
                }
            }
        }
        Ok(facts)
    }

    fn job(&self, name: &str) -> Option<JobKey> {
        JobKey::new(&self.namespace, name).ok()
    }

    fn dag(&self, row: &Row, tags: &BTreeMap<String, Vec<String>>) -> Option<ImportedJob> {
        let id = row.text(&["dag_id"])?;
        let owners = row.text(&["owners"]).map(|o| o.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect());
        let schedule = row.text(&["timetable_summary", "schedule_interval"]).map(|s| s.trim_matches('"').to_owned());
        Some(ImportedJob {
            kind: Some("airflow dag".to_owned()),
            description: row.text(&["description"]),
            owners,
            tags: tags.get(&id).cloned(),
            schedule: schedule.filter(|s| s != "null"),
            code: row.text(&["relative_fileloc", "fileloc"]),
            paused: row.flag(&["is_paused"]),
            ..ImportedJob::new(self.job(&id)?, self.now)
        })
    }

    fn tasks(&self, dag: &str, data: &Value, facts: &mut Vec<Fact>, tally: &mut Tally) {
        let tasks: Vec<&Value> =
            data["dag"]["tasks"].as_array().into_iter().flatten().map(|t| t.get("__var").unwrap_or(t)).collect();
        let mut before: BTreeMap<&str, Vec<JobKey>> = BTreeMap::new();
        for task in &tasks {
            for after in strings(&task["downstream_task_ids"]) {
                before.entry(after).or_default().extend(task["task_id"].as_str().and_then(|t| self.job(&format!("{dag}.{t}"))));
            }
        }
        for task in tasks {
            tally.records += 1;
            let Some(id) = task["task_id"].as_str() else { continue };
            let Some(job) = self.job(&format!("{dag}.{id}")) else { continue };
            let sql = sql(&task["sql"]);
            let kind = task["_task_type"].as_str().or(task["task_type"].as_str()).unwrap_or("task");
            facts.push(Fact::Job(ImportedJob {
                kind: Some(format!("airflow {kind}")),
                description: task["doc_md"].as_str().or(task["doc"].as_str()).map(str::to_owned),
                owners: task["owner"].as_str().map(|o| vec![o.to_owned()]),
                parent: self.job(dag),
                after: Some(before.remove(id).unwrap_or_default()),
                fingerprint: sql.as_deref().map(|s| fingerprint(s, self.dialect)),
                ..ImportedJob::new(job.clone(), self.now)
            }));
            facts.extend(sql.and_then(|s| self.lineage(job, &s, tally)).map(Fact::Lineage));
        }
    }

    fn lineage(&self, job: JobKey, sql: &str, tally: &mut Tally) -> Option<JobLineage> {
        let mut lineage = JobLineage {
            job,
            run: None,
            at: self.now,
            inputs: BTreeSet::new(),
            outputs: BTreeSet::new(),
            edges: BTreeSet::new(),
            understood: Understood::Resolved,
        };
        let dataset = |parts: &[String]| {
            let folded: Vec<String> = parts.iter().map(|p| folded(p, self.dialect)).collect();
            DatasetKey::of_parts(&self.namespace, &folded).ok()
        };
        job_sql::add(&analyse_text(sql, self.dialect, None, &()), &mut lineage, dataset);
        match lineage.understood {
            Understood::Resolved => tally.resolved += 1,
            Understood::Partial => tally.partial += 1,
            Understood::Failed => tally.failed += 1,
        }
        (!lineage.inputs.is_empty() || !lineage.outputs.is_empty()).then_some(lineage)
    }
}

/// The newest version of each DAG: Airflow 3 keeps them all.
fn latest(rows: Vec<Row>) -> Vec<Row> {
    let mut latest: BTreeMap<String, Row> = BTreeMap::new();
    let when = |row: &Row| row.text(&["last_updated", "created_at"]);
    for row in rows {
        let dag = row.text(&["dag_id"]).unwrap_or_default();
        if latest.get(&dag).is_none_or(|before| when(before) <= when(&row)) {
            latest.insert(dag, row);
        }
    }
    latest.into_values().collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A task's SQL: one text or several; the path of a file is none.
fn sql(value: &Value) -> Option<String> {
    let list = value.get("__var").unwrap_or(value);
    let text = match list {
        Value::String(text) => text.clone(),
        list => strings(list).join(";\n"),
    };
    (text.contains(char::is_whitespace)).then_some(text)
}
