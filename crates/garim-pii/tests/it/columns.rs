//! The open set of columns: what is read of it, asked of the recogniser, and counted.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

/// The labels of `garim eval pii`.
pub const LABELS: [&str; 28] = [
    "person_name",
    "email",
    "phone",
    "address",
    "date_of_birth",
    "gender",
    "ip_address",
    "mac_address",
    "device_id",
    "iban",
    "bank_account",
    "credit_card",
    "kr_rrn",
    "kr_brn",
    "us_ssn",
    "uk_nino",
    "de_tax_id",
    "fr_nir",
    "jp_my_number",
    "passport",
    "driver_license",
    "vehicle_plate",
    "geo",
    "username",
    "secret",
    "health",
    "free_text",
    "null",
];

/// A column of the set.
#[derive(Deserialize)]
pub struct Column {
    pub id: String,
    pub column_name: String,
    pub want: Option<String>,
    #[serde(default)]
    pub needs_name: bool,
    pub values: Vec<Value>,
}

/// What was told of a column: what was wanted, what was told, how sure.
pub struct Told {
    pub what: String,
    pub want: String,
    pub got: String,
    pub sure: f64,
}

/// Every column, in the order of files and lines.
pub fn all() -> Vec<Column> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/columns");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    let texts = files.iter().map(|p| fs::read_to_string(p).unwrap());
    texts.flat_map(|t| t.lines().map(|l| serde_json::from_str(l).unwrap()).collect::<Vec<Column>>()).collect()
}

/// Asks for every column, under its own name or under one that says nothing.
pub fn ask(columns: &[Column], named: bool) -> Vec<Told> {
    columns
        .iter()
        .enumerate()
        .map(|(at, c)| ask_one(c, if named { c.column_name.clone() } else { format!("c{at}") }, named))
        .collect()
}

fn ask_one(column: &Column, name: String, named: bool) -> Told {
    let line = json!({"id": column.id, "column_name": name, "values": column.values}).to_string();
    let answer: Value = serde_json::from_str(&garim_pii::measure::answer(&line)).unwrap();
    let got = answer["label"].as_str().unwrap_or("null").to_owned();
    let want = column.want.clone().unwrap_or_else(|| "null".to_owned());
    // Values that say nothing alone: silence is right without the name, too.
    let want = if column.needs_name && !named && got == "null" { got.clone() } else { want };
    Told { what: format!("{} `{}`", column.id, column.column_name), want, got, sure: answer["confidence"].as_f64().unwrap() }
}

/// How well it was told.
pub struct Score {
    pub macro_f1: f64,
    pub false_positives: f64,
    pub by_label: BTreeMap<String, f64>,
}

/// F1 of each label that is wanted somewhere, their mean, and the share of columns that are not personal and were told to be.
pub fn score(told: &[Told]) -> Score {
    let count = |f: &dyn Fn(&Told) -> bool| f64::from(u32::try_from(told.iter().filter(|t| f(t)).count()).unwrap());
    let mut by_label = BTreeMap::new();
    for label in LABELS.into_iter().filter(|l| *l != "null") {
        let right = count(&|t| t.want == label && t.got == label);
        let (wanted, given) = (count(&|t| t.want == label), count(&|t| t.got == label));
        if wanted > 0.0 {
            by_label.insert(label.to_owned(), 2.0 * right / (wanted + given));
        }
    }
    let mean = by_label.values().sum::<f64>() / f64::from(u32::try_from(by_label.len()).unwrap());
    let harmless = count(&|t| t.want == "null");
    Score { macro_f1: mean, false_positives: count(&|t| t.want == "null" && t.got != "null") / harmless, by_label }
}
