//! One search: read, correct, collect, rank.

use garim_core::{
    Result,
    search::{Hit, Scope},
};
use tantivy::{Searcher, query::AllQuery};

use crate::{
    candidates::{MOST, View},
    query::Asked,
    schema::Fields,
    score::{Scorer, idf},
    typo,
    weights::Weights,
    words::Splitter,
};

/// Ranked hits within the scope. An empty query shows what there is, by trust.
pub(crate) fn search(
    searcher: &Searcher,
    fields: &Fields,
    weights: &Weights,
    query: &str,
    scope: &Scope,
    limit: usize,
) -> Result<Vec<Hit>> {
    let Some(view) = View::new(searcher, fields, scope) else { return Ok(Vec::new()) };
    let mut splitter = Splitter::new();
    let mut asked = Asked::read(query, &mut splitter);
    let size = view.size()?;
    let mut counts = Vec::new();
    for group in &mut asked.groups {
        let mut count = view.count(view.group(group))?;
        if count == 0 && typo::correct(&view, group)? {
            count = view.count(view.group(group))?;
        }
        group.loose = count == 0;
        counts.push(count);
    }
    let exact = asked.exact();
    let found =
        if asked.groups.is_empty() { view.top(Box::new(AllQuery), MOST)? } else { view.candidates(&asked.groups, &exact)? };
    let idf = counts.iter().map(|with| idf(size, *with)).collect();
    let mut scorer = Scorer { asked: &asked, exact, idf, weights, splitter };
    let mut hits = Vec::with_capacity(found.len());
    for at in found {
        hits.push(scorer.hit(view.document(at)?));
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id)));
    hits.truncate(limit);
    Ok(hits)
}
