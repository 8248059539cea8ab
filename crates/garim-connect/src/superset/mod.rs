//! Superset's metadata database: dashboards, charts, and who looked.

mod chart;
mod connection;
mod logs;
mod read;

pub(crate) use read::open;
