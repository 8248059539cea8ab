//! A document as the index holds it: terms with their places, exact names, beginnings of names, facets, signals.

use std::collections::{BTreeSet, HashMap};

use garim_core::{
    Result,
    search::{AssetKind, Document},
};
use tantivy::TantivyDocument;

use super::{
    mask::{self, PLACES, Place},
    schema::{CONSONANTS, EDGE, Fields, INITIALS, KEYS, KEYS_END, LOOSE, PAIR, STEM, WHOLE, called},
    shown::Shown,
    signals::{NO_AGE, Signals, pack_lengths, pack_prior},
    standing::flag,
};
use crate::{
    rank::{trust::prior, weights::Weights},
    text::{
        keys::keys,
        korean,
        stop::{is_sql, is_stop},
        words::{Splitter, Word, exact_key, norm},
    },
};

/// Longest term, in bytes: longer ones are nobody's word.
const MAX_TERM: usize = 200;
/// Longest text of one place of a document that is looked through, in bytes.
const MAX_TEXT: usize = 64 * 1024;
/// Most keys of a beginning that has a list of its own: longer ones are few enough to be looked up as ranges.
pub(crate) const MAX_EDGE: usize = 2;
/// Names of so many words have initials.
const INITIAL_WORDS: std::ops::RangeInclusive<usize> = 3..=6;
/// Most words of a name that is also kept in stems.
const MAX_LOOSE: usize = 3;
/// Longest Korean name that is also kept without its spaces.
const MAX_JOINED: usize = 12;

/// Words of names that say what shape a table has and nothing of what is in it: they make no name longer.
const SHAPES: &[&str] = &[
    "dim", "fct", "fact", "facts", "tbl", "tb", "table", "vw", "view", "mv", "mst", "master", "dm", "dw", "t", "v", "f", "d",
    "base", "info", "data", "dd",
];

/// A document as it is put on disk.
pub(crate) fn stored(document: &Document, f: &Fields, splitter: &mut Splitter) -> Result<TantivyDocument> {
    let mut terms = Terms { masks: HashMap::new(), lengths: [0.0; PLACES], splitter };
    terms.document(document);
    let (all, lengths) = (terms.masks, terms.lengths);
    let signals = Signals::of(document, splitter);
    let mut out = TantivyDocument::new();
    out.add_text(f.id, &document.id);
    out.add_text(f.scope, &document.scope);
    out.add_text(f.all, mask::write(all.iter().filter(|(t, _)| t.len() <= MAX_TERM).map(|(t, m)| (t.as_str(), *m))));
    out.add_text(f.exact, mask::write(names(document, splitter).iter().map(|(t, m)| (t.as_str(), *m))));
    for start in starts(document, splitter).iter().filter(|s| s.len() <= MAX_TERM) {
        out.add_text(f.start, start);
    }
    for facet in facets(document, &signals) {
        out.add_text(f.facets, facet);
    }
    out.add_u64(f.signals, signals.pack());
    out.add_u64(f.prior, pack_prior(prior(&signals, Weights::shipped()?)));
    out.add_u64(f.lengths, pack_lengths(&lengths));
    out.add_u64(f.people, u64::from(signals.people));
    out.add_u64(f.age, signals.age.map_or(NO_AGE, |days| u64::from(days).min(NO_AGE - 1)));
    out.add_text(f.shown, Shown::write(document)?);
    Ok(out)
}

/// The terms of a document as they are gathered.
struct Terms<'a> {
    masks: HashMap<String, u8>,
    lengths: [f64; PLACES],
    splitter: &'a mut Splitter,
}

impl Terms<'_> {
    fn document(&mut self, document: &Document) {
        let (qualifier, last) = document.name.rsplit_once('.').unwrap_or(("", &document.name));
        self.text(Place::Name, last);
        for label in &document.labels {
            self.text(Place::Labels, label);
        }
        for synonym in &document.synonyms {
            self.text(Place::Synonyms, synonym);
        }
        for column in &document.columns {
            self.text(Place::Columns, column);
        }
        self.text(Place::Description, &document.description);
        for detail in &document.details {
            self.text(Place::Details, detail);
        }
        self.text(Place::Queries, &document.query_text);
        // Where it stands and what is put on it are found, and make nothing longer.
        let lengths = self.lengths;
        let about = document.tags.iter().chain(&document.domain).chain(&document.metrics).map(String::as_str);
        for text in about.chain([qualifier]) {
            self.text(Place::Description, text);
        }
        for text in document.owners.iter().chain(&document.source) {
            self.text(Place::Details, text);
        }
        self.lengths = lengths;
        // Phrases stand side by side: four are twice as long as one.
        for (place, phrases) in [(Place::Labels, document.labels.len()), (Place::Synonyms, document.synonyms.len())] {
            self.lengths[place as usize] /= f64::from(u32::try_from(phrases.max(1)).unwrap_or(u32::MAX)).sqrt();
        }
    }

    fn text(&mut self, place: Place, text: &str) {
        let words = self.splitter.words(&text[..text.floor_char_boundary(MAX_TEXT)]);
        let prose = matches!(place, Place::Description | Place::Details | Place::Queries);
        let named = !prose && place != Place::Columns;
        let counts = |w: &&Word| place != Place::Name || !SHAPES.contains(&w.text.as_str());
        let count = u32::try_from(words.parts.iter().filter(counts).count()).unwrap_or(u32::MAX);
        self.lengths[place as usize] += f64::from(count);
        for word in &words.parts {
            let noise = prose && (is_stop(&word.text) || (place == Place::Queries && is_sql(&word.text)));
            if !noise {
                self.word(place, word, prose, named);
            }
        }
        for whole in words.wholes.into_iter().filter(|_| !prose) {
            self.add(place, format!("{WHOLE}{whole}"));
        }
        if named {
            self.name(place, &words.parts);
        }
    }

    fn word(&mut self, place: Place, word: &Word, prose: bool, named: bool) {
        if word.text.is_ascii() {
            if word.stem != word.text {
                self.add(place, format!("{STEM}{}", word.stem));
            }
        } else if korean::is_korean(&word.text) {
            for pair in korean::pairs_within(&word.text) {
                self.add(place, format!("{PAIR}{pair}"));
            }
            if !prose {
                self.add(place, format!("{KEYS}{}{KEYS_END}{}", keys(&word.text), word.text));
            } else if let Some(bare) = korean::stripped(&word.text) {
                self.add(place, bare.to_owned());
            }
            if named && let Some(consonants) = korean::consonants(&word.text) {
                self.add(place, format!("{CONSONANTS}{consonants}"));
            }
        }
        self.add(place, word.text.clone());
    }

    /// What only names have: initials, and Korean words written as one.
    fn name(&mut self, place: Place, words: &[Word]) {
        if INITIAL_WORDS.contains(&words.len()) && words.iter().all(|w| w.text.is_ascii()) {
            let initials: String = words.iter().filter_map(|w| w.text.chars().next()).collect();
            self.add(place, format!("{INITIALS}{initials}"));
        }
        let joined: String = words.iter().map(|w| w.text.as_str()).collect();
        if words.len() > 1 && korean::is_korean(&joined) && joined.chars().count() <= MAX_JOINED {
            self.add(place, joined.clone());
            if let Some(consonants) = korean::consonants(&joined) {
                self.add(place, format!("{CONSONANTS}{consonants}"));
            }
        }
    }

    fn add(&mut self, place: Place, term: String) {
        *self.masks.entry(term).or_default() |= place.bit();
    }
}

