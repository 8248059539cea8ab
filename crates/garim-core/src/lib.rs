//! What things are: names, days, classes, schemas, contracts, lineage, views, requests, audit records and permissions.
//!
//! This crate is pure. It does no I/O, has no clock and no randomness of its own (both are arguments), and knows nothing
//! of Arrow, SQL dialects, HTTP or any database. Every other room may call it.

pub mod asset;
pub mod audit;
pub mod authz;
pub mod canon;
pub mod class;
pub mod decimal;
pub mod erasure;
pub mod error;
pub mod imported;
pub mod learned;
pub mod lineage;
pub mod name;
pub mod request;
pub mod run;
pub mod schema;
pub mod search;
pub mod subject;
pub mod time;
pub mod view;

pub use error::{Entity, Error, Result};
