//! Counts by facet: over what the caller may discover, before anything is cut off.

use std::collections::HashMap;

use crate::rank::view::{View, failed};
use garim_core::{Result, search::Facet};
use tantivy::columnar::StrColumn;

/// Most values of one facet that are given, the most frequent first.
const MOST: usize = 20;

/// The facets of a segment's documents, in memory: a search may count those of many documents.
pub(crate) struct Facets {
    /// Where each document's begin.
    starts: Vec<u32>,
    /// The facets of all documents, by number.
    numbers: Vec<u32>,
    /// Each facet and its value.
    names: Vec<(String, String)>,
}

impl Facets {
    /// Reads them.
    pub fn read(column: &StrColumn, documents: u32) -> Result<Self> {
        let mut facets = Self { starts: vec![0], numbers: Vec::new(), names: Vec::new() };
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for doc in 0..documents {
            facets.numbers.extend(column.term_ords(doc).map(|ord| u32::try_from(ord).unwrap_or(u32::MAX)));
            facets.starts.push(number(facets.numbers.len()));
        }
        let mut terms = column.dictionary().stream().map_err(|e| failed(e.into()))?;
        while terms.advance() {
            let text = String::from_utf8_lossy(terms.key());
            let (facet, value) = text.split_once(':').unwrap_or(("", &text));
            facets.names.push((facet.to_owned(), value.to_owned()));
        }
        Ok(facets)
    }

    fn of(&self, doc: u32) -> &[u32] {
        let at = |n: usize| self.starts.get(n).map_or(0, |start| *start as usize);
        self.numbers.get(at(doc as usize)..at(doc as usize + 1)).unwrap_or_default()
    }
}

/// Counts by facet over the documents of each segment.
pub(crate) fn count(view: &View, all: &[Vec<u32>]) -> Result<Vec<Facet>> {
    let mut counts: HashMap<(String, String), usize> = HashMap::new();
    for (segment, docs) in view.segments.iter().zip(all).filter(|(_, docs)| !docs.is_empty()) {
        let Some(facets) = segment.columns.facets(segment.reader.max_doc())? else { continue };
        let mut by_number = vec![0_usize; facets.names.len()];
        for number in docs.iter().flat_map(|doc| facets.of(*doc)) {
            if let Some(slot) = by_number.get_mut(*number as usize) {
                *slot += 1;
            }
        }
        for (name, count) in facets.names.iter().zip(by_number).filter(|(_, count)| *count > 0) {
            *counts.entry(name.clone()).or_default() += count;
        }
    }
    Ok(grouped(counts))
}

fn grouped(counts: HashMap<(String, String), usize>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = counts.into_iter().map(|((facet, value), count)| Facet { facet, value, count }).collect();
    facets.sort_by(|a, b| a.facet.cmp(&b.facet).then_with(|| b.count.cmp(&a.count)).then_with(|| a.value.cmp(&b.value)));
    let mut last = String::new();
    let mut of_facet = 0;
    facets.retain(|f| {
        of_facet = if f.facet == last { of_facet + 1 } else { 1 };
        last.clone_from(&f.facet);
        of_facet <= MOST
    });
    facets
}
