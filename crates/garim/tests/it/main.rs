//! The whole product, seen from outside: the real binary over real folders, databases and files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod cli;
mod contradictions;
mod decode;
mod erasure;
mod kill;
mod late;
mod mariadb;
mod project;
mod reruns;
mod shop;

// The independent computation of the KPIs, the same that the demo's tests use.
#[path = "../../src/demo/reference/mod.rs"]
#[allow(dead_code, unused_imports, reason = "these tests bring raw data of their own")]
mod reference;
