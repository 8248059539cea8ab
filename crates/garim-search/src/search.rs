//! One search: read, correct, give other words, collect, rank, explain.

use std::cell::RefCell;

use garim_core::{
    Result,
    search::{Ask, Found, Hit, Scope},
};
use tantivy::{DocAddress, Searcher};

use crate::{
    disk::{schema::Fields, shown::Shown, standing::flag},
    facets,
    glossary::Glossary,
    learned::Lessons,
    lexicon::Lexicon,
    query::{Asked, form::Form, meaning::Meanings, page, rewrite::Rewriter},
    rank::{
        candidates::Finder,
        counts::Counts,
        score::{Known, Terms, idf, know, score},
        view::View,
        weights::Weights,
    },
    text::words::Splitter,
};

/// How close to a shown hit another must be, so that names settle the order: scores of numbers on disk are no nearer.
const TIE: f64 = 1e-9;

/// What is remembered between searches.
#[derive(Default)]
pub(crate) struct Memory {
    pub counts: Counts,
    pub glossary: Glossary,
}

/// Ranked hits within the scope. An empty query shows what there is, by trust.
pub(crate) fn find(searcher: &Searcher, fields: &Fields, memory: &Memory, ask: &Ask, scope: &Scope) -> Result<Found> {
    let weights = Weights::shipped()?;
    let Some(view) = View::new(searcher, fields, &memory.counts, scope)? else { return Ok(Found::default()) };
    let asked = understand(&view, memory, &ask.words, weights)?;
    let candidates = Finder { view: &view, asked: &asked, weights, list: ask.facets }.find()?;
    let known = know(&view, candidates.best);
    let facets = if ask.facets { facets::count(&view, &candidates.all)? } else { Vec::new() };
    let lessons = Lessons::of(&view, ask)?;
    let mut hits =
        rank(&Ranked { view: &view, asked: &asked, weights, lessons: &lessons }, &known, ask.skip.saturating_add(ask.limit))?;
    hits.drain(..ask.skip.min(hits.len()));
    Ok(Found { hits, total: candidates.total, facets, read_as: asked.read_as, filters: asked.filters.texts })
}

/// Reads the query as the catalog understands it.
fn understand(view: &View, memory: &Memory, query: &str, weights: &Weights) -> Result<Asked> {
    let mut splitter = Splitter::new();
    let heard = memory.glossary.hear(view, &mut splitter)?;
    let glossary = |key: &str| heard.alternatives(key);
    let meanings = Meanings { lexicon: Lexicon::shipped()?, glossary: &glossary, levels: &weights.levels };
    let query = page::essence(view, query, &mut splitter)?;
    let mut rewriter = Rewriter { view, meanings: &meanings, splitter: &mut splitter, seen: RefCell::default() };
    let query = rewriter.relay_shifted(&query)?;
    let mut asked = Asked::read(&query, rewriter.splitter, &weights.levels);
    rewriter.settle(&mut asked)?;
    meanings.expand(&mut asked, &mut splitter);
    let size = view.size();
    for at in 0..asked.groups.len() {
        let Some(group) = asked.groups.get(at) else { continue };
        let own = &group.forms[..group.typed.max(1).min(group.forms.len())];
        let typed = frequency(view, &asked, own)?;
        let with = if typed > 0 { typed } else { frequency(view, &asked, &group.forms)? };
        if let Some(group) = asked.groups.get_mut(at) {
            group.idf = idf(size, with);
        }
    }
    Ok(asked)
}

/// How many documents have any of some forms: as many as have the most frequent one.
fn frequency(view: &View, asked: &Asked, forms: &[Form]) -> Result<u32> {
    let mut most = 0;
    for form in forms {
        let mut least = u32::MAX;
        for piece in &form.pieces {
            let mut any = 0;
            for choice in piece {
                let mut all = u32::MAX;
                for leaf in &choice.leaves {
                    all = all.min(view.count(asked.leaves.terms.get(*leaf).map_or("", String::as_str))?);
                }
                any = any.max(if all == u32::MAX { 0 } else { all });
            }
            least = least.min(any);
        }
        most = most.max(if least == u32::MAX { 0 } else { least });
    }
    Ok(most)
}

/// What candidates are ranked by.
struct Ranked<'a> {
    view: &'a View<'a>,
    asked: &'a Asked,
    weights: &'a Weights,
    lessons: &'a Lessons,
}

impl Ranked<'_> {
    fn score(&self, known: &Known, terms: &mut Terms) {
        score(known, self.asked, self.weights, terms);
        self.lessons.terms(&known.at, &self.weights.learned, terms);
    }
}

fn rank(by: &Ranked, known: &[Known], limit: usize) -> Result<Vec<Hit>> {
    let scored = known.iter().map(|k| {
        let mut terms = Terms::summing();
        by.score(k, &mut terms);
        (terms.sum(), k)
    });
    let mut scored: Vec<(f64, &Known)> = scored.collect();
    scored.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| (x.at.segment, x.at.doc).cmp(&(y.at.segment, y.at.doc))));
    // Those that tie with the last shown one are read too, for their names to settle the order.
    let last = scored.get(limit.saturating_sub(1)).map(|(s, _)| *s - TIE);
    let shown = scored.iter().take_while(|(s, _)| last.is_none_or(|last| *s >= last)).take(limit.saturating_mul(2));
    let mut hits = Vec::new();
    for (_, known) in shown.take(if limit == 0 { 0 } else { usize::MAX }) {
        hits.push(hit(by, known)?);
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id)));
    hits.truncate(limit);
    Ok(hits)
}

fn hit(by: &Ranked, known: &Known) -> Result<Hit> {
    let mut terms = Terms::explaining();
    by.score(known, &mut terms);
    let shown = Shown::read(by.view.searcher, by.view.fields, DocAddress::new(known.at.segment, known.at.doc))?;
    Ok(Hit {
        id: shown.id,
        kind: known.signals.kind,
        name: shown.name,
        label: shown.labels.into_iter().next(),
        description: shown.description,
        deprecated: shown.deprecated.or_else(|| known.signals.is(flag::DEPRECATED).then(Default::default)),
        certified: known.signals.is(flag::CERTIFIED),
        score: terms.sum(),
        terms: terms.into_terms(),
    })
}
