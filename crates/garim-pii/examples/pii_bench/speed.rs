//! What a cell costs, in time of this thread's CPU.

use std::{fs, hint::black_box, time::Instant};

use garim_pii::recognise;
use serde_json::Value;

use crate::columns::Column;

/// Values of a column: those of the set, again and again. A sample of an ingest is longer.
pub const VALUES: usize = 200;
/// Cells that are looked at, at least: a second or so, so that a clock tick does not matter.
const CELLS: usize = 3_000_000;

/// Looks at all columns again and again, name and values, and counts cells.
pub fn cells_per_cpu_second(columns: &[Column]) -> f64 {
    let texts: Vec<(&str, Vec<Option<String>>)> =
        columns.iter().map(|c| (c.column_name.as_str(), c.values.iter().map(text).cycle().take(VALUES).collect())).collect();
    let asked: Vec<(&str, Vec<Option<&str>>)> =
        texts.iter().map(|(name, values)| (*name, values.iter().map(Option::as_deref).collect())).collect();
    for (name, values) in &asked {
        black_box(recognise(name, values));
    }
    let (mut cells, began) = (0, cpu());
    while cells < CELLS {
        for (name, values) in &asked {
            black_box(recognise(name, values));
            cells += values.len();
        }
    }
    cells as f64 / (cpu() - began)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Seconds that this thread has been on a CPU, where the system tells; else seconds that went by.
fn cpu() -> f64 {
    let nanos = fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|s| s.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or_else(passed, |n| n / 1e9)
}

fn passed() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}
