//! Tables of a statement that was not understood: the names after FROM, JOIN, INTO and the like, but for those of its CTEs.

use std::collections::HashSet;

use sqlparser::{
    ast::ObjectName,
    keywords::Keyword,
    tokenizer::{Token, TokenWithSpan},
};

use crate::tokens::{is, is_any, keyword, name, token};

/// Most tables that a broken statement is believed to name.
const MAX_TABLES: usize = 500;

/// The tables that are seen, and whether each is written.
pub(super) fn tables(tokens: &[TokenWithSpan]) -> Vec<(ObjectName, bool)> {
    let ctes = ctes(tokens);
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    for at in 0..tokens.len() {
        let Some(written) = introduces(tokens, at) else { continue };
        for table in list(tokens, skip(tokens, at + 1), !written) {
            let single = table.0.len() == 1 && ctes.contains(&table.to_string().to_lowercase());
            if !single && found.len() < MAX_TABLES && seen.insert((table.to_string(), written)) {
                found.push((table, written));
            }
        }
    }
    found
}

/// Whether a word is followed by tables, and whether those are written.
fn introduces(tokens: &[TokenWithSpan], at: usize) -> Option<bool> {
    let first = at == 0;
    match keyword(token(tokens, at))? {
        // `extract(day from x)`, `trim(both from x)`: no table stands there.
        Keyword::FROM if in_function(tokens, at) => None,
        Keyword::FROM | Keyword::JOIN => Some(false),
        Keyword::USING if is(tokens, 0, "MERGE") => Some(false),
        Keyword::INTO => Some(true),
        Keyword::OVERWRITE if !is(tokens, at + 1, "INTO") => Some(true),
        Keyword::UPDATE if first => Some(true),
        Keyword::INSERT if first && !is_any(tokens, at + 1, &["INTO", "OVERWRITE", "OR", "IGNORE", "ALL", "FIRST"]) => Some(true),
        Keyword::TABLE | Keyword::VIEW if is(tokens, 0, "CREATE") => Some(true),
        _ => None,
    }
}

/// Whether FROM stands within a call such as `extract(…)`: a bracket opens shortly before it, and no SELECT behind that.
fn in_function(tokens: &[TokenWithSpan], at: usize) -> bool {
    for before in (at.saturating_sub(3)..at).rev() {
        match token(tokens, before) {
            Token::LParen => {
                return before > 0
                    && is_any(tokens, before - 1, &["EXTRACT", "TRIM", "SUBSTRING", "OVERLAY", "POSITION", "LTRIM", "RTRIM"]);
            }
            t if keyword(t) == Some(Keyword::SELECT) => return false,
            _ => {}
        }
    }
    false
}

/// Words between INTO and the name.
fn skip(tokens: &[TokenWithSpan], mut at: usize) -> usize {
    while is_any(tokens, at, &["TABLE", "ONLY", "LATERAL", "IF", "NOT", "EXISTS", "OVERWRITE", "INTO"]) {
        at += 1;
    }
    at
}

/// Names in a list with aliases: `a x, b AS y`. What is no name ends it.
fn list(tokens: &[TokenWithSpan], mut at: usize, several: bool) -> Vec<ObjectName> {
    let mut names = Vec::new();
    while let Some((found, next)) = name(tokens, at) {
        // A bracket after it makes it a function, a reserved word was none.
        let first = keyword(token(tokens, at));
        let reserved = matches!(first, Some(Keyword::SELECT | Keyword::VALUES | Keyword::UNNEST | Keyword::SET | Keyword::FROM));
        if reserved || (several && *token(tokens, next) == Token::LParen) {
            break;
        }
        names.push(found);
        at = next;
        at += usize::from(is(tokens, at, "AS"));
        at += usize::from(matches!(token(tokens, at), Token::Word(_)) && *token(tokens, at + 1) == Token::Comma);
        if !several || *token(tokens, at) != Token::Comma {
            break;
        }
        at += 1;
    }
    names
}

/// Names that WITH gives: `name AS (`, `name (a, b) AS (`.
fn ctes(tokens: &[TokenWithSpan]) -> HashSet<String> {
    let mut names = HashSet::new();
    for at in 1..tokens.len() {
        let opens = is(tokens, at, "AS") && *token(tokens, at + 1) == Token::LParen;
        if let (true, Token::Word(w)) = (opens, token(tokens, at - 1)) {
            names.insert(w.value.to_lowercase());
        }
    }
    names
}
