//! Filters, and counts by facet: over what the caller may discover, before anything is cut off.

use std::collections::HashMap;

use garim_core::{Result, search::Facet};
use tantivy::{DocSet, TERMINATED};

use crate::{
    disk::schema::column,
    query::filter::{Filters, Number},
    rank::view::{Segment, View, failed},
};

/// Most values of one facet that are given, the most frequent first.
const MOST: usize = 20;

/// What passes the filters in one segment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passing {
    /// Which documents, by number; `None`: all.
    docs: Option<Vec<bool>>,
}

impl Passing {
    /// Whether any are kept out.
    pub const fn filters(&self) -> bool {
        self.docs.is_some()
    }

    /// Whether a document passes.
    pub fn lets(&self, doc: u32) -> bool {
        self.docs.as_ref().is_none_or(|docs| docs.get(doc as usize).copied().unwrap_or(false))
    }
}

/// What passes the filters, by segment.
pub(crate) fn passing(view: &View, filters: &Filters) -> Result<Vec<Passing>> {
    view.segments
        .iter()
        .map(|segment| if filters.is_empty() { Ok(Passing::default()) } else { of(view, segment, filters) })
        .collect()
}

fn of(view: &View, segment: &Segment, filters: &Filters) -> Result<Passing> {
    let size = segment.reader.max_doc() as usize;
    let mut docs = vec![true; size];
    for (wanted, facets) in &filters.facets {
        let mut having = vec![false; size];
        for facet in facets {
            let Some(mut list) = segment.postings(view.fields.facets, facet)? else { continue };
            while list.doc() != TERMINATED {
                if let Some(slot) = having.get_mut(list.doc() as usize) {
                    *slot = true;
                }
                list.advance();
            }
        }
        docs.iter_mut().zip(having).for_each(|(passes, has)| *passes = *passes && has == *wanted);
    }
    for (number, from, to) in &filters.numbers {
        let (name, none) = match number {
            Number::People => (column::PEOPLE, 0),
            Number::Age => (column::AGE, crate::disk::signals::NO_AGE),
        };
        let column = segment.reader.fast_fields().u64(name).map_err(failed)?.first_or_default_col(none);
        for (doc, passes) in docs.iter_mut().enumerate() {
            let value = column.get_val(u32::try_from(doc).unwrap_or(u32::MAX));
            *passes = *passes && (from..=to).contains(&&value) && !(*number == Number::Age && value == none);
        }
    }
    Ok(Passing { docs: Some(docs) })
}

/// Counts by facet over the documents of each segment.
pub(crate) fn count(view: &View, all: &[Vec<u32>]) -> Result<Vec<Facet>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (segment, docs) in view.segments.iter().zip(all) {
        let Some(column) = segment.reader.fast_fields().str(column::FACETS).map_err(failed)? else { continue };
        let mut by_ord = vec![0_usize; column.num_terms()];
        for doc in docs {
            for ord in column.term_ords(*doc) {
                if let Some(slot) = usize::try_from(ord).ok().and_then(|o| by_ord.get_mut(o)) {
                    *slot += 1;
                }
            }
        }
        for (ord, count) in by_ord.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let mut text = String::new();
            if column.ord_to_str(ord as u64, &mut text).map_err(|e| failed(e.into()))? {
                *counts.entry(text).or_default() += count;
            }
        }
    }
    Ok(grouped(counts))
}

fn grouped(counts: HashMap<String, usize>) -> Vec<Facet> {
    let split = |(text, count): (String, usize)| {
        let (facet, value) = text.split_once(':')?;
        Some(Facet { facet: facet.to_owned(), value: value.to_owned(), count })
    };
    let mut facets: Vec<Facet> = counts.into_iter().filter_map(split).collect();
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
