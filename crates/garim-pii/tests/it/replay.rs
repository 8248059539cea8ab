//! Everything that the fuzzer has found, run again on the stable compiler.

use std::{fs, path::Path};

#[path = "../../../../fuzz/bodies/pii.rs"]
mod body;

#[test]
fn what_the_fuzzer_found_is_run_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/pii");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let data = fs::read(entry.unwrap().path()).unwrap();
        body::run(&data);
        // Cut anywhere, it is a column still.
        (0..data.len()).step_by(7).for_each(|at| body::run(&data[at..]));
        seen += 1;
    }
    assert!(seen >= 3, "the corpus is gone");
}
