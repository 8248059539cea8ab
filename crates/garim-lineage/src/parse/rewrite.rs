//! Clauses that the parser does not know, as the clauses that it knows and that move the same columns.

use sqlparser::{
    keywords::Keyword,
    tokenizer::{Token, TokenWithSpan, Word},
};

use crate::{
    merge::ALL_COLUMNS,
    tokens::{after_bracket, are, is, is_any, outside, token},
};

/// Rewrites what can be; says whether anything changed.
pub(super) fn clauses(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let mut changed = updated_tables(tokens);
    changed |= whole_rows(tokens);
    changed |= nothing_done(tokens);
    changed |= typed_arrays(tokens);
    changed |= qualified_exceptions(tokens);
    changed | semantic_aliases(tokens)
}

fn word(value: &str, keyword: Keyword) -> Token {
    Token::Word(Word { value: value.to_owned(), quote_style: None, keyword })
}

/// MySQL's `UPDATE a, b SET …` is `UPDATE a CROSS JOIN b SET …`.
fn updated_tables(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let Some(set) = outside(tokens, 0).find(|i| is(tokens, *i, "SET")) else { return false };
    if !is(tokens, 0, "UPDATE") {
        return false;
    }
    let commas: Vec<usize> = outside(tokens, 0).take_while(|i| *i < set).filter(|i| *token(tokens, *i) == Token::Comma).collect();
    for at in commas.iter().rev() {
        let span = tokens[*at].span;
        let join = [word("cross", Keyword::CROSS), word("join", Keyword::JOIN)].map(|token| TokenWithSpan { token, span });
        tokens.splice(*at..at + 1, join);
    }
    !commas.is_empty()
}

/// `UPDATE SET *` and `INSERT *` of a MERGE: each column of the source into the one of its name.
fn whole_rows(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let mut changed = false;
    let mut at = 1;
    while is(tokens, 0, "MERGE") && at < tokens.len() {
        if *token(tokens, at) == Token::Mul && is(tokens, at - 1, "INSERT") {
            tokens[at].token = word("row", Keyword::ROW);
            changed = true;
        } else if *token(tokens, at) == Token::Mul && is(tokens, at - 1, "SET") {
            let span = tokens[at].span;
            let all = || word(ALL_COLUMNS, Keyword::NoKeyword);
            tokens.splice(at..at + 1, [all(), Token::Eq, all()].map(|token| TokenWithSpan { token, span }));
            changed = true;
        }
        at += 1;
    }
    changed
}

/// `WHEN … THEN DO NOTHING` of a MERGE.
fn nothing_done(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let mut changed = false;
    while is(tokens, 0, "MERGE") {
        let Some(end) = outside(tokens, 1).find(|i| are(tokens, *i, &["THEN", "DO", "NOTHING"])) else { break };
        let Some(start) = outside(tokens, 1).take_while(|i| *i < end).filter(|i| is(tokens, *i, "WHEN")).last() else { break };
        tokens.drain(start..end + 3);
        changed = true;
    }
    changed
}

/// BigQuery's `ARRAY<STRUCT<a INT64>>[…]` is `[…]`.
fn typed_arrays(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at + 1 < tokens.len() {
        if is(tokens, at, "ARRAY")
            && *token(tokens, at + 1) == Token::Lt
            && let Some(end) = after_angle(tokens, at + 1)
            && *token(tokens, end) == Token::LBracket
        {
            tokens.drain(at..end);
            changed = true;
        }
        at += 1;
    }
    changed
}

/// The place after the angle that closes the one at `open`.
fn after_angle(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for i in open..tokens.len() {
        match token(tokens, i) {
            Token::Lt => depth += 1,
            Token::Gt => depth = depth.checked_sub(1)?,
            Token::ShiftRight => depth = depth.checked_sub(2)?,
            Token::Word(_) | Token::Comma | Token::Period | Token::LParen | Token::RParen | Token::Number(..) => {}
            _ => return None,
        }
        if depth == 0 {
            return Some(i + 1);
        }
    }
    None
}

/// `* EXCEPT (t.a)` is `* EXCEPT (a)`.
fn qualified_exceptions(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let mut changed = false;
    let mut at = 1;
    while at + 1 < tokens.len() {
        let star = *token(tokens, at - 1) == Token::Mul && is_any(tokens, at, &["EXCEPT", "EXCLUDE"]);
        if star && *token(tokens, at + 1) == Token::LParen {
            let mut i = at + 2;
            while i + 1 < tokens.len() && *token(tokens, i) != Token::RParen {
                if matches!(token(tokens, i), Token::Word(_)) && *token(tokens, i + 1) == Token::Period {
                    tokens.drain(i..i + 2);
                    changed = true;
                } else {
                    i += 1;
                }
            }
        }
        at += 1;
    }
    changed
}

/// Snowflake's `SEMANTIC_VIEW(v DIMENSIONS f(a) AS b)`: the view is asked for `b`.
fn semantic_aliases(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let mut changed = false;
    let Some(open) = (1..tokens.len()).find(|i| is(tokens, i - 1, "SEMANTIC_VIEW") && *token(tokens, *i) == Token::LParen) else {
        return false;
    };
    loop {
        let end = after_bracket(tokens, open).saturating_sub(1);
        let inner: Vec<usize> = outside(&tokens[..end], open + 1).collect();
        let Some(says) = inner.iter().copied().find(|i| is(tokens, *i, "AS")) else { break };
        let starts = |i: &usize| *token(tokens, *i) == Token::Comma || is_any(tokens, *i, &["METRICS", "DIMENSIONS", "FACTS"]);
        let Some(start) = inner.iter().copied().rfind(|i| *i < says && starts(i)) else { break };
        tokens.drain(start + 1..says + 1);
        changed = true;
    }
    changed
}
