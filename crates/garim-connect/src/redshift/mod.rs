//! Redshift: what ran (STL_QUERY, SYS_QUERY_HISTORY), and its text in segments (STL_QUERYTEXT, SVL_STATEMENTTEXT, SYS_QUERY_TEXT).

mod history;
mod join;
mod segments;

pub(crate) use join::Redshift;
