//! Tokens that the parser would stumble over, mended. Each repair is narrow and keeps what the statement reads and writes.

use sqlparser::{
    keywords::Keyword,
    tokenizer::{Token, TokenWithSpan, Word},
};

use crate::{
    Dialect,
    tokens::{after_bracket, are, is, is_any, outside, token},
};

/// Longest statement, in tokens, that is mended: a mend moves what follows it.
const MAX_MENDED: usize = 10_000;
/// Most clauses of scripts (`ROW FORMAT …`) in one statement that are taken out.
const MAX_CLAUSES: usize = 8;

/// Repairs of what the parser would read as something else, and that cost nothing to look for.
pub(super) fn always(tokens: &mut [TokenWithSpan], dialect: Dialect) {
    if matches!(dialect, Dialect::Teradata | Dialect::Generic) && is(tokens, 0, "SEL") {
        tokens[0].token = word("select", Keyword::SELECT);
    }
}

/// Repairs of what the parser refused; says whether anything changed.
pub(super) fn after_failure(tokens: &mut Vec<TokenWithSpan>, dialect: Dialect) -> bool {
    if tokens.len() > MAX_MENDED {
        return false;
    }
    let repairs: [fn(&mut Vec<TokenWithSpan>, Dialect) -> bool; 7] =
        [bracketed_names, compound_assignments, colon_aliases, titles, transforms, types, table_functions];
    let mut changed = teradata_words(tokens, dialect) | windows(tokens);
    changed |= super::leave_out::words(tokens);
    changed |= super::rewrite::clauses(tokens);
    for repair in repairs {
        changed |= repair(tokens, dialect);
    }
    changed
}

fn word(value: &str, keyword: Keyword) -> Token {
    Token::Word(Word { value: value.to_owned(), quote_style: None, keyword })
}

/// `[name]` where the dialect reads an array: after a name or a bracket it is one.
fn bracketed_names(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at + 2 < tokens.len() {
        let subscript = at > 0
            && matches!(token(tokens, at - 1), Token::Word(w) if w.keyword == Keyword::NoKeyword || w.quote_style.is_some());
        let array = at > 0 && (matches!(token(tokens, at - 1), Token::RParen | Token::RBracket) || is(tokens, at - 1, "ARRAY"));
        if !subscript
            && !array
            && let (Token::LBracket, Token::Word(w), Token::RBracket) =
                (token(tokens, at), token(tokens, at + 1), token(tokens, at + 2))
        {
            let quoted = Token::Word(Word { value: w.value.clone(), quote_style: Some('"'), keyword: Keyword::NoKeyword });
            tokens.splice(at + 1..at + 3, []);
            tokens[at].token = quoted;
            changed = true;
        }
        at += 1;
    }
    changed
}

/// `SET a += 1` is `SET a = a + 1`.
fn compound_assignments(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    if !tokens.iter().any(|t| matches!(&t.token, Token::Word(w) if w.keyword == Keyword::SET)) {
        return false;
    }
    let mut changed = false;
    let mut at = 1;
    while at + 1 < tokens.len() {
        let operator =
            matches!(token(tokens, at), Token::Plus | Token::Minus | Token::Mul | Token::Div | Token::Mod | Token::Ampersand);
        if operator && *token(tokens, at + 1) == Token::Eq && matches!(token(tokens, at - 1), Token::Word(_)) {
            let mut start = at - 1;
            while start >= 2 && *token(tokens, start - 1) == Token::Period {
                start -= 2;
            }
            let name: Vec<TokenWithSpan> = tokens[start..at].to_vec();
            let length = name.len();
            tokens.swap(at, at + 1);
            tokens.splice(at + 1..at + 1, name);
            at += length;
            changed = true;
        }
        at += 1;
    }
    changed
}

/// `AS :name`: a driver's placeholder for a name.
fn colon_aliases(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    let mut changed = false;
    let mut at = 1;
    while at + 1 < tokens.len() {
        if is(tokens, at - 1, "AS") && *token(tokens, at) == Token::Colon && matches!(token(tokens, at + 1), Token::Word(_)) {
            tokens.remove(at);
            changed = true;
        }
        if let (true, Token::Placeholder(p)) = (is(tokens, at - 1, "AS"), token(tokens, at))
            && p.len() > 1
        {
            tokens[at].token = word(&p[1..], Keyword::NoKeyword);
            changed = true;
        }
        at += 1;
    }
    changed
}

