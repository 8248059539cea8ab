//! A query: what is asked for, without the words of the question.

pub(crate) mod filter;
pub(crate) mod form;
pub(crate) mod intent;
pub(crate) mod meaning;
pub(crate) mod page;
pub(crate) mod rewrite;
pub(crate) mod script;
pub(crate) mod segment;
pub(crate) mod typo;

use form::{Former, Group, Leaves, Span};
use garim_core::search::Reading;

use crate::{
    disk::{standing, stored::loose_key},
    query::{filter::Filters, intent::Intent},
    rank::weights::Levels,
    text::{
        korean,
        stop::is_stop,
        words::{Splitter, Word, Words, exact_key},
    },
};

/// Longest query that is read, in characters. People type ten words, scripts paste pages: see [`page`].
const MAX_CHARS: usize = 300;
/// Most words that are looked for.
const MAX_WORDS: usize = 12;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Asked {
    /// The words that are looked for.
    pub groups: Vec<Group>,
    /// Spellings of several of them at once.
    pub spans: Vec<Span>,
    /// The index's terms of all that.
    pub leaves: Leaves,
    /// Identifiers of several parts, whole: their leaves.
    pub wholes: Vec<usize>,
    /// The whole of it, as an id may be.
    pub whole: String,
    /// What a name may be, exactly.
    pub exact: Vec<String>,
    /// The same in stems.
    pub loose: Vec<String>,
    /// Identifiers in it, which are somebody's name if anything is.
    pub identifiers: Vec<String>,
    /// Names near what nothing is called.
    pub near: Vec<String>,
    /// What kinds of things were asked for.
    pub intent: Intent,
    /// Flags of standing that the query names.
    pub named: u16,
    /// What the hits must have.
    pub filters: Filters,
    /// Words that were read as others.
    pub read_as: Vec<Reading>,
}

impl Asked {
    /// Reads a query.
    pub fn read(query: &str, splitter: &mut Splitter, levels: &Levels) -> Self {
        let cut: String = query.chars().take(MAX_CHARS).collect();
        let (filters, text) = filter::split(&cut);
        let words = splitter.words(&text);
        let texts: Vec<&str> = words.parts.iter().map(|w| w.text.as_str()).collect();
        let mut asked = Self { named: standing::named(&texts), filters, whole: text.trim().to_owned(), ..Self::default() };
        let kept = asked.keep(&words);
        asked.exact = asked.names(&text, &words, &kept);
        asked.loose = loose_key(&kept).into_iter().collect();
        asked.identifiers = identifiers(&text, &words);
        let mut former = Former { leaves: &mut asked.leaves, levels };
        asked.wholes = words.wholes.iter().map(|w| former.whole(w)).collect();
        for word in kept {
            if asked.groups.len() < MAX_WORDS && !asked.groups.iter().any(|g| g.word.text == word.text) {
                asked.groups.push(group(word, splitter, &mut former));
            }
        }
        asked.loosen();
        asked
    }

    /// The words that say what is looked for; if there are none, all of them.
    fn keep(&mut self, words: &Words) -> Vec<Word> {
        let all = &words.parts;
        let bare = |w: &Word| korean::stripped(&w.text).map(str::to_owned);
        let useful = |w: &&Word| !is_stop(&w.text) && !bare(w).is_some_and(|b| is_stop(&b)) && !is_particle(w, all);
        let said: Vec<Word> = all.iter().filter(useful).cloned().collect();
        for word in all {
            self.intent.hear(&word.text, bare(word).as_deref());
        }
        let told = |w: &&Word| !intent::asks_for_a_kind(&w.text, bare(w).as_deref());
        let left: Vec<Word> = said.iter().filter(told).cloned().collect();
        match (left.is_empty(), said.is_empty()) {
            (false, _) => left,
            (true, false) => {
                self.intent = Intent::default();
                said
            }
            (true, true) => all.clone(),
        }
    }

