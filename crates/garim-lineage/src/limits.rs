//! What is refused before parsing, because a parser's work or an analyser's stack may grow with it beyond reason.

use sqlparser::{
    keywords::Keyword,
    tokenizer::{Token, Tokenizer},
};

use crate::Dialect;

/// Longest text, in bytes: generated SQL of the largest dbt projects stays below 1 MB.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Most tokens of a text: bounds the work and the memory of the syntax tree.
pub const MAX_TOKENS: usize = 400_000;
/// Deepest nesting of brackets and CASE: people nest ten deep, generators thirty.
pub const MAX_NESTING: usize = 64;
/// Most opening brackets in a row: the parser tries some of them twice at every level, so that its work doubles with each.
pub const MAX_BRACKET_RUN: usize = 12;
/// Most calls inside calls, in dialects where the parser tries each argument twice (`name => value` with any name).
pub const MAX_CALLS_TRIED_TWICE: usize = 14;
/// Longest chain of operators or set operations: each makes the tree one deeper without any bracket.
pub const MAX_CHAIN: usize = 1_000;
/// Deepest recursion that the parser is allowed.
pub(crate) const MAX_PARSER_DEPTH: usize = 100;
/// Deepest recursion of the analyser over a syntax tree that somebody else parsed.
pub(crate) const MAX_TREE_DEPTH: usize = 200;
/// Most inputs of one output column; beyond it the column is unresolved (a union of thousands of joins).
pub(crate) const MAX_INPUTS: usize = 2_000;

/// Why a text was not parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too many bytes.
    #[error("the statement has {0} bytes; up to {MAX_BYTES} are accepted")]
    TooLong(usize),
    /// Too many tokens.
    #[error("the statement has more than {MAX_TOKENS} words and signs")]
    TooManyTokens,
    /// Brackets or CASE too deep.
    #[error(
        "the statement nests deeper than {MAX_NESTING} levels, or opens too many brackets or calls at once ({MAX_BRACKET_RUN})"
    )]
    TooDeep,
    /// A chain of operators too long.
    #[error("the statement chains more than {MAX_CHAIN} operators")]
    ChainTooLong,
    /// It does not split into words and signs. The message has no literal.
    #[error("the statement has an unfinished literal, comment or quoted name")]
    NotTokens,
}

/// Whether a text may be parsed at all. For doors that use another parser: check first, then parse.
pub fn check(sql: &str, dialect: Dialect) -> Result<(), Refused> {
    check_bytes(sql)?;
    let tokens = Tokenizer::new(dialect.rules(), sql).tokenize().map_err(|_| Refused::NotTokens)?;
    check_tokens(&tokens, dialect)
}

/// The limit on bytes, before anything else looks at the text.
pub(crate) fn check_bytes(sql: &str) -> Result<(), Refused> {
    if sql.len() > MAX_BYTES { Err(Refused::TooLong(sql.len())) } else { Ok(()) }
}

/// One open bracket or CASE.
#[derive(Default)]
struct Level {
    chain: usize,
    sets: usize,
    call: bool,
    case: bool,
}

/// The limits on the shape, in one pass over the tokens.
pub(crate) fn check_tokens<'a>(tokens: impl IntoIterator<Item = &'a Token>, dialect: Dialect) -> Result<(), Refused> {
    let most_calls = if dialect.rules().supports_named_fn_args_with_expr_name() { MAX_CALLS_TRIED_TWICE } else { MAX_NESTING };
    let mut levels = vec![Level::default()];
    let (mut run, mut calls, mut after_word) = (0, 0, false);
    for (count, token) in tokens.into_iter().filter(|t| !matches!(t, Token::Whitespace(_))).enumerate() {
        if count >= MAX_TOKENS {
            return Err(Refused::TooManyTokens);
        }
        let opens = matches!(token, Token::LParen | Token::LBracket | Token::LBrace);
        run = if opens { run + 1 } else { 0 };
        let case = keyword(token) == Some(Keyword::CASE);
        if opens || case {
            let call = opens && after_word;
            calls += usize::from(call);
            levels.push(Level { call, case, ..Level::default() });
        } else if closes(token, &levels) {
            calls -= usize::from(levels.pop().is_some_and(|l| l.call));
        } else if let Some(level) = levels.last_mut() {
            measure(level, token);
        }
        if run > MAX_BRACKET_RUN || levels.len() > MAX_NESTING || calls > most_calls {
            return Err(Refused::TooDeep);
        }
        if levels.iter().map(|l| l.chain + l.sets).sum::<usize>() > MAX_CHAIN {
            return Err(Refused::ChainTooLong);
        }
        after_word = matches!(token, Token::Word(w) if w.keyword == Keyword::NoKeyword || is_function_like(w.keyword));
    }
    Ok(())
}

/// Whether a token closes the innermost level. END closes a CASE only, a bracket closes brackets only: a level is never
/// closed by what the parser would read otherwise.
fn closes(token: &Token, levels: &[Level]) -> bool {
    let Some(level) = levels.last().filter(|_| levels.len() > 1) else { return false };
    match token {
        Token::RParen | Token::RBracket | Token::RBrace => !level.case,
        _ => level.case && keyword(token) == Some(Keyword::END),
    }
}

/// The keyword of an unquoted word.
fn keyword(token: &Token) -> Option<Keyword> {
    match token {
        Token::Word(w) if w.quote_style.is_none() => Some(w.keyword),
        _ => None,
    }
}

/// Words that the tokenizer lists as keywords and that may be called all the same: all but those that open a clause.
fn is_function_like(k: Keyword) -> bool {
    !matches!(
        k,
        Keyword::FROM
            | Keyword::JOIN
            | Keyword::IN
            | Keyword::AS
            | Keyword::AND
            | Keyword::OR
            | Keyword::NOT
            | Keyword::EXISTS
            | Keyword::WHERE
            | Keyword::SELECT
            | Keyword::ON
            | Keyword::UNION
            | Keyword::ALL
            | Keyword::BY
            | Keyword::OVER
            | Keyword::USING
            | Keyword::VALUES
            | Keyword::WHEN
            | Keyword::THEN
            | Keyword::ELSE
            | Keyword::HAVING
            | Keyword::EXCEPT
            | Keyword::INTERSECT
            | Keyword::DISTINCT
            | Keyword::LATERAL
            | Keyword::SET
            | Keyword::BETWEEN
            | Keyword::LIKE
    )
}

/// Counts what makes the tree deeper at one level of brackets.
fn measure(level: &mut Level, token: &Token) {
    match token {
        Token::Comma => level.chain = 0,
        Token::SemiColon => (level.chain, level.sets) = (0, 0),
        Token::Word(w) if w.quote_style.is_none() => match w.keyword {
            Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT | Keyword::MINUS => level.sets += 1,
            Keyword::SELECT
            | Keyword::FROM
            | Keyword::WHERE
            | Keyword::WHEN
            | Keyword::THEN
            | Keyword::ELSE
            | Keyword::ON
            | Keyword::GROUP
            | Keyword::HAVING
            | Keyword::ORDER
            | Keyword::JOIN => level.chain = 0,
            Keyword::AND
            | Keyword::OR
            | Keyword::NOT
            | Keyword::IS
            | Keyword::IN
            | Keyword::LIKE
            | Keyword::ILIKE
            | Keyword::RLIKE
            | Keyword::REGEXP
            | Keyword::BETWEEN
            | Keyword::COLLATE
            | Keyword::AT
            | Keyword::DIV
            | Keyword::SIMILAR => level.chain += 1,
            _ => {}
        },
        Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_) | Token::Period => {}
        _ => level.chain += 1,
    }
}
