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
/// Most retries that the parser may nest, in half doublings of its work. Where it reads CASE, CAST, INTERVAL and the like it
/// tries twice, and where any name may name an argument (`name => value`) each call; a mistake at the bottom is then met
/// 2^(n/2) times. At this limit that took 0.04 s in the worst dialect.
pub const MAX_RETRIES: usize = 26;
/// What `(FROM …` costs: read as a query that begins with FROM, and when that fails as a table called `from`.
const OF_FROM_FIRST: usize = 2;
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
    worst(&tokens, dialect.rules().supports_named_fn_args_with_expr_name(), MAX_RETRIES)
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
    case: bool,
    /// What its opening cost.
    retries: usize,
    /// What prefix words in a row cost.
    words: usize,
    /// What those before the name that was read last cost: they stand before its brackets as well.
    named_by: usize,
    /// What a named argument costs, up to the next comma.
    named: usize,
}

impl Level {
    fn cost(&self) -> usize {
        self.retries + self.words + self.named
    }

    fn length(&self) -> usize {
        self.chain + self.sets
    }
}

/// The limits on the shape, in one pass over the tokens. The parser's work is bounded where it is called.
pub(crate) fn check_tokens<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> Result<(), Refused> {
    worst(tokens, false, usize::MAX)
}

/// One pass over the tokens: what is nested is summed up as it opens and closes.
fn worst<'a>(tokens: impl IntoIterator<Item = &'a Token>, named_arguments: bool, most: usize) -> Result<(), Refused> {
    let mut levels = vec![Level::default()];
    let (mut retries, mut chain, mut run) = (0usize, 0usize, 0usize);
    let mut before: Option<&Token> = None;
    for (count, token) in tokens.into_iter().filter(|t| !matches!(t, Token::Whitespace(_))).enumerate() {
        if count >= MAX_TOKENS {
            return Err(Refused::TooManyTokens);
        }
        let opens = matches!(token, Token::LParen | Token::LBracket | Token::LBrace);
        run = if opens { run + 1 } else { 0 };
        let case = keyword(token) == Some(Keyword::CASE);
        if let (Some(Token::LParen), Some(Keyword::FROM), Some(level)) = (before, keyword(token), levels.last_mut()) {
            level.retries += OF_FROM_FIRST;
            retries += OF_FROM_FIRST;
        }
        if opens || case {
            let cost = if case { 2 } else { before.map_or(0, |b| retries_of_bracket(b, named_arguments)) };
            let cost = cost + levels.last_mut().filter(|l| l.words == 0).map_or(0, |level| std::mem::take(&mut level.named_by));
            levels.push(Level { case, retries: cost, ..Level::default() });
            retries += cost;
        } else if closes(token, &levels) {
            let closed = levels.pop().unwrap_or_default();
            (retries, chain) = (retries - closed.cost(), chain - closed.length());
        } else if let Some(level) = levels.last_mut() {
            let (cost, length) = (level.cost(), level.length());
            measure(level, token, before == Some(&Token::Period));
            (retries, chain) = (retries - cost + level.cost(), chain - length + level.length());
        }
        if run > MAX_BRACKET_RUN || levels.len() > MAX_NESTING || retries > most {
            return Err(Refused::TooDeep);
        }
        if chain > MAX_CHAIN {
            return Err(Refused::ChainTooLong);
        }
        before = Some(token);
    }
    Ok(())
}

/// What a bracket costs after the token before it: nothing after names and clause words, where the parser goes one way only;
/// after any other word it may have a grammar of its own, and be read again as a plain name when that fails.
fn retries_of_bracket(before: &Token, named_arguments: bool) -> usize {
    let Token::Word(w) = before else { return 0 };
    match w.keyword {
        _ if w.quote_style.is_some() => usize::from(named_arguments) * 2,
        Keyword::POSITION => 4 + usize::from(named_arguments),
        k if opens_clause(k) => 0,
        k if k == Keyword::NoKeyword || is_plain_function(k) => usize::from(named_arguments) * 2,
        _ => 2 + usize::from(named_arguments),
    }
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

/// Functions that the tokenizer lists as keywords, and that are called as any other.
fn is_plain_function(k: Keyword) -> bool {
    use Keyword as K;
    matches!(
        k,
        K::AVG
            | K::COUNT
            | K::DATE
            | K::MAX
            | K::MIN
            | K::SUM
            | K::RANK
            | K::ROW_NUMBER
            | K::UPPER
            | K::LOWER
            | K::ABS
            | K::COALESCE
    )
}

/// Words after which a bracket is no call.
fn opens_clause(k: Keyword) -> bool {
    use Keyword as K;
    matches!(
        k,
        K::AND
            | K::BY
            | K::ELSE
            | K::FROM
            | K::HAVING
            | K::IN
            | K::JOIN
            | K::ON
            | K::OR
            | K::SELECT
            | K::THEN
            | K::WHEN
            | K::WHERE
    )
}

/// Counts what makes the tree deeper at one level of brackets.
fn measure(level: &mut Level, token: &Token, dotted: bool) {
    if *token != Token::Period && !dotted {
        level.named_by = level.words;
    }
    match token {
        Token::Comma => (level.chain, level.words, level.named) = (0, 0, 0),
        Token::Assignment | Token::RArrow => level.named = 2,
        Token::SemiColon => (level.chain, level.sets) = (0, 0),
        Token::Word(w) if w.quote_style.is_none() => match w.keyword {
            Keyword::INTERVAL | Keyword::PRIOR | Keyword::LAMBDA => level.words += 2,
            Keyword::NoKeyword => level.words = 0,
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
        Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_) => level.words = 0,
        Token::Period => {}
        _ => level.chain += 1,
    }
}
