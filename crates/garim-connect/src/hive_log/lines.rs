//! Lines with an object in them.

use chrono_tz::Tz;
use garim_core::{Result, imported::UserKind};
use serde_json::Value;

use super::graph::{self, Graph};
use crate::{
    input::{Lines, PositionOf, Source},
    time,
    usage::{Context, LogReader, Sink, Statement},
};

struct HiveLog {
    lines: Lines,
    zone: Tz,
    namespace: String,
    /// Where an unfinished last line begins.
    unfinished: Option<(u64, u64)>,
}

/// Opens a log at a place.
pub(crate) fn open(source: Source, place: &PositionOf, zone: Tz, namespace: String) -> Result<Box<dyn LogReader>> {
    Ok(Box::new(HiveLog { lines: source.open(place.offset, place.line)?, zone, namespace, unfinished: None }))
}

impl LogReader for HiveLog {
    fn step(&mut self, sink: &mut Sink) -> Result<bool> {
        let Some(line) = self.lines.next()? else { return Ok(false) };
        let Some(begin) = line.text.find("{\"version\"").or_else(|| line.text.trim_start().starts_with('{').then_some(0)) else {
            sink.record();
            sink.passed_over();
            return Ok(true);
        };
        match serde_json::from_str::<Value>(&line.text[begin..]) {
            Ok(value) if value["edges"].is_array() && value["vertices"].is_array() => {
                sink.record();
                sink.statement(self.statement(&value, line.number));
            }
            Ok(_) => sink.broken("the object is no lineage of Hive: it has no `edges` and `vertices`", line.number),
            Err(_) if !line.ended => self.unfinished = Some((line.offset, line.number - 1)),
            Err(_) if line.too_long => sink.broken("the record is longer than 8 MB", line.number),
            Err(_) => sink.broken("the record is not valid JSON", line.number),
        }
        Ok(true)
    }

    fn place(&self) -> PositionOf {
        let (offset, line) = self.unfinished.unwrap_or((self.lines.offset(), self.lines.line()));
        PositionOf { offset, line, memory: Value::Null }
    }
}

impl HiveLog {
    fn statement(&self, value: &Value, line: u64) -> Statement {
        let Graph { told, edges } = graph::read(value, &self.namespace);
        let text = |name: &str| value[name].as_str().filter(|t| !t.is_empty()).map(str::to_owned);
        Statement {
            at: time::of_value(&value["timestamp"], self.zone),
            user: text("user"),
            user_kind: UserKind::Unknown,
            context: Context { database: None, path: text("database").into_iter().collect() },
            sql: text("queryText"),
            told: Some(told),
            edges,
            micros: value["duration"].as_f64().and_then(|ms| time::micros(ms / 1_000.0)),
            // The hook runs after a query has succeeded.
            ok: Some(true),
            line,
            ..Statement::default()
        }
    }
}
