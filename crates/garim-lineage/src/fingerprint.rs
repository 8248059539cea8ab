//! A statement without its literals: equal for statements that differ in literals, layout and the case of words only.

use sqlparser::{
    ast::Statement,
    tokenizer::{Token, TokenWithSpan, Tokenizer},
};

use crate::Dialect;

/// Longest fingerprint that is kept, in bytes: it is shown to people and goes into the search index.
const MAX_FINGERPRINT: usize = 16 * 1024;

/// The fingerprint of a text, parsed or not. Where it does not even split into words and signs, what came before stays.
pub fn fingerprint(sql: &str, dialect: Dialect) -> String {
    let cut = &sql[..sql.floor_char_boundary(crate::limits::MAX_BYTES)];
    let mut tokens = Vec::new();
    let whole = Tokenizer::new(dialect.rules(), cut).tokenize_with_location_into_buf(&mut tokens).is_ok();
    let tokens: Vec<Token> = tokens.into_iter().map(|t| t.token).collect();
    of_tokens(&tokens, !whole)
}

/// The fingerprint of a parsed statement.
pub(crate) fn of_statement(statement: &Statement, dialect: Dialect) -> String {
    let text = statement.to_string();
    match Tokenizer::new(dialect.rules(), &text).tokenize() {
        Ok(tokens) => of_tokens(&tokens, false),
        Err(_) => String::new(),
    }
}

/// The fingerprint of tokens with their places.
pub(crate) fn of_spanned(tokens: &[TokenWithSpan], unsure: bool) -> String {
    of_each(tokens.iter().map(|t| &t.token), unsure)
}

/// The fingerprint of tokens.
pub(crate) fn of_tokens(tokens: &[Token], unsure: bool) -> String {
    of_each(tokens.iter(), unsure)
}

/// The fingerprint of tokens. `unsure`: they were not understood, so that what stands in double quotes may be a value as well.
fn of_each<'a>(tokens: impl Iterator<Item = &'a Token>, unsure: bool) -> String {
    let mut words: Vec<String> = Vec::new();
    for token in tokens.filter(|t| !matches!(t, Token::Whitespace(_) | Token::SemiColon | Token::EOF)) {
        let word = word(token, unsure);
        if word == "?" && sign_before(&words) {
            words.pop();
        }
        words.push(word);
    }
    let mut text = spaced(&collapsed(&words));
    text.truncate(text.floor_char_boundary(MAX_FINGERPRINT));
    text
}

/// One token: literals become `?`, words lower case; a quoted name keeps its quotes where it needs them.
fn word(token: &Token, unsure: bool) -> String {
    match token {
        Token::Word(w) => match w.quote_style {
            None => w.value.to_lowercase(),
            Some('"' | '\'') if unsure => "?".to_owned(),
            Some(_) if !is_name(&w.value) => "?".to_owned(),
            Some(_) if w.value.chars().any(char::is_uppercase) => format!("\"{}\"", w.value),
            Some(_) => w.value.clone(),
        },
        Token::Placeholder(p) => {
            if p.len() > 1 && is_name(&p[1..]) {
                p.to_lowercase()
            } else {
                "?".to_owned()
            }
        }
        Token::Number(..) | Token::Char(_) => "?".to_owned(),
        _ if is_text(token) => "?".to_owned(),
        other => other.to_string(),
    }
}

/// Names hold letters, digits, `_`, `-`, `.`, `$` and spaces; anything else in quotes may be a value.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | ' '))
}

fn is_text(token: &Token) -> bool {
    use Token as T;
    matches!(
        token,
        T::SingleQuotedString(_)
            | T::DoubleQuotedString(_)
            | T::TripleSingleQuotedString(_)
            | T::TripleDoubleQuotedString(_)
            | T::DollarQuotedString(_)
            | T::SingleQuotedByteStringLiteral(_)
            | T::DoubleQuotedByteStringLiteral(_)
            | T::TripleSingleQuotedByteStringLiteral(_)
            | T::TripleDoubleQuotedByteStringLiteral(_)
            | T::SingleQuotedRawStringLiteral(_)
            | T::DoubleQuotedRawStringLiteral(_)
            | T::TripleSingleQuotedRawStringLiteral(_)
            | T::TripleDoubleQuotedRawStringLiteral(_)
            | T::NationalStringLiteral(_)
            | T::QuoteDelimitedStringLiteral(_)
            | T::NationalQuoteDelimitedStringLiteral(_)
            | T::EscapedStringLiteral(_)
            | T::UnicodeStringLiteral(_)
            | T::HexStringLiteral(_)
    )
}

/// Whether the last word is the sign of the number that follows, not a subtraction.
fn sign_before(words: &[String]) -> bool {
    let [.., before, sign] = words else { return matches!(words, [sign] if sign == "-" || sign == "+") };
    let operand =
        before == "?" || before == ")" || before == "]" || before.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '"');
    (sign == "-" || sign == "+") && (!operand || is_keyword(before))
}

/// Words after which a sign belongs to the number.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "select"
            | "in"
            | "and"
            | "or"
            | "not"
            | "between"
            | "then"
            | "else"
            | "when"
            | "where"
            | "like"
            | "values"
            | "limit"
            | "by"
            | "on"
            | "set"
    )
}

/// `? , ? , ?` is one `?`, and `( ? ) , ( ? )` one row: lists of any length have one fingerprint.
fn collapsed(words: &[String]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::with_capacity(words.len());
    for word in words {
        out.push(word);
        if out.ends_with(&["?", ",", "?"]) {
            out.truncate(out.len() - 2);
        }
        if out.ends_with(&["(", "?", ")", ",", "(", "?", ")"]) {
            out.truncate(out.len() - 4);
        }
    }
    out
}

/// Joins words with single spaces, none inside names, calls and before commas.
fn spaced(words: &[&str]) -> String {
    let mut text = String::new();
    let mut before = "";
    for word in words {
        let tight = matches!(*word, "." | "," | ")" | "]" | "::" | "[") || matches!(before, "" | "." | "(" | "[" | "::");
        let call = *word == "(" && !spaced_before_bracket(before);
        if !tight && !call {
            text.push(' ');
        }
        text.push_str(word);
        before = word;
    }
    text
}

/// Whether a bracket after it stands apart: after operators and clause words.
fn spaced_before_bracket(before: &str) -> bool {
    let first = before.chars().next().unwrap_or(' ');
    let clause = matches!(
        before,
        "in" | "as"
            | "and"
            | "or"
            | "not"
            | "exists"
            | "from"
            | "join"
            | "on"
            | "where"
            | "select"
            | "union"
            | "all"
            | "values"
            | "over"
            | "using"
            | "when"
            | "then"
            | "else"
            | "by"
            | "any"
            | "some"
            | "except"
            | "intersect"
            | "lateral"
            | "distinct"
            | "having"
    );
    clause || !(first.is_alphanumeric() || first == '_' || first == '"')
}
