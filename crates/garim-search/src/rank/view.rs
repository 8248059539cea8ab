//! The index as one caller sees it.

use std::sync::Arc;

use garim_core::{Error, Result, search::Scope};
use tantivy::{
    DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    schema::{Field, IndexRecordOption},
};

use super::{
    counts::{Bits, Columns, Counts, Seen},
    cursor::Cursor,
};
use crate::disk::{mask, schema::Fields};

/// Documents of a term that are counted one by one where some are gone; of more the gone ones are counted too.
const COUNTED: u32 = 64;
/// Most words of the vocabulary that a beginning is followed through.
const MOST_BEGINNINGS: usize = 300;

/// An error of the index itself.
pub(crate) fn failed(e: tantivy::TantivyError) -> Error {
    Error::internal("searching the index", e)
}

/// One segment of it.
pub(crate) struct Segment<'a> {
    /// Its number.
    pub ord: u32,
    pub reader: &'a SegmentReader,
    /// Its terms.
    pub all: Arc<InvertedIndexReader>,
    /// Its numbers.
    pub columns: Arc<Columns>,
    /// Its documents in the scope; `None`: all.
    scope: Option<Bits>,
    /// What counts within the scope are remembered under.
    seen: Seen,
}

/// The index as one caller sees it.
pub(crate) struct View<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub segments: Vec<Segment<'a>>,
    counts: &'a Counts,
}

