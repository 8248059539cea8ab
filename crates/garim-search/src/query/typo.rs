//! Words of the vocabulary near a word that it does not have: by keys, so that a Korean word is as near as it was typed.

use garim_core::Result;
use tantivy_fst::Automaton;

use crate::{
    disk::schema::{FIRST_WORD, KEYS, KEYS_END},
    rank::view::{View, failed},
    text::{keys::keys, korean},
};

/// Longest word that is corrected, in keys.
const MAX_KEYS: usize = 20;
/// Most near words that are looked at.
const MOST: usize = 400;

/// How many wrong keys are forgiven, and whether the first key must be right, by the number of keys.
fn forgiven(keys: usize) -> (u8, bool) {
    match keys {
        0..=2 => (0, true),
        3..=4 => (1, true),
        5..=7 => (1, false),
        _ => (2, true),
    }
}

/// Words of the vocabulary near a word, with their distance, the nearest first.
pub(crate) fn near(view: &View, word: &str) -> Result<Vec<(u8, String)>> {
    let hangul = korean::is_korean(word);
    let wanted = keys(word);
    let (limit, anchored) = forgiven(wanted.len());
    if limit == 0 || wanted.len() > MAX_KEYS || !wanted.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(Vec::new());
    }
    let near = Near { wanted: wanted.as_bytes(), limit, anchored, keyed: hangul };
    let mut found: Vec<(u8, String)> = Vec::new();
    for segment in &view.segments {
        let terms = segment.all.terms().search(&near);
        let range =
            if hangul { terms.ge(KEYS.to_string()).lt(format!("{}", char::from(KEYS as u8 + 1))) } else { terms.ge(FIRST_WORD) };
        let mut stream = range.into_stream().map_err(|e| failed(e.into()))?;
        while let Some((term, _)) = stream.next() {
            let Ok(text) = std::str::from_utf8(term) else { continue };
            let (typed, text) = if hangul {
                let Some((typed, text)) = text.get(1..).unwrap_or_default().split_once(KEYS_END) else { continue };
                (typed, text)
            } else {
                (text, text)
            };
            let distance = near.distance(typed.as_bytes());
            if distance <= limit && !found.iter().any(|(_, known)| known == text) {
                found.push((distance, text.to_owned()));
            }
            if found.len() >= MOST {
                break;
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Exact names near one that nothing is called, which has no Korean in it. One wrong key is forgiven.
pub(crate) fn near_names(view: &View, name: &str) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    if !(MIN_NAME..=MAX_KEYS * 2).contains(&name.len()) || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(found);
    }
    for segment in &view.segments {
        let index = segment.reader.inverted_index(view.fields.exact).map_err(failed)?;
        // Half of it is right, before or after the wrong key: only names that begin or end so are looked at.
        let automaton = OneWrong { wanted: name.as_bytes() };
        let mut stream = index.terms().search(&automaton).into_stream().map_err(|e| failed(e.into()))?;
        while let Some((term, _)) = stream.next() {
            if let Ok(text) = std::str::from_utf8(term)
                && !found.iter().any(|known| known == text)
            {
                found.push(text.to_owned());
            }
            if found.len() >= MOST_NAMES {
                break;
            }
        }
    }
    Ok(found)
}

/// The keys between two words, if they are few enough for the length of the first.
pub(crate) fn distance(word: &str, other: &str) -> Option<u8> {
    let (wanted, other) = (keys(word), keys(other));
    let (limit, anchored) = forgiven(wanted.len());
    if limit == 0 || wanted.len() > MAX_KEYS || wanted.len().abs_diff(other.len()) > usize::from(limit) {
        return None;
    }
    let near = Near { wanted: wanted.as_bytes(), limit, anchored, keyed: false };
    Some(near.distance(other.as_bytes())).filter(|d| *d <= limit)
}

/// Shortest name that is corrected as a whole.
const MIN_NAME: usize = 5;
/// Most names that one may be.
const MOST_NAMES: usize = 20;

/// Walks exact names with one edit against the wanted one: left out, put in, another, or swapped with the next.
struct OneWrong<'a> {
    wanted: &'a [u8],
}

