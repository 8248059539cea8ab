//! Procedures, functions, triggers, tasks: where the body starts.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::head::{Head, next_statement};
use crate::tokens::{are, is, is_any, literal, outside, query_starts, statement_starts, token};

/// How far from CREATE the kind of the object may stand: `CREATE OR REPLACE DEFINER = 'x'@'y' PROCEDURE`.
const MAX_HEADER: usize = 20;

/// CREATE, ALTER, PROCEDURE and FUNCTION: a routine's body, or a statement like any other.
pub(super) fn head(tokens: &[TokenWithSpan], declaring: &mut bool) -> Head {
    const ROUTINES: &[&str] = &["PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "TASK"];
    const OTHERS: &[&str] = &["TABLE", "VIEW", "AS"];
    let header = (0..MAX_HEADER.min(tokens.len())).find(|i| is_any(tokens, *i, ROUTINES) || is_any(tokens, *i, OTHERS));
    let Some(kind) = header else { return Head::Statement };
    let table_function = are(tokens, kind, &["TABLE", "FUNCTION"]);
    if is_any(tokens, kind, OTHERS) && !table_function {
        return Head::Statement;
    }
    let after = kind + 1;
    if let Some(at) = outside(tokens, after).find(|i| is_body(tokens, *i)) {
        return in_text(tokens, at);
    }
    let opens = outside(tokens, after).find(|i| is(tokens, *i, "BEGIN"));
    let says = outside(tokens, after).find(|i| is_any(tokens, *i, &["AS", "IS"]) && !is_any(tokens, i + 1, &["NULL", "NOT"]));
    match (says, opens) {
        (Some(at), _) if statement_starts(tokens, at + 1) && !is(tokens, at + 1, "BEGIN") => Head::Strip(at + 1),
        (Some(at), None) if query_starts(tokens, at + 1) => Head::Asks(at + 1..tokens.len(), tokens.len()),
        (_, Some(at)) => Head::Strip(at),
        (Some(_), None) => {
            *declaring = true;
            Head::Glue
        }
        (None, None) => bare(tokens, after),
    }
}

/// `CREATE PROCEDURE p() SELECT …`, `CREATE EVENT e ON SCHEDULE … DO DELETE …`, `CREATE FUNCTION f() RETURN (SELECT …)`.
fn bare(tokens: &[TokenWithSpan], after: usize) -> Head {
    if let Some(at) = outside(tokens, after).find(|i| is(tokens, *i, "RETURN")) {
        return Head::Asks(at + 1..tokens.len(), tokens.len());
    }
    let from = outside(tokens, after).find(|i| is(tokens, *i, "DO")).map_or(after, |at| at + 1);
    next_statement(tokens, from).map_or(Head::Still, Head::Strip)
}

/// A body in quotes: `AS $$ … $$`, `AS '…'`.
fn is_body(tokens: &[TokenWithSpan], at: usize) -> bool {
    let text = token(tokens, at);
    matches!(text, Token::DollarQuotedString(_)) || (literal(text).is_some() && at > 0 && is(tokens, at - 1, "AS"))
}

/// The body, if it is SQL.
fn in_text(tokens: &[TokenWithSpan], at: usize) -> Head {
    let language = outside(tokens, 0).find(|i| is(tokens, *i, "LANGUAGE")).map(|i| token(tokens, i + 1));
    let sql = match language {
        None => true,
        Some(Token::Word(w)) => ["SQL", "PLPGSQL", "PLSQL"].iter().any(|l| w.value.eq_ignore_ascii_case(l)),
        Some(other) => literal(other).is_some_and(|l| ["sql", "plpgsql"].iter().any(|s| l.eq_ignore_ascii_case(s))),
    };
    match literal(token(tokens, at)) {
        Some(body) if sql => Head::Body(body.to_owned()),
        _ => Head::Opaque("the body of a routine is in another language than SQL"),
    }
}
