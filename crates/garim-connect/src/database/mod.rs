//! Databases of other systems, read only, as rows of text: the same statements run on PostgreSQL, MySQL, MariaDB and SQLite
//! where a system may stand on any of them.

mod connection;
mod quote;

pub(crate) use self::{
    connection::{Database, Engine},
    quote::{literal, name},
};
