//! A QueryCompletedEvent: what was read, column by column, stands in it.

use chrono_tz::Tz;
use garim_core::imported::{ColumnKey, DatasetKey, UserKind};
use garim_lineage::Dialect;
use serde_json::Value;

use crate::{
    input::Row,
    time,
    usage::{Context, RowFormat, Sink, Statement, Told, folded},
};

/// Events.
pub(crate) struct Events {
    /// The zone of times that have none.
    pub zone: Tz,
    /// The namespace of tables.
    pub namespace: String,
}

impl RowFormat for Events {
    fn row(&self, row: &Row, line: u64, sink: &mut Sink) {
        // Some senders wrap the event.
        let inner = row.json(&["event", "querycompletedevent", "payload"]).filter(Value::is_object).map(Row::of_json);
        let row = inner.as_ref().unwrap_or(row);
        let (Some(metadata), Some(context)) = (row.json(&["metadata"]), row.json(&["context"])) else {
            return self.flat(row, line, sink);
        };
        if !row.has("endtime") && !row.has("statistics") {
            // A query that was created; it is told of again when it is completed.
            return sink.passed_over();
        }
        let io = row.json(&["iometadata"]).unwrap_or_default();
        let began = row.time(&["executionstarttime", "createtime"], self.zone);
        let at = row.time(&["createtime"], self.zone).or(began);
        let ended = row.time(&["endtime"], self.zone);
        let wall = row.json(&["statistics"]).and_then(|s| seconds(&s["wallTime"]));
        let text = |of: &Value, name: &str| of[name].as_str().filter(|t| !t.is_empty()).map(str::to_owned);
        let state = text(&metadata, "queryState");
        sink.statement(Statement {
            at,
            user: text(&context, "user").or_else(|| text(&context, "principal")),
            user_kind: UserKind::Unknown,
            context: Context { database: text(&context, "catalog"), path: text(&context, "schema").into_iter().collect() },
            sql: text(&metadata, "preparedQuery").or_else(|| text(&metadata, "query")),
            told: Some(self.told(&io, &metadata)),
            micros: wall.or_else(|| at.zip(ended).map(|(b, e)| (e.micros() - b.micros()).max(0) as u64)),
            ok: state.map(|s| s == "FINISHED"),
            id: text(&metadata, "queryId"),
            line,
            ..Statement::default()
        });
    }
}

impl Events {
    /// A row of the MySQL listener's table.
    fn flat(&self, row: &Row, line: u64, sink: &mut Sink) {
        if !row.has("query_id") || !row.has("query") {
            return sink
                .not_understood("the record is no query event: it has neither `metadata` with `context` nor `query_id`", line);
        }
        let inputs = row.json(&["inputs_json"]).unwrap_or_default();
        let output = row.json(&["output_json"]).unwrap_or_default();
        let io = serde_json::json!({ "inputs": inputs, "output": output });
        sink.statement(Statement {
            at: row.time(&["create_time", "execution_start_time"], self.zone),
            user: row.word(&["user", "user_name", "principal"]),
            user_kind: UserKind::Unknown,
            context: Context { database: row.word(&["catalog"]), path: row.word(&["schema"]).into_iter().collect() },
            sql: row.text(&["prepared_query", "query"]),
            told: Some(self.told(&io, &Value::Null)),
            micros: row.number(&["wall_time_millis"]).map(|ms| (ms * 1_000.0).max(0.0) as u64),
            ok: row.word(&["query_state"]).map(|s| s == "FINISHED"),
            id: row.word(&["query_id"]),
            line,
            ..Statement::default()
        });
    }

    fn key(&self, value: &Value) -> Option<DatasetKey> {
        let part = |names: [&str; 2]| names.iter().find_map(|n| value.get(n)?.as_str());
        let parts = [part(["catalogName", "catalog"])?, part(["schema", "schemaName"])?, part(["table", "tableName"])?];
        let system = matches!(parts[0], "system" | "$system" | "$internal") || parts[1] == "information_schema";
        (!system).then(|| DatasetKey::of_parts(&self.namespace, &parts.map(|p| folded(p, Dialect::Trino))).ok())?
    }

    fn told(&self, io: &Value, metadata: &Value) -> Told {
        let mut told = Told::default();
        for input in io["inputs"].as_array().into_iter().flatten() {
            let Some(key) = self.key(input) else { continue };
            for column in input["columns"].as_array().into_iter().flatten() {
                let name = column.as_str().or_else(|| column["name"].as_str());
                told.columns.extend(name.map(|n| key.column(n)));
            }
            push(&mut told.reads, key);
        }
        // Views that were named stand in the metadata only.
        for table in metadata["tables"].as_array().into_iter().flatten().filter(|t| t["directlyReferenced"] == true) {
            self.key(table).into_iter().for_each(|key| push(&mut told.reads, key));
        }
        if let Some(key) = self.key(&io["output"]) {
            for column in io["output"]["columns"].as_array().into_iter().flatten() {
                let Some(name) = column["columnName"].as_str().or_else(|| column.as_str()) else { continue };
                let sources = column["sourceColumns"].as_array().into_iter().flatten();
                told.flows.extend(sources.filter_map(|s| self.column(s)).map(|from| (from, key.column(name))));
            }
            told.writes.push(key);
        }
        told
    }

    fn column(&self, value: &Value) -> Option<ColumnKey> {
        let name = value["columnName"].as_str().or_else(|| value["column"].as_str())?;
        Some(self.key(value)?.column(name))
    }
}

fn push(list: &mut Vec<DatasetKey>, key: DatasetKey) {
    if !list.contains(&key) {
        list.push(key);
    }
}

/// A duration in microseconds: seconds as a number, or `PT1.5S`, or `1.50s`.
fn seconds(value: &Value) -> Option<u64> {
    let number = match value {
        Value::Number(n) => n.as_f64()?,
        Value::String(text) => text.trim_start_matches("PT").trim_end_matches(['s', 'S']).parse().ok()?,
        _ => return None,
    };
    time::micros(number)
}