/// What a name says apart from its shape, in stems: `fct_orders` and `order` are one. None for longer names.
pub(crate) fn loose_key(words: &[Word]) -> Option<String> {
    let said: Vec<&Word> = words.iter().filter(|w| !SHAPES.contains(&w.text.as_str()) && !is_stop(&w.text)).collect();
    let stems: String = said.iter().map(|w| w.stem.as_str()).collect();
    let numbered = said.iter().any(|w| w.text.chars().any(char::is_numeric));
    ((1..=MAX_LOOSE).contains(&said.len()) && !numbered).then(|| format!("{LOOSE}{stems}"))
}

/// Every exact name, and what it is to the document.
fn names(document: &Document, splitter: &mut Splitter) -> HashMap<String, u8> {
    let mut names: HashMap<String, u8> = HashMap::new();
    let mut add = |text: &str, bit: u8| {
        let key = exact_key(text);
        let loose = if bit == called::NAME { None } else { loose_key(&splitter.words(text).parts) };
        for key in [Some(key), loose].into_iter().flatten().filter(|k| !k.is_empty() && k.len() <= MAX_TERM) {
            *names.entry(key).or_default() |= bit;
        }
    };
    add(&document.name, called::NAME);
    let last = document.name.rsplit('.').next().unwrap_or_default();
    // `orders` is a word, and many a schema has one; `fct_orders` is a name.
    let is_name = last.chars().any(|c| !c.is_alphabetic()) || last.chars().skip(1).any(char::is_uppercase);
    if is_name {
        add(last, called::NAME);
    }
    add(last, called::LAST);
    document.labels.iter().for_each(|l| add(l, called::LABEL));
    document.synonyms.iter().chain(&document.metrics).for_each(|s| add(s, called::SYNONYM));
    names
}

/// The keys with which its names, labels and their words begin: whole words, and their first keys.
fn starts(document: &Document, splitter: &mut Splitter) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for text in document.labels.iter().chain(&document.synonyms).chain([&document.name]) {
        let words = splitter.words(text).parts;
        let joined: String = words.iter().map(|w| w.text.as_str()).collect();
        let joined = (words.len() > 1 && korean::is_korean(&joined)).then_some(joined);
        for word in words.into_iter().map(|w| w.text).chain(joined) {
            let typed = keys(&word);
            for edge in (1..=MAX_EDGE).filter_map(|n| typed.get(..n)) {
                all.insert(format!("{EDGE}{edge}"));
            }
            all.insert(typed);
        }
    }
    all
}

/// The facets that it is counted and filtered by.
fn facets(document: &Document, signals: &Signals) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut add = |facet: &str, value: &str| {
        let value = norm(value);
        if !value.is_empty() && value.len() <= MAX_TERM {
            all.insert(format!("{facet}:{value}"));
        }
    };
    add("kind", document.kind.name());
    // A query is named by what it reads, a dashboard by its title: neither stands in a schema.
    if let Some((schema, _)) = document.name.rsplit_once('.').filter(|_| document.kind == AssetKind::Dataset) {
        add("schema", schema);
    }
    document.owners.iter().for_each(|o| add("owner", o));
    document.tags.iter().for_each(|t| add("tag", t));
    document.domain.iter().for_each(|d| add("domain", d));
    document.source.iter().for_each(|s| add("source", s));
    if signals.is(flag::CERTIFIED) {
        add("certified", "yes");
    }
    if signals.is(flag::DEPRECATED) {
        add("deprecated", "yes");
    }
    match signals.age {
        Some(0..=1) => add("fresh", "day"),
        Some(2..=7) => add("fresh", "week"),
        Some(8..=31) => add("fresh", "month"),
        Some(_) => add("fresh", "older"),
        None => {}
    }
    all
}
