//! MySQL's and MariaDB's general log.

mod general;
mod header;

pub(crate) use general::open;
