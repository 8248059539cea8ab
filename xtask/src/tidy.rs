//! `cargo xtask tidy`: the walls, held against `cargo tree`; the paths that documents name; the size of files.

use std::{fs, path::Path};

use crate::run::{Result, cargo, output, program, root};

/// A crate, and what it must never reach.
struct Wall {
    room: &'static str,
    never: &'static [&'static str],
}

/// Everything that does I/O or speaks a protocol.
const OUTSIDE: &[&str] = &["tokio", "sqlx", "axum", "datafusion", "deltalake-core", "tantivy", "reqwest"];

const WALLS: &[Wall] = &[
    Wall {
        room: "garim-core",
        never: &["tokio", "sqlx", "axum", "datafusion", "deltalake-core", "tantivy", "arrow-array", "sqlparser", "garim-ports"],
    },
    Wall { room: "garim-project", never: OUTSIDE },
    Wall { room: "garim-lineage", never: OUTSIDE },
    Wall { room: "garim-pii", never: OUTSIDE },
    Wall { room: "garim-policy", never: &["sqlx", "axum", "datafusion", "deltalake-core", "tantivy", "garim-ports"] },
    Wall { room: "garim-ports", never: &["sqlx", "axum", "datafusion", "deltalake-core", "tantivy", "parquet"] },
    Wall {
        room: "garim-app",
        never: &[
            "sqlx",
            "axum",
            "datafusion",
            "deltalake-core",
            "tantivy",
            "parquet",
            "garim-store",
            "garim-vault",
            "garim-search",
            "garim-lake",
            "garim-query",
            "garim-policy",
            "garim-server",
        ],
    },
    Wall {
        room: "garim-store",
        never: &["axum", "datafusion", "deltalake-core", "tantivy", "arrow-cast", "garim-app", "garim-vault", "garim-lake"],
    },
    Wall {
        room: "garim-vault",
        never: &["axum", "datafusion", "deltalake-core", "tantivy", "arrow-cast", "garim-app", "garim-store", "garim-lake"],
    },
    Wall { room: "garim-search", never: &["axum", "datafusion", "deltalake-core", "sqlx", "garim-app", "garim-store"] },
    Wall {
        room: "garim-lake",
        never: &["axum", "datafusion", "tantivy", "garim-app", "garim-store", "garim-vault", "garim-query"],
    },
    Wall {
        room: "garim-connect",
        never: &["axum", "datafusion", "deltalake-core", "tantivy", "garim-app", "garim-store", "garim-vault", "garim-lake"],
    },
    Wall { room: "garim-query", never: &["axum", "tantivy", "garim-app", "garim-store", "garim-vault", "garim-policy"] },
    Wall {
        room: "garim-server",
        never: &["datafusion", "deltalake-core", "tantivy", "sqlx", "garim-store", "garim-vault", "garim-lake", "garim-query"],
    },
    Wall { room: "garim-verify", never: &["datafusion", "deltalake-core", "tantivy", "sqlx", "garim-lake", "garim-query"] },
];

/// Documents whose paths must exist.
const DOCUMENTS: &[&str] = &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
/// Longest production file, in lines: past it, some verb wants a file of its own.
const MAX_LINES: usize = 400;

/// Checks everything, and says everything that is wrong at once.
pub fn tidy() -> Result {
    println!("── tidy");
    let mut wrong = walls()?;
    wrong.extend(paths());
    wrong.extend(sizes());
    wrong.extend(lib_docs());
    if wrong.is_empty() { Ok(()) } else { Err(format!("tidy:\n  {}", wrong.join("\n  "))) }
}

fn walls() -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for wall in WALLS {
        let tree = ["tree", "--offline", "--package", wall.room, "--edges", "normal", "--prefix", "none", "--format", "{p}"];
        let tree = output(&mut cargo(&tree)).ok_or_else(|| format!("cargo tree of {} failed", wall.room))?;
        let reached = |name: &&&str| tree.lines().skip(1).any(|l| l.split_whitespace().next() == Some(**name));
        wrong.extend(wall.never.iter().filter(reached).map(|name| format!("{} must never reach {name}", wall.room)));
    }
    Ok(wrong)
}

/// Whatever stands between backticks in a document and looks like a path of ours.
fn paths() -> Vec<String> {
    let mut wrong = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(root().join(document)).unwrap_or_default();
        if text.is_empty() {
            wrong.push(format!("{document} is missing"));
        }
        for path in text.split('`').skip(1).step_by(2).filter(|t| ours(t)) {
            if !root().join(path).exists() {
                wrong.push(format!("{document} names `{path}`, which is not there"));
            }
        }
    }
    wrong
}

fn ours(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    let folders = ["crates", "docs", "examples", "fuzz", "migrations", "policies", "ui", "xtask", ".ci"];
    text.contains('/') && folders.contains(&first) && !text.contains(['*', ' ', '<', '{'])
}

fn sizes() -> Vec<String> {
    let files = output(&mut program("git", &["ls-files", "crates/*.rs", "xtask/*.rs", "ui/src/*.ts", "ui/src/*.tsx"]))
        .unwrap_or_default();
    let production = files.lines().filter(|f| !f.contains("/tests") && !f.contains("generated"));
    let long = production.filter_map(|f| Some((f, fs::read_to_string(root().join(f)).ok()?.lines().count())));
    long.filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(f, lines)| format!("{f} has {lines} lines; more than {MAX_LINES} want another file"))
        .collect()
}

/// Each crate says at its door what it is, and what it refuses to know.
fn lib_docs() -> Vec<String> {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root().join("crates")).into_iter().flatten().flatten() {
        let lib = ["src/lib.rs", "src/main.rs"].map(|f| entry.path().join(f)).into_iter().find(|f| f.is_file());
        if !lib.as_deref().is_some_and(opens_with_docs) {
            wrong.push(format!("{} does not open with `//!`", entry.path().display()));
        }
    }
    wrong
}

fn opens_with_docs(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.starts_with("//!"))
}
