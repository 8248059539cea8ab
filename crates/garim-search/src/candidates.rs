//! Which documents are looked at: within the scope, all words first, any word where those are few.

use garim_core::{
    Error, Result,
    search::{Document, Scope},
};
use tantivy::{
    DocAddress, Searcher, TantivyDocument, Term,
    collector::{Count, TopDocs},
    query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery, TermSetQuery},
    schema::{IndexRecordOption, Value},
};

use crate::{
    korean,
    query::{Form, Group},
    schema::{Fields, pair_term, stem_term},
};

/// Most documents that are ranked.
pub(crate) const MOST: usize = 300;
/// Below so many documents with all words, those with any word are looked at too.
const FEW: usize = 50;

type Boxed = Box<dyn Query>;

/// The index as one caller sees it.
pub(crate) struct View<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    /// `None`: everything.
    labels: Option<Vec<String>>,
}

/// An error of the index itself.
pub(crate) fn failed(e: tantivy::TantivyError) -> Error {
    Error::internal("searching the index", e)
}

impl<'a> View<'a> {
    /// The view of a scope; `None` where it sees nothing.
    pub fn new(searcher: &'a Searcher, fields: &'a Fields, scope: &Scope) -> Option<Self> {
        let labels = match scope {
            Scope::Everything => None,
            Scope::Labels(labels) if labels.is_empty() => return None,
            Scope::Labels(labels) => Some(labels.clone()),
        };
        Some(Self { searcher, fields, labels })
    }

    /// A query within the scope.
    pub fn within(&self, query: Boxed) -> Boxed {
        match &self.labels {
            None => query,
            Some(labels) => {
                let terms = labels.iter().map(|l| Term::from_field_text(self.fields.scope, l));
                let visible = ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0);
                Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(visible)), (Occur::Must, query)]))
            }
        }
    }

    /// How many visible documents answer a query.
    pub fn count(&self, query: Boxed) -> Result<usize> {
        self.searcher.search(&self.within(query), &Count).map_err(failed)
    }

    /// How many documents are visible.
    pub fn size(&self) -> Result<usize> {
        self.count(Box::new(AllQuery))
    }

    /// The best visible documents by the index's own text score.
    pub fn top(&self, query: Boxed, limit: usize) -> Result<Vec<DocAddress>> {
        let collector = TopDocs::with_limit(limit.max(1)).order_by_score();
        let found = self.searcher.search(&self.within(query), &collector).map_err(failed)?;
        Ok(found.into_iter().map(|(_, at)| at).collect())
    }

    /// The document at an address.
    pub fn document(&self, at: DocAddress) -> Result<Document> {
        let stored: TantivyDocument = self.searcher.doc(at).map_err(failed)?;
        let json = stored.get_first(self.fields.document).and_then(|v| v.as_str()).unwrap_or_default();
        serde_json::from_str(json).map_err(|e| Error::internal("reading a search document", e))
    }

    fn word(&self, text: &str) -> Boxed {
        Box::new(TermQuery::new(Term::from_field_text(self.fields.all, text), IndexRecordOption::WithFreqs))
    }

    /// Documents that hold a form: the word, its stem, or all its pairs of syllables.
    fn form(&self, form: &Form) -> Boxed {
        let mut any = vec![(Occur::Should, self.word(&form.word.text))];
        if form.word.text.is_ascii() {
            any.push((Occur::Should, self.word(&stem_term(&form.word.stem))));
        }
        let pairs = korean::pairs(&form.word.text);
        if !pairs.is_empty() {
            let every = pairs.iter().map(|p| (Occur::Must, self.word(&pair_term(p)))).collect();
            any.push((Occur::Should, Box::new(BooleanQuery::new(every)) as Boxed));
        }
        Box::new(BooleanQuery::new(any))
    }

    /// Documents that hold a word in any of its forms.
    pub fn group(&self, group: &Group) -> Boxed {
        Box::new(BooleanQuery::new(group.forms.iter().map(|f| (Occur::Should, self.form(f))).collect()))
    }

    /// Documents that hold a word, or, where none does, a pair of its syllables.
    fn loosely(&self, group: &Group) -> Boxed {
        if !group.loose {
            return self.group(group);
        }
        let pairs = group.forms.iter().flat_map(|f| korean::pairs(&f.word.text));
        let mut any: Vec<(Occur, Boxed)> = pairs.map(|p| (Occur::Should, self.word(&pair_term(&p)))).collect();
        any.push((Occur::Should, self.group(group)));
        Box::new(BooleanQuery::new(any))
    }

    /// Documents that are called exactly so.
    fn called(&self, names: &[String]) -> Boxed {
        let terms = names.iter().map(|n| Term::from_field_text(self.fields.exact, n));
        Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 1.0))
    }

    /// The documents to rank.
    pub fn candidates(&self, groups: &[Group], names: &[String]) -> Result<Vec<DocAddress>> {
        let mut found = self.top(self.called(names), MOST)?;
        let add = |more: Vec<DocAddress>, found: &mut Vec<DocAddress>| {
            for at in more {
                if found.len() < MOST && !found.contains(&at) {
                    found.push(at);
                }
            }
        };
        let known: Vec<(Occur, Boxed)> = groups.iter().filter(|g| !g.loose).map(|g| (Occur::Must, self.group(g))).collect();
        let strict = if known.is_empty() { Vec::new() } else { self.top(Box::new(BooleanQuery::new(known)), MOST)? };
        let few = strict.len() < FEW;
        add(strict, &mut found);
        if few {
            let any = groups.iter().map(|g| (Occur::Should, self.loosely(g))).collect();
            add(self.top(Box::new(BooleanQuery::new(any)), MOST)?, &mut found);
        }
        Ok(found)
    }
}
