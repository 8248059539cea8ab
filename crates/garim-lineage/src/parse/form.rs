//! Statements that are read here: their forms differ more between dialects than any parser knows, and little of them matters.

use sqlparser::{
    ast::ObjectName,
    tokenizer::{Token, TokenWithSpan},
};

use super::{Parsed, Read, query, salvage::listed};
use crate::{
    Dialect, Kind,
    tokens::{after_bracket, are, is, is_any, literal, name, outside, query_starts, token},
};

/// What a statement does, if it is of one of these forms.
pub(super) fn read(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    let Token::Word(first) = token(tokens, 0) else { return None };
    if first.quote_style.is_some() {
        return None;
    }
    match first.value.to_ascii_uppercase().as_str() {
        "COPY" => copy(tokens, dialect),
        "UNLOAD" => unload(tokens, dialect),
        "EXPORT" => export(tokens, dialect),
        "LOAD" | "IMPORT" => load(tokens),
        "ALTER" => alter(tokens),
        "RENAME" => rename(tokens),
        "USE" => Some(Read::one(used(tokens))),
        "SET" => Some(Read::one(search_path(tokens))),
        "DROP" => dropped(tokens),
        "TRUNCATE" => truncated(tokens),
        "CREATE" => created(tokens),
        "INSERT" => directory(tokens, dialect).or_else(|| by_name(tokens, dialect)),
        "CACHE" => cached(tokens, dialect),
        _ => None,
    }
}

/// A query as one of these forms holds it; a note where it is not understood to its end.
fn with_query(
    tokens: &[TokenWithSpan],
    dialect: Dialect,
    table: Option<ObjectName>,
    columns: Vec<String>,
    kind: Kind,
) -> Option<Read> {
    let (query, end) = query(tokens, dialect)?;
    let mut read = Read::one(Parsed::Into { kind, table, columns, by_name: false, query });
    if end < tokens.len() && *token(tokens, end) != Token::RParen {
        read.notes.push("the end of the statement is not understood".to_owned());
    }
    Some(read)
}

/// `COPY t FROM 'file'`, `COPY t TO 'file'`, `COPY (query) TO 'file'`, `COPY INTO t FROM @stage | (SELECT … FROM @stage)`,
/// `COPY INTO @stage FROM t | (query)`.
fn copy(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    let at = 1 + usize::from(is(tokens, 1, "INTO"));
    if query_starts(tokens, at) {
        let read = with_query(&tokens[at..after_bracket(tokens, at)], dialect, None, Vec::new(), Kind::Select);
        return read.map(|r| located(r, tokens, at, "TO", true));
    }
    let table = name(tokens, at);
    let after = table.as_ref().map_or(at + 1, |(_, after)| *after);
    let columns = if *token(tokens, after) == Token::LParen { listed(tokens, after) } else { Vec::new() };
    let way = outside(tokens, after).find(|i| is_any(tokens, *i, &["FROM", "TO"]))?;
    let inward = at == 2 || is(tokens, way, "FROM");
    let is_stage = *token(tokens, at) == Token::AtSign || literal(token(tokens, at)).is_some();
    if is_stage || table.is_none() {
        // Outward: `COPY INTO @stage FROM …`.
        let read = match query_starts(tokens, way + 1) {
            true => with_query(&tokens[way + 1..after_bracket(tokens, way + 1)], dialect, None, Vec::new(), Kind::Select),
            false => name(tokens, way + 1).map(|(from, _)| Read::one(Parsed::Taken(from))),
        };
        return read.map(|mut r| {
            r.parts.extend(location(tokens, at).map(|l| Parsed::Location(l, true)));
            r
        });
    }
    let (table, _) = table?;
    if !inward {
        return Some(located(Read::one(Parsed::Taken(table)), tokens, after, "TO", true));
    }
    let mut read = located(Read::one(Parsed::Written(table, columns)), tokens, after, "FROM", false);
    if *token(tokens, way + 1) == Token::LParen {
        let inner = (way + 2..tokens.len()).find(|i| is(tokens, *i, "FROM")).and_then(|i| location(tokens, i + 1));
        read.parts.extend(inner.map(|l| Parsed::Location(l, false)));
    }
    Some(read)
}

