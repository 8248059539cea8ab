//! Words that the parser does not know and that say nothing of where columns come from: taken out, or put in plainer words.

use sqlparser::{
    keywords::Keyword,
    tokenizer::{Token, TokenWithSpan, Word},
};

use crate::tokens::{after_bracket, are, is, is_any, literal, name, token};

/// Words that stand alone, and what stands before and after them (empty: anything).
const ALONE: &[(&[&str], &str, &[&str])] = &[
    (&[], "APPROXIMATE", &["COUNT", "PERCENTILE_DISC"]),
    (&[], "VARIADIC", &[]),
    (&["ORDER"], "SIBLINGS", &["BY"]),
    (&[], "SOUNDS", &["LIKE"]),
    (&[], "DIRECTED", &["JOIN"]),
    (&["INNER", "LEFT", "RIGHT", "FULL", "OUTER"], "HASH", &["JOIN"]),
    (&["INNER", "LEFT", "RIGHT", "FULL", "OUTER"], "LOOP", &["JOIN"]),
    (&["INNER", "LEFT", "RIGHT", "FULL", "OUTER"], "MERGE", &["JOIN"]),
    (&["INNER", "LEFT", "RIGHT", "FULL", "OUTER"], "REMOTE", &["JOIN"]),
    (&[], "ASOF", &["LEFT", "RIGHT", "INNER"]),
    (&[], "FULL", &["UNION", "OUTER", "EXCEPT", "INTERSECT"]),
    (&[], "INNER", &["UNION", "EXCEPT", "INTERSECT"]),
    (&[], "LEFT", &["UNION", "EXCEPT", "INTERSECT"]),
    (&[], "OUTER", &["UNION"]),
    (&[], "STRICT", &["CORRESPONDING"]),
];

/// Words in a row.
const IN_A_ROW: &[&[&str]] = &[&["BULK", "COLLECT"], &["FORMAT", "JSON"], &["NOT", "INDEXED"]];

/// Takes out what can be; says whether anything changed.
pub(super) fn words(tokens: &mut Vec<TokenWithSpan>) -> bool {
    let before = tokens.len();
    let mut changed = false;
    let mut at = 1;
    while at < tokens.len() {
        let (from, to) = (at, clause(tokens, at));
        if to > from {
            tokens.drain(from..to);
        } else {
            changed |= plainer(tokens, at);
            at += 1;
        }
    }
    changed | (tokens.len() != before)
}

/// The end of what can be left out at a place; the place itself where nothing can.
fn clause(tokens: &[TokenWithSpan], at: usize) -> usize {
    let alone = |(before, word, after): &(&[&str], &str, &[&str])| {
        is(tokens, at, word)
            && (before.is_empty() || is_any(tokens, at - 1, before))
            && (after.is_empty() || is_any(tokens, at + 1, after))
    };
    if ALONE.iter().any(alone) {
        return at + 1;
    }
    if let Some(row) = IN_A_ROW.iter().find(|row| are(tokens, at, row)) {
        return at + row.len();
    }
    let closed = *token(tokens, at - 1) == Token::RParen;
    let opens = |i: usize| *token(tokens, i) == Token::LParen;
    match () {
        () if is(tokens, at, "KEEP") && opens(at + 1) && is(tokens, at + 2, "DENSE_RANK") => after_bracket(tokens, at + 1),
        () if closed && is(tokens, at, "FROM") && is_any(tokens, at + 1, &["FIRST", "LAST"]) => at + 2,
        () if is(tokens, at, "INDEXED") && is(tokens, at + 1, "BY") => name(tokens, at + 2).map_or(at, |(_, end)| end),
        () if is(tokens, at, "FORMAT") && opens(at + 1) && in_cast(tokens, at) => {
            let end = after_bracket(tokens, at + 1);
            if are(tokens, end, &["AT", "TIME", "ZONE"]) { end + 4 } else { end }
        }
        () if closed && is(tokens, at, "DAY") => interval(tokens, at),
        () if is(tokens, at, "ON") && opens(at + 1) && are(tokens, at.saturating_sub(2), &["BY", "NAME"]) => {
            after_bracket(tokens, at + 1)
        }
        () if is(tokens, at, "WITH")
            && opens(at + 1)
            && is_any(tokens, at + 2, HINTS)
            && *token(tokens, at + 3) == Token::RParen =>
        {
            at + 4
        }
        () if is(tokens, at, "MODEL") && argument(tokens, at) => {
            name(tokens, at + 1).map_or(at, |(_, end)| end + usize::from(*token(tokens, end) == Token::Comma))
        }
        () => past(tokens, at),
    }
}

/// T-SQL's hints on a MERGE's target.
const HINTS: &[&str] = &["HOLDLOCK", "SERIALIZABLE", "UPDLOCK", "TABLOCK", "TABLOCKX", "ROWLOCK", "NOLOCK", "READPAST"];

/// Whether CAST's bracket is the one around a place: some words back.
fn in_cast(tokens: &[TokenWithSpan], at: usize) -> bool {
    let open = (0..at).rev().find(|i| *token(tokens, *i) == Token::LParen && after_bracket(tokens, *i) > at);
    open.is_some_and(|i| i > 0 && is_any(tokens, i - 1, &["CAST", "SAFE_CAST", "TRY_CAST"]))
}

