//! Snowflake's QUERY_HISTORY, and ACCESS_HISTORY, which says what the engine itself read and wrote.

mod access;
mod join;
mod object;

pub(crate) use join::Snowflake;
