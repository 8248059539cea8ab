//! SQL from a stranger's log: no text may bring the engine down, or make it say a literal.
#![no_main]

#[path = "../bodies/lineage.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::run(data));
