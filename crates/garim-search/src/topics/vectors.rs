//! Documents as directions: unit vectors over words, rare words weighing more.

use std::collections::HashMap;

use garim_core::search::Document;

use crate::text::{
    korean,
    stop::{is_sql, is_stop},
    words::Splitter,
};

/// Words of one document that are kept, the heaviest first: what a thing is about is said in few.
const MAX_WORDS: usize = 48;
/// A word of more than this share of the documents tells no groups apart.
const TOO_COMMON: f64 = 0.25;
/// In so few documents a share says nothing: of four, two may well be a group.
const FEW: usize = 24;
/// A word of fewer documents makes no group.
const LEAST: u32 = 2;
/// Longest text of a field that is looked through, in bytes.
const MAX_TEXT: usize = 8 * 1024;

/// How much a word counts by where it stands.
const NAME: f32 = 3.0;
const LABEL: f32 = 3.0;
const SYNONYM: f32 = 2.0;
const DESCRIPTION: f32 = 1.0;
const COLUMN: f32 = 1.0;
const TAG: f32 = 1.5;
const QUERY: f32 = 0.5;

/// Words of names that say how a thing is built and nothing of what it is about.
const SHAPES: &[&str] = &[
    "dim", "fct", "fact", "stg", "raw", "tmp", "temp", "mart", "dw", "vw", "view", "mv", "tbl", "tb", "id", "uid", "dt", "ts",
    "created", "updated", "date", "time", "name", "type", "value", "count", "sum", "total", "daily", "old", "new", "test", "v",
];

/// A direction: words by number, in order, with their weights. Of length 1, or empty.
pub(crate) type Vector = Vec<(u32, f32)>;

/// Documents as directions, and the words that their numbers stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Space {
    /// For each document, in order.
    pub vectors: Vec<Vector>,
    /// The words, as most documents write them.
    pub words: Vec<String>,
    /// How many documents have each word.
    pub having: Vec<u32>,
}

/// A word as it is counted, with how documents write it.
#[derive(Default)]
struct Heard {
    having: u32,
    written: HashMap<String, u32>,
}

impl Space {
    /// Makes directions of documents.
    pub fn of<'a>(documents: impl Iterator<Item = &'a Document>) -> Self {
        let mut splitter = Splitter::new();
        let mut heard: HashMap<String, Heard> = HashMap::new();
        let said: Vec<HashMap<String, f32>> = documents.map(|d| words_of(d, &mut splitter, &mut heard)).collect();
        let most = if said.len() <= FEW { said.len() } else { share(said.len(), TOO_COMMON) };
        let useful = |h: &Heard| h.having >= LEAST && h.having as usize <= most;
        let mut kept: Vec<(String, Heard)> = heard.into_iter().filter(|(_, h)| useful(h)).collect();
        kept.sort_by(|(a, _), (b, _)| a.cmp(b));
        let numbers: HashMap<&str, u32> = kept.iter().zip(0..).map(|((word, _), n)| (word.as_str(), n)).collect();
        let having: Vec<u32> = kept.iter().map(|(_, h)| h.having).collect();
        let vectors = said.iter().map(|words| vector(words, &numbers, &having, said.len())).collect();
        Self { vectors, having, words: kept.iter().map(|(word, h)| written(word, h)).collect() }
    }
}

fn share(n: usize, part: f64) -> usize {
    let n = f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
    let part = (n * part) as usize;
    part
}

fn words_of(d: &Document, splitter: &mut Splitter, heard: &mut HashMap<String, Heard>) -> HashMap<String, f32> {
    let mut said: HashMap<String, f32> = HashMap::new();
    let last = d.name.rsplit('.').next().unwrap_or_default();
    let mut texts: Vec<(&str, f32)> = vec![(&d.description, DESCRIPTION), (&d.query_text, QUERY)];
    if d.kind != garim_core::search::AssetKind::Query {
        texts.push((last, NAME));
    }
    texts.extend(d.labels.iter().map(|t| (t.as_str(), LABEL)));
    texts.extend(d.synonyms.iter().map(|t| (t.as_str(), SYNONYM)));
    texts.extend(d.columns.iter().map(|t| (t.as_str(), COLUMN)));
    texts.extend(d.tags.iter().chain(&d.domain).map(|t| (t.as_str(), TAG)));
    for (text, weight) in texts {
        for word in splitter.words(&text[..text.floor_char_boundary(MAX_TEXT)]).parts {
            let bare = korean::stripped(&word.text).unwrap_or(&word.text);
            let noise = is_stop(bare) || is_sql(bare) || SHAPES.contains(&bare) || bare.chars().any(char::is_numeric);
            if noise || bare.chars().count() < 2 {
                continue;
            }
            let key = if bare.is_ascii() { word.stem.clone() } else { bare.to_owned() };
            *heard.entry(key.clone()).or_default().written.entry(bare.to_owned()).or_default() += 1;
            let slot = said.entry(key).or_default();
            // Said twice is hardly more than said once.
            *slot = slot.max(weight) + weight * 0.1;
        }
    }
    for word in said.keys() {
        if let Some(heard) = heard.get_mut(word) {
            heard.having += 1;
        }
    }
    said
}

/// A word as most documents write it.
fn written(word: &str, heard: &Heard) -> String {
    let most = heard.written.iter().max_by(|(a, n), (b, m)| n.cmp(m).then_with(|| b.cmp(a)));
    most.map_or_else(|| word.to_owned(), |(text, _)| text.clone())
}

fn vector(said: &HashMap<String, f32>, numbers: &HashMap<&str, u32>, having: &[u32], of: usize) -> Vector {
    let all = f64::from(u32::try_from(of).unwrap_or(u32::MAX));
    let weigh = |(word, weight): (&String, &f32)| {
        let n = *numbers.get(word.as_str())?;
        let with = f64::from(having.get(n as usize).copied().unwrap_or(1));
        #[expect(clippy::cast_possible_truncation, reason = "a logarithm of a count")]
        let rare = (1.0 + all / with).ln() as f32;
        Some((n, weight * rare))
    };
    let mut vector: Vector = said.iter().filter_map(weigh).collect();
    heaviest(&mut vector, MAX_WORDS);
    unit(&mut vector);
    vector
}

/// Keeps the heaviest, in the order of their numbers.
pub(crate) fn heaviest(vector: &mut Vector, most: usize) {
    if vector.len() > most {
        vector.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        vector.truncate(most);
    }
    vector.sort_by_key(|(word, _)| *word);
}

/// Makes it as long as every other.
pub(crate) fn unit(vector: &mut Vector) {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, w)| *w /= length);
    }
}

/// The cosine of two directions.
pub(crate) fn cosine(a: &Vector, b: &Vector) -> f32 {
    let (mut x, mut y, mut sum) = (0, 0, 0.0);
    while let (Some((m, v)), Some((n, w))) = (a.get(x), b.get(y)) {
        match m.cmp(n) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                (x, y) = (x + 1, y + 1);
            }
        }
    }
    sum
}
