//! Logins: one word that is made of a name, an initial and a name, a name and a number.

use crate::{
    cell::{Scan, Sort},
    dict::{self, COMMON, GIVEN, Key, NAME, PLACE, ROMANISED, SURNAME},
    mark::{Mark, Marks},
};

/// Lengths of a login.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=24;
/// Shortest part of a login that is taken for a name.
const SHORTEST: usize = 3;

/// Longest number behind a word, with its separator.
const MAX_NUMBER: usize = 5;

/// Marks what may be a login.
pub(crate) fn login(scan: &Scan<'_>, marks: &mut Marks) {
    let handle = scan.first() == b'@';
    let signs = scan.all(&[Sort::Dot, Sort::Underscore, Sort::Hyphen]);
    let letters = scan.n(Sort::Lower) + scan.n(Sort::Upper);
    let text = scan.text.strip_prefix('@').unwrap_or(scan.text);
    let fits = LENGTHS.contains(&text.len()) && letters >= 3 && signs <= 2 && letters + signs + scan.digit_count == text.len();
    if !fits
        || !text.as_bytes()[0].is_ascii_alphabetic()
        || (scan.n(Sort::Upper) > scan.n(Sort::Lower) && scan.n(Sort::Lower) > 0)
    {
        return;
    }
    marks.set(Mark::UserShaped);
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | '-'));
    let numbered = stem.len() < text.len();
    let word = stem.bytes().all(|b| b.is_ascii_lowercase()) && stem.len() >= SHORTEST && text.len() - stem.len() <= MAX_NUMBER;
    marks.set_if(Mark::UserNumbered, word && numbered && text.ends_with(|c: char| c.is_ascii_digit()));
    let named = if stem.contains(['.', '_', '-']) { parted(stem) } else { joined(stem, numbered) };
    let even = scan.n(Sort::Upper) == 0 || scan.n(Sort::Lower) == 0;
    let code = scan.n(Sort::Lower) == 0 && stem.len() <= SHORTEST;
    marks.set_if(Mark::UserNamed, handle || !code && named && (signs > 0 || numbered || even) && !is_month(stem));
}

/// `Jul-75` is a month of a year.
fn is_month(stem: &str) -> bool {
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
        .iter()
        .any(|m| m.eq_ignore_ascii_case(stem))
}

fn senses(word: &str) -> dict::Senses {
    dict::senses(Key::of(word))
}

/// `kim.chulsoo`, `j_smith`: parts with a name among them, and none that is an ordinary word.
fn parted(stem: &str) -> bool {
    let parts = || stem.split(['.', '_', '-']).filter(|p| !p.is_empty());
    let clear = |p: &str| senses(p) & COMMON == 0 && senses(p) & (NAME | ROMANISED) != 0;
    let name = |p: &str| p.len() >= SHORTEST && clear(p);
    let ordinary = |p: &str| p.len() >= SHORTEST && senses(p) & COMMON != 0 && senses(p) & NAME == 0;
    parts().any(name) && !parts().any(ordinary)
}

/// `jsmith`, `michael45`, `hansmueller`.
fn joined(stem: &str, numbered: bool) -> bool {
    let whole = senses(stem);
    if whole & NAME != 0 {
        return numbered && whole & PLACE == 0 && (whole & COMMON == 0 || whole & GIVEN != 0);
    }
    if whole & COMMON != 0 || !stem.is_ascii() {
        return false;
    }
    let mut keys = [Key::EMPTY; 24];
    let mut key = Key::EMPTY;
    for (at, c) in stem.chars().enumerate().take(keys.len()) {
        key = key.with(c);
        keys[at] = key;
    }
    (1..stem.len()).any(|at| two(stem, at, keys[(at - 1).min(23)]))
}

/// Whether a word cut in two is a name and a name, or an initial and a surname.
fn two(stem: &str, at: usize, front: Key) -> bool {
    let back = &stem[at..];
    if at == 1 {
        return back.len() > SHORTEST && senses(back) & SURNAME != 0;
    }
    if at < SHORTEST && back.len() < SHORTEST + 2 || back.len() == 2 {
        return false;
    }
    let first = dict::senses(front) & (NAME | ROMANISED) != 0;
    let length = if at < SHORTEST { SHORTEST + 2 } else { SHORTEST };
    first && (back.len() >= length && senses(back) & (NAME | ROMANISED) != 0 || back.len() == 1 && at > SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_made_of_names() {
        let named = |text: &str| {
            let mut marks = Marks::default();
            login(&Scan::of(text), &mut marks);
            marks.has(Mark::UserNamed)
        };
        for yes in ["jsmith", "michael45", "john.smith", "kim_minjun", "brittanymiller", "jsmith22", "hmueller"] {
            assert!(named(yes), "{yes}");
        }
        for no in ["delivered", "order-status", "paris", "SKU123", "a1", "2020x", "homepage", "in_progress"] {
            assert!(!named(no), "{no}");
        }
    }
}
