//! Any query log as lines of JSON; `docs/imports.md` says how they look.

mod row;

pub(crate) use row::{QueryRows, kind};
