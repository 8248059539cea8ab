//! The index as one caller sees it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use garim_core::{Error, Result, search::Scope};
use tantivy::{
    DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term,
    columnar::Column,
    postings::{Postings, SegmentPostings},
    schema::{Field, IndexRecordOption},
};

use crate::disk::schema::{Fields, column};

/// Most counts that are remembered.
const MOST_COUNTS: usize = 100_000;
/// Most words of the vocabulary that a beginning is followed through.
const MOST_BEGINNINGS: usize = 300;

/// An error of the index itself.
pub(crate) fn failed(e: tantivy::TantivyError) -> Error {
    Error::internal("searching the index", e)
}

/// How many visible documents have a term, remembered while the index stays as it is.
#[derive(Default)]
pub(crate) struct Counts {
    known: Mutex<Known>,
}

/// Counts by scope and term, of one generation of the index.
#[derive(Default)]
struct Known {
    generation: u64,
    counts: HashMap<(String, String), u32>,
}

impl Counts {
    fn get(&self, generation: u64, key: &(String, String)) -> Option<u32> {
        let known = self.known.lock().ok()?;
        if known.generation == generation { known.counts.get(key).copied() } else { None }
    }

    fn put(&self, generation: u64, key: (String, String), count: u32) {
        let Ok(mut known) = self.known.lock() else { return };
        if known.generation != generation || known.counts.len() >= MOST_COUNTS {
            *known = Known { generation, counts: HashMap::new() };
        }
        known.counts.insert(key, count);
    }
}

/// One segment of it.
pub(crate) struct Segment<'a> {
    /// Its number.
    pub ord: u32,
    pub reader: &'a SegmentReader,
    /// Its terms.
    pub all: Arc<InvertedIndexReader>,
    /// For each document the number of its label, and for each label whether it is in the scope.
    scope: Option<(Column<u64>, Vec<bool>)>,
}

/// The index as one caller sees it.
pub(crate) struct View<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub segments: Vec<Segment<'a>>,
    /// The scope's labels; `None`: everything.
    labels: Option<Vec<String>>,
    /// The labels as a key.
    key: String,
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
            let scope = labels.as_deref().map(|labels| allowed(reader, labels)).transpose()?;
            segments.push(Segment { ord: u32::try_from(ord).unwrap_or(u32::MAX), reader, all, scope });
        }
        Ok(Some(Self { searcher, fields, segments, labels, key, counts }))
    }

    /// How many documents are visible.
    pub fn size(&self) -> Result<u32> {
        let Some(labels) = &self.labels else { return Ok(u32::try_from(self.searcher.num_docs()).unwrap_or(u32::MAX)) };
        let count = || {
            let mut count = 0;
            for segment in &self.segments {
                for label in labels {
                    count += segment.count(segment.postings(self.fields.scope, label)?);
                }
            }
            Ok(count)
        };
        self.remembered("\0", count)
    }

    /// How many visible documents have a term.
    pub fn count(&self, term: &str) -> Result<u32> {
        let count = || {
            let mut count = 0;
            for segment in &self.segments {
                count += match segment.sees_all() {
                    true => segment.frequency(self.fields.all, term)?,
                    false => segment.count(segment.postings(self.fields.all, term)?),
                };
            }
            Ok(count)
        };
        self.remembered(term, count)
    }

    fn remembered(&self, term: &str, count: impl Fn() -> Result<u32>) -> Result<u32> {
        let generation = self.searcher.generation().generation_id();
        let key = (self.key.clone(), term.to_owned());
        if let Some(known) = self.counts.get(generation, &key) {
            return Ok(known);
        }
        let made = count()?;
        self.counts.put(generation, key, made);
        Ok(made)
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

/// The labels of a segment, and which are in the scope.
fn allowed(reader: &SegmentReader, labels: &[String]) -> Result<(Column<u64>, Vec<bool>)> {
    let Some(column) = reader.fast_fields().str(column::SCOPE).map_err(failed)? else {
        return Ok((Column::build_empty_column(reader.max_doc()), Vec::new()));
    };
    let mut allowed = vec![false; column.num_terms()];
    for label in labels {
        let ord = column.dictionary().term_ord(label.as_bytes()).map_err(|e| failed(e.into()))?;
        if let Some(slot) = ord.and_then(|o| usize::try_from(o).ok()).and_then(|o| allowed.get_mut(o)) {
            *slot = true;
        }
    }
    Ok((column.ords().clone(), allowed))
}

impl Segment<'_> {
    /// Whether every document of it is visible.
    pub fn sees_all(&self) -> bool {
        self.scope.is_none() && !self.reader.has_deletes()
    }

    /// Whether a document is there and visible.
    pub fn sees(&self, doc: u32) -> bool {
        let visible = self.scope.as_ref().is_none_or(|(labels, allowed)| {
            let label = labels.first(doc).and_then(|l| usize::try_from(l).ok());
            label.and_then(|l| allowed.get(l)).copied().unwrap_or(false)
        });
        visible && !self.reader.is_deleted(doc)
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
            let mut places = first.term_freq();
            for list in rest.iter_mut() {
                let at = if list.doc() < doc { list.seek(doc) } else { list.doc() };
                places = if at == doc { places & list.term_freq() } else { 0 };
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
