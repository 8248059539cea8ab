//! A document's score: the sum of its terms, so that the explanation recomputes it.

use garim_core::search::{Document, Hit, Term};

use crate::{exact, query::Asked, text, trust, weights::Weights, words::Splitter};

/// What scoring needs besides the document.
pub(crate) struct Scorer<'a> {
    pub asked: &'a Asked,
    pub exact: Vec<String>,
    pub idf: Vec<f64>,
    pub weights: &'a Weights,
    pub splitter: Splitter,
}

impl Scorer<'_> {
    /// The hit that a document makes.
    pub fn hit(&mut self, document: Document) -> Hit {
        let w = self.weights;
        let mut terms: Vec<Term> = exact::term(&document, &self.exact, &w.exact).into_iter().collect();
        terms.extend(text::terms(&document, &self.asked.groups, &self.idf, &w.text, &mut self.splitter));
        let named = terms
            .iter()
            .any(|t| matches!(t.name.as_str(), "text.name" | "text.labels" | "text.synonyms") || t.name.starts_with("exact."));
        terms.extend(trust::structure(&document, named, &w.structure));
        terms.extend(trust::trust(&document, &w.trust));
        terms.extend(trust::penalties(&document, &w.penalty));
        Hit {
            score: terms.iter().map(|t| t.value).sum(),
            terms,
            id: document.id,
            kind: document.kind,
            name: document.name,
            label: document.labels.into_iter().next(),
            description: document.description,
            deprecated: document.signals.deprecated,
            certified: document.signals.certified,
        }
    }
}

/// How much a word tells: rare ones more. `of` documents are visible, `with` of them have it.
pub(crate) fn idf(of: usize, with: usize) -> f64 {
    let (of, with) = (count(of), count(with));
    (1.0 + (of - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
