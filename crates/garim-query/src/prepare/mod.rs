//! Text → one statement within limits, parsed once.

mod accept;
mod shape;

use std::{any::Any, collections::BTreeSet};

use datafusion::{
    common::TableReference,
    sql::{
        parser::{DFParserBuilder, Statement as DfStatement},
        resolve::resolve_table_references,
        sqlparser::{ast::Statement, dialect::GenericDialect, tokenizer::Tokenizer},
    },
};
use garim_core::{
    Error, Result,
    name::{ColumnName, ColumnRef, DatasetName},
};
use garim_lineage::{Analysis, Dialect};
use garim_ports::Prepared;

use crate::{deep, failure, limits::MAX_BYTES};

/// A statement as this engine keeps it.
#[derive(Debug, Clone)]
pub(crate) struct LocalPrepared {
    /// As parsed.
    pub statement: Statement,
    /// Functions that it calls, in lower case.
    pub functions: BTreeSet<String>,
    parameters: BTreeSet<String>,
    tables: Vec<DatasetName>,
    columns: Vec<ColumnRef>,
    fingerprint: String,
}

impl Prepared for LocalPrepared {
    fn tables(&self) -> &[DatasetName] {
        &self.tables
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn columns(&self) -> &[ColumnRef] {
        &self.columns
    }

    fn uses_parameter(&self, name: &str) -> bool {
        self.parameters.contains(&format!("${}", name.trim_start_matches('$')))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl LocalPrepared {
    /// The parameters that occur, with their `$`.
    pub fn parameters(&self) -> &BTreeSet<String> {
        &self.parameters
    }

    /// The statement of this engine behind a port's one.
    pub fn of(prepared: &dyn Prepared) -> Result<&Self> {
        let own = prepared.as_any().downcast_ref::<Self>();
        own.ok_or_else(|| Error::internal("running a query", "the statement was prepared by another engine"))
    }
}

/// Parses a text within limits; anything but one SELECT is refused.
pub(crate) fn prepare(text: &str) -> Result<LocalPrepared> {
    if text.len() > MAX_BYTES {
        return Err(Error::invalid(format!("the statement has {} bytes; up to {MAX_BYTES} are accepted", text.len())));
    }
    garim_lineage::limits::check(text, Dialect::Generic).map_err(|e| Error::invalid(e.to_string()))?;
    deep::run(|| parse(text))?
}

fn parse(text: &str) -> Result<LocalPrepared> {
    let dialect = GenericDialect {};
    let unreadable = |_| Error::invalid("the statement has an unfinished literal, comment or quoted name");
    let tokens = Tokenizer::new(&dialect, text).tokenize_with_location().map_err(unreadable)?;
    shape::check(&tokens)?;
    let parser = DFParserBuilder::new(tokens).with_dialect(&dialect).build();
    let parsed = parser.and_then(|mut p| p.parse_statements()).map_err(|e| failure::parsing(&e))?;
    let mut parsed = parsed.into_iter();
    let (Some(DfStatement::Statement(statement)), None) = (parsed.next(), parsed.next()) else {
        return Err(Error::invalid("exactly one statement, a SELECT, is accepted"));
    };
    let found = accept::check(&statement)?;
    let tables = tables(&statement)?;
    let analysis = garim_lineage::analyse(&statement, Dialect::Generic, &());
    Ok(LocalPrepared {
        tables,
        columns: columns(&analysis),
        fingerprint: analysis.fingerprint,
        parameters: found.parameters,
        functions: found.functions,
        statement: *statement,
    })
}

/// The stored tables that planning will look up, each once. Names that a WITH makes are not among them.
fn tables(statement: &Statement) -> Result<Vec<DatasetName>> {
    let whole = DfStatement::Statement(Box::new(statement.clone()));
    let (references, _) = resolve_table_references(&whole, true).map_err(|e| failure::parsing(&e))?;
    references.iter().map(dataset).collect()
}

fn dataset(reference: &TableReference) -> Result<DatasetName> {
    match reference {
        TableReference::Partial { schema, table } => DatasetName::new(schema, table).map_err(|e| Error::invalid(e.to_string())),
        other => Err(Error::invalid(format!("`{}` is not `schema.table`, such as `shop.user`", other.table()))),
    }
}

/// The columns that names alone tell.
fn columns(analysis: &Analysis) -> Vec<ColumnRef> {
    let named = analysis.columns_used.iter().filter_map(|used| match used.column.table.as_slice() {
        [schema, table] => {
            Some(ColumnRef { dataset: DatasetName::new(schema, table).ok()?, column: ColumnName::new(&used.column.name).ok()? })
        }
        _ => None,
    });
    named.collect::<BTreeSet<_>>().into_iter().collect()
}
