//! Another tool's answers to the same columns.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::columns::{Column, Told};

/// What the other tool said, and how fast.
pub struct Peer {
    /// What it is called.
    pub name: String,
    /// Cells that it looked at in a CPU second.
    pub cells: f64,
    answers: BTreeMap<String, String>,
}

/// Reads answers, and the line about the run behind them.
pub fn read(file: &str) -> Peer {
    let text = fs::read_to_string(file).unwrap();
    let mut lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let run = lines.pop().unwrap_or_default();
    let name = run["name"].as_str().unwrap_or("the other").to_owned();
    let cells = run["cells"].as_f64().unwrap_or_default() / run["cpuSeconds"].as_f64().unwrap_or(1.0);
    let pair = |a: &Value| Some((a["id"].as_str()?.to_owned(), a["label"].as_str().unwrap_or("null").to_owned()));
    Peer { name, cells, answers: lines.iter().filter_map(pair).collect() }
}

impl Peer {
    /// Its answers in the form that is scored. It looks at values only, so a column that needs its name may go untold.
    pub fn told(&self, columns: &[Column]) -> Vec<Told> {
        let one = |column: &Column| {
            let got = self.answers.get(&column.id).cloned().unwrap_or_else(|| "null".to_owned());
            let silent = column.needs_name && got == "null";
            let want = column.want.clone().filter(|_| !silent).unwrap_or_else(|| "null".to_owned());
            Told { what: column.id.clone(), want, got, sure: 0.0 }
        };
        columns.iter().map(one).collect()
    }
}
