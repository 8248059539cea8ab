//! What people chose, as terms of a score; and a question as it is counted.

use std::collections::HashMap;

use garim_core::{
    Result,
    learned::Question,
    search::{Ask, AssetKind},
};
use tantivy::{DocSet, TERMINATED};

use crate::{
    query::Asked,
    rank::{
        pool::Candidate,
        score::Terms,
        view::View,
        weights::{Learned, Weights},
    },
    text::{korean, words::Splitter},
};

/// Before a word of a question, which is counted apart from the question that is only this word.
const WORD: char = '~';

/// What was learned of the documents of one view.
#[derive(Debug, Default)]
pub(crate) struct Lessons(HashMap<(u32, u32), Lesson>);

#[derive(Debug, Clone, Copy, Default)]
struct Lesson {
    share: f32,
    newcomer: bool,
}

impl Lessons {
    /// Looks up where what was chosen stands. What is not visible is not there.
    pub fn of(view: &View, ask: &Ask) -> Result<Self> {
        let mut lessons = Self::default();
        for (id, share) in &ask.chosen {
            lessons.put(view, id, |lesson| lesson.share = share.clamp(0.0, 1.0))?;
        }
        for id in &ask.newcomers {
            lessons.put(view, id, |lesson| lesson.newcomer = true)?;
        }
        Ok(lessons)
    }

    fn put(&mut self, view: &View, id: &str, set: impl Fn(&mut Lesson)) -> Result<()> {
        for segment in &view.segments {
            let Some(mut list) = segment.postings(view.fields.id, id)? else { continue };
            while list.doc() != TERMINATED {
                if segment.sees(list.doc()) {
                    set(self.0.entry((segment.ord, list.doc())).or_default());
                }
                list.advance();
            }
        }
        Ok(())
    }

    /// Adds what was learned of a candidate.
    pub fn terms(&self, at: &Candidate, w: &Learned, terms: &mut Terms) {
        let Some(lesson) = self.0.get(&(at.segment, at.doc)) else { return };
        if lesson.share > 0.0 {
            terms.add("learned.chosen", w.chosen * f64::from(lesson.share), || "people who asked this went there".to_owned());
        }
        if lesson.newcomer {
            terms.add("learned.newcomer", w.newcomer, || "new, and not yet known to many".to_owned());
        }
    }
}

/// A question apart from its form: its words in stems and in order, with the kinds that it asks for.
pub(crate) fn question(words: &str) -> Result<Question> {
    let weights = Weights::shipped()?;
    let asked = Asked::read(words, &mut Splitter::new(), &weights.levels);
    let asks: String = match asked.intent.is_open() {
        true => String::new(),
        false => AssetKind::ALL.iter().filter(|k| asked.intent.asks(**k)).map(|k| format!("|{}", k.name())).collect(),
    };
    let key = |word: &crate::text::words::Word| match word.text.is_ascii() {
        true => word.stem.clone(),
        false => korean::stripped(&word.text).unwrap_or(&word.text).to_owned(),
    };
    let mut words: Vec<String> = asked.groups.iter().map(|g| key(&g.word)).collect();
    words.sort();
    words.dedup();
    let whole = if words.is_empty() { String::new() } else { words.join(" ") + &asks };
    Ok(Question { whole, words: words.into_iter().map(|w| format!("{WORD}{w}{asks}")).collect() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_the_same_in_any_form_and_another_for_another_kind() {
        let whole = |text: &str| question(text).unwrap().whole;
        assert_eq!(whole("일일 매출을 보여줘"), whole("매출 일일"));
        assert_eq!(whole("Daily Revenues"), whole("revenue daily"));
        assert_eq!(whole("revenue owner:kim"), whole("revenue"), "a filter is no part of what is asked for");
        assert_ne!(whole("revenue dashboard"), whole("revenue"));
        assert_eq!(question("").unwrap(), Question::default());
        assert_eq!(question("매출").unwrap().keys(), ["매출", "~매출"]);
        assert_eq!(question("일일 매출").unwrap().keys(), ["매출 일일", "~매출", "~일일"]);
    }
}
