//! Counts by facet: over what the caller may discover, before anything is cut off.

use std::collections::HashMap;

use crate::rank::view::{View, failed};
use garim_core::{Result, search::Facet};

/// Most values of one facet that are given, the most frequent first.
const MOST: usize = 20;

/// Counts by facet over the documents of each segment.
pub(crate) fn count(view: &View, all: &[Vec<u32>]) -> Result<Vec<Facet>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (segment, docs) in view.segments.iter().zip(all) {
        let Some(column) = &segment.columns.facets else { continue };
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
