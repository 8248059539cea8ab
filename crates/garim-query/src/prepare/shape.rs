//! The limits on a statement's shape, in one pass over its tokens, before anything is parsed.

use datafusion::sql::sqlparser::{
    keywords::Keyword,
    tokenizer::{Token, TokenWithSpan},
};
use garim_core::{Error, Result};

use crate::limits::{MAX_CHAIN, MAX_DEPTH, MAX_SET_OPERATIONS, MAX_TABLES, MAX_TERMS};

/// One open bracket or CASE.
#[derive(Default)]
struct Level {
    chain: usize,
    case: bool,
}

/// What is counted over the whole statement.
#[derive(Default)]
struct Counts {
    terms: usize,
    sets: usize,
    joins: usize,
}

/// Refuses a statement that would be too deep or too long to plan.
pub(super) fn check(tokens: &[TokenWithSpan]) -> Result<()> {
    let mut levels = vec![Level::default()];
    let (mut counts, mut after_period) = (Counts::default(), false);
    for token in tokens.iter().map(|t| &t.token).filter(|t| !matches!(t, Token::Whitespace(_))) {
        match token {
            Token::LParen | Token::LBracket | Token::LBrace => levels.push(Level::default()),
            _ if keyword(token) == Some(Keyword::CASE) => levels.push(Level { case: true, ..Level::default() }),
            _ if closes(token, &levels) => drop(levels.pop()),
            _ => {}
        }
        counts.add(token, after_period);
        after_period = matches!(token, Token::Period);
        if let Some(level) = levels.last_mut() {
            level.chain = if begins_anew(token) { 0 } else { level.chain + 1 };
        }
        refuse(&levels, &counts)?;
    }
    Ok(())
}

fn refuse(levels: &[Level], counts: &Counts) -> Result<()> {
    let chain = levels.last().map_or(0, |l| l.chain);
    let limits = [
        (levels.len() > MAX_DEPTH + 1, "levels of brackets and CASE", MAX_DEPTH),
        (chain > MAX_CHAIN, "words and signs in one expression", MAX_CHAIN),
        (counts.terms > MAX_TERMS, "names and literals", MAX_TERMS),
        (counts.sets > MAX_SET_OPERATIONS, "set operations", MAX_SET_OPERATIONS),
        (counts.joins >= MAX_TABLES, "tables", MAX_TABLES),
    ];
    match limits.into_iter().find(|(broken, ..)| *broken) {
        Some((_, what, most)) => Err(Error::invalid(format!("the statement is too large; up to {most} {what} are accepted"))),
        None => Ok(()),
    }
}

impl Counts {
    fn add(&mut self, token: &Token, after_period: bool) {
        match token {
            Token::Word(_) => match keyword(token) {
                None | Some(Keyword::NoKeyword) => self.terms += usize::from(!after_period),
                Some(Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT | Keyword::MINUS) => self.sets += 1,
                Some(Keyword::JOIN) => self.joins += 1,
                Some(_) => {}
            },
            Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::DollarQuotedString(_)
            | Token::Placeholder(_) => self.terms += 1,
            _ => {}
        }
    }
}

/// The keyword of an unquoted word.
fn keyword(token: &Token) -> Option<Keyword> {
    match token {
        Token::Word(w) if w.quote_style.is_none() => Some(w.keyword),
        _ => None,
    }
}

/// Whether a token closes the innermost level: END closes CASE, a bracket closes a bracket.
fn closes(token: &Token, levels: &[Level]) -> bool {
    let Some(level) = levels.last().filter(|_| levels.len() > 1) else { return false };
    match token {
        Token::RParen | Token::RBracket | Token::RBrace => !level.case,
        _ => level.case && keyword(token) == Some(Keyword::END),
    }
}

/// Whether what follows is an expression of its own, no deeper in the tree than what came before.
fn begins_anew(token: &Token) -> bool {
    matches!(token, Token::Comma | Token::SemiColon)
        || matches!(
            keyword(token),
            Some(
                Keyword::SELECT
                    | Keyword::FROM
                    | Keyword::WHERE
                    | Keyword::GROUP
                    | Keyword::HAVING
                    | Keyword::ORDER
                    | Keyword::JOIN
                    | Keyword::ON
                    | Keyword::WHEN
                    | Keyword::THEN
                    | Keyword::ELSE
            )
        )
}