/// `(a - b) DAY(9) TO SECOND(3)`.
fn interval(tokens: &[TokenWithSpan], at: usize) -> usize {
    let digits = |i: usize| if *token(tokens, i) == Token::LParen { after_bracket(tokens, i) } else { i };
    let to = digits(at + 1);
    if are(tokens, to, &["TO", "SECOND"]) { digits(to + 2) } else { at }
}

/// Time travel: `FOR SYSTEM_TIME AS OF x`, `VERSION AS OF 3`, `FOR SYSTEM_TIME BETWEEN a AND b`.
fn past(tokens: &[TokenWithSpan], at: usize) -> usize {
    let kind = at + usize::from(is(tokens, at, "FOR"));
    let kind = kind + usize::from(are(tokens, kind, &["SYSTEM", "TIME"]));
    if !is_any(tokens, kind, &["SYSTEM_TIME", "TIME", "VERSION", "TIMESTAMP"]) {
        return at;
    }
    let then = kind + 1;
    if are(tokens, then, &["AS", "OF"]) {
        let operand = then + 2 + usize::from(*token(tokens, then + 2) == Token::Minus);
        let typed = matches!(token(tokens, operand), Token::Word(_)) && literal(token(tokens, operand + 1)).is_some();
        let end = operand + 1 + usize::from(typed);
        return if *token(tokens, end) == Token::LParen { after_bracket(tokens, end) } else { end.min(tokens.len()) };
    }
    match () {
        () if kind == at => at,
        () if is(tokens, then, "ALL") => then + 1,
        () if is_any(tokens, then, &["FROM", "BETWEEN"]) && is_any(tokens, then + 2, &["TO", "AND"]) => {
            (then + 4).min(tokens.len())
        }
        () if are(tokens, then, &["CONTAINED", "IN"]) => after_bracket(tokens, then + 2),
        () => at,
    }
}

/// Whether an argument of a function starts at a place.
fn argument(tokens: &[TokenWithSpan], at: usize) -> bool {
    *token(tokens, at - 1) == Token::Comma
        || (*token(tokens, at - 1) == Token::LParen && at > 1 && matches!(token(tokens, at - 2), Token::Word(_)))
}

/// What can be said in words that the parser knows.
fn plainer(tokens: &mut Vec<TokenWithSpan>, at: usize) -> bool {
    if is(tokens, at, "CORRESPONDING") {
        return replace(
            tokens,
            at..at + 1 + usize::from(is(tokens, at + 1, "BY")),
            vec![word("by", Keyword::BY), word("name", Keyword::NAME)],
        );
    }
    if is(tokens, at, "UNIQUE") && is(tokens, at - 1, "SELECT") {
        return replace(tokens, at..at + 1, vec![word("distinct", Keyword::DISTINCT)]);
    }
    // `f(x).*`, `(s).*`: all fields, under the name that stands for them.
    if *token(tokens, at - 1) == Token::RParen && *token(tokens, at) == Token::Period && *token(tokens, at + 1) == Token::Mul {
        let all = Token::Word(Word { value: "*".to_owned(), quote_style: Some('"'), keyword: Keyword::NoKeyword });
        return replace(tokens, at + 1..at + 2, vec![all]);
    }
    if is(tokens, at, "TABLE")
        && argument(tokens, at)
        && let Some((_, end)) = name(tokens, at + 1)
        && matches!(token(tokens, end), Token::Comma | Token::RParen)
    {
        let table: Vec<Token> = tokens[at + 1..end].iter().map(|t| t.token.clone()).collect();
        let mut query = vec![Token::LParen, word("select", Keyword::SELECT), Token::Mul, word("from", Keyword::FROM)];
        query.extend(table);
        query.push(Token::RParen);
        return replace(tokens, at..end, query);
    }
    placeholder(tokens, at)
}

/// A driver's `?`, `%s` or `%(name)s` where a value stands.
fn placeholder(tokens: &mut Vec<TokenWithSpan>, at: usize) -> bool {
    let operand = match token(tokens, at - 1) {
        Token::Word(w) => w.keyword == Keyword::NoKeyword || w.quote_style.is_some(),
        Token::RParen | Token::RBracket | Token::Number(..) | Token::Placeholder(_) => true,
        other => literal(other).is_some(),
    };
    if operand {
        return false;
    }
    let sign = |t: &Token| matches!(t, Token::Word(w) if matches!(w.value.as_str(), "s" | "d" | "i" | "f"));
    let end = match token(tokens, at) {
        Token::Question => at + 1,
        Token::Mod if sign(token(tokens, at + 1)) => at + 2,
        Token::Mod if *token(tokens, at + 1) == Token::LParen && sign(token(tokens, after_bracket(tokens, at + 1))) => {
            after_bracket(tokens, at + 1) + 1
        }
        _ => return false,
    };
    replace(tokens, at..end, vec![Token::Placeholder("?".to_owned())])
}

fn word(value: &str, keyword: Keyword) -> Token {
    Token::Word(Word { value: value.to_owned(), quote_style: None, keyword })
}

fn replace(tokens: &mut Vec<TokenWithSpan>, what: std::ops::Range<usize>, by: Vec<Token>) -> bool {
    let span = tokens[what.start].span;
    tokens.splice(what, by.into_iter().map(|token| TokenWithSpan { token, span }));
    true
}
