//! Hive's LineageLogger: a JSON object for each query that wrote something, alone on its line or after a log's own words.

mod graph;
mod lines;

pub(crate) use lines::open;
