//! A stranger's column: no name and no value may bring the recogniser down, or be told.
#![no_main]

#[path = "../bodies/pii.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::run(data));
