//! One job.

use chrono_tz::Tz;
use garim_core::imported::{DatasetKey, UserKind};
use garim_lineage::Dialect;
use serde_json::Value;

use super::table;
use crate::{
    input::Row,
    usage::{Context, RowFormat, Sink, Statement, Told, folded},
};

/// Rows of JOBS.
pub(crate) struct Jobs {
    /// The zone of times that have none.
    pub zone: Tz,
    /// The namespace of tables.
    pub namespace: String,
}

impl RowFormat for Jobs {
    fn row(&self, row: &Row, line: u64, sink: &mut Sink) {
        if !row.has("job_id") && !row.has("query") {
            return sink.not_understood("the row is no job: it has neither `job_id` nor `query`", line);
        }
        let kind = row.word(&["job_type"]).unwrap_or_default();
        // A script's statements are jobs of their own.
        let script = row.word(&["statement_type"]).is_some_and(|s| s.eq_ignore_ascii_case("script"));
        if script || !matches!(kind.as_str(), "" | "QUERY" | "LOAD" | "COPY") {
            return sink.passed_over();
        }
        let (began, ended) = (row.time(&["start_time"], self.zone), row.time(&["end_time"], self.zone));
        let user = row.word(&["user_email"]);
        let service = user.as_ref().is_some_and(|u| u.ends_with("gserviceaccount.com"));
        let failed = row.json(&["error_result"]).is_some_and(|e| !e.is_null());
        sink.statement(Statement {
            at: began.or_else(|| row.time(&["creation_time"], self.zone)),
            user_kind: if service { UserKind::Service } else { UserKind::Unknown },
            user,
            context: Context { database: row.word(&["project_id"]), path: default_dataset(row).into_iter().collect() },
            sql: row.text(&["query"]),
            told: Some(self.told(row)),
            micros: began.zip(ended).map(|(b, e)| (e.micros() - b.micros()).max(0) as u64),
            ok: row.word(&["state"]).is_none_or(|s| s == "DONE").then_some(!failed),
            id: row.word(&["job_id"]),
            line,
            ..Statement::default()
        });
    }
}

impl Jobs {
    fn told(&self, row: &Row) -> Told {
        let key = |value: &Value| {
            let parts: Vec<String> = table::parts(value)?.iter().map(|p| folded(p, Dialect::BigQuery)).collect();
            DatasetKey::of_parts(&self.namespace, &parts).ok()
        };
        let listed = row.json(&["referenced_tables"]);
        let reads: Vec<DatasetKey> = listed.iter().flat_map(|l| l.as_array().into_iter().flatten()).filter_map(key).collect();
        let writes = row.json(&["destination_table"]).as_ref().and_then(key);
        // A cached result references nothing, though its text does.
        let cached = row.flag(&["cache_hit"]) == Some(true) && reads.is_empty();
        Told { reads, writes: writes.into_iter().collect(), hearsay: cached, ..Told::default() }
    }
}

/// The dataset in which short names are looked up, if the export has it.
fn default_dataset(row: &Row) -> Option<String> {
    row.word(&["default_dataset", "dataset_id"])
}