/// Teradata's operators in words.
fn teradata_words(tokens: &mut [TokenWithSpan], dialect: Dialect) -> bool {
    if !matches!(dialect, Dialect::Teradata | Dialect::Generic | Dialect::Ansi) {
        return false;
    }
    let mut changed = false;
    for at in 1..tokens.len() {
        let operator = match () {
            () if is(tokens, at, "EQ") => Token::Eq,
            () if is(tokens, at, "NE") => Token::Neq,
            () if is(tokens, at, "GT") => Token::Gt,
            () if is(tokens, at, "GE") => Token::GtEq,
            () if is(tokens, at, "LT") => Token::Lt,
            () if is(tokens, at, "LE") => Token::LtEq,
            () if is(tokens, at, "SEL") => word("select", Keyword::SELECT),
            () => continue,
        };
        if *token(tokens, at - 1) != Token::Period && !is(tokens, at - 1, "AS") {
            tokens[at].token = operator;
            changed = true;
        }
    }
    changed
}

/// Teradata's `column (TITLE 'text')`, `(FORMAT 'text')`, `(NAMED name)`.
fn titles(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at < tokens.len() {
        if *token(tokens, at) == Token::LParen && is_any(tokens, at + 1, &["TITLE", "FORMAT", "NAMED"]) {
            let end = after_bracket(tokens, at);
            tokens.drain(at..end);
            changed = true;
            continue;
        }
        at += 1;
    }
    changed
}

/// Hive's `OVER (DISTRIBUTE BY a SORT BY b)` is `OVER (PARTITION BY a ORDER BY b)`.
fn windows(tokens: &mut [TokenWithSpan]) -> bool {
    let mut changed = false;
    for open in 1..tokens.len() {
        let window = *token(tokens, open) == Token::LParen && is_any(tokens, open - 1, &["OVER", "AS"]);
        if !window || !is_any(tokens, open + 1, &["DISTRIBUTE", "SORT", "PARTITION", "CLUSTER"]) {
            continue;
        }
        let end = after_bracket(tokens, open);
        for at in open + 1..end {
            if is(tokens, at + 1, "BY") && is_any(tokens, at, &["DISTRIBUTE", "CLUSTER"]) {
                tokens[at].token = word("partition", Keyword::PARTITION);
                changed = true;
            } else if is(tokens, at + 1, "BY") && is(tokens, at, "SORT") {
                tokens[at].token = word("order", Keyword::ORDER);
                changed = true;
            }
        }
    }
    changed
}

/// `TIMESTAMP WITH LOCAL TIME ZONE` is a timestamp, `'1 2:3:4' DAY TO SECOND` an interval.
fn types(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    let mut changed = false;
    let mut at = 1;
    while at < tokens.len() {
        if are(tokens, at, &["WITH", "LOCAL", "TIME", "ZONE"]) {
            tokens.drain(at..at + 4);
            changed = true;
        }
        let text = crate::tokens::literal(token(tokens, at - 1)).is_some();
        if text
            && (are(tokens, at, &["DAY", "TO", "SECOND"]) || are(tokens, at, &["YEAR", "TO", "MONTH"]))
            && !is(tokens, at.saturating_sub(2), "INTERVAL")
        {
            tokens.drain(at..at + 3);
            changed = true;
        }
        at += 1;
    }
    changed
}