/// The file or stage at a place: a text, or `@stage/path`, whose parts stand without blanks between them.
fn location(tokens: &[TokenWithSpan], at: usize) -> Option<String> {
    if let Some(text) = literal(token(tokens, at)) {
        return Some(text.to_owned());
    }
    if let Token::Word(w) = token(tokens, at) {
        return w.quote_style.filter(|_| w.value.contains("://")).map(|_| w.value.clone());
    }
    let mut shown = String::new();
    let mut end = tokens.get(at).filter(|t| t.token == Token::AtSign)?.span.start;
    for t in &tokens[at..] {
        if t.span.start != end || matches!(t.token, Token::LParen | Token::RParen | Token::Comma) {
            break;
        }
        shown.push_str(&t.token.to_string());
        end = t.span.end;
    }
    Some(shown)
}

/// Adds the location after a word, outside of brackets.
fn located(mut read: Read, tokens: &[TokenWithSpan], from: usize, word: &str, written: bool) -> Read {
    let found = outside(tokens, from).find(|i| is(tokens, *i, word)).and_then(|i| location(tokens, i + 1));
    read.parts.extend(found.map(|l| Parsed::Location(l, written)));
    read
}

/// `UNLOAD ('query') TO 's3://…'`, `UNLOAD (query) TO …`.
fn unload(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    match literal(token(tokens, 2)) {
        Some(text) => {
            // In the text quotes are doubled, or escaped.
            let text = text.replace("\\'", "'");
            let mut inner = Vec::new();
            sqlparser::tokenizer::Tokenizer::new(dialect.rules(), &text).tokenize_with_location_into_buf(&mut inner).ok()?;
            inner.retain(|t| !matches!(t.token, Token::Whitespace(_) | Token::SemiColon));
            crate::limits::check_tokens(inner.iter().map(|t| &t.token)).ok()?;
            with_query(&inner, dialect, None, Vec::new(), Kind::Select).map(|r| located(r, tokens, 1, "TO", true))
        }
        None => {
            let at = outside(tokens, 1).find(|i| query_starts(tokens, *i))?;
            let read = with_query(&tokens[at..after_bracket(tokens, at)], dialect, None, Vec::new(), Kind::Select);
            read.map(|r| located(r, tokens, at, "TO", true))
        }
    }
}

/// `EXPORT DATA OPTIONS (…) AS query`, `EXPORT TABLE t TO 'path'`.
fn export(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    if is(tokens, 1, "TABLE") {
        return name(tokens, 2).map(|(table, _)| Read::one(Parsed::Taken(table)));
    }
    let at = outside(tokens, 1).find(|i| is(tokens, *i, "AS") && query_starts(tokens, i + 1))?;
    with_query(&tokens[at + 1..], dialect, None, Vec::new(), Kind::Select)
}

/// `LOAD DATA … INTO TABLE t`, `LOAD DATA OVERWRITE t FROM FILES (…)`, `IMPORT TABLE t FROM 'path'`.
fn load(tokens: &[TokenWithSpan]) -> Option<Read> {
    let at = if is(tokens, 0, "IMPORT") {
        outside(tokens, 1).find(|i| is(tokens, *i, "TABLE"))?
    } else {
        outside(tokens, 1).find(|i| is(tokens, *i, "INTO") || (is(tokens, *i, "OVERWRITE") && !is(tokens, i + 1, "INTO")))?
    };
    let at = at + 1 + usize::from(is(tokens, at + 1, "TABLE"));
    name(tokens, at).map(|(table, _)| Read::one(Parsed::Written(table, Vec::new())))
}

