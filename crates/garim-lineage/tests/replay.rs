//! Everything that fuzzing ever found, again, on the compiler that builds the product: seeds, odd spots, and every crash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../../../fuzz/bodies/lineage.rs"]
mod body;

use std::{path::PathBuf, time::Instant};

/// Longest that one input may take, in seconds: a hundred times what the slowest takes here, since test machines are busy.
const PATIENCE: f64 = 10.0;

#[test]
fn everything_that_fuzzing_found_is_survived() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let mut count = 0;
    for folder in ["corpus/lineage", "crashes/lineage"] {
        for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten() {
            let path = entry.unwrap().path();
            let began = Instant::now();
            body::run(&std::fs::read(&path).unwrap());
            let took = began.elapsed().as_secs_f64();
            assert!(took < PATIENCE, "{} took {took:.1} s", path.display());
            count += 1;
        }
    }
    assert!(count > 0, "the corpus is missing");
}
