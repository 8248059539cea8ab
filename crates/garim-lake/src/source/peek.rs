//! A bounded look at a source: its columns, their declared types, some values for the scanner.

use std::path::Path;

use csv::ByteRecord;
use garim_core::{Error, Result};
use garim_ports::{Peek, PeekColumn, SourceLocation, SourceQuery};
use sqlx::AssertSqlSafe;

use super::{
    csv as files, mysql, sqlite,
    table::{self, Declared, Dialect},
};
use crate::check::Value;

/// The first rows over all files, or of the table.
pub(crate) async fn peek(query: &SourceQuery, rows: usize) -> Result<Peek> {
    match &query.location {
        SourceLocation::Csv { root, glob } => {
            let (root, glob, shown) = (root.clone(), glob.clone(), query.shown_as.clone());
            tokio::task::spawn_blocking(move || peek_files(&root, &glob, &shown, rows))
                .await
                .map_err(|_| Error::internal("looking at a source", "the reader broke down"))?
        }
        SourceLocation::Table { url, table } => match Dialect::of(url, &query.shown_as)? {
            Dialect::Sqlite => peek_sqlite(query, table, rows).await,
            Dialect::MySql => peek_mysql(query, table, rows).await,
        },
    }
}

/// Every file's header is read, so that a column that only one of them has is seen.
fn peek_files(root: &Path, glob: &str, shown_as: &str, rows: usize) -> Result<Peek> {
    let mut peek = Peek::default();
    for file in files::files(root, glob, shown_as)? {
        let (mut reader, names) = files::open(&file)?;
        let places: Vec<usize> = names.iter().map(|name| place(&mut peek, name)).collect();
        let mut record = ByteRecord::new();
        while (peek.rows as usize) < rows && files::next(&mut reader, &mut record, &file)? {
            peek.rows += 1;
            for (field, at) in record.iter().zip(&places) {
                let text = (!field.is_empty()).then(|| String::from_utf8_lossy(field).into_owned());
                peek.columns[*at].sample.push(text);
            }
        }
    }
    Ok(peek)
}

fn place(peek: &mut Peek, name: &str) -> usize {
    peek.columns.iter().position(|c| c.name == name).unwrap_or_else(|| {
        peek.columns.push(PeekColumn { name: name.to_owned(), logical: None, sample: Vec::new() });
        peek.columns.len() - 1
    })
}

async fn peek_sqlite(query: &SourceQuery, name: &str, rows: usize) -> Result<Peek> {
    let mut connection = sqlite::connect(query).await?;
    let columns = sqlite::columns(&mut connection, query).await?;
    let sql = Dialect::Sqlite.select(name, &columns, None, Some(rows));
    let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await;
    let found = found.map_err(|e| table::failed(&query.shown_as, &e))?;
    Ok(sampled(&columns, found.iter().map(|row| sqlite::values(row, columns.len()))))
}

async fn peek_mysql(query: &SourceQuery, name: &str, rows: usize) -> Result<Peek> {
    let mut connection = mysql::connect(query).await?;
    let columns = mysql::columns(&mut connection, query).await?;
    let sql = Dialect::MySql.select(name, &columns, None, Some(rows));
    let found = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut connection).await;
    let found = found.map_err(|e| table::failed(&query.shown_as, &e))?;
    Ok(sampled(&columns, found.iter().map(|row| mysql::values(row, &columns))))
}

fn sampled<'a>(columns: &[Declared], rows: impl Iterator<Item = Vec<Value<'a>>>) -> Peek {
    let column = |c: &Declared| PeekColumn { name: c.name.clone(), logical: c.logical, sample: Vec::new() };
    let mut peek = Peek { columns: columns.iter().map(column).collect(), rows: 0 };
    for row in rows {
        peek.rows += 1;
        for (column, value) in peek.columns.iter_mut().zip(row) {
            column.sample.push(value.raw().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    peek
}
