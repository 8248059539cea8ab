//! Everything that fuzzing ever found, again, on the compiler that builds the product; and each seed cut and bent in many places.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../../../fuzz/bodies/logs.rs"]
mod body;

use std::{path::PathBuf, time::Instant};

use garim_ports::ImportKind;

/// Longest that one input may take, in seconds: test machines are busy.
const PATIENCE: f64 = 20.0;
/// Places in which each seed is cut and bent.
const PLACES: usize = 40;

/// The targets of `fuzz/`.
const TARGETS: [(&str, ImportKind); 11] = [
    ("postgres_csvlog", ImportKind::PostgresCsvlog),
    ("postgres_jsonlog", ImportKind::PostgresJsonlog),
    ("mysql_log", ImportKind::MysqlLog),
    ("redshift_stl", ImportKind::RedshiftStl),
    ("redshift_sys", ImportKind::RedshiftSys),
    ("snowflake", ImportKind::Snowflake),
    ("bigquery", ImportKind::BigQuery),
    ("trino", ImportKind::Trino),
    ("hive_log", ImportKind::HiveLog),
    ("query_jsonl", ImportKind::QueryJsonl),
    ("openlineage", ImportKind::OpenLineage),
];

fn inputs(folder: &str, name: &str) -> Vec<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(folder).join(name);
    std::fs::read_dir(root).into_iter().flatten().map(|e| std::fs::read(e.unwrap().path()).unwrap()).collect()
}

fn survived(name: &str, kind: ImportKind, input: &[u8]) {
    let began = Instant::now();
    body::run(kind, input);
    let took = began.elapsed().as_secs_f64();
    assert!(took < PATIENCE, "an input of {name} took {took:.1} s");
}

#[test]
fn everything_that_fuzzing_found_is_survived() {
    for (name, kind) in TARGETS {
        let seeds = inputs("corpus", name);
        assert!(!seeds.is_empty(), "the corpus of {name} is missing");
        seeds.iter().chain(&inputs("crashes", name)).for_each(|input| survived(name, kind, input));
    }
}

#[test]
fn every_seed_is_survived_when_it_is_cut_or_bent() {
    for (name, kind) in TARGETS {
        for seed in inputs("corpus", name) {
            for place in (0..PLACES).map(|p| p * seed.len() / PLACES) {
                survived(name, kind, &seed[..place]);
                let mut bent = seed.clone();
                bent[place] = [b'"', b'\n', b'{', b'\\', 0, 0xff, b','][place % 7];
                survived(name, kind, &bent);
                bent.remove(place);
                survived(name, kind, &bent);
            }
        }
    }
}
