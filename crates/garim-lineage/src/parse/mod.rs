//! From tokens to syntax: the parser where it can, and what helps it where it cannot.
//!
//! In order: forms that are read here ([`form`]), Hive's multi-insert taken apart, the parser with the dialect's own rules; then,
//! only where that failed, repairs of the tokens, the rules of its nearest relatives, the head read here and the query behind
//! it parsed alone, and at last a look at the names after FROM, JOIN and INTO. Whatever is lost on the way is said.

mod bounded;
mod form;
mod leave_out;
mod multi_insert;
mod repair;
mod rewrite;
mod salvage;
mod scan;

use sqlparser::{
    ast::{ObjectName, Query, Statement},
    dialect as sql,
    keywords::Keyword,
    parser::Parser,
    tokenizer::{Token, TokenWithSpan},
};

use bounded::{Bounded, within};

use crate::{Dialect, Kind, fingerprint, limits::MAX_PARSER_DEPTH, tokens::statement_starts};

/// Longest statement, in tokens, that is tried again after it was refused: each try costs as much as the first.
const MAX_TRIED_AGAIN: usize = 50_000;

/// One thing that a statement does.
#[derive(Debug)]
pub(crate) enum Parsed {
    /// As the parser read it.
    Statement(Statement),
    /// A query's result goes into a table, or out of the database (`None`).
    Into {
        /// What kind of statement it is.
        kind: Kind,
        /// The table.
        table: Option<ObjectName>,
        /// Its columns, if they are listed.
        columns: Vec<String>,
        /// The result's own names say where each column goes.
        by_name: bool,
        /// The query.
        query: Box<Query>,
    },
    /// One table becomes another, or gives its rows to it.
    Moved {
        /// What is read.
        from: ObjectName,
        /// What is written.
        to: ObjectName,
        /// The first is not there any more.
        gone: bool,
    },
    /// A table is filled from outside of the database.
    Written(ObjectName, Vec<String>),
    /// A table is changed or emptied.
    Changed(ObjectName),
    /// A file or a stage, and whether it is written.
    Location(String, bool),
    /// A table's rows leave the database.
    Taken(ObjectName),
    /// Tables are dropped.
    Dropped(Vec<ObjectName>),
    /// Names without a schema are in this one from now on.
    Use(String),
    /// Nothing that moves columns.
    Still,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// What the statement does.
    pub parts: Vec<Parsed>,
    /// Tables that were seen without being understood, and whether they are written.
    pub scanned: Vec<(ObjectName, bool)>,
    /// What was not understood.
    pub notes: Vec<String>,
    /// The fingerprint of what was not parsed.
    pub unsure: String,
    /// A statement that follows without a semicolon.
    pub rest: Option<Vec<TokenWithSpan>>,
}

impl Read {
    /// One thing, wholly understood.
    fn one(part: Parsed) -> Self {
        Self { parts: vec![part], ..Self::default() }
    }
}

