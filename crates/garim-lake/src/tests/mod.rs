//! Real Delta tables and Parquet files in temporary folders, small enough to read. Sources and staging are tested from
//! outside, in `tests/it`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commit;
mod erase;
mod footer;
mod purge;
mod read;
mod vault;
mod world;