/// ALTER TABLE: RENAME TO, SWAP WITH, EXCHANGE PARTITION … WITH TABLE, APPEND FROM, SWITCH TO. The rest moves nothing.
fn alter(tokens: &[TokenWithSpan]) -> Option<Read> {
    if is_any(tokens, 1, &["VIEW", "MATERIALIZED"]) && outside(tokens, 2).any(|i| is(tokens, i, "AS")) {
        return None;
    }
    if !is_any(tokens, 1, &["TABLE", "VIEW", "MATERIALIZED", "EXTERNAL", "DYNAMIC"]) {
        return Some(Read::one(Parsed::Still));
    }
    let mut at = outside(tokens, 1).find(|i| is_any(tokens, *i, &["TABLE", "VIEW"]))? + 1;
    while is_any(tokens, at, &["IF", "EXISTS", "ONLY"]) {
        at += 1;
    }
    let Some((table, after)) = name(tokens, at) else { return Some(Read::one(Parsed::Still)) };
    let other = |at: usize| name(tokens, at).map(|(name, _)| name);
    let find = |words: &[&str]| outside(tokens, after).find(|i| are(tokens, *i, words)).map(|i| i + words.len());
    let moved = |from: ObjectName, to: ObjectName, gone: bool| Some(Read::one(Parsed::Moved { from, to, gone }));
    if let Some(at) = find(&["RENAME", "TO"]).or_else(|| find(&["RENAME", "AS"])).filter(|at| !is(tokens, *at, "COLUMN")) {
        // A new name of one part stays in the schema of the old one.
        let mut to = other(at)?;
        if to.0.len() == 1 && table.0.len() > 1 {
            to.0.splice(0..0, table.0[..table.0.len() - 1].iter().cloned());
        }
        return moved(table, to, true);
    }
    if let Some(at) = find(&["SWAP", "WITH"]) {
        let with = other(at)?;
        let both = vec![
            Parsed::Moved { from: with.clone(), to: table.clone(), gone: false },
            Parsed::Moved { from: table, to: with, gone: false },
        ];
        return Some(Read { parts: both, ..Read::default() });
    }
    if let Some(at) = find(&["WITH", "TABLE"]).filter(|_| find(&["EXCHANGE"]).is_some()) {
        return moved(other(at)?, table, false);
    }
    if let Some(at) = find(&["APPEND", "FROM"]) {
        return moved(other(at)?, table, false);
    }
    if let Some(at) = find(&["SWITCH", "TO"]).or_else(|| find(&["MOVE", "TO"])) {
        return moved(table, other(at)?, false);
    }
    Some(Read::one(Parsed::Changed(table)))
}

/// `RENAME TABLE a TO b, c TO d`.
fn rename(tokens: &[TokenWithSpan]) -> Option<Read> {
    let mut at = 1 + usize::from(is_any(tokens, 1, &["TABLE", "VIEW"]));
    let mut parts = Vec::new();
    while let Some((from, after)) = name(tokens, at) {
        let (to, next) = name(tokens, after + usize::from(is(tokens, after, "TO")))?;
        parts.push(Parsed::Moved { from, to, gone: true });
        at = next + 1;
    }
    (!parts.is_empty()).then(|| Read { parts, ..Read::default() })
}

/// `USE schema`; of warehouses and roles nothing follows for names.
fn used(tokens: &[TokenWithSpan]) -> Parsed {
    let at = 1 + usize::from(is_any(tokens, 1, &["SCHEMA", "DATABASE", "CATALOG", "NAMESPACE"]));
    match name(tokens, at) {
        Some((schema, _)) if !is_any(tokens, 1, &["WAREHOUSE", "ROLE", "SECONDARY", "CATALOG"]) => Parsed::Use(shown(&schema)),
        _ => Parsed::Still,
    }
}

/// `SET search_path TO a, b`, `SET SCHEMA 'a'`.
fn search_path(tokens: &[TokenWithSpan]) -> Parsed {
    let mut at = 2;
    while is(tokens, at, "TO") || *token(tokens, at) == Token::Eq {
        at += 1;
    }
    match (literal(token(tokens, at)), name(tokens, at)) {
        (Some(text), _) if text.chars().all(|c| c.is_alphanumeric() || c == '_') => Parsed::Use(text.to_owned()),
        (_, Some((schema, _))) => Parsed::Use(shown(&schema)),
        _ => Parsed::Still,
    }
}

fn shown(name: &ObjectName) -> String {
    let parts: Vec<String> = name.0.iter().filter_map(|p| p.as_ident()).map(crate::names::part).collect();
    parts.join(".")
}

