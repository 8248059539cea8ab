//! What the fuzzer runs, and what the tests run again over everything that it has found. The first line is a column's name,
//! every other line a value.
#![allow(missing_docs)]

use garim_pii::{Evidence, measure, verdict};

/// A value that no answer may hold.
const SECRET: &str = "kimzq7731@example.com";

pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let name = lines.next().unwrap_or_default();
    let values: Vec<&str> = lines.collect();
    let whole = Evidence::of(values.iter().map(|v| Some(*v)));
    said_is_sound(name, &whole);
    halves_are_a_whole(name, &values, &whole);
    no_value_is_told(name, &values);
    answers_in_json(name, &values);
}

fn said_is_sound(name: &str, evidence: &Evidence) {
    if let Some(finding) = verdict(name, evidence) {
        assert!((0.0..1.0).contains(&finding.confidence), "a confidence out of range");
        assert!(!finding.evidence.is_empty(), "a finding without a reason");
    }
}

/// Evidence that was merged into an empty one tells the same; of two batches it is never lost.
fn halves_are_a_whole(name: &str, values: &[&str], whole: &Evidence) {
    let mut copied = Evidence::default();
    copied.merge(whole);
    assert_eq!(verdict(name, whole), verdict(name, &copied), "merging changes what is told");
    let (front, back) = values.split_at(values.len() / 2);
    let mut merged = Evidence::of(front.iter().map(|v| Some(*v)));
    merged.merge(&Evidence::of(back.iter().map(|v| Some(*v))));
    said_is_sound(name, &merged);
}

fn no_value_is_told(name: &str, values: &[&str]) {
    if name.contains("kimzq") {
        return;
    }
    let evidence = Evidence::of(values.iter().copied().chain([SECRET; 5]).map(Some));
    if let Some(finding) = verdict(name, &evidence) {
        assert!(!finding.evidence.contains("kimzq"), "a value in the evidence");
    }
}

/// Whatever is asked, one line of JSON comes back, with its id.
fn answers_in_json(name: &str, values: &[&str]) {
    let line = serde_json::json!({ "id": 7, "column_name": name, "values": values });
    let answer = measure::answer(&line.to_string());
    assert!(!answer.contains('\n'), "an answer of several lines");
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("an answer is JSON");
    assert_eq!(answer["id"], 7);
}
