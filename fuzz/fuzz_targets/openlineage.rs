//! A stranger's input as `openlineage`: nothing in it may bring the reader down.
#![no_main]

#[path = "../bodies/logs.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::run(garim_ports::ImportKind::OpenLineage, data));
