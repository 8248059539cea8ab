//! From raw ids to pseudonyms.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use arrow_array::{ArrayRef, RecordBatch, builder::BinaryBuilder};
use garim_core::{
    Error, Result,
    name::{DatasetName, RunId, SubjectType},
    subject::{Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{Token, TokenAsk, Vault};

use super::Shape;
use crate::check::Cells;

/// The population of those who own values that name nobody: one for each dataset and day.
const NOBODYS: &str = "garim-dataset";

/// Whom one identifier of one row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Null.
    Nobody,
    /// Somebody who is with us.
    Is(Pseudonym),
    /// Somebody who is erased or frozen.
    Suppressed,
}

/// For each identifier column, whom each row names.
#[derive(Debug, Clone)]
pub(crate) struct People {
    pub(crate) columns: Vec<Vec<Who>>,
}

impl People {
    /// The pseudonyms of one identifier column; null where the row names nobody or somebody who is suppressed.
    pub(crate) fn pseudonyms(&self, identifier: usize) -> ArrayRef {
        let column = &self.columns[identifier];
        let mut builder = BinaryBuilder::with_capacity(column.len(), column.len() * 16);
        for who in column {
            match who {
                Who::Is(pseudonym) => builder.append_value(pseudonym.bytes()),
                Who::Nobody | Who::Suppressed => builder.append_null(),
            }
        }
        Arc::new(builder.finish())
    }

    /// The same rows at `picked` places only.
    pub(crate) fn take(&self, picked: &[u32]) -> Self {
        let columns = self.columns.iter().map(|c| picked.iter().map(|at| c[*at as usize]).collect());
        Self { columns: columns.collect() }
    }
}

/// What makes two asks one: population, id, the row's day, and since when.
type AskKey<'a> = (usize, RawId<'a>, Day, Option<Day>);

/// An id as the source gave it, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum RawId<'a> {
    Integer(i64),
    Text(&'a str),
}

/// Asks the vault for everybody whom the rows name, each once. `days` holds each row's business day.
pub(crate) async fn tokenise(vault: &dyn Vault, run: RunId, shape: &Shape, rows: &RecordBatch, days: &[Day]) -> Result<People> {
    let since = since(shape, rows)?;
    let mut asks: Vec<TokenAsk> = Vec::new();
    let mut known: HashMap<AskKey<'_>, usize> = HashMap::new();
    let mut asked: Vec<Vec<Option<usize>>> = Vec::with_capacity(shape.identifiers.len());
    for identifier in &shape.identifiers {
        // Two columns that name one population share their asks.
        let population = shape.identifiers.iter().position(|i| i.subjects == identifier.subjects).unwrap_or_default();
        let cells = Cells::of(rows.column(identifier.column).as_ref())?;
        let mut column = Vec::with_capacity(rows.num_rows());
        for (row, day) in days.iter().enumerate() {
            if cells.is_null(row) {
                column.push(None);
                continue;
            }
            let id = raw_id(&cells, row)?;
            let at = match known.entry((population, id, *day, since[row])) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(free) => {
                    asks.push(TokenAsk { subject: subject(&identifier.subjects, id)?, row_day: *day, since: since[row] });
                    *free.insert(asks.len() - 1)
                }
            };
            column.push(Some(at));
        }
        asked.push(column);
    }
    let tokens = if asks.is_empty() { Vec::new() } else { vault.tokenise(run, &asks).await? };
    if tokens.len() != asks.len() {
        return Err(Error::internal("asking for pseudonyms", "another number of answers"));
    }
    let who = |at: Option<usize>| match at.map(|at| tokens[at]) {
        None => Who::Nobody,
        Some(Token::Active(pseudonym)) => Who::Is(pseudonym),
        Some(Token::Suppressed) => Who::Suppressed,
    };
    Ok(People { columns: asked.into_iter().map(|c| c.into_iter().map(who).collect()).collect() })
}

fn raw_id<'a>(cells: &Cells<'a>, row: usize) -> Result<RawId<'a>> {
    match cells {
        Cells::Integer(ids) => Ok(RawId::Integer(ids.value(row))),
        Cells::Text(ids) => Ok(RawId::Text(ids.value(row))),
        _ => Err(Error::internal("reading a subject", "an identifier is neither integer nor text")),
    }
}

fn subject(subjects: &SubjectType, id: RawId<'_>) -> Result<SubjectId> {
    match id {
        RawId::Integer(id) => Ok(SubjectId::from_integer(subjects.clone(), id)),
        RawId::Text(id) => SubjectId::from_text(subjects.clone(), id).map_err(|e| Error::internal("reading a subject", e)),
    }
}

/// For each row the day since when its subject is with us, where the dataset declares it and it can be read.
fn since(shape: &Shape, rows: &RecordBatch) -> Result<Vec<Option<Day>>> {
    let Some(at) = shape.since else { return Ok(vec![None; rows.num_rows()]) };
    let cells = Cells::of(rows.column(at).as_ref())?;
    let mut text = Vec::new();
    let day = |row| {
        text.clear();
        cells.append(row, &mut text);
        std::str::from_utf8(&text).ok().and_then(|t| t.parse().ok())
    };
    Ok((0..rows.num_rows()).map(day).collect())
}

/// The subject that owns values of a dataset's day that name nobody.
pub(crate) async fn nobodys(vault: &dyn Vault, run: RunId, dataset: &DatasetName, day: Day) -> Result<Pseudonym> {
    let kind = SubjectType::new(NOBODYS).map_err(|e| Error::internal("naming a subject", e))?;
    let subject =
        SubjectId::from_text(kind, &format!("{dataset}/{}", day.dt())).map_err(|e| Error::internal("naming a subject", e))?;
    match vault.tokenise(run, &[TokenAsk { subject, row_day: day, since: None }]).await?.first() {
        Some(Token::Active(pseudonym)) => Ok(*pseudonym),
        _ => Err(Error::internal("asking for pseudonyms", "a dataset's day is suppressed")),
    }
}
