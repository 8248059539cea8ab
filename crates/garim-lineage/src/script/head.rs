//! What stands before a statement inside scripts and procedures: BEGIN, IF … THEN, loops, DECLARE.

use std::ops::Range;

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::routine;
use crate::{
    Dialect,
    tokens::{after_bracket, are, is, is_any, literal, outside, query_starts, statement_starts, token},
};

/// What a piece of a script begins with.
#[derive(Debug, PartialEq)]
pub(super) enum Head {
    /// A statement.
    Statement,
    /// Only words that hold a script together.
    Glue,
    /// A statement that moves no data, whatever follows.
    Still,
    /// So many tokens of glue, and then something else.
    Strip(usize),
    /// A condition or a query whose result stays inside the script, and where to go on.
    Asks(Range<usize>, usize),
    /// A text in quotes that is SQL itself.
    Body(String),
    /// A routine in another language, or SQL that is put together while it runs.
    Opaque(&'static str),
}

/// Statements that move no data and that dialects spell in too many ways to parse.
const STILL: &[&str] = &[
    "SHOW",
    "DESC",
    "DESCRIBE",
    "EXPLAIN",
    "GRANT",
    "REVOKE",
    "ANALYZE",
    "ANALYSE",
    "VACUUM",
    "REFRESH",
    "INVALIDATE",
    "MSCK",
    "OPTIMIZE",
    "LIST",
    "LS",
    "PUT",
    "GET",
    "REMOVE",
    "RM",
    "ADD",
    "RESET",
    "KILL",
    "FLUSH",
    "LOCK",
    "UNLOCK",
    "COMMENT",
    "CHECKPOINT",
    "REINDEX",
    "CLUSTER",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "START",
    "ABORT",
    "DISCARD",
    "LISTEN",
    "NOTIFY",
    "UNLISTEN",
    "PRAGMA",
    "ATTACH",
    "DETACH",
    "INSTALL",
    "SIGNAL",
    "RESIGNAL",
    "UNCACHE",
    "CLEAR",
    "PURGE",
    "HELP",
    "UNDROP",
    "SUSPEND",
    "RESUME",
    "RAISE",
    "DEALLOCATE",
    "ASSERT",
    "UNSET",
    "BACKUP",
    "RESTORE",
    "DENY",
    "COLLECT",
    "WAITFOR",
];

/// Words of scripts that neither ask nor move anything.
const GLUE: &[&str] = &[
    "LEAVE",
    "ITERATE",
    "BREAK",
    "CONTINUE",
    "EXIT",
    "NULL",
    "FETCH",
    "CLOSE",
    "PRINT",
    "RAISERROR",
    "THROW",
    "UNTIL",
    "RETURN",
    "GOTO",
    "SET",
    "DECLARE",
    "OPEN",
    "LET",
];

/// Looks at the head of a piece. `declaring`: between DECLARE and BEGIN stand names and types.
pub(super) fn head(tokens: &[TokenWithSpan], dialect: Dialect, declaring: &mut bool) -> Head {
    let Token::Word(first) = token(tokens, 0) else { return odd(tokens) };
    if first.quote_style.is_some() {
        return Head::Statement;
    }
    let word = first.value.to_ascii_uppercase();
    if *declaring && !statement_starts(tokens, 0) && !matches!(word.as_str(), "PROCEDURE" | "FUNCTION") {
        return declaration(tokens);
    }
    *declaring = false;
    match word.as_str() {
        "SELECT" | "WITH" | "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "DROP" | "TRUNCATE" | "FROM" => Head::Statement,
        "BEGIN" => begin(tokens),
        "END" => end(tokens),
        "ELSE" | "EXCEPTION" | "THEN" => Head::Strip(1),
        "LOOP" | "REPEAT" | "DO" => match literal(token(tokens, 1)) {
            Some(body) => Head::Body(body.to_owned()),
            None => Head::Strip(1),
        },
        "WHEN" => outside(tokens, 1).find(|i| is(tokens, *i, "THEN")).map_or(Head::Statement, |i| Head::Strip(i + 1)),
        "IF" | "ELSEIF" | "ELSIF" => condition(tokens, &["THEN"]),
        "WHILE" => condition(tokens, &["DO", "LOOP"]),
        "FOR" => repeated(tokens),
        "DECLARE" | "VAR" | "VARIABLE" => {
            *declaring = dialect != Dialect::MsSql;
            declaration(tokens)
        }
        "CREATE" | "ALTER" | "PROCEDURE" | "FUNCTION" => routine::head(tokens, declaring),
        "EXECUTE" | "EXEC" => executed(tokens),
        "SET" if is_any(tokens, 1, &["SEARCH_PATH", "SCHEMA", "CURRENT_SCHEMA"]) => Head::Statement,
        w if GLUE.contains(&w) => declaration(tokens),
        w if STILL.contains(&w) => Head::Still,
        _ => odd(tokens),
    }
}

/// `name:` and `<<name>>` before loops; `name := (SELECT …)`.
fn odd(tokens: &[TokenWithSpan]) -> Head {
    match (token(tokens, 0), token(tokens, 1), token(tokens, 2)) {
        (Token::Word(_), Token::Colon, Token::Word(_)) => Head::Strip(2),
        (Token::ShiftLeft, Token::Word(_), Token::ShiftRight) => Head::Strip(3),
        (_, Token::Assignment, _) => declaration(tokens),
        _ => Head::Statement,
    }
}

fn begin(tokens: &[TokenWithSpan]) -> Head {
    const TRANSACTIONS: &[&str] =
        &["TRANSACTION", "TRAN", "WORK", "DEFERRED", "IMMEDIATE", "EXCLUSIVE", "ISOLATION", "READ", "CONCURRENT"];
    if is_any(tokens, 1, TRANSACTIONS) {
        // T-SQL goes on without a semicolon.
        let named = usize::from(matches!(token(tokens, 2), Token::Word(_)) && !statement_starts(tokens, 2));
        return if tokens.len() > 2 + named { Head::Strip(2 + named) } else { Head::Still };
    }
    match tokens.len() {
        1 => Head::Glue,
        _ if are(tokens, 1, &["NOT", "ATOMIC"]) => Head::Strip(3),
        _ => Head::Strip(1 + usize::from(is_any(tokens, 1, &["TRY", "CATCH", "ATOMIC"]))),
    }
}

fn end(tokens: &[TokenWithSpan]) -> Head {
    let words = 1 + usize::from(is_any(tokens, 1, &["IF", "LOOP", "WHILE", "FOR", "REPEAT", "CASE", "TRY", "CATCH"]));
    let goes_on = statement_starts(tokens, words) || is_any(tokens, words, &["END", "ELSE"]);
    if goes_on { Head::Strip(words) } else { Head::Glue }
}

/// A statement that starts outside of all brackets, later in the same piece: T-SQL needs no semicolons.
pub(super) fn next_statement(tokens: &[TokenWithSpan], from: usize) -> Option<usize> {
    let called = |i: usize| *token(tokens, i + 1) == Token::LParen && !is_any(tokens, i, &["SELECT", "WITH", "IF", "EXEC"]);
    outside(tokens, from).find(|i| statement_starts(tokens, *i) && !called(*i))
}

/// `IF condition THEN`, `WHILE condition DO`, and T-SQL's, where the next statement ends the condition.
fn condition(tokens: &[TokenWithSpan], ends: &[&str]) -> Head {
    if let Some(at) = outside(tokens, 1).find(|i| is_any(tokens, *i, ends)) {
        return Head::Asks(1..at, at + 1);
    }
    match next_statement(tokens, 1) {
        Some(at) => Head::Asks(1..at, at),
        None => Head::Asks(1..tokens.len(), tokens.len()),
    }
}

/// `FOR x IN (query) DO`, `FOR x IN query LOOP`.
fn repeated(tokens: &[TokenWithSpan]) -> Head {
    let Some(at) = outside(tokens, 1).find(|i| is_any(tokens, *i, &["DO", "LOOP"])) else { return Head::Statement };
    let from = outside(tokens, 1).take_while(|i| *i < at).find(|i| query_starts(tokens, *i)).unwrap_or(at);
    Head::Asks(from..at, at + 1)
}

/// `DECLARE x INT DEFAULT (SELECT …)`, `DECLARE c CURSOR FOR SELECT …`, `SET x = (SELECT …)`.
fn declaration(tokens: &[TokenWithSpan]) -> Head {
    let cursor = outside(tokens, 0).find(|i| is_any(tokens, *i, &["FOR", "IS"]) && query_starts(tokens, i + 1));
    if let Some(at) = cursor {
        return Head::Asks(at + 1..tokens.len(), tokens.len());
    }
    let next = next_statement(tokens, 1);
    let end = next.unwrap_or(tokens.len());
    let asked =
        outside(tokens, 0).take_while(|i| *i < end).find(|i| *token(tokens, *i) == Token::LParen && query_starts(tokens, *i));
    match (asked, next) {
        (Some(at), _) => Head::Asks(at..after_bracket(tokens, at).min(end), end),
        (None, Some(at)) => Head::Strip(at),
        (None, None) => Head::Glue,
    }
}

/// SQL in a text: `EXECUTE IMMEDIATE '…'`, `EXEC ('…')`, `EXEC sp_executesql N'…'`.
fn executed(tokens: &[TokenWithSpan]) -> Head {
    let immediate = is(tokens, 1, "IMMEDIATE");
    let mut at = 1 + usize::from(immediate);
    let run = *token(tokens, at) == Token::LParen;
    at += usize::from(run);
    let procedure = is(tokens, at, "SP_EXECUTESQL");
    at += usize::from(procedure);
    match (literal(token(tokens, at)), immediate || run || procedure) {
        (Some(_), _) if matches!(token(tokens, at + 1), Token::StringConcat | Token::Plus) => Head::Opaque(DYNAMIC),
        (Some(body), _) => Head::Body(body.to_owned()),
        (None, true) => Head::Opaque(DYNAMIC),
        (None, false) => next_statement(tokens, 1).map_or(Head::Still, Head::Strip),
    }
}

/// What is said of SQL that no text holds.
const DYNAMIC: &str = "a statement is put together while the script runs, and cannot be read before";
