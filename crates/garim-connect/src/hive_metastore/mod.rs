//! The database behind a Hive metastore, PostgreSQL or MySQL, read as it is: no server is asked.

mod read;
mod statements;
mod tables;

pub(crate) use read::open;
