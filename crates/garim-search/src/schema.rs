//! The fields on disk, and a document as they hold it.

use garim_core::{Error, Result, search::Document};
use tantivy::{
    TantivyDocument,
    schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

use crate::{
    exact,
    keys::keys,
    korean,
    words::{Splitter, norm},
};

/// Before an English stem among the terms of `all`.
const STEM: char = '\u{2}';
/// Before a pair of Hangul syllables.
const PAIR: char = '\u{3}';
/// The first term that is a word.
pub(crate) const FIRST_WORD: &str = "\u{4}";
/// Longest term, in bytes: tantivy drops longer ones whole.
const MAX_TERM: usize = 512;
/// Longest text of one document that is looked through, in bytes.
const MAX_TEXT: usize = 256 * 1024;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The document's id.
    pub id: Field,
    /// Its visibility label.
    pub scope: Field,
    /// Every word of it, its stem and its pairs.
    pub all: Field,
    /// What it is called exactly.
    pub exact: Field,
    /// The keys with which what it is called begins.
    pub start: Field,
    /// The document itself, as JSON.
    pub document: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        scope: builder.add_text_field("scope", STRING),
        all: builder.add_text_field("all", TextOptions::default().set_indexing_options(words)),
        exact: builder.add_text_field("exact", STRING),
        start: builder.add_text_field("start", STRING),
        document: builder.add_text_field("document", STORED),
    };
    (builder.build(), fields)
}

/// A stem as a term.
pub(crate) fn stem_term(stem: &str) -> String {
    format!("{STEM}{stem}")
}

/// A pair as a term.
pub(crate) fn pair_term(pair: &str) -> String {
    format!("{PAIR}{pair}")
}

/// A document as it is put on disk.
pub(crate) fn stored(document: &Document, f: &Fields, splitter: &mut Splitter) -> Result<TantivyDocument> {
    let mut out = TantivyDocument::new();
    out.add_text(f.id, &document.id);
    out.add_text(f.scope, &document.scope);
    out.add_pre_tokenized_text(f.all, all(document, splitter));
    for name in exact::names(document).into_iter().filter(|n| n.len() <= MAX_TERM) {
        out.add_text(f.exact, &name);
    }
    for start in starts(document, splitter).into_iter().filter(|n| n.len() <= MAX_TERM) {
        out.add_text(f.start, &start);
    }
    let json = serde_json::to_string(document).map_err(|e| Error::internal("writing a search document", e))?;
    out.add_text(f.document, &json);
    Ok(out)
}

/// Every word, stem and pair.
fn all(document: &Document, splitter: &mut Splitter) -> PreTokenizedString {
    let texts = [&document.name, &document.description, &document.query_text];
    let lists = [&document.labels, &document.synonyms, &document.columns];
    let mut terms = Vec::new();
    for text in texts.into_iter().chain(lists.into_iter().flatten()) {
        let words = splitter.words(&text[..text.floor_char_boundary(MAX_TEXT)]);
        for word in words.parts {
            if word.text.is_ascii() {
                terms.push(stem_term(&word.stem));
            }
            terms.extend(korean::pairs(&word.text).iter().map(|p| pair_term(p)));
            terms.push(word.text);
        }
        terms.extend(words.wholes);
    }
    terms.extend(document.labels.iter().chain(&document.synonyms).filter_map(|l| initials(l)));
    terms.retain(|t| t.len() <= MAX_TERM);
    let tokens = terms.into_iter().enumerate().map(|(position, text)| Token { position, text, ..Token::default() }).collect();
    PreTokenizedString { text: String::new(), tokens }
}

/// The initials of three words or more: `Average Revenue Per User` is found by `arpu`.
pub(crate) fn initials(label: &str) -> Option<String> {
    let words: Vec<String> = norm(label).split(' ').map(str::to_owned).collect();
    let made: String = words.iter().filter_map(|w| w.chars().next()).collect();
    (words.len() >= 3 && made.is_ascii()).then_some(made)
}

/// The keys with which its names, labels and their words begin.
fn starts(document: &Document, splitter: &mut Splitter) -> Vec<String> {
    let mut all = vec![keys(&norm(&document.name))];
    for text in document.labels.iter().chain(&document.synonyms).chain([&document.name]) {
        all.push(keys(&norm(text)));
        all.extend(splitter.words(text).parts.iter().map(|w| keys(&w.text)));
    }
    let last = document.name.rsplit('.').next().unwrap_or_default();
    all.push(keys(&norm(last)));
    all.retain(|s| !s.is_empty());
    all.sort();
    all.dedup();
    all
}