    /// The texts that an exact name may equal: as typed, without the words of the question, and each identifier in it.
    fn names(&self, text: &str, words: &Words, kept: &[Word]) -> Vec<String> {
        let joined = |words: &[Word]| words.iter().map(|w| w.text.as_str()).collect::<String>();
        let bare: String = kept.iter().map(|w| korean::stripped(&w.text).unwrap_or(&w.text)).collect();
        let mut names = vec![exact_key(text), joined(kept), bare];
        names.extend(words.wholes.iter().map(|w| exact_key(w)));
        // `warehouse.shop.orders`: what a name stands in may be said as well.
        let within = words.wholes.iter().filter_map(|w| w.split_once('.')).filter(|(_, rest)| rest.contains('.'));
        names.extend(within.map(|(_, rest)| exact_key(rest)));
        names.retain(|n| !n.is_empty());
        names.dedup();
        names
    }

    /// Words that say little need not be found where others say more.
    fn loosen(&mut self) {
        let weak = |g: &Group| intent::is_weak(&g.word.text);
        if self.groups.iter().any(|g| !weak(g)) {
            for group in &mut self.groups {
                group.required = !weak(group);
            }
        }
    }

    /// Adds exact names in the spellings that words were read in.
    pub fn name_as_read(&mut self, splitter: &mut Splitter) {
        let first = |g: &Group| {
            let form = g.forms.iter().find(|f| f.read.is_some()).filter(|_| g.typed == 0);
            form.and_then(|f| f.read.clone()).unwrap_or_else(|| g.word.text.clone())
        };
        let read: String = self.groups.iter().map(first).collect();
        let read = exact_key(&read);
        if !read.is_empty() && !self.exact.contains(&read) {
            self.exact.push(read);
        }
        let words: Vec<Word> = self.groups.iter().map(|g| splitter.word(bare_text(g).to_owned())).collect();
        let loose = loose_key(&words);
        self.loose.extend(loose.filter(|l| !self.loose.contains(l)));
    }
}

/// A group's word without its particle.
fn bare_text(group: &Group) -> &str {
    korean::stripped(&group.word.text).unwrap_or(&group.word.text)
}

/// Identifiers of several parts, and a query that is one word.
fn identifiers(text: &str, words: &Words) -> Vec<String> {
    let mut all: Vec<String> = words.wholes.iter().map(|w| exact_key(w)).collect();
    if text.split_whitespace().nth(1).is_none() {
        all.push(exact_key(text));
    }
    all.dedup();
    all
}

/// `DAU는`: a particle that stands apart because the script changes before it.
fn is_particle(word: &Word, all: &[Word]) -> bool {
    all.len() > 1 && word.text.chars().count() <= 2 && korean::stripped(&format!("가나{}", word.text)) == Some("가나")
}

/// A word, and without its particle.
pub(crate) fn group(word: Word, splitter: &mut Splitter, former: &mut Former) -> Group {
    let mut forms = vec![former.form(std::slice::from_ref(&word), 1.0, None)];
    if let Some(bare) = korean::stripped(&word.text) {
        let bare = splitter.word(bare.to_owned());
        forms.push(former.form(&[bare], former.levels.particle, None));
    }
    let typed = forms.len();
    Group { shown: word.text.clone(), word, forms, typed, required: true, unknown: false, idf: 0.0 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::rank::weights::Weights;

    fn read(query: &str) -> Vec<String> {
        let weights = Weights::shipped().unwrap();
        let asked = Asked::read(query, &mut Splitter::new(), &weights.levels);
        asked.groups.iter().map(|g| g.shown.clone()).collect()
    }

    #[test]
    fn questions_leave_what_is_asked_for() {
        assert_eq!(read("매출은 어떤 테이블을 써야 하나요?"), ["매출은"]);
        assert_eq!(read("which table should I use for revenue?"), ["revenue"]);
        assert_eq!(read("DAU는 뭐야"), ["dau"]);
        assert_eq!(read("what is this"), ["what", "is", "this"], "a question of nothing else is looked for as it is");
        assert_eq!(read("매출 대시보드"), ["매출"]);
        assert_eq!(read("dashboard"), ["dashboard"]);
    }
}
