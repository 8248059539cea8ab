//! The catalog's own other words: what the names, labels and synonyms of a metric or a term have in common, they mean. Read
//! from each segment once, so that a changed term is heard at once and nothing else need be indexed again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use garim_core::{Result, search::AssetKind};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use crate::{
    disk::{schema::Fields, shown::Shown},
    lexicon::{Alternative, Meaning, phrase_of},
    rank::view::View,
    text::words::Splitter,
};

/// Most entries of one segment that are read.
const MOST: usize = 20_000;
/// Most segments that are remembered.
const MOST_SEGMENTS: usize = 64;
/// Longest phrase, in words.
const MAX_WORDS: usize = 6;

/// What one document says means the same.
struct Entry {
    doc: u32,
    phrases: Vec<(String, Vec<String>)>,
}

/// The entries of one segment, and who has a phrase.
#[derive(Default)]
struct Part {
    entries: Vec<Entry>,
    by_key: HashMap<String, Vec<usize>>,
}

/// The glossary, by segment.
#[derive(Default)]
pub(crate) struct Glossary {
    parts: Mutex<HashMap<String, Arc<Part>>>,
}

/// The glossary as one caller sees it.
pub(crate) struct Heard<'a> {
    view: &'a View<'a>,
    parts: Vec<Arc<Part>>,
}

impl Glossary {
    /// The glossary of a view.
    pub fn hear<'a>(&self, view: &'a View<'a>, splitter: &mut Splitter) -> Result<Heard<'a>> {
        let mut parts = Vec::new();
        for segment in &view.segments {
            let id = segment.reader.segment_id().uuid_string();
            let known = self.parts.lock().ok().and_then(|p| p.get(&id).cloned());
            let part = match known {
                Some(part) => part,
                None => {
                    let part = Arc::new(read(view.searcher, view.fields, segment.ord, splitter)?);
                    if let Ok(mut parts) = self.parts.lock() {
                        if parts.len() >= MOST_SEGMENTS {
                            parts.clear();
                        }
                        parts.insert(id, part.clone());
                    }
                    part
                }
            };
            parts.push(part);
        }
        Ok(Heard { view, parts })
    }
}

impl Heard<'_> {
    /// What visible documents say stands for a phrase.
    pub fn alternatives(&self, key: &str) -> Vec<Alternative> {
        let mut found: Vec<Alternative> = Vec::new();
        for (segment, part) in self.view.segments.iter().zip(&self.parts) {
            let entries = part.by_key.get(key).into_iter().flatten().filter_map(|n| part.entries.get(*n));
            for entry in entries.filter(|e| segment.sees(e.doc)) {
                for (_, words) in entry.phrases.iter().filter(|(k, _)| k != key) {
                    if !found.iter().any(|a| a.words == *words) {
                        found.push(Alternative { words: words.clone(), meaning: Meaning::Glossary });
                    }
                }
            }
        }
        found
    }
}

fn read(searcher: &Searcher, fields: &Fields, ord: u32, splitter: &mut Splitter) -> Result<Part> {
    let mut part = Part::default();
    let Some(reader) = searcher.segment_readers().get(ord as usize) else { return Ok(part) };
    let index = reader.inverted_index(fields.facets).map_err(crate::rank::view::failed)?;
    for kind in [AssetKind::Term, AssetKind::Metric] {
        let term = tantivy::Term::from_field_text(fields.facets, &format!("kind:{}", kind.name()));
        let list = index.read_postings(&term, tantivy::schema::IndexRecordOption::Basic);
        let Some(mut list) = list.map_err(|e| crate::rank::view::failed(e.into()))? else { continue };
        while list.doc() != TERMINATED && part.entries.len() < MOST {
            let doc = list.doc();
            if !reader.is_deleted(doc) {
                part.add(doc, &Shown::read(searcher, fields, DocAddress::new(ord, doc))?, splitter);
            }
            list.advance();
        }
    }
    Ok(part)
}

impl Part {
    fn add(&mut self, doc: u32, shown: &Shown, splitter: &mut Splitter) {
        let last = shown.name.rsplit('.').next().unwrap_or_default();
        let texts = [last].into_iter().chain(shown.labels.iter().chain(&shown.synonyms).map(String::as_str));
        let mut phrases: Vec<(String, Vec<String>)> = Vec::new();
        for text in texts {
            let (key, words) = phrase_of(text, splitter);
            if !key.is_empty() && words.len() <= MAX_WORDS && !phrases.iter().any(|(k, _)| *k == key) {
                phrases.push((key, words));
            }
        }
        if phrases.len() > 1 {
            for (key, _) in &phrases {
                self.by_key.entry(key.clone()).or_default().push(self.entries.len());
            }
            self.entries.push(Entry { doc, phrases });
        }
    }
}
