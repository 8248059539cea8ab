//! What a query looks for in one segment: of its spellings those whose terms the segment has.

use garim_core::Result;
use tantivy::{postings::TermInfo, schema::IndexRecordOption};

use super::{
    cursor::Cursor,
    view::{Segment, failed},
};
use crate::query::{
    Asked,
    form::{Form, Group, Piece},
};

/// A query for one segment.
pub(crate) struct Plan {
    /// The words that are looked for, as many as the query has.
    pub groups: Vec<Sought>,
    /// Leaves that no word needs: identifiers, whole.
    pub others: Vec<usize>,
    /// Where each leaf's list is; `None`: nobody here has the term.
    infos: Vec<Option<TermInfo>>,
}

/// One word of it.
#[derive(Default)]
pub(crate) struct Sought {
    /// Leaves that are a form by themselves, with their levels, the best first.
    single: Vec<(usize, f32)>,
    /// Forms of several leaves.
    forms: Vec<Form>,
    /// The leaves of all forms, each once.
    pub leaves: Vec<usize>,
    /// Leaves of which a document that answers has one: the rarest of each form.
    pub leads: Vec<usize>,
    /// How many documents answer at most.
    pub cost: usize,
    /// How much of the whole query it is.
    pub share: f32,
    /// Whether a document should have it.
    pub needed: bool,
}

impl Plan {
    /// The plan for a segment.
    pub fn new(asked: &Asked, segment: &Segment) -> Result<Self> {
        let look = |term: &String| segment.all.terms().get(term.as_bytes()).map_err(|e| failed(e.into()));
        let infos: Vec<Option<TermInfo>> = asked.leaves.terms.iter().map(look).collect::<Result<_>>()?;
        let whole: f32 = asked.groups.iter().map(|g| g.idf).sum::<f32>().max(f32::MIN_POSITIVE);
        let groups = asked.groups.iter().enumerate().map(|(at, group)| sought(asked, at, group, &infos, whole)).collect();
        Ok(Self { groups, others: asked.wholes.clone(), infos })
    }

    /// A cursor for each leaf, at its first document.
    pub fn cursors(&self, segment: &Segment) -> Result<Vec<Option<Cursor>>> {
        let open = |info: &Option<TermInfo>| {
            let Some(info) = info else { return Ok(None) };
            let block = segment.all.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
            block.map(|b| Some(Cursor::new(b))).map_err(|e| failed(e.into()))
        };
        self.infos.iter().map(open).collect()
    }
}

/// A group's own forms, and those that cover it with its neighbours, as far as the segment has their terms.
fn sought(asked: &Asked, at: usize, group: &Group, infos: &[Option<TermInfo>], whole: f32) -> Sought {
    let spans = asked.spans.iter().filter(|s| s.covers.contains(&at)).map(|s| &s.form);
    let length = |leaf: &usize| infos.get(*leaf).and_then(Option::as_ref).map_or(0, |i| i.doc_freq as usize);
    let mut sought = Sought { share: group.idf / whole, needed: group.required && !group.unknown, ..Sought::default() };
    for form in group.forms.iter().chain(spans) {
        let here = |piece: &Piece| -> Piece {
            piece.iter().filter(|c| !c.leaves.is_empty() && c.leaves.iter().all(|l| length(l) > 0)).cloned().collect()
        };
        let pieces: Vec<Piece> = form.pieces.iter().map(here).collect();
        if !pieces.is_empty() && pieces.iter().all(|p| !p.is_empty()) {
            sought.add(Form { pieces, level: form.level, read: None }, &length);
        }
    }
    for leaves in [&mut sought.leaves, &mut sought.leads] {
        leaves.sort_unstable();
        leaves.dedup();
    }
    sought.single.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    sought.cost = sought.leads.iter().map(length).sum();
    sought
}

impl Sought {
    fn add(&mut self, form: Form, length: &impl Fn(&usize) -> usize) {
        self.leaves.extend(form.pieces.iter().flatten().flat_map(|c| &c.leaves));
        let leads = |piece: &Piece| -> Vec<usize> {
            piece.iter().filter_map(|c| c.leaves.iter().min_by_key(|leaf| length(leaf))).copied().collect()
        };
        let rarest = form.pieces.iter().map(leads).min_by_key(|leads| leads.iter().map(length).sum::<usize>());
        self.leads.extend(rarest.into_iter().flatten());
        match form.pieces.as_slice() {
            [piece] => {
                let (single, more): (Piece, Piece) = piece.iter().cloned().partition(|c| c.leaves.len() == 1);
                self.single.extend(single.iter().filter_map(|c| Some((*c.leaves.first()?, c.level * form.level))));
                if !more.is_empty() {
                    self.forms.push(Form { pieces: vec![more], ..form });
                }
            }
            _ => self.forms.push(form),
        }
    }

    /// How well a document answers at first sight, from 0 to 1: as if every place were of its usual length. `places` gives
    /// those of a leaf, `worth` what a set of places counts.
    pub fn worth(&self, places: impl Fn(usize) -> u8, worth: &[f32; 256]) -> f32 {
        let mut best = 0.0_f32;
        for (leaf, level) in &self.single {
            best = best.max(worth[places(*leaf) as usize] * level);
        }
        for form in &self.forms {
            if form.level <= best {
                continue;
            }
            let mut least = 1.0_f32;
            for piece in &form.pieces {
                let mut most = 0.0_f32;
                for choice in piece {
                    let all = choice.leaves.iter().fold(u8::MAX, |all, leaf| all & places(*leaf));
                    most = most.max(worth[all as usize] * choice.level);
                }
                least = least.min(most);
                if least * form.level <= best {
                    break;
                }
            }
            best = best.max(least * form.level);
        }
        best
    }
}
