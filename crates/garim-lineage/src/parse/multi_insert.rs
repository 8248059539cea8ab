//! Hive's `FROM t INSERT … SELECT … INSERT … SELECT …`, taken apart into one INSERT for each; and `FROM t SELECT …`, which is
//! turned round.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::limits::MAX_TOKENS;
use crate::tokens::{after_bracket, is, is_any, outside, token};

/// Most inserts of one statement that are taken apart: each repeats the source.
const MAX_INSERTS: usize = 200;

/// The parts, each a statement of its own; `None` where it is nothing of this form.
pub(super) fn parts(tokens: &[TokenWithSpan]) -> Option<Vec<Vec<TokenWithSpan>>> {
    let from = from(tokens)?;
    // BigQuery's `FROM t |> SELECT …` is read by the parser.
    if tokens.iter().any(|t| t.token == Token::VerticalBarRightAngleBracket) {
        return None;
    }
    let inserts = outside(tokens, from).find(|i| is(tokens, *i, "INSERT")).unwrap_or(tokens.len());
    let starts: Vec<usize> = outside(tokens, from)
        .filter(|i| is(tokens, *i, "INSERT") || (*i < inserts && is(tokens, *i, "SELECT")))
        .filter(|i| *i > from + 1)
        .collect();
    let first = *starts.first()?;
    let source = &tokens[from..first];
    if source.len() * starts.len() > MAX_TOKENS {
        return None;
    }
    let with = &tokens[..from];
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    Some(starts.iter().zip(ends).take(MAX_INSERTS).filter_map(|(start, end)| part(&tokens[*start..end], source, with)).collect())
}

/// Where FROM stands, if it stands first or right after CTEs.
fn from(tokens: &[TokenWithSpan]) -> Option<usize> {
    if is(tokens, 0, "FROM") {
        return Some(0);
    }
    if !is(tokens, 0, "WITH") {
        return None;
    }
    let at = outside(tokens, 1).find(|i| is_any(tokens, *i, &["FROM", "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"]))?;
    is(tokens, at, "FROM").then_some(at)
}

/// `INSERT … SELECT columns [WHERE …]` over the source: `INSERT … WITH … SELECT columns FROM source [WHERE …]`.
fn part(tokens: &[TokenWithSpan], source: &[TokenWithSpan], with: &[TokenWithSpan]) -> Option<Vec<TokenWithSpan>> {
    let select = outside(tokens, 0).find(|i| is_any(tokens, *i, &["SELECT", "MAP", "REDUCE"]))?;
    let clauses = ["WHERE", "GROUP", "HAVING", "CLUSTER", "DISTRIBUTE", "SORT", "ORDER", "LIMIT", "LATERAL", "WINDOW", "UNION"];
    let tail = outside(tokens, select + 1).find(|i| is_any(tokens, *i, &clauses) && !is_call(tokens, *i)).unwrap_or(tokens.len());
    // A part may bring a source of its own after all.
    if outside(tokens, select + 1).take_while(|i| *i < tail).any(|i| is(tokens, i, "FROM")) {
        return Some(with.iter().chain(tokens).cloned().collect());
    }
    let (head, columns, rest) = (&tokens[..select], &tokens[select..tail], &tokens[tail..]);
    Some(head.iter().chain(with).chain(columns).chain(source).chain(rest).cloned().collect())
}

fn is_call(tokens: &[TokenWithSpan], at: usize) -> bool {
    *token(tokens, at + 1) == Token::LParen
        && after_bracket(tokens, at + 1) < tokens.len()
        && !is_any(tokens, at, &["WHERE", "HAVING"])
}