/// `DROP TABLE [IF EXISTS] a, b`.
fn dropped(tokens: &[TokenWithSpan]) -> Option<Read> {
    let what = outside(tokens, 1).take(4).find(|i| is_any(tokens, *i, &["TABLE", "VIEW"]));
    let Some(what) = what else { return Some(Read::one(Parsed::Still)) };
    let mut at = what + 1;
    while is_any(tokens, at, &["IF", "EXISTS"]) {
        at += 1;
    }
    let mut names = Vec::new();
    while let Some((table, after)) = name(tokens, at) {
        names.push(table);
        at = after + 1;
        if *token(tokens, after) != Token::Comma {
            let rest = (after..tokens.len()).find(|i| crate::tokens::statement_starts(tokens, *i)).map(|i| tokens[i..].to_vec());
            return Some(Read { rest, ..Read::one(Parsed::Dropped(names)) });
        }
    }
    Some(Read::one(Parsed::Dropped(names)))
}

/// `TRUNCATE [TABLE] t`.
fn truncated(tokens: &[TokenWithSpan]) -> Option<Read> {
    let at = 1 + usize::from(is(tokens, 1, "TABLE"));
    let at = at + usize::from(is(tokens, at, "ONLY"));
    let (table, after) = name(tokens, at)?;
    let rest = (after..tokens.len()).find(|i| crate::tokens::statement_starts(tokens, *i)).map(|i| tokens[i..].to_vec());
    Some(Read { rest, ..Read::one(Parsed::Changed(table)) })
}

/// `CREATE TABLE a LIKE b`, `CREATE TABLE a CLONE b`, `CREATE TABLE a COPY b`; and objects that hold no rows.
fn created(tokens: &[TokenWithSpan]) -> Option<Read> {
    let what = outside(tokens, 1).take(20).find(|i| is_any(tokens, *i, &["TABLE", "VIEW", "AS"]));
    let Some(what) = what else { return Some(Read::one(Parsed::Still)) };
    if !is(tokens, what, "TABLE") {
        return None;
    }
    let mut at = what + 1;
    while is_any(tokens, at, &["IF", "NOT", "EXISTS"]) {
        at += 1;
    }
    let (to, after) = name(tokens, at)?;
    let like = after + usize::from(*token(tokens, after) == Token::LParen);
    let shallow = usize::from(is_any(tokens, like, &["SHALLOW", "DEEP"]));
    let bare = like == after;
    if is(tokens, like, "LIKE") || (bare && is_any(tokens, like + shallow, &["CLONE", "COPY"])) {
        let (from, _) = name(tokens, like + shallow + 1)?;
        return Some(Read::one(Parsed::Moved { from, to, gone: false }));
    }
    None
}

/// `INSERT OVERWRITE [LOCAL] DIRECTORY 'path' … query`: the result leaves the database.
fn directory(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    let at = (1..4).find(|i| is(tokens, *i, "DIRECTORY"))?;
    let query = outside(tokens, at).find(|i| query_starts(tokens, *i) && *i > at)?;
    let read = with_query(&tokens[query..], dialect, None, Vec::new(), Kind::Select);
    read.map(|r| located(r, tokens, at, "DIRECTORY", true))
}

/// `INSERT INTO t BY NAME query`: the result's names say where each column goes.
fn by_name(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    let at = (1..5).find(|i| {
        is_any(tokens, *i, &["INTO", "TABLE", "OVERWRITE"]) && !is_any(tokens, i + 1, &["INTO", "TABLE", "OVERWRITE"])
    })? + 1;
    let (table, after) = name(tokens, at)?;
    if !are(tokens, after, &["BY", "NAME"]) {
        return None;
    }
    let (query, _) = query(&tokens[after + 2..], dialect)?;
    Some(Read::one(Parsed::Into { kind: Kind::Insert, table: Some(table), columns: Vec::new(), by_name: true, query }))
}

/// `CACHE [LAZY] TABLE t [OPTIONS (…)] [AS] query`.
fn cached(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Read> {
    let at = (1..3).find(|i| is(tokens, *i, "TABLE"))? + 1;
    let (table, after) = name(tokens, at)?;
    match outside(tokens, after).find(|i| is_any(tokens, *i, &["SELECT", "WITH", "FROM"]) || query_starts(tokens, *i)) {
        Some(query) => with_query(&tokens[query..], dialect, Some(table), Vec::new(), Kind::CreateTable),
        None => Some(Read::one(Parsed::Still)),
    }
}
