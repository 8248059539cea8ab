#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! The example is right; each way of being wrong is shown with its place and what would be accepted.

use std::path::Path;

use super::*;

fn lgde() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lgde")
}

#[test]
fn the_example_is_right() {
    let project = load(&lgde()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(project.contracts.len(), 8);
    assert_eq!(project.metrics.len(), 14);
}
