//! A query's words: what is asked for, without the words of the question.

use crate::{
    korean,
    stop::is_stop,
    words::{Splitter, Word, norm},
};

/// Longest query that is read, in characters; the rest is cut. People type ten words, scripts paste pages.
const MAX_CHARS: usize = 300;
/// Most words that are looked for: each costs a count within the scope.
const MAX_WORDS: usize = 12;

/// A spelling under which a word is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    /// The word.
    pub word: Word,
    /// Whether it stands for a word that nobody knows.
    pub corrected: bool,
}

/// One word of a query, under all its spellings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// For explanations.
    pub shown: String,
    /// As typed first.
    pub forms: Vec<Form>,
    /// No visible document has it: words inside it will do.
    pub loose: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    /// The words that are looked for.
    pub groups: Vec<Group>,
    /// The whole query, for comparing with names.
    pub whole: String,
}

impl Asked {
    /// Reads a query.
    pub fn read(query: &str, splitter: &mut Splitter) -> Self {
        let cut: String = query.chars().take(MAX_CHARS).collect();
        let words = splitter.words(&cut).parts;
        let useful = |w: &Word| !is_stop(&w.text) && !korean::stripped(&w.text).is_some_and(is_stop) && !is_particle(w, &words);
        let kept: Vec<Word> = words.iter().filter(|w| useful(w)).cloned().collect();
        let kept = if kept.is_empty() { words.clone() } else { kept };
        let mut groups: Vec<Group> = Vec::new();
        for word in kept {
            if groups.len() < MAX_WORDS && !groups.iter().any(|g| g.shown == word.text) {
                groups.push(group(word));
            }
        }
        Self { groups, whole: norm(&cut) }
    }

    /// The texts that an exact name may equal: as typed, and without the words of the question, in every spelling.
    pub fn exact(&self) -> Vec<String> {
        let longest = self.groups.iter().map(|g| g.forms.len()).max().unwrap_or(0);
        let mut all = vec![self.whole.clone()];
        for at in 0..longest {
            let spelt = self.groups.iter().filter_map(|g| g.forms.get(at).or(g.forms.last()));
            let texts: Vec<&str> = spelt.map(|f| f.word.text.as_str()).collect();
            all.extend([texts.join(" "), texts.join("_")]);
        }
        all.retain(|t| !t.is_empty());
        all.dedup();
        all
    }
}

/// `DAU는`: a particle that stands apart because the script changes before it.
fn is_particle(word: &Word, all: &[Word]) -> bool {
    all.len() > 1 && word.text.chars().count() <= 2 && korean::stripped(&format!("가나{}", word.text)) == Some("가나")
}

/// A word, and without its particle.
fn group(word: Word) -> Group {
    let shown = word.text.clone();
    let without = korean::stripped(&word.text).map(str::to_owned);
    let mut forms = vec![Form { word, corrected: false }];
    if let Some(text) = without {
        forms.push(Form { word: Word { stem: text.clone(), text }, corrected: false });
    }
    Group { shown, forms, loose: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<String> {
        let asked = Asked::read(query, &mut Splitter::new());
        asked.groups.iter().map(|g| g.forms.iter().map(|f| f.word.text.clone()).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn questions_leave_what_is_asked_for() {
        assert_eq!(read("매출은 어떤 테이블을 써야 하나요?"), ["매출은|매출"]);
        assert_eq!(read("which table should I use for revenue?"), ["revenue"]);
        assert_eq!(read("DAU는 뭐야"), ["dau"]);
        assert_eq!(read("what is this"), ["what", "is", "this"], "a question of nothing else is looked for as it is");
    }
}
