//! Texts in segments. Exports trim blanks at a segment's end, also where they stand between two words: every segment but the
//! last is padded to its width again.

use std::collections::{HashMap, VecDeque};

/// Bytes of text that wait for further segments of theirs; exports have them next to each other, or nearly.
const MAX_WAITING: usize = 64 * 1024 * 1024;
/// Most segments of one text: the longest statement that is read, in segments of 200.
const MAX_SEGMENTS: usize = 12_000;

/// Puts segments together.
pub(super) struct Segments<K, H> {
    width: usize,
    open: HashMap<K, Open<H>>,
    order: VecDeque<K>,
    bytes: usize,
}

struct Open<H> {
    head: H,
    parts: Vec<(i64, String)>,
}

/// A text that is whole, as far as it will be.
pub(super) struct Whole<K, H> {
    /// What it is of.
    pub key: K,
    /// What came with its first segment.
    pub head: H,
    /// The text.
    pub text: String,
    /// A segment of it is missing.
    pub gap: bool,
}

impl<K: std::hash::Hash + Eq + Clone, H> Segments<K, H> {
    /// Segments of this width.
    pub fn new(width: usize) -> Self {
        Self { width, open: HashMap::new(), order: VecDeque::new(), bytes: 0 }
    }

    /// Takes in a segment; texts that have waited longest are given out when too much waits.
    pub fn add(&mut self, key: &K, head: impl FnOnce() -> H, sequence: i64, text: String) -> Vec<Whole<K, H>> {
        self.bytes += text.len();
        if !self.open.contains_key(key) {
            self.order.push_back(key.clone());
            self.open.insert(key.clone(), Open { head: head(), parts: Vec::new() });
        }
        if let Some(open) = self.open.get_mut(key).filter(|o| o.parts.len() < MAX_SEGMENTS) {
            open.parts.push((sequence, text));
        }
        let mut whole = Vec::new();
        while self.bytes > MAX_WAITING && self.order.len() > 1 {
            whole.extend(self.oldest());
        }
        whole
    }

    /// Gives out the text that has waited longest.
    pub fn oldest(&mut self) -> Option<Whole<K, H>> {
        let key = self.order.pop_front()?;
        let Open { head, mut parts } = self.open.remove(&key)?;
        self.bytes -= parts.iter().map(|(_, t)| t.len()).sum::<usize>().min(self.bytes);
        parts.sort_by_key(|(sequence, _)| *sequence);
        parts.dedup_by_key(|(sequence, _)| *sequence);
        let first = parts.first().map_or(0, |p| p.0);
        let gap = first > 1 || parts.windows(2).any(|w| w[1].0 != w[0].0 + 1);
        let text = unescaped(&joined(&parts, self.width));
        Some(Whole { key, head, text, gap })
    }
}

fn joined(parts: &[(i64, String)], width: usize) -> String {
    let mut text = String::new();
    for (at, (_, part)) in parts.iter().enumerate() {
        text.push_str(part);
        if at + 1 < parts.len() {
            text.extend(std::iter::repeat_n(' ', width.saturating_sub(part.len())));
        }
    }
    text
}

/// Line feeds, tabs and returns stand as two characters each; an escape may lie across segments.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let blank = match (c, chars.peek()) {
            ('\\', Some('n')) => Some('\n'),
            ('\\', Some('t')) => Some('\t'),
            ('\\', Some('r')) => Some('\r'),
            _ => None,
        };
        if blank.is_some() {
            chars.next();
        }
        out.push(blank.unwrap_or(c));
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn trimmed_blanks_come_back_and_order_does_not_matter() {
        let sql = format!("select {}a\nfrom t group by a", " ".repeat(193));
        let escaped = sql.replace('\n', "\\n");
        let mut segments = Segments::new(200);
        let parts: Vec<(i64, String)> = escaped
            .as_bytes()
            .chunks(200)
            .map(|c| std::str::from_utf8(c).unwrap().trim_end().to_owned())
            .enumerate()
            .map(|(i, t)| (i as i64, t))
            .collect();
        for (sequence, text) in parts.into_iter().rev() {
            segments.add(&1, || (), sequence, text);
        }
        let whole = segments.oldest().unwrap();
        assert_eq!((whole.text, whole.gap), (sql, false));
    }

    #[test]
    fn a_missing_segment_is_said() {
        let mut segments = Segments::new(200);
        segments.add(&1, || (), 0, "select".to_owned());
        segments.add(&1, || (), 2, "t".to_owned());
        assert!(segments.oldest().unwrap().gap);
    }

    #[test]
    fn what_waits_is_bounded() {
        let mut segments = Segments::new(200);
        let mut out = 0;
        for key in 0..200 {
            out += segments.add(&key, || (), 0, "x".repeat(1024 * 1024)).len();
        }
        assert_eq!(out, 200 - 64);
    }
}
