//! What a database says of itself: tables, columns, comments, keys, views.

mod database;
mod facts;
mod found;
mod mysql;
mod postgres;
mod sqlite;
pub(crate) mod views;

pub(crate) use self::{
    database::open,
    facts::Facts,
    found::{ForeignKey, Found, FoundColumn},
};
