//! Floors under the recogniser on the open set. Change them upwards.

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::columns::{Column, LABELS, Score, Told, all, ask, score};

/// Fewest columns that make a measurement.
const FEWEST: usize = 300;
/// Least macro-F1 with telling column names.
const WITH_NAMES: f64 = 0.95;
/// Least macro-F1 with column names that say nothing.
const WITHOUT_NAMES: f64 = 0.85;
/// Largest share of the columns that are not personal and are told to be.
const FALSE_POSITIVES: f64 = 0.02;
/// Share of the words of person names that must be in no word list.
const UNLISTED: f64 = 0.25;
/// A confidence means what it says within this much, where enough columns were told with it.
const CALIBRATED: f64 = 0.1;
/// Fewest columns of a band of confidence for its share to mean something.
const BAND: usize = 20;

#[test]
fn the_set_is_well_formed() {
    let columns = all();
    assert!(columns.len() >= FEWEST, "{} columns", columns.len());
    let ids: BTreeSet<&str> = columns.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids.len(), columns.len(), "ids are unique");
    for column in &columns {
        let label = column.want.as_deref().unwrap_or("null");
        assert!(LABELS.contains(&label), "{}: `{label}` is not a label", column.id);
        assert!(!column.values.is_empty(), "{} has no values", column.id);
    }
    for label in LABELS {
        let of = columns.iter().filter(|c| c.want.as_deref().unwrap_or("null") == label).count();
        assert!(of >= 4, "`{label}` has {of} columns");
    }
}

#[test]
fn the_names_are_not_only_those_of_the_word_lists() {
    let listed = names();
    let words: BTreeSet<String> = all().iter().filter(|c| c.want.as_deref() == Some("person_name")).flat_map(words).collect();
    let unlisted = words.iter().filter(|w| !is_listed(w, &listed)).count();
    let share = part(unlisted, words.len());
    assert!(share >= UNLISTED, "{unlisted} of {} words of names are in no list ({share:.2})", words.len());
}

#[test]
fn columns_with_telling_names_are_told() {
    let told = ask(&all(), true);
    let score = report("with names", &told);
    assert!(score.macro_f1 >= WITH_NAMES, "macro-F1 {:.3}", score.macro_f1);
    assert!(score.false_positives <= FALSE_POSITIVES, "false positives {:.3}", score.false_positives);
}

#[test]
fn columns_with_names_that_say_nothing_are_told() {
    let told = ask(&all(), false);
    let score = report("without names", &told);
    assert!(score.macro_f1 >= WITHOUT_NAMES, "macro-F1 {:.3}", score.macro_f1);
    assert!(score.false_positives <= FALSE_POSITIVES, "false positives {:.3}", score.false_positives);
}

#[test]
fn a_confidence_means_what_it_says() {
    let columns = all();
    let told: Vec<Told> = ask(&columns, true).into_iter().chain(ask(&columns, false)).filter(|t| t.got != "null").collect();
    println!("confidence  told  right");
    for (from, to) in [(0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)] {
        let band: Vec<&Told> = told.iter().filter(|t| t.sure >= from && t.sure < to).collect();
        let right = part(band.iter().filter(|t| t.want == t.got).count(), band.len());
        println!("{from:.2}-{to:.2}  {:>5}  {right:.2}", band.len());
        assert!(band.len() < BAND || right >= from - CALIBRATED, "told at {from}: {right:.2} of {} are right", band.len());
    }
}

/// Prints what a person wants to see of a run that fell short (`--nocapture` shows it of one that did not).
fn report(run: &str, told: &[Told]) -> Score {
    let score = score(told);
    println!("{run}: macro-F1 {:.3}, false positives {:.3}", score.macro_f1, score.false_positives);
    for (label, f1) in score.by_label.iter().filter(|(_, f1)| **f1 < 1.0) {
        println!("  {label:16} {f1:.2}");
    }
    for t in told.iter().filter(|t| t.want != t.got) {
        println!("  {} wants {}, got {} ({:.2})", t.what, t.want, t.got, t.sure);
    }
    score
}

fn part(some: usize, all: usize) -> f64 {
    let float = |n: usize| f64::from(u32::try_from(n).unwrap());
    if all == 0 { 0.0 } else { float(some) / float(all) }
}

/// The words of a column of names, as the lists would have them but for accents.
fn words(column: &Column) -> Vec<String> {
    let texts = column.values.iter().filter_map(|v| v.as_str());
    let words = texts.flat_map(|t| t.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect::<Vec<_>>());
    words.filter(|w| w.chars().count() > 1).collect()
}

/// Whether a word is an entry, or a surname and a given name that are written together.
fn is_listed(word: &str, listed: &BTreeSet<String>) -> bool {
    let splits = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    listed.contains(word) || splits.into_iter().any(|(a, b)| listed.contains(a) && listed.contains(b))
}

/// Every entry of the lists of names.
fn names() -> BTreeSet<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dict");
    let files = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let names = files.filter(|p| {
        p.file_name().is_some_and(|n| n.to_string_lossy().contains("given-") || n.to_string_lossy().contains("surname-"))
    });
    names.flat_map(|p| fs::read_to_string(p).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
