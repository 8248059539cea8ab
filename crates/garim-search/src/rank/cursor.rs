//! A term's list, read a block at a time and always forwards.

use tantivy::{TERMINATED, postings::BlockSegmentPostings};

use crate::disk::mask::places;

/// Documents of a block. A block that has fewer is the last.
const BLOCK: usize = 128;

/// Where in a list a search stands.
pub(crate) struct Cursor {
    block: BlockSegmentPostings,
    at: usize,
}

impl Cursor {
    /// At the list's first document.
    pub const fn new(block: BlockSegmentPostings) -> Self {
        Self { block, at: 0 }
    }

    /// How many documents the list has.
    pub fn length(&self) -> u32 {
        self.block.doc_freq()
    }

    /// The document that it stands at; [`TERMINATED`] at the end.
    pub fn doc(&self) -> u32 {
        self.block.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// The places of the term there.
    pub fn places(&self) -> u8 {
        places(self.block.freq(self.at))
    }

    /// Goes on to a document, or to the next that has the term.
    pub fn seek(&mut self, doc: u32) -> u32 {
        if self.doc() < doc {
            self.at = self.block.seek(doc);
        }
        self.doc()
    }

    /// Hands over the documents before `to`, with the term's places.
    pub fn read(&mut self, to: u32, mut each: impl FnMut(u32, u8)) {
        loop {
            let docs = self.block.docs();
            for (at, doc) in docs.iter().enumerate().skip(self.at) {
                if *doc >= to {
                    self.at = at;
                    return;
                }
                each(*doc, places(self.block.freq(at)));
            }
            self.at = docs.len();
            if docs.len() < BLOCK {
                return;
            }
            self.block.advance();
            self.at = 0;
        }
    }
}
