//! SQL in, arrows out: `->` flows, `~>` shapes. The cases are in `*.txt`; `GARIM_UPDATE=1` writes down what comes out now,
//! for a person to read as a diff.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../tests/cases/mod.rs"]
mod cases;
mod laws;

use std::{fmt::Write, path::PathBuf};

fn check(file: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tests").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let cases = cases::read(&text);
    assert!(cases.len() > 5, "{file} has hardly any case");
    let (mut wrong, mut written) = (String::new(), text.split("\n# ").next().unwrap().trim_end().to_owned() + "\n");
    for case in &cases {
        let drawn = case.drawn();
        if drawn != case.expected {
            writeln!(wrong, "# {}\n{}---- expected\n{}\n---- came\n{drawn}\n", case.title, case.sql, case.expected).unwrap();
        }
        written.push_str(&case.written(drawn == case.expected, &drawn));
    }
    if std::env::var_os("GARIM_UPDATE").is_some() {
        std::fs::write(&path, written).unwrap();
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

#[test]
fn queries() {
    check("queries.txt");
}

#[test]
fn statements() {
    check("statements.txt");
}

#[test]
fn the_shop() {
    check("shop.txt");
}
