//! Some neighbouring documents of a segment: which of them are looked at, and where in each the terms stand.

use super::cursor::Cursor;

/// Documents of a window: few enough that what is known of them stays near the processor.
pub(crate) const WINDOW: u32 = 4096;
/// How many documents of a list are read in the time in which one is looked up.
const LOOK_UP: u64 = 6;

/// A window.
pub(crate) struct Window {
    /// Its first document, a multiple of 64.
    pub from: u32,
    /// The document after its last.
    pub to: u32,
    /// Who is looked at.
    pub bits: Vec<u64>,
    /// How many documents it may have, a multiple of 64.
    size: usize,
    /// The places of each leaf, leaf by leaf.
    masks: Vec<u8>,
    /// Which leaves were read here.
    read: Vec<bool>,
    /// What each document is worth so far.
    pub worth: Vec<f32>,
}

impl Window {
    /// A window of no documents, for so many leaves of a segment of so many documents.
    pub fn new(leaves: usize, documents: u32) -> Self {
        let size = documents.min(WINDOW).next_multiple_of(64) as usize;
        Self {
            from: 0,
            to: 0,
            bits: vec![0; size / 64],
            size,
            masks: vec![0; leaves * size],
            read: vec![false; leaves],
            worth: vec![0.0; size],
        }
    }

    /// Goes on to the documents from one on; nobody is looked at yet.
    pub fn open(&mut self, from: u32, last: u32) {
        self.from = from & !63;
        self.to = self.from.saturating_add(WINDOW).min(last);
        self.bits.fill(0);
        self.worth.fill(0.0);
        for (leaf, read) in self.read.iter_mut().enumerate().filter(|(_, read)| **read) {
            *read = false;
            self.masks[leaf * self.size..(leaf + 1) * self.size].fill(0);
        }
    }

    /// Looks at everybody.
    pub fn mark_all(&mut self) {
        for at in 0..(self.to - self.from) as usize {
            self.bits[at / 64] |= 1 << (at % 64);
        }
    }

    /// Looks at a document, if it is here.
    pub fn mark(&mut self, doc: u32) {
        if (self.from..self.to).contains(&doc) {
            let at = (doc - self.from) as usize;
            self.bits[at / 64] |= 1 << (at % 64);
        }
    }

    /// Reads a leaf's places, of all documents here or of those that are looked at, whichever is less work. `mark`: looks at
    /// those that have it, too.
    pub fn read(&mut self, leaf: usize, cursor: &mut Cursor, of: u32, mark: bool) {
        if std::mem::replace(&mut self.read[leaf], true) {
            return;
        }
        let expected = u64::from(cursor.length()) * u64::from(WINDOW) / u64::from(of.max(1));
        let masks = &mut self.masks[leaf * self.size..(leaf + 1) * self.size];
        if mark || expected < self.bits.iter().map(|w| u64::from(w.count_ones())).sum::<u64>() * LOOK_UP {
            cursor.seek(self.from);
            let (from, bits) = (self.from, &mut self.bits);
            cursor.read(self.to, |doc, places| {
                let at = (doc - from) as usize;
                masks[at] = places;
                if mark {
                    bits[at / 64] |= 1 << (at % 64);
                }
            });
            return;
        }
        for (word, bits) in self.bits.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let doc = self.from + u32::try_from(at).unwrap_or(0);
                if cursor.seek(doc) == doc {
                    masks[at] = cursor.places();
                }
            }
        }
    }

    /// The places of a leaf in the document at an offset.
    pub fn places(&self, leaf: usize, at: usize) -> u8 {
        self.masks[leaf * self.size + at]
    }

    /// The places of every leaf there.
    pub fn row(&self, at: usize) -> Vec<u8> {
        (0..self.read.len()).map(|leaf| self.places(leaf, at)).collect()
    }

    /// Keeps those of the looked at that pass.
    pub fn keep(&mut self, mut passes: impl FnMut(u32) -> bool) {
        let from = self.from;
        self.weigh(|_, at| passes(from + u32::try_from(at).unwrap_or(0)).then_some(0.0));
    }

    /// Keeps those that are worth something, and adds that up.
    pub fn weigh(&mut self, mut worth: impl FnMut(&Self, usize) -> Option<f32>) {
        for word in 0..self.bits.len() {
            let mut bits = self.bits[word];
            while bits != 0 {
                let bit = bits & bits.wrapping_neg();
                bits ^= bit;
                let at = word * 64 + bit.trailing_zeros() as usize;
                match worth(self, at) {
                    Some(more) => self.worth[at] += more,
                    None => self.bits[word] ^= bit,
                }
            }
        }
    }
}
