//! Templates that were not filled in: dbt's jinja, `${variables}`. What they would say is not guessed: a placeholder stands for
//! it, and it is said so. Only `ref('x')` and `source('s', 't')` name a table themselves.

use crate::Dialect;

/// What stands for a value that is not known. A table or a column of this name is none.
pub(crate) const PLACEHOLDER: &str = "__template__";

/// What is said of a text with jinja in it.
const JINJA: &str = "the text has template tags that were not filled in; what they stand for is left out";
/// What is said of a text with variables in it.
const VARIABLES: &str = "the text has variables that were not filled in; what they stand for is left out";

/// The text with placeholders, and what is to be said of it; `None` where there is no template.
pub(super) fn filled(sql: &str, dialect: Dialect) -> Option<(String, String)> {
    let _ = dialect;
    let jinja = sql.contains("{{") || sql.contains("{%") || sql.contains("{#");
    let variables = sql.contains("${");
    if !jinja && !variables {
        return None;
    }
    let mut made = String::with_capacity(sql.len());
    let (mut rest, mut in_text) = (sql, false);
    let (mut skipping, mut replaced) = (0usize, jinja);
    while let Some(at) = next_tag(rest) {
        let (before, tag) = rest.split_at(at);
        if skipping == 0 {
            made.push_str(before);
            in_text ^= before.matches('\'').count() % 2 == 1;
        }
        let close = closing(tag);
        let end = tag.find(close).map_or(tag.len(), |i| i + close.len());
        // Without its end the tag goes to the end of the text, whose last letter may be of several bytes.
        let inside = tag[2..tag.find(close).unwrap_or(tag.len()).max(2)].trim_matches(['-', '+', ' ', '\n', '\t', '\r']);
        match &tag[..2] {
            // In a text a variable is part of a value, and no value is kept.
            "${" if skipping == 0 && in_text => made.push_str(&tag[..end]),
            "${" if skipping == 0 => {
                replaced = true;
                made.push_str(PLACEHOLDER);
            }
            "{{" if skipping == 0 => made.push_str(&expression(inside)),
            "{%" => skipping = block(inside, skipping),
            _ => {}
        }
        rest = &tag[end..];
    }
    if skipping == 0 {
        made.push_str(rest);
    }
    if !replaced {
        return None;
    }
    Some((made, if jinja { JINJA } else { VARIABLES }.to_owned()))
}

/// The next tag that opens.
fn next_tag(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.windows(2).position(|w| matches!(w, b"{{" | b"{%" | b"{#" | b"${"))
}

fn closing(tag: &str) -> &'static str {
    match &tag[..2] {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => "#}",
        _ => "}",
    }
}

/// `ref('x')` is `x`, `source('s', 't')` is `s.t`, `this` and all else is not known; configuration is nothing.
fn expression(inside: &str) -> String {
    let (function, arguments) = inside.split_once('(').unwrap_or((inside, ""));
    let texts: Vec<&str> = arguments.split(['\'', '"']).skip(1).step_by(2).collect();
    let plain = |t: &&str| !t.is_empty() && t.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'));
    let quoted = |t: &str| if t.chars().all(|c| c.is_alphanumeric() || c == '_') { t.to_owned() } else { PLACEHOLDER.to_owned() };
    match (function.trim(), texts.as_slice()) {
        ("ref", [model]) if plain(model) => quoted(model),
        ("ref", [_, model]) if plain(model) => quoted(model),
        ("source", [source, table]) if plain(source) && plain(table) => format!("{}.{}", quoted(source), quoted(table)),
        ("config", _) => String::new(),
        _ => PLACEHOLDER.to_owned(),
    }
}

/// `{% else %}` and what follows up to `{% endif %}` is left out: of two branches the first is read. So is a macro's text.
fn block(inside: &str, skipping: usize) -> usize {
    let word = inside.split_whitespace().next().unwrap_or_default();
    match (word, skipping) {
        ("else" | "elif", 0) => 1,
        ("macro" | "set", 0) if word == "macro" || !inside.contains('=') => 1,
        ("endif" | "endfor" | "endmacro" | "endset", 1) => 0,
        ("if" | "for" | "macro", n) if n > 0 => n + 1,
        ("endif" | "endfor" | "endmacro" | "endset", n) if n > 1 => n - 1,
        (_, n) => n,
    }
}
