//! Takes away what exports and people put around a value: spaces, quotes, a spreadsheet's armour; and tells what is no value.

use std::borrow::Cow;

/// Longest part of a value that is looked at, in bytes: personal data in text stands near its beginning or comes again below.
const MAX_BYTES: usize = 4096;
/// Longest word for "nothing", in bytes.
const MAX_ABSENT: usize = 16;

/// What people write where there is no value, folded to lower case.
const ABSENT: &[&str] = &[
    "n/a",
    "na",
    "n.a.",
    "null",
    "none",
    "nil",
    "nan",
    "#n/a",
    "unknown",
    "undefined",
    "tbd",
    "(null)",
    "\\n",
    "missing",
    "empty",
    "not available",
    "없음",
    "미상",
    "해당없음",
    "모름",
    "미입력",
    "不明",
    "なし",
    "無し",
    "未入力",
    "未登録",
    "keine",
    "k.a.",
    "unbekannt",
    "inconnu",
    "inconnue",
    "aucun",
    "(blank)",
    "blank",
    "<na>",
    "#ref!",
    "#value!",
];

/// The value itself, or none where there is none.
pub(crate) fn clean(value: &str) -> Option<Cow<'_, str>> {
    let value = untagged(bare(cut(value)));
    if is_absent(value) {
        return None;
    }
    let value = value.strip_suffix(".0").filter(|v| v.len() > 5 && v.bytes().all(|b| b.is_ascii_digit())).unwrap_or(value);
    Some(if value.is_ascii() { Cow::Borrowed(value) } else { narrow(value) })
}

/// The first bytes of a value, up to the end of a character.
fn cut(value: &str) -> &str {
    if value.len() <= MAX_BYTES { value } else { &value[..value.floor_char_boundary(MAX_BYTES)] }
}

/// Without the tags of a page that it was cut from, and without the separator of a line that it was cut from.
fn untagged(value: &str) -> &str {
    let tagged = value.starts_with('<') && value.ends_with('>') && value.contains("</");
    let inner =
        if tagged { value.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</")).map(|(inner, _)| inner) } else { None };
    let value = inner.map_or(value, blank_trimmed);
    match value.strip_suffix([';', ',']) {
        Some(rest) if !rest.is_empty() => bare(rest),
        _ => value,
    }
}

/// Without spaces, quotes, and what keeps a spreadsheet from taking digits for a number.
fn bare(value: &str) -> &str {
    let mut value = blank_trimmed(value);
    // Nearly no value is armoured: its first byte tells.
    if !matches!(value.as_bytes().first(), Some(b'=' | b'"' | b'\'' | 0xe2)) {
        return value;
    }
    for (open, close) in [("=\"", "\""), ("\"", "\""), ("'", "'"), ("'", ""), ("“", "”"), ("‘", "’")] {
        if value.len() > open.len() + close.len()
            && let Some(inner) = value.strip_prefix(open).and_then(|v| v.strip_suffix(close))
        {
            value = blank_trimmed(inner);
        }
    }
    value
}

fn blank_trimmed(value: &str) -> &str {
    let plain = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_graphic());
    if plain(value.as_bytes().first()) && plain(value.as_bytes().last()) {
        return value;
    }
    value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{202a}'..='\u{202e}'))
}

fn is_absent(value: &str) -> bool {
    let bytes = value.as_bytes();
    match bytes {
        [] => true,
        _ if bytes.len() > MAX_ABSENT => false,
        _ if bytes.iter().all(|b| matches!(b, b'-' | b'.' | b'?' | b'_' | b'/' | b'*' | b'~')) => true,
        [b'0'..=b'9', ..] => false,
        _ => ABSENT.iter().any(|a| a.len() == value.len() && a.eq_ignore_ascii_case(value)),
    }
}

/// Full-width letters, digits and signs as their narrow ones, since Japanese forms are filled in with them.
fn narrow(value: &str) -> Cow<'_, str> {
    let wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '\u{a0}' | '‐'..='―' | '−');
    if !value.contains(wide) {
        return Cow::Borrowed(value);
    }
    let narrowed = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '‐'..='―' | '−' => '-',
        other => other,
    };
    Cow::Owned(value.chars().map(narrowed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_and_nothing_are_taken_away() {
        for (given, left) in [
            ("  a b ", Some("a b")),
            ("=\"01012345678\"", Some("01012345678")),
            ("'010-1234-5678", Some("010-1234-5678")),
            ("\"kim\"", Some("kim")),
            ("1012345678.0", Some("1012345678")),
            ("12.0", Some("12.0")),
            ("０９０－１２３４", Some("090-1234")),
            ("<td>kim</td>", Some("kim")),
            ("kim;", Some("kim")),
            ("\"kim\",", Some("kim")),
            ("N/A", None),
            ("---", None),
            ("없음", None),
            ("", None),
        ] {
            assert_eq!(clean(given).as_deref(), left, "{given}");
        }
        assert_eq!(clean(&"가".repeat(2000)).map(|v| v.len()), Some(4095));
    }
}
