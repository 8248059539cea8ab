//! The word lists keep the form that look-ups rely on.

use std::{fs, path::PathBuf};

/// Most bytes of all lists together: they are part of the binary.
const MAX_BYTES: usize = 600_000;

fn lists() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dict");
    let files = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt"));
    let mut lists: Vec<_> =
        files.map(|p| (p.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&p).unwrap())).collect();
    lists.sort();
    lists
}

/// A list without its header.
fn entries(text: &str) -> Vec<&str> {
    text.lines().skip_while(|l| l.starts_with('#')).collect()
}

#[test]
fn every_list_says_where_it_comes_from() {
    for (name, text) in lists() {
        let header: String = text.lines().take_while(|l| l.starts_with('#')).collect();
        assert!(header.contains("Origin: ") || header.contains("Written by this project"), "{name}");
    }
}

#[test]
fn every_list_is_sorted_without_duplicates() {
    for (name, text) in lists() {
        let entries = entries(&text);
        assert!(entries.len() > 50, "{name} has {} entries", entries.len());
        for pair in entries.windows(2) {
            assert!(pair[0] < pair[1], "{name}: `{}` stands before `{}`", pair[0], pair[1]);
        }
    }
}

#[test]
fn every_entry_is_in_the_form_that_is_looked_up() {
    let accents = "äöüßàâçéèêëîïôûùÿœæñáíóúãõåø";
    for (name, text) in lists() {
        for entry in entries(&text) {
            assert_eq!(entry, entry.trim(), "{name}");
            assert!(!entry.is_empty() && !entry.starts_with('#'), "{name}");
            assert!(!entry.chars().any(|c| c.is_uppercase() || accents.contains(c)), "{name}: `{entry}` is not folded");
            let word = name.starts_with("given-") || name.starts_with("surname-");
            assert!(!word || !entry.contains([' ', '-', '\'']), "{name}: `{entry}` is more than a word");
        }
    }
}

#[test]
fn all_lists_together_stay_small() {
    let bytes: usize = lists().iter().map(|(_, text)| text.len()).sum();
    assert!(bytes <= MAX_BYTES, "{bytes} bytes");
}
