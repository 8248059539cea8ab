//! What the store promises. `contract` is written over `&dyn Store`, so that a second database runs it as it is; the rest
//! is about SQLite.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod contract;
mod sample;
mod sqlite;
mod statements;
