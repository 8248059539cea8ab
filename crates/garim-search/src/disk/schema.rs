//! The fields on disk.

use tantivy::{
    Index, IndexSettings, IndexSortByField, Order,
    schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions},
    store::{Compressor, ZstdCompressor},
    tokenizer::TextAnalyzer,
};

use super::mask::{Masked, TOKENIZER};

/// Before an identifier of several parts, whole.
pub(crate) const WHOLE: char = '\u{1}';
/// Before an English stem that differs from its word.
pub(crate) const STEM: char = '\u{2}';
/// Before a pair of neighbouring syllables of a longer word.
pub(crate) const PAIR: char = '\u{3}';
/// Before the initials of a name of several words.
pub(crate) const INITIALS: char = '\u{5}';
/// Before the first consonants of the syllables of a Korean word.
pub(crate) const CONSONANTS: char = '\u{6}';
/// Before the keys that type a Korean word; the word follows after [`KEYS_END`].
pub(crate) const KEYS: char = '\u{7}';
/// Between keys and their word.
pub(crate) const KEYS_END: char = '\u{1f}';
/// Before the first keys of a word, where completions are looked up.
pub(crate) const EDGE: char = '\u{1}';
/// Before a name in stems, among the exact ones.
pub(crate) const LOOSE: char = '\u{1}';
/// The first term that is a word.
pub(crate) const FIRST_WORD: &str = "\u{20}";

/// The bits of `exact`: what a text is to a document.
pub(crate) mod called {
    /// A synonym.
    pub const SYNONYM: u8 = 1;
    /// A label.
    pub const LABEL: u8 = 2;
    /// Its name without what it stands in.
    pub const LAST: u8 = 4;
    /// Its whole name, or its id.
    pub const NAME: u8 = 8;
}

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The document's id.
    pub id: Field,
    /// Its visibility label.
    pub scope: Field,
    /// Every term of it, with its places.
    pub all: Field,
    /// What it is called exactly, without separators.
    pub exact: Field,
    /// The keys with which what it is called begins.
    pub start: Field,
    /// `facet:value`.
    pub facets: Field,
    /// What it is worth before any word: documents are in this order.
    pub prior: Field,
    /// Its signals, packed.
    pub signals: Field,
    /// How long its texts are, packed.
    pub lengths: Field,
    /// How many people use it.
    pub people: Field,
    /// How old its newest partition is, in days.
    pub age: Field,
    /// What a hit shows, as JSON.
    pub shown: Field,
}

/// Names of the columns that are read by name.
pub(crate) mod column {
    pub const SCOPE: &str = "scope";
    pub const FACETS: &str = "facets";
    pub const PRIOR: &str = "prior";
    pub const SIGNALS: &str = "signals";
    pub const LENGTHS: &str = "lengths";
    pub const PEOPLE: &str = "people";
    pub const AGE: &str = "age";
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let masked = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(false);
    let masked = TextOptions::default().set_indexing_options(masked);
    let named =
        TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
    let named = TextOptions::default().set_indexing_options(named);

    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        scope: builder.add_text_field(column::SCOPE, named.clone() | FAST),
        all: builder.add_text_field("terms", masked.clone()),
        exact: builder.add_text_field("names", masked),
        start: builder.add_text_field("start", named.clone()),
        facets: builder.add_text_field(column::FACETS, named | FAST),
        prior: builder.add_u64_field(column::PRIOR, FAST),
        signals: builder.add_u64_field(column::SIGNALS, FAST),
        lengths: builder.add_u64_field(column::LENGTHS, FAST),
        people: builder.add_u64_field(column::PEOPLE, FAST),
        age: builder.add_u64_field(column::AGE, FAST),
        shown: builder.add_text_field("shown", STORED),
    };
    (builder.build(), fields)
}

/// How the index is kept: what is shown of a million documents is many bytes, so it is compressed; and the most trusted
/// documents come first, so that a search for a frequent word may stop when it has enough.
pub(crate) fn settings() -> IndexSettings {
    let sort_by_field = Some(IndexSortByField { field: column::PRIOR.to_owned(), order: Order::Desc });
    IndexSettings { sort_by_field, docstore_compression: Compressor::Zstd(ZstdCompressor::default()), ..IndexSettings::default() }
}

/// Tells an opened index how its terms are read.
pub(crate) fn register(index: &Index) {
    index.tokenizers().register(TOKENIZER, TextAnalyzer::builder(Masked).build());
}
