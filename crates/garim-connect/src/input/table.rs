//! An export as rows: CSV with a header (comma, tab, semicolon or bar), or JSON.

use garim_core::{Error, Result};

use super::{CsvRecords, JsonRecords, Line, Lines, Row, Source, csv::split, row::folded};

/// Delimiters that exports use.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// An open export.
pub(crate) enum Table {
    /// With a header.
    Csv {
        /// The columns, folded.
        header: Vec<String>,
        /// The rows.
        records: CsvRecords,
    },
    /// Objects.
    Json(JsonRecords),
}

/// A row, or why there is none.
pub(crate) struct TableRecord {
    /// The row, or the reason.
    pub row: Result<Row, &'static str>,
    /// Its line.
    pub line: u64,
}

impl Table {
    /// Opens an export at a place. The header is always read from the beginning.
    pub fn open(source: Source, offset: u64, line: u64) -> Result<Self> {
        let again = source.again();
        let mut lines = source.open(0, 0)?;
        if matches!(first_sign(&mut lines)?, Some(b'{' | b'[')) {
            let lines = match again {
                Some(again) if offset > 0 => again.open(offset, line)?,
                _ => lines,
            };
            return Ok(Self::Json(JsonRecords::new(lines)));
        }
        let Some(first) = first_line(&mut lines)? else { return Ok(Self::Json(JsonRecords::new(lines))) };
        let delimiter = DELIMITERS.into_iter().max_by_key(|d| first.text.bytes().filter(|b| b == d).count()).unwrap_or(b',');
        let Some(header) = split(&first.text, delimiter).filter(|_| !first.too_long) else {
            return Err(Error::invalid(format!(
                "`{}` has no header that can be read; CSV with a header or JSON is accepted",
                lines.name()
            )));
        };
        let lines = match again {
            Some(again) if offset > lines.offset() => again.open(offset, line)?,
            _ => lines,
        };
        let columns = header.len();
        let begins = move |line: &str| split(line, delimiter).is_some_and(|f| f.len() == columns);
        Ok(Self::Csv { header: header.iter().map(|h| folded(h)).collect(), records: CsvRecords::new(lines, delimiter, begins) })
    }

    /// The columns of a CSV's header; JSON has none.
    pub fn header(&self) -> Option<&[String]> {
        match self {
            Self::Csv { header, .. } => Some(header),
            Self::Json(_) => None,
        }
    }

    /// The input's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Csv { records, .. } => records.name(),
            Self::Json(records) => records.name(),
        }
    }

    /// Offset and lines before the next row.
    pub fn place(&self) -> (u64, u64) {
        match self {
            Self::Csv { records, .. } => records.place(),
            Self::Json(records) => records.place(),
        }
    }

    /// The next row; `None` at the end.
    pub fn next(&mut self) -> Result<Option<TableRecord>> {
        match self {
            Self::Csv { header, records } => {
                let columns = header.len();
                let Some(record) = records.next(|n| n == columns)? else { return Ok(None) };
                let row = record.fields.map(|fields| Row::of_fields(header, fields));
                Ok(Some(TableRecord { row, line: record.line }))
            }
            Self::Json(records) => {
                let Some(record) = records.next()? else { return Ok(None) };
                Ok(Some(TableRecord { row: record.value.map(Row::of_json), line: record.line }))
            }
        }
    }
}

/// The first byte that is not white space or a byte order mark, without going past it.
fn first_sign(lines: &mut Lines) -> Result<Option<u8>> {
    let bytes = lines.bytes()?;
    Ok(bytes.iter().copied().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf)))
}

fn first_line(lines: &mut Lines) -> Result<Option<Line>> {
    while let Some(line) = lines.next()? {
        if !line.text.trim().is_empty() {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io::Cursor;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let mut table = Table::open(Source::Body(Box::new(Cursor::new(text.to_owned()))), 0, 0).unwrap();
        let mut shown = Vec::new();
        while let Some(record) = table.next().unwrap() {
            shown.push(match record.row {
                Ok(row) => row.text(&["query_text"]).unwrap_or_default(),
                Err(why) => why.to_owned(),
            });
        }
        shown
    }

    #[test]
    fn csv_tabs_bars_and_json_are_recognised() {
        for text in [
            "ID,QUERY_TEXT\n1,\"select\n1\"\n",
            "id\tquery text\n1\t\"select\n1\"\n",
            "id|Query_Text\n1|\"select\n1\"\n",
            "[{\"id\":1,\"QUERY_TEXT\":\"select\\n1\"}]",
        ] {
            assert_eq!(texts(text), ["select\n1"], "{text}");
        }
    }

    #[test]
    fn an_empty_export_has_no_rows() {
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("id,query_text\n"), [""; 0]);
    }
}