/// Reads one statement.
pub(crate) fn read(mut tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Read {
    if let Some(read) = form::read(&tokens, dialect) {
        return read;
    }
    if let Some(parts) = multi_insert::parts(&tokens) {
        return several(parts, dialect);
    }
    repair::always(&mut tokens, dialect);
    let (tokens, place) = match attempt(tokens, dialect.rules()) {
        Ok(done) => return done,
        Err(failed) => failed,
    };
    if tokens.len() > MAX_TRIED_AGAIN {
        return unread(&tokens, place);
    }
    let mut repaired = tokens.clone();
    if repair::after_failure(&mut repaired, dialect)
        && let Ok(done) = attempt(repaired.clone(), dialect.rules())
    {
        return done;
    }
    for rules in relatives(dialect) {
        if let Ok(done) = attempt(repaired.clone(), *rules) {
            return done;
        }
    }
    if let Some(done) = salvage::read(&repaired, dialect) {
        return done;
    }
    unread(&tokens, place)
}

/// A statement that was not understood: its tables, as far as they can be seen.
fn unread(tokens: &[TokenWithSpan], place: String) -> Read {
    Read { scanned: scan::tables(tokens), notes: vec![place], unsure: fingerprint::of_spanned(tokens, true), ..Read::default() }
}

/// Parts of one statement, each read alone.
fn several(parts: Vec<Vec<TokenWithSpan>>, dialect: Dialect) -> Read {
    let mut whole = Read::default();
    for part in parts {
        let one = read(part, dialect);
        whole.parts.extend(one.parts);
        whole.scanned.extend(one.scanned);
        whole.notes.extend(one.notes);
        if whole.unsure.is_empty() {
            whole.unsure = one.unsure;
        }
    }
    whole
}

/// Dialects whose grammar is near: what one leaves out another may know.
fn relatives(dialect: Dialect) -> &'static [&'static dyn sql::Dialect] {
    match dialect {
        Dialect::Hive => &[&sql::SparkSqlDialect {}, &sql::DatabricksDialect {}, &sql::GenericDialect {}],
        Dialect::Spark => &[&sql::DatabricksDialect {}, &sql::HiveDialect {}, &sql::GenericDialect {}],
        Dialect::Redshift => &[&sql::PostgreSqlDialect {}, &sql::SnowflakeDialect, &sql::GenericDialect {}],
        Dialect::Postgres => &[&sql::GenericDialect {}, &sql::DuckDbDialect {}, &sql::RedshiftSqlDialect {}],
        Dialect::Snowflake => &[&sql::GenericDialect {}, &sql::DatabricksDialect {}],
        Dialect::Trino => &[&sql::PostgreSqlDialect {}, &sql::DatabricksDialect {}, &sql::SnowflakeDialect],
        Dialect::Ansi => &[&sql::GenericDialect {}, &sql::PostgreSqlDialect {}, &sql::HiveDialect {}, &sql::MySqlDialect {}],
        Dialect::Generic => &[&sql::PostgreSqlDialect {}, &sql::HiveDialect {}, &sql::MySqlDialect {}, &sql::MsSqlDialect {}],
        _ => &[&sql::GenericDialect {}, &sql::SnowflakeDialect, &sql::PostgreSqlDialect {}],
    }
}

/// What a failed attempt leaves: the tokens, and where it stopped.
type Failed = (Vec<TokenWithSpan>, String);

/// One attempt with one set of rules.
fn attempt(tokens: Vec<TokenWithSpan>, rules: &'static dyn sql::Dialect) -> Result<Read, Failed> {
    let count = tokens.len();
    let bounded = Bounded::new(rules, &tokens);
    let mut parser = Parser::new(&bounded).with_recursion_limit(MAX_PARSER_DEPTH).with_tokens_with_locations(tokens);
    let statement = within(|| parser.parse_statement());
    let left = |parser: &Parser, from: usize| (from..count).map(|i| parser.token_at(i).clone()).collect::<Vec<_>>();
    if let Some(Ok(statement)) = statement {
        let at = stopped(&parser, count);
        if at >= count {
            return Ok(Read::one(Parsed::Statement(statement)));
        }
        let rest = left(&parser, at);
        if statement_starts(&rest, 0) {
            return Ok(Read { rest: Some(rest), ..Read::one(Parsed::Statement(statement)) });
        }
    }
    let place = place(&parser);
    Err((left(&parser, 0), place))
}

/// The place of the token that the parser would read next. Blanks are gone, so that its index counts our tokens.
fn stopped(parser: &Parser, count: usize) -> usize {
    if parser.peek_token_ref().token == Token::EOF { count } else { parser.get_current_index() + 1 }
}

/// The query at the start of some tokens, and where it ends; with the dialect's own rules, or the relative's that gets furthest.
fn query(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<(Box<Query>, usize)> {
    let rules = std::iter::once(dialect.rules()).chain(relatives(dialect).iter().copied());
    let mut best: Option<(Box<Query>, usize)> = None;
    for rules in rules {
        let bounded = Bounded::new(rules, tokens);
        let mut parser = Parser::new(&bounded).with_recursion_limit(MAX_PARSER_DEPTH).with_tokens_with_locations(tokens.to_vec());
        let Some(Ok(query)) = within(|| parser.parse_query()) else { continue };
        let at = stopped(&parser, tokens.len());
        if best.as_ref().is_none_or(|(_, furthest)| at > *furthest) {
            best = Some((query, at));
        }
        if at >= tokens.len() {
            break;
        }
    }
    best
}

/// Where the parser stopped, without what stands there unless it is a keyword: the parser's own message may quote a literal.
fn place(parser: &Parser) -> String {
    let next = parser.peek_token();
    let at = next.span.start;
    let near = match &next.token {
        Token::Word(w) if w.quote_style.is_none() && w.keyword != Keyword::NoKeyword => {
            format!(" near `{}`", w.value.to_lowercase())
        }
        _ => String::new(),
    };
    format!("line {}, column {}: the statement is not understood{near}", at.line, at.column)
}
