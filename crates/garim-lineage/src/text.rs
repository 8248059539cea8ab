//! The doors: one parsed statement, or a script.

use std::collections::HashMap;

use sqlparser::{
    ast::Statement,
    keywords::Keyword,
    parser::Parser,
    tokenizer::{Token, TokenWithSpan, Tokenizer},
};

use crate::{
    Analysis, Dialect, Kind, Refused, Schemas,
    analyser::Analyser,
    fingerprint,
    limits::{MAX_PARSER_DEPTH, check_bytes, check_tokens},
    schemas::Session,
};

/// Analyses a statement that the caller has parsed, within limits of its own ([`crate::limits::check`]).
pub fn analyse(statement: &Statement, dialect: Dialect, schemas: &dyn Schemas) -> Analysis {
    analyse_in(statement, dialect, None, schemas)
}

fn analyse_in(statement: &Statement, dialect: Dialect, default_schema: Option<&str>, schemas: &dyn Schemas) -> Analysis {
    let mut analyser = Analyser::new(dialect, default_schema, schemas);
    let kind = analyser.statement(statement);
    analyser.finish(kind, fingerprint::of_statement(statement, dialect))
}

/// Analyses a script: its statements in order, each with what the ones before it made. `default_schema` completes names of
/// one part. What cannot be parsed is `Failed`, with a token-level fingerprint; the others are not affected.
pub fn analyse_text(sql: &str, dialect: Dialect, default_schema: Option<&str>, schemas: &dyn Schemas) -> Vec<Analysis> {
    if let Err(refused) = check_bytes(sql) {
        return vec![Analysis::failed(String::new(), refused.to_string())];
    }
    let mut tokens = Vec::new();
    if Tokenizer::new(dialect.rules(), sql).tokenize_with_location_into_buf(&mut tokens).is_err() {
        let known: Vec<Token> = tokens.into_iter().map(|t| t.token).collect();
        return vec![Analysis::failed(fingerprint::of_tokens(&known, true), Refused::NotTokens.to_string())];
    }
    let mut session = Session { known: schemas, made: HashMap::new() };
    let pieces: Vec<Vec<TokenWithSpan>> = tokens.split(|t| t.token == Token::SemiColon).map(<[_]>::to_vec).collect();
    let mut done = Vec::new();
    for piece in pieces.into_iter().filter(|p| p.iter().any(|t| !matches!(t.token, Token::Whitespace(_)))) {
        let analysis = analyse_piece(piece, dialect, default_schema, &session);
        let made = matches!(analysis.kind, Kind::CreateTable | Kind::CreateView) && !analysis.output.iter().any(|c| c == "*");
        if let (true, false, Some(table)) = (made, analysis.output.is_empty(), analysis.tables_written.first()) {
            session.made.insert(table.clone(), analysis.output.clone());
        }
        done.push(analysis);
    }
    done
}

/// One statement's tokens.
fn analyse_piece(piece: Vec<TokenWithSpan>, dialect: Dialect, default_schema: Option<&str>, schemas: &dyn Schemas) -> Analysis {
    let tokens: Vec<Token> = piece.iter().map(|t| t.token.clone()).collect();
    let failed = |why: String| Analysis::failed(fingerprint::of_tokens(&tokens, true), why);
    if let Err(refused) = check_tokens(&tokens, dialect) {
        return failed(refused.to_string());
    }
    let mut parser = Parser::new(dialect.rules()).with_recursion_limit(MAX_PARSER_DEPTH).with_tokens_with_locations(piece);
    match parser.parse_statement() {
        Ok(statement) if parser.peek_token().token == Token::EOF => analyse_in(&statement, dialect, default_schema, schemas),
        // The parser's own message may quote a literal, so only the place is said.
        _ => failed(place(&parser)),
    }
}

/// Where the parser stopped, without what stands there unless it is a keyword.
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
