//! Any query log as lines of JSON; `docs/query-log.md` says how they look.

mod row;

pub(crate) use row::{QueryRows, kind};