impl<'a> View<'a> {
    /// The view of a scope; `None` where it sees nothing.
    pub fn new(searcher: &'a Searcher, fields: &'a Fields, counts: &'a Counts, scope: &Scope) -> Result<Option<Self>> {
        let labels = match scope {
            Scope::Everything => None,
            Scope::Labels(labels) if labels.is_empty() => return Ok(None),
            Scope::Labels(labels) => {
                let mut labels = labels.clone();
                labels.sort();
                labels.dedup();
                Some(labels)
            }
        };
        let key = labels.as_ref().map(|l| l.join("\n")).unwrap_or_default();
        let mut segments = Vec::new();
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            let all = reader.inverted_index(fields.all).map_err(failed)?;
            let seen = (reader.segment_id().uuid_string(), key.clone());
            let set = |labels: &Vec<String>| counts.set(&seen, || allowed(reader, fields.scope, labels));
            let scope = labels.as_ref().map(set).transpose()?;
            let columns = counts.columns(reader)?;
            segments.push(Segment { ord: u32::try_from(ord).unwrap_or(u32::MAX), reader, all, columns, scope, seen });
        }
        Ok(Some(Self { searcher, fields, segments, counts }))
    }

    /// How many documents are visible.
    pub fn size(&self) -> u32 {
        self.segments.iter().map(Segment::size).sum()
    }

    /// How many visible documents have a term. Of many, some may be gone already.
    pub fn count(&self, term: &str) -> Result<u32> {
        let mut count = 0;
        for segment in &self.segments {
            let frequency = segment.frequency(self.fields.all, term)?;
            let seen = match segment.scope {
                Some(_) if frequency > 0 => self.counts.count(&segment.seen, term, || segment.allowed(self.fields.all, term))?,
                _ => frequency,
            };
            count += if segment.reader.has_deletes() && (1..=COUNTED).contains(&seen) {
                segment.count(segment.postings(self.fields.all, term)?)
            } else {
                seen
            };
        }
        Ok(count)
    }

    /// Whether any visible document has all of some terms, in one place.
    pub fn any(&self, terms: &[&str]) -> Result<bool> {
        if let [one] = terms {
            return Ok(self.count(one)? > 0);
        }
        for segment in &self.segments {
            let mut lists = Vec::new();
            for term in terms {
                lists.extend(segment.postings(self.fields.all, term)?);
            }
            if lists.len() == terms.len() && !lists.is_empty() && segment.meets(lists) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether any visible document is called so.
    pub fn is_called(&self, name: &str) -> Result<bool> {
        for segment in &self.segments {
            let Some(mut list) = segment.postings(self.fields.exact, name)? else { continue };
            while list.doc() != TERMINATED {
                if segment.sees(list.doc()) {
                    return Ok(true);
                }
                list.advance();
            }
        }
        Ok(false)
    }

    /// Words of visible documents that begin so, the most frequent first.
    pub fn beginning(&self, start: &str, limit: usize) -> Result<Vec<String>> {
        let mut words: Vec<String> = Vec::new();
        for segment in &self.segments {
            let range = segment.all.terms().range().ge(start).lt(format!("{start}{}", char::MAX));
            let mut stream = range.into_stream().map_err(|e| failed(e.into()))?;
            while let Some((term, _)) = stream.next() {
                let Ok(word) = std::str::from_utf8(term) else { continue };
                if !words.iter().any(|w| w == word) {
                    words.push(word.to_owned());
                }
                if words.len() >= MOST_BEGINNINGS {
                    break;
                }
            }
        }
        let mut counted = Vec::new();
        for word in words {
            let count = self.count(&word)?;
            if count > 0 {
                counted.push((std::cmp::Reverse(count), word));
            }
        }
        counted.sort();
        Ok(counted.into_iter().take(limit).map(|(_, word)| word).collect())
    }
}

/// The documents of a segment that have one of the labels.
fn allowed(reader: &SegmentReader, field: Field, labels: &[String]) -> Result<Vec<u64>> {
    let mut bits = vec![0_u64; (reader.max_doc() as usize).div_ceil(64)];
    let index = reader.inverted_index(field).map_err(failed)?;
    for label in labels {
        let block = index.read_block_postings(&Term::from_field_text(field, label), IndexRecordOption::Basic);
        let Some(block) = block.map_err(|e| failed(e.into()))? else { continue };
        Cursor::new(block).read(TERMINATED, |doc, _| bits[doc as usize / 64] |= 1 << (doc % 64));
    }
    Ok(bits)
}

impl Segment<'_> {
    /// How many of its documents are visible.
    fn size(&self) -> u32 {
        self.scope.as_ref().map_or(self.reader.num_docs(), |bits| bits.iter().map(|w| w.count_ones()).sum())
    }

    /// Whether a document is there and visible.
    pub fn sees(&self, doc: u32) -> bool {
        let allowed =
            self.scope.as_ref().is_none_or(|bits| bits.get(doc as usize / 64).is_some_and(|w| w >> (doc % 64) & 1 == 1));
        allowed && !self.reader.is_deleted(doc)
    }

    /// Of documents from one on, which is a multiple of 64, keeps those in the scope.
    pub fn keep_allowed(&self, from: u32, bits: &mut [u64]) {
        if let Some(scope) = &self.scope {
            let allowed = scope.iter().skip(from as usize / 64).copied().chain(std::iter::repeat(0));
            bits.iter_mut().zip(allowed).for_each(|(bits, allowed)| *bits &= allowed);
        }
    }

    /// How many documents in the scope have a term.
    fn allowed(&self, field: Field, term: &str) -> Result<u32> {
        let (Some(bits), Some(mut list)) = (&self.scope, self.cursor(field, term)?) else { return Ok(0) };
        let mut count = 0;
        list.read(TERMINATED, |doc, _| count += u32::from(bits[doc as usize / 64] >> (doc % 64) & 1 == 1));
        Ok(count)
    }

    /// The documents that have a term, a block at a time.
    pub fn cursor(&self, field: Field, term: &str) -> Result<Option<Cursor>> {
        let index = self.reader.inverted_index(field).map_err(failed)?;
        let block = index.read_block_postings(&Term::from_field_text(field, term), IndexRecordOption::WithFreqs);
        block.map(|b| b.map(Cursor::new)).map_err(|e| failed(e.into()))
    }

    /// The documents that have a term.
    pub fn postings(&self, field: Field, term: &str) -> Result<Option<SegmentPostings>> {
        let index = self.reader.inverted_index(field).map_err(failed)?;
        let term = Term::from_field_text(field, term);
        index.read_postings(&term, IndexRecordOption::WithFreqs).map_err(|e| failed(e.into()))
    }

    /// How many documents have a term, visible or not.
    pub fn frequency(&self, field: Field, term: &str) -> Result<u32> {
        let index = self.reader.inverted_index(field).map_err(failed)?;
        index.doc_freq(&Term::from_field_text(field, term)).map_err(|e| failed(e.into()))
    }

    /// How many visible documents are in a list.
    fn count(&self, list: Option<SegmentPostings>) -> u32 {
        let Some(mut list) = list else { return 0 };
        let mut count = 0;
        while list.doc() != TERMINATED {
            count += u32::from(self.sees(list.doc()));
            list.advance();
        }
        count
    }

    /// Whether a visible document is in all lists, with one place in common.
    fn meets(&self, mut lists: Vec<SegmentPostings>) -> bool {
        lists.sort_by_key(SegmentPostings::doc_freq);
        let Some((first, rest)) = lists.split_first_mut() else { return false };
        while first.doc() != TERMINATED {
            let doc = first.doc();
            let mut places = mask::places(first.term_freq());
            for list in rest.iter_mut() {
                let at = if list.doc() < doc { list.seek(doc) } else { list.doc() };
                places = if at == doc { places & mask::places(list.term_freq()) } else { 0 };
                if places == 0 {
                    break;
                }
            }
            if places != 0 && self.sees(doc) {
                return true;
            }
            first.advance();
        }
        false
    }
}
