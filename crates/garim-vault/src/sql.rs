//! Statements with many rows: sqlx costs about 100 µs a statement, SQLite a few µs a row.

use std::ops::Range;

use garim_core::{Error, Result, time::Day};

/// Rows that one statement looks up or writes: beyond this the cost of the statement itself no longer shows.
pub(crate) const ROWS_A_STATEMENT: usize = 512;

/// Cuts `len` rows into spans of descending powers of two, so that a bounded number of texts is ever prepared.
pub(crate) fn spans(len: usize) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let left = len - from;
        let take = if left >= ROWS_A_STATEMENT { ROWS_A_STATEMENT } else { left.checked_ilog2().map_or(0, |p| 1 << p) };
        from += take;
        (take > 0).then_some(from - take..from)
    })
}

/// `?,?,?`. Not `$1,$2`: SQLite finds numbered parameters by walking a list, which is quadratic in a long statement.
pub(crate) fn marks(count: usize) -> String {
    let mut text = "?,".repeat(count);
    text.pop();
    text
}

/// `(?,?),(?,?)`.
pub(crate) fn tuples(rows: usize, width: usize) -> String {
    let mut text = format!("({}),", marks(width)).repeat(rows);
    text.pop();
    text
}

/// A day as it is stored: 20201025.
pub(crate) fn number_of(day: Day) -> i64 {
    day.dt().parse().unwrap_or_default()
}

/// What a failure of the database means to a caller. sqlx's messages carry no bound value.
pub(crate) fn failed(doing: &'static str) -> impl Fn(sqlx::Error) -> Error {
    move |e| {
        let code = e.as_database_error().and_then(|d| d.code()).unwrap_or_default().into_owned();
        match code.parse::<u32>().map(|c| c & 0xff) {
            // SQLITE_BUSY and SQLITE_LOCKED, with their extended codes.
            Ok(5 | 6) => Error::Unavailable("the vault is in use by another process; try again".into()),
            _ => Error::internal(doing, e),
        }
    }
}

/// A column that is a fixed number of bytes.
pub(crate) fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N]> {
    bytes.try_into().map_err(|_| Error::internal("reading the vault", "a column has another length than it should"))
}

/// A field in hex that is a fixed number of bytes.
pub(crate) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    hex(text)?.try_into().ok()
}

/// A field in hex. Here and not from a crate: millions are read for a snapshot, and this folder is compiled with optimisation.
pub(crate) fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect::<Option<Vec<u8>>>();
    bytes.filter(|_| rest.is_empty())
}
