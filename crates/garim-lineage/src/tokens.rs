//! Reading tokens before, or instead of, the parser: words, brackets and names.

use sqlparser::{
    ast::{Ident, ObjectName},
    keywords::Keyword,
    tokenizer::{Span, Token, TokenWithSpan},
};

/// The keyword of an unquoted word.
pub(crate) fn keyword(token: &Token) -> Option<Keyword> {
    match token {
        Token::Word(w) if w.quote_style.is_none() => Some(w.keyword),
        _ => None,
    }
}

/// Whether an unquoted word stands at a place; `word` in upper case.
pub(crate) fn is(tokens: &[TokenWithSpan], at: usize, word: &str) -> bool {
    matches!(tokens.get(at).map(|t| &t.token), Some(Token::Word(w)) if w.quote_style.is_none() && w.value.eq_ignore_ascii_case(word))
}

/// Whether one of several unquoted words stands at a place.
pub(crate) fn is_any(tokens: &[TokenWithSpan], at: usize, words: &[&str]) -> bool {
    words.iter().any(|w| is(tokens, at, w))
}

/// Whether these unquoted words stand in a row.
pub(crate) fn are(tokens: &[TokenWithSpan], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(i, w)| is(tokens, at + i, w))
}

/// The token at a place.
pub(crate) fn token(tokens: &[TokenWithSpan], at: usize) -> &Token {
    tokens.get(at).map_or(&Token::EOF, |t| &t.token)
}

/// The place after the bracket that closes the one at `open`; the end where none does.
pub(crate) fn after_bracket(tokens: &[TokenWithSpan], open: usize) -> usize {
    let mut depth = 0usize;
    for (i, t) in tokens.iter().enumerate().skip(open) {
        match t.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Places outside of all brackets, from a place on.
pub(crate) fn outside(tokens: &[TokenWithSpan], from: usize) -> impl Iterator<Item = usize> + '_ {
    let mut depth = 0usize;
    (from..tokens.len()).filter(move |i| {
        let before = depth;
        match tokens[*i].token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        before == 0
    })
}

/// Whether a query starts at a place, with or without brackets before it.
pub(crate) fn query_starts(tokens: &[TokenWithSpan], at: usize) -> bool {
    let first = (at..tokens.len()).find(|i| tokens[*i].token != Token::LParen).unwrap_or(at);
    is_any(tokens, first, &["SELECT", "WITH"]) || (first == at && is_any(tokens, at, &["VALUES", "FROM"]))
}

/// A name in parts, and the place after it.
pub(crate) fn name(tokens: &[TokenWithSpan], at: usize) -> Option<(ObjectName, usize)> {
    let mut idents: Vec<Ident> = Vec::new();
    let mut at = at;
    loop {
        match token(tokens, at) {
            Token::Word(w) => idents.push(Ident { value: w.value.clone(), quote_style: w.quote_style, span: Span::empty() }),
            // T-SQL leaves the schema out: `db..table`.
            Token::Period if !idents.is_empty() => {
                at += 1;
                continue;
            }
            _ => return None,
        }
        at += 1;
        if *token(tokens, at) != Token::Period {
            return Some((ObjectName::from(idents), at));
        }
        at += 1;
    }
}

/// The items of a bracketed list, each as a slice; `open` is the place of the bracket.
pub(crate) fn items(tokens: &[TokenWithSpan], open: usize) -> Vec<&[TokenWithSpan]> {
    let end = after_bracket(tokens, open).saturating_sub(1);
    let (mut list, mut start, mut depth) = (Vec::new(), open + 1, 0usize);
    for i in open + 1..end {
        match tokens[i].token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
            Token::Comma if depth == 0 => {
                list.push(&tokens[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    if start < end {
        list.push(&tokens[start..end]);
    }
    list
}

/// The text of a literal in quotes.
pub(crate) fn literal(token: &Token) -> Option<&str> {
    match token {
        Token::SingleQuotedString(s)
        | Token::DoubleQuotedString(s)
        | Token::EscapedStringLiteral(s)
        | Token::NationalStringLiteral(s)
        | Token::TripleSingleQuotedString(s)
        | Token::TripleDoubleQuotedString(s) => Some(s),
        Token::DollarQuotedString(s) => Some(&s.value),
        _ => None,
    }
}

/// Words that a statement starts with, wherever one may start without a semicolon before it.
pub(crate) fn statement_starts(tokens: &[TokenWithSpan], at: usize) -> bool {
    const STARTERS: &[&str] = &[
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "MERGE",
        "WITH",
        "CREATE",
        "DROP",
        "ALTER",
        "TRUNCATE",
        "DECLARE",
        "SET",
        "EXEC",
        "EXECUTE",
        "IF",
        "WHILE",
        "BEGIN",
        "PRINT",
        "RETURN",
        "USE",
        "CALL",
        "GRANT",
        "COMMIT",
        "ROLLBACK",
        "RAISERROR",
        "THROW",
        "REPLACE",
        "COPY",
        "UNLOAD",
        "FETCH",
        "OPEN",
        "CLOSE",
        "DEALLOCATE",
    ];
    is_any(tokens, at, STARTERS)
}
