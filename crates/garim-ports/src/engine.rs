//! The query engine: governed queries and pipeline SQL.

use std::sync::Arc;

use async_trait::async_trait;
use garim_core::{
    Result,
    asset::Contract,
    authz::Permit,
    lineage::Edge,
    name::{ColumnRef, DatasetName},
    schema::{Schema, SchemaVersion},
    time::{Day, Zone},
    view::TableView,
};

use crate::{Rows, Vault};

/// A statement that was parsed once, within limits, and is a single SELECT.
pub trait Prepared: Send + Sync {
    /// The tables that it reads, as written (`schema.table`).
    fn tables(&self) -> &[DatasetName];
    /// Its text with literals removed.
    fn fingerprint(&self) -> &str;
    /// The columns that it names, as far as names alone tell.
    fn columns(&self) -> &[ColumnRef];
    /// Whether a parameter such as `$previous_day` occurs.
    fn uses_parameter(&self, name: &str) -> bool;
    /// For the engine that prepared it.
    fn as_any(&self) -> &dyn std::any::Any;
}

/// A table as the engine is given it: the version that the store has recorded, never a newer one.
#[derive(Debug, Clone)]
pub struct InputTable {
    /// What is declared of it.
    pub contract: Contract,
    /// Its columns, with the classes that hold.
    pub schema: SchemaVersion,
    /// The version to read; `None`: it has no partition yet and is empty.
    pub version: Option<i64>,
}

/// A transformation to plan.
#[derive(Clone)]
pub struct Transform {
    /// What it makes.
    pub output: DatasetName,
    /// What its contract declares; `None` for a metric.
    pub declared: Option<Schema>,
    /// Its inputs.
    pub inputs: Vec<InputTable>,
    /// `$day`, and `$previous_day` with it.
    pub day: Day,
    /// For `business_day(epoch)`.
    pub zone: Zone,
    /// The SQL's file, for messages.
    pub file: String,
}

/// A planned transformation: its rows (not yet read) and its lineage from the analysed plan.
pub struct Transformed {
    /// The rows: pseudonyms as 16 bytes, protected columns as ordinals.
    pub rows: Rows,
    /// The output's columns with inherited classes and roles.
    pub schema: Schema,
    /// Direct and indirect edges.
    pub edges: Vec<Edge>,
}

/// Plans and runs SQL.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Parses a text within the limits of governed SQL. Anything but one SELECT is refused.
    fn prepare(&self, text: &str) -> Result<Arc<dyn Prepared>>;

    /// Runs a governed query: each table already masked and filtered by its view before planning. A table without a view
    /// does not exist. Errors never carry a value. `row_limit` bounds what is sent.
    async fn run(
        &self,
        prepared: &dyn Prepared,
        tables: Vec<(InputTable, TableView)>,
        vault: Arc<dyn Vault>,
        permit: &Permit,
        zone: Zone,
        row_limit: usize,
    ) -> Result<Rows>;

    /// Plans pipeline SQL; refuses what SEMANTICS section 2 forbids for identifiers and protected columns.
    async fn transform(&self, prepared: &dyn Prepared, transform: Transform) -> Result<Transformed>;
}
