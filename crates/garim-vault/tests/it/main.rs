//! The vault as its callers see it: a real file, a real root key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod erasure;
mod root_key;
mod runs;
mod seals;
mod speed;
mod subjects;
mod tamper;
mod values;
mod world;