/// `f(ON t PARTITION BY a ORDER BY b)`: a function over a table is that table, seen through a query.
fn table_functions(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    let mut changed = false;
    // From the innermost outward: such functions nest.
    for open in (1..tokens.len()).rev() {
        let function = *token(tokens, open) == Token::LParen
            && is(tokens, open + 1, "ON")
            && matches!(token(tokens, open - 1), Token::Word(_));
        if !function
            || !(open > 1 && (is_any(tokens, open - 2, &["FROM", "JOIN", "ON"]) || *token(tokens, open - 2) == Token::Comma))
        {
            continue;
        }
        let end = after_bracket(tokens, open) - 1;
        let clause = outside(&tokens[..end], open + 2)
            .find(|i| is_any(tokens, *i, &["PARTITION", "ORDER", "DISTRIBUTE", "SORT", "CLUSTER"]));
        let stop = clause.unwrap_or(end);
        let span = tokens[open].span;
        let spanned = |token: Token| TokenWithSpan { token, span };
        tokens.drain(stop..end);
        tokens[open + 1].token = word("from", Keyword::FROM);
        tokens.splice(open + 1..open + 1, [spanned(word("select", Keyword::SELECT)), spanned(Token::Mul)]);
        tokens.remove(open - 1);
        changed = true;
    }
    changed
}

/// Hive's `SELECT TRANSFORM (a, b) USING 'script' AS (c, d)`, also MAP and REDUCE: a function of the columns.
fn transforms(tokens: &mut Vec<TokenWithSpan>, _: Dialect) -> bool {
    let Some(mut using) =
        (1..tokens.len()).find(|i| is(tokens, *i, "USING") && crate::tokens::literal(token(tokens, i + 1)).is_some())
    else {
        return false;
    };
    // `SELECT TRANSFORM (…)`, `MAP a, b`, `REDUCE a, b`.
    if let Some(at) = (0..using).rev().find(|i| is_any(tokens, *i, &["MAP", "REDUCE"]) && *token(tokens, i + 1) != Token::LParen)
    {
        let close = TokenWithSpan { token: Token::RParen, span: tokens[using].span };
        let open = TokenWithSpan { token: Token::LParen, span: tokens[at].span };
        let select = TokenWithSpan { token: word("select", Keyword::SELECT), span: tokens[at].span };
        tokens.insert(using, close);
        tokens
            .splice(at..at + 1, [select, TokenWithSpan { token: word("transform", Keyword::NoKeyword), span: open.span }, open]);
        // Three tokens stand where one stood, and a bracket before USING.
        using += 3;
    }
    let end = using + 2;
    let named = is(tokens, end, "AS");
    let bare = named && *token(tokens, end + 1) != Token::LParen;
    if bare {
        let stop = outside(tokens, end + 1)
            .find(|i| {
                is_any(tokens, *i, &["FROM", "WHERE", "RECORDREADER", "ROW", "CLUSTER", "DISTRIBUTE", "SORT", "ORDER", "LIMIT"])
                    || *token(tokens, *i) == Token::RParen
            })
            .unwrap_or(tokens.len());
        let at = |i: usize| tokens.get(i).map_or(tokens[using].span, |t| t.span);
        let (open, close) = (at(end + 1), at(stop));
        tokens.insert(stop, TokenWithSpan { token: Token::RParen, span: close });
        tokens.insert(end + 1, TokenWithSpan { token: Token::LParen, span: open });
    }
    tokens.drain(using..end);
    untyped(tokens, using + 1);
    for _ in 0..MAX_CLAUSES {
        let clause = |i: &usize| are(tokens, *i, &["ROW", "FORMAT"]) || is_any(tokens, *i, &["RECORDREADER", "RECORDWRITER"]);
        let Some(at) = (0..tokens.len()).find(clause) else { break };
        let stop = outside(tokens, at + 1)
            .find(|i| is_any(tokens, *i, &["AS", "USING", "FROM", "WHERE", "CLUSTER", "DISTRIBUTE", "SORT"]));
        tokens.drain(at..stop.unwrap_or(tokens.len()));
    }
    true
}

/// `(a INT, b STRING)` without its types.
fn untyped(tokens: &mut Vec<TokenWithSpan>, open: usize) {
    if *token(tokens, open) != Token::LParen {
        return;
    }
    let mut at = open + 1;
    while at < tokens.len() && *token(tokens, at) != Token::RParen {
        at += 1;
        let stop =
            outside(tokens, at).find(|i| matches!(token(tokens, *i), Token::Comma | Token::RParen)).unwrap_or(tokens.len());
        tokens.drain(at..stop);
        at += usize::from(*token(tokens, at) == Token::Comma);
    }
}
