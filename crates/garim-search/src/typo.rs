//! Words that no visible document has: the other keyboard layout, or a near spelling.

use garim_core::Result;

use crate::{
    candidates::{View, failed},
    keys::{is_hangul, keys},
    query::{Form, Group},
    schema::FIRST_WORD,
    words::Word,
};

/// Most words of the vocabulary that are compared: a million documents have some hundred thousand.
const MOST_WORDS: usize = 500_000;
/// How many of the nearest words are tried: the nearest may be of documents that the caller does not see.
const TRIED: usize = 8;

/// How many wrong keys are forgiven, by the number of keys.
fn forgiven(keys: usize) -> usize {
    match keys {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Gives a word that nobody knows the nearest spelling that a visible document has. Whether it did.
pub(crate) fn correct(view: &View, group: &mut Group) -> Result<bool> {
    let mut near = Vec::new();
    for form in &group.forms {
        nearest(view, &form.word.text, &mut near)?;
    }
    near.sort();
    near.dedup();
    for (_, text) in near.into_iter().take(TRIED) {
        let word = Word { stem: text.clone(), text };
        let try_it = Group {
            shown: format!("{} ({})", word.text, group.shown),
            forms: vec![Form { word, corrected: true }],
            loose: false,
        };
        if view.count(view.group(&try_it))? > 0 {
            *group = try_it;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Words of the vocabulary near a word, with their distance.
fn nearest(view: &View, word: &str, near: &mut Vec<(usize, String)>) -> Result<()> {
    let wanted: Vec<char> = keys(word).chars().collect();
    let allowed = forgiven(wanted.len());
    let hangul = word.chars().any(is_hangul);
    let mut seen = 0;
    for reader in view.searcher.segment_readers() {
        let index = reader.inverted_index(view.fields.all).map_err(failed)?;
        let mut stream = index.terms().range().ge(FIRST_WORD).into_stream().map_err(|e| failed(e.into()))?;
        while let Some((term, _)) = stream.next() {
            seen += 1;
            if seen > MOST_WORDS {
                return Ok(());
            }
            let Ok(text) = std::str::from_utf8(term) else { continue };
            // Another layout must be the very same keys; a near spelling is of the same script.
            let same_script = text.chars().any(is_hangul) == hangul;
            let limit = if same_script { allowed } else { 0 };
            if let Some(distance) = distance(&wanted, &keys(text).chars().collect::<Vec<_>>(), limit) {
                near.push((distance, text.to_owned()));
            }
        }
    }
    Ok(())
}

/// Edits between two words, a swap of neighbours counting one; `None` beyond the limit.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, cb) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(ca != cb)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *ca == b[j - 1] && a[i - 1] == *cb {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_up_to_a_limit() {
        let d = |a: &str, b: &str, limit| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), limit);
        assert_eq!(d("purchase", "purchase", 0), Some(0));
        assert_eq!(d("purhcase", "purchase", 2), Some(1));
        assert_eq!(d("purchse", "purchase", 1), Some(1));
        assert_eq!(d("user", "purchase", 2), None);
        assert_eq!(d(&keys("매촐"), &keys("매출"), 1), Some(1));
    }
}
