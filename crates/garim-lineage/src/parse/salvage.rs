//! The head of a statement read here, tolerantly, and the query behind it parsed alone: options that the parser does not know
//! are no reason to lose a query.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Parsed, Read, query, scan};
use crate::{
    Dialect, Kind,
    tokens::{after_bracket, is, is_any, items, name, outside, query_starts, statement_starts, token},
};

/// A head and where its query starts.
struct Found {
    kind: Kind,
    table: Option<sqlparser::ast::ObjectName>,
    columns: Vec<String>,
    query: usize,
}

/// What can be had of a statement that the parser refuses.
pub(super) fn read(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    let found = created(tokens).or_else(|| inserted(tokens)).or_else(|| queried(tokens))?;
    let (query, end) = query(&tokens[found.query..], dialect)?;
    let left = &tokens[found.query + end..];
    let part = Parsed::Into { kind: found.kind, table: found.table, columns: found.columns, by_name: false, query };
    let mut read = Read::one(part);
    if statement_starts(left, 0) {
        read.rest = Some(left.to_vec());
    } else if !harmless(left) {
        read.notes.push("the end of the statement is not understood".to_owned());
        read.scanned = scan::tables(left);
    }
    Some(read)
}

/// What may follow a query without saying anything of where columns come from.
fn harmless(left: &[TokenWithSpan]) -> bool {
    left.is_empty()
        || is_any(
            left,
            0,
            &[
                "WITH",
                "FORMAT",
                "OPTION",
                "FOR",
                "LIMIT",
                "OFFSET",
                "SETTINGS",
                "COMMENT",
                "EMIT",
                "STORED",
                "LOCATION",
                "ON",
                "PRIMARY",
                "USING",
                "LOCK",
                "CLUSTER",
                "DISTRIBUTE",
                "SORT",
                "FETCH",
                "WAIT",
                "NOWAIT",
                "SKIP",
                "PERCENT",
                "SAMPLE",
                "UNIQUE",
                "OF",
                "INDEX",
            ],
        )
        || matches!(token(left, 0), Token::RParen)
}

/// `CREATE … TABLE|VIEW name [(columns)] … AS query`.
fn created(tokens: &[TokenWithSpan]) -> Option<Found> {
    if !is_any(tokens, 0, &["CREATE", "ALTER", "CACHE", "REPLACE"]) {
        return None;
    }
    let what = outside(tokens, 1).take(20).find(|i| is_any(tokens, *i, &["TABLE", "VIEW"]))?;
    let mut at = what + 1;
    while is_any(tokens, at, &["IF", "NOT", "EXISTS"]) {
        at += 1;
    }
    let (table, after) = name(tokens, at)?;
    let columns = if *token(tokens, after) == Token::LParen { listed(tokens, after) } else { Vec::new() };
    let says = outside(tokens, after).find(|i| is(tokens, *i, "AS") && query_starts(tokens, i + 1)).map(|i| i + 1);
    let query =
        says.or_else(|| outside(tokens, after).find(|i| is_any(tokens, *i, &["SELECT", "WITH"]) && query_starts(tokens, *i)))?;
    let kind = if is(tokens, what, "VIEW") { Kind::CreateView } else { Kind::CreateTable };
    Some(Found { kind, table: Some(table), columns, query })
}

/// `INSERT … INTO name … [(columns)] … query`.
fn inserted(tokens: &[TokenWithSpan]) -> Option<Found> {
    let insert = outside(tokens, 0).find(|i| is_any(tokens, *i, &["INSERT", "REPLACE", "UPSERT"]))?;
    if insert > 0 && !is(tokens, 0, "WITH") {
        return None;
    }
    let mut at = insert + 1;
    while is_any(
        tokens,
        at,
        &["INTO", "OVERWRITE", "TABLE", "IGNORE", "OR", "REPLACE", "ROLLBACK", "ABORT", "FAIL", "LOW_PRIORITY"],
    ) {
        at += 1;
    }
    let (table, mut after) = name(tokens, at)?;
    let mut columns = Vec::new();
    while *token(tokens, after) != Token::EOF && !query_starts(tokens, after) {
        if *token(tokens, after) == Token::LParen && !is(tokens, after.saturating_sub(1), "PARTITION") {
            columns = listed(tokens, after);
        }
        after = if *token(tokens, after) == Token::LParen { after_bracket(tokens, after) } else { after + 1 };
    }
    (after < tokens.len() && insert == 0).then_some(Found { kind: Kind::Insert, table: Some(table), columns, query: after })
}

/// Any query behind words that are not known.
fn queried(tokens: &[TokenWithSpan]) -> Option<Found> {
    let query = outside(tokens, 0).find(|i| query_starts(tokens, *i) && !is_any(tokens, *i, &["VALUES", "FROM"]))?;
    let known = ["INSERT", "UPDATE", "DELETE", "MERGE", "CREATE"];
    (!is_any(tokens, 0, &known)).then_some(Found { kind: Kind::Select, table: None, columns: Vec::new(), query })
}

/// The names of a list of columns, with or without types; constraints are none.
pub(super) fn listed(tokens: &[TokenWithSpan], open: usize) -> Vec<String> {
    const CONSTRAINTS: &[&str] =
        &["CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "INDEX", "KEY", "LIKE", "EXCLUDE", "PERIOD"];
    let columns = items(tokens, open).into_iter().filter(|item| !is_any(item, 0, CONSTRAINTS) || item.len() == 1);
    columns
        .filter_map(|item| match token(item, 0) {
            Token::Word(w) if w.quote_style.is_some() => Some(w.value.clone()),
            Token::Word(w) => Some(w.value.to_lowercase()),
            _ => None,
        })
        .collect()
}
