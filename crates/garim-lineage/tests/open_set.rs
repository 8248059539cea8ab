//! The open set: statements by category, each with the arrows that a person has checked. `GARIM_UPDATE=1` writes down what
//! comes out now, for a person to read as a diff. A case that is known to be wrong says so, and fails when it comes right.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod cases;
#[path = "cases/score.rs"]
mod score;

use std::{fmt::Write, path::PathBuf};

use score::Score;

/// Fewest statements that the set may hold.
const AT_LEAST: usize = 400;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/open")
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_case_comes_out_as_it_should() {
    let (mut wrong, mut total) = (String::new(), Score::default());
    println!("{}", Score::HEAD);
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut written = text.split("\n# ").next().unwrap().trim_end().to_owned() + "\n";
        let mut score = Score::default();
        for case in cases::read(&text) {
            let drawn = case.drawn();
            let right = score.count(&case, &drawn);
            let known = case.known.is_some();
            match (&case.known, right) {
                (None, true) | (Some(_), false) => {}
                (None, false) => writeln!(
                    wrong,
                    "# {} ({})\n{}---- expected\n{}\n---- came\n{drawn}\n",
                    case.title,
                    path.file_name().unwrap().to_string_lossy(),
                    case.sql,
                    case.expected
                )
                .unwrap(),
                (Some(why), true) => {
                    writeln!(wrong, "# {}: comes right now, so it is no longer known: {why}\n", case.title).unwrap()
                }
            }
            written.push_str(&case.written(right, if right || known { &case.expected } else { &drawn }));
        }
        println!("{}", score.line(&path.file_stem().unwrap().to_string_lossy()));
        total.add(&score);
        if std::env::var_os("GARIM_UPDATE").is_some() {
            std::fs::write(&path, written).unwrap();
        }
    }
    println!("{}", total.line("all"));
    assert!(total.cases >= AT_LEAST, "the open set has {} cases only", total.cases);
    assert!(wrong.is_empty() || std::env::var_os("GARIM_UPDATE").is_some(), "{wrong}");
}
