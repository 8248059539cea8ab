//! PostgreSQL's logs. What is said of one statement stands in several entries; [`Sessions`] puts it together.

mod csvlog;
mod entry;
mod jsonlog;
mod message;
mod session_sql;
mod sessions;

pub(crate) use self::{csvlog::open as open_csvlog, jsonlog::open as open_jsonlog};