/// How far a walk with one edit is: how many letters of the wanted name are used up, for each way that the edit may have been
/// made, as bits; and the letter before.
#[derive(Clone)]
pub(crate) struct Walk {
    /// Nothing was wrong so far.
    right: Option<usize>,
    /// Places at which the walk may stand, one edit spent.
    spent: u64,
    /// A swap is half made: the letter that must come now, and where the walk then stands.
    swap: Option<(u8, usize)>,
}

impl OneWrong<'_> {
    fn letter(&self, at: usize) -> Option<u8> {
        self.wanted.get(at).copied()
    }
}

impl Automaton for &OneWrong<'_> {
    type State = Walk;

    fn start(&self) -> Walk {
        // The first letter may have been put in by mistake.
        Walk { right: Some(0), spent: 1 << 1, swap: None }
    }

    fn is_match(&self, walk: &Walk) -> bool {
        let end = self.wanted.len();
        walk.right == Some(end) || walk.spent & (1 << end) != 0 || walk.right.is_some_and(|at| at + 1 == end)
    }

    fn can_match(&self, walk: &Walk) -> bool {
        walk.right.is_some() || walk.spent != 0 || walk.swap.is_some()
    }

    fn accept(&self, walk: &Walk, byte: u8) -> Walk {
        let mut spent = 0_u64;
        for at in 0..=self.wanted.len() {
            if walk.spent & (1 << at) != 0 && self.letter(at) == Some(byte) {
                spent |= 1 << (at + 1);
            }
        }
        if let Some((letter, to)) = walk.swap
            && letter == byte
        {
            spent |= 1 << to;
        }
        let mut next = Walk { right: None, spent, swap: None };
        if let Some(at) = walk.right {
            if self.letter(at) == Some(byte) {
                next.right = Some(at + 1);
            }
            // Another letter stands here; or the name has one more than was typed.
            next.spent |= 1 << (at + 1).min(self.wanted.len());
            next.spent |= 1 << at;
            // What was typed has one letter more.
            if self.letter(at + 1) == Some(byte) {
                next.spent |= 1 << (at + 2).min(self.wanted.len());
                next.swap = self.letter(at).map(|letter| (letter, at + 2));
            }
        }
        next
    }
}

/// Walks the vocabulary along words within some edits of the wanted one; a swap of neighbours is one edit.
struct Near<'a> {
    wanted: &'a [u8],
    limit: u8,
    anchored: bool,
    /// Whether terms are keys, between a mark and the word.
    keyed: bool,
}

/// How far a walk is.
#[derive(Clone)]
pub(crate) enum State {
    /// Before the mark.
    Mark,
    /// Within the word: edits to each beginning of the wanted one, now and a letter ago, the letter, and how many came.
    Row([u8; MAX_KEYS + 1], [u8; MAX_KEYS + 1], u8, u8),
    /// After the keys, which were near.
    Tail,
    /// Nowhere.
    Dead,
}

impl Near<'_> {
    fn row(&self) -> State {
        let mut row = [u8::MAX; MAX_KEYS + 1];
        for (at, edits) in row.iter_mut().enumerate().take(self.wanted.len() + 1) {
            *edits = u8::try_from(at).unwrap_or(u8::MAX);
        }
        State::Row(row, row, 0, 0)
    }

    fn step(&self, now: &[u8; MAX_KEYS + 1], before: &[u8; MAX_KEYS + 1], last: u8, count: u8, byte: u8) -> State {
        let first = self.wanted.first().copied().unwrap_or_default();
        let second = self.wanted.get(1).copied().unwrap_or_default();
        if self.anchored && count == 0 && byte != first && byte != second {
            return State::Dead;
        }
        // The second letter first is forgiven only as a swap.
        if self.anchored && count == 1 && last != first && byte != first {
            return State::Dead;
        }
        let mut next = [u8::MAX; MAX_KEYS + 1];
        next[0] = now[0].saturating_add(1);
        for (j, letter) in self.wanted.iter().enumerate() {
            let mut best = (now[j] + u8::from(*letter != byte)).min(now[j + 1].saturating_add(1)).min(next[j].saturating_add(1));
            if count > 0 && j > 0 && *letter == last && self.wanted[j - 1] == byte {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        let least = next[..=self.wanted.len()].iter().min().copied().unwrap_or(u8::MAX);
        if least > self.limit { State::Dead } else { State::Row(next, *now, byte, count.saturating_add(1)) }
    }

    fn ends(&self, row: &[u8; MAX_KEYS + 1]) -> bool {
        row[self.wanted.len()] <= self.limit
    }

    /// The edits between a word and the wanted one; more than the limit where it was left.
    fn distance(&self, word: &[u8]) -> u8 {
        let mut state = self.row();
        for byte in word {
            state = match &state {
                State::Row(now, before, last, count) => self.step(now, before, *last, *count, *byte),
                _ => return u8::MAX,
            };
        }
        match state {
            State::Row(now, ..) => now[self.wanted.len()],
            _ => u8::MAX,
        }
    }
}

impl Automaton for &Near<'_> {
    type State = State;

    fn start(&self) -> State {
        if self.keyed { State::Mark } else { self.row() }
    }

    fn is_match(&self, state: &State) -> bool {
        match state {
            State::Row(now, ..) => !self.keyed && self.ends(now),
            State::Tail => true,
            _ => false,
        }
    }

    fn can_match(&self, state: &State) -> bool {
        !matches!(state, State::Dead)
    }

    fn will_always_match(&self, state: &State) -> bool {
        matches!(state, State::Tail)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            State::Mark if char::from(byte) == KEYS => self.row(),
            State::Row(now, ..) if self.keyed && char::from(byte) == KEYS_END => {
                if self.ends(now) {
                    State::Tail
                } else {
                    State::Dead
                }
            }
            State::Row(now, before, last, count) => self.step(now, before, *last, *count, byte),
            State::Tail => State::Tail,
            _ => State::Dead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_up_to_a_limit() {
        let d = |wanted: &str, word: &str| {
            let (wanted, word) = (keys(wanted), keys(word));
            let (limit, anchored) = forgiven(wanted.len());
            let distance = Near { wanted: wanted.as_bytes(), limit, anchored, keyed: false }.distance(word.as_bytes());
            (distance <= limit).then_some(distance)
        };
        for (typed, meant, edits) in [
            ("purchase", "purchase", Some(0)),
            ("purhcase", "purchase", Some(1)),
            ("purchse", "purchase", Some(1)),
            ("prchse", "purchase", None),
            ("urchase", "purchase", Some(1)),
            ("revenu", "revenue", Some(1)),
            ("evenue", "revenue", Some(1)),
            ("custoemrs", "customers", Some(1)),
            ("dua", "dau", Some(1)),
            ("매촐", "매출", Some(1)),
            ("user", "ours", None),
            ("tale", "table", Some(1)),
            ("whcih", "which", Some(1)),
            ("어떻겨", "어떻게", Some(1)),
        ] {
            assert_eq!(d(typed, meant), edits, "{typed}");
        }
    }

    #[test]
    fn names_with_one_wrong_key_are_met() {
        let meets = |typed: &str, name: &str| {
            let automaton = OneWrong { wanted: typed.as_bytes() };
            let automaton = &automaton;
            let mut walk = automaton.start();
            for byte in name.bytes() {
                walk = automaton.accept(&walk, byte);
            }
            automaton.is_match(&walk)
        };
        for (typed, name, met) in [
            ("tbfundold", "tbfundold", true),
            ("tbfnudold", "tbfundold", true),
            ("tbfndold", "tbfundold", true),
            ("tbfuundold", "tbfundold", true),
            ("tbfundole", "tbfundold", true),
            ("tbfundol", "tbfundold", true),
            ("tbfundolds", "tbfundold", true),
            ("bfundold", "tbfundold", true),
            ("xtbfundold", "tbfundold", true),
            ("tbfundlod", "tbfundold", true),
            ("tbfnudlod", "tbfundold", false),
            ("tbfund", "tbfundold", false),
        ] {
            assert_eq!(meets(typed, name), met, "{typed}");
        }
    }
}
