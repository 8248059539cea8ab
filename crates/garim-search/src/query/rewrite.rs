//! Words that no visible document has: the other keyboard layout, first consonants, Latin letters for Korean, words written
//! together, a near spelling, a beginning.

use std::{cell::RefCell, collections::HashMap};

use garim_core::{Result, search::Reading};

use super::{
    Asked,
    form::{Form, Former, Group},
    intent,
    meaning::{Meanings, bare},
    segment, typo,
};
use crate::{
    disk::{schema::PAIR, standing},
    rank::view::View,
    text::{
        korean,
        stop::is_stop,
        words::{Splitter, Word},
    },
};

/// How many of the nearest words are tried: the nearest may be of documents that the caller does not see.
const TRIED: usize = 24;
/// Most spellings that one unknown word is read as.
pub(super) const READ_AS: usize = 3;
/// Fewest letters of a beginning that stands for words.
const MIN_PREFIX: usize = 4;
/// Longest Korean word that is taken apart even though it is known.
const LONG_KOREAN: usize = 4;

/// Reads the words that nobody knows as others.
pub(crate) struct Rewriter<'a> {
    pub view: &'a View<'a>,
    pub meanings: &'a Meanings<'a>,
    pub splitter: &'a mut Splitter,
    /// Near words that were looked up already.
    pub seen: RefCell<HashMap<String, Vec<(u8, String)>>>,
}

/// A word that is read as others.
struct ReadAs {
    words: Vec<String>,
    level: f32,
    why: &'static str,
}

impl Rewriter<'_> {
    /// Goes through the groups.
    pub fn settle(&mut self, asked: &mut Asked) -> Result<()> {
        self.near_names(asked)?;
        let mut settled: Vec<Group> = Vec::new();
        let count = asked.groups.len();
        for mut group in std::mem::take(&mut asked.groups) {
            let mut known = self.is_known(&group, asked)?;
            let consonants = korean::is_consonants(&group.word.text);
            if !known
                && !consonants
                && let Some(other) = self.other_layout(&group.word.text)?
            {
                group = self.relaid(&group, other, asked);
                known = self.is_known(&group, asked)?;
            }
            if known {
                self.apart(&mut group, asked)?;
                settled.push(group);
                continue;
            }
            if self.is_of_the_question(&group, count, asked)? {
                continue;
            }
            match self.parts(&group)? {
                Some(parts) => {
                    for part in parts {
                        let word = self.splitter.word(part.clone());
                        let mut former = Former { leaves: &mut asked.leaves, levels: self.meanings.levels };
                        let made = super::group(word, self.splitter, &mut former);
                        settled.push(Group { shown: format!("{part} ({})", group.shown), required: group.required, ..made });
                    }
                }
                None => {
                    self.read(&mut group, asked)?;
                    settled.push(group);
                }
            }
        }
        settled.truncate(super::MAX_WORDS);
        asked.groups = settled;
        asked.name_as_read(self.splitter);
        Ok(())
    }

    /// Finds names with one wrong key for identifiers that nothing is called.
    fn near_names(&self, asked: &mut Asked) -> Result<()> {
        for name in asked.identifiers.clone() {
            if !self.view.is_called(&name)? {
                asked.near.extend(typo::near_names(self.view, &name)?);
            }
        }
        Ok(())
    }

    /// Whether an unknown word is a mistyped one of the question, and hears it: `dashboar`, `whcih`.
    fn is_of_the_question(&mut self, group: &Group, count: usize, asked: &mut Asked) -> Result<bool> {
        let word = bare(group, self.splitter);
        if self.meanings.lexicon.knows(&word.text) {
            return Ok(false);
        }
        let Some((distance, meant)) = intent::nearest(&group.word.text).or_else(|| intent::nearest(&word.text)) else {
            return Ok(false);
        };
        let nearer = self.near(&word.text)?.first().is_some_and(|(of_catalog, _)| *of_catalog < distance);
        if nearer || self.lexicon_near(&word.text).is_some_and(|(of_lexicon, _)| of_lexicon < distance) {
            return Ok(false);
        }
        asked.named |= standing::named(&[meant]);
        let asks = intent::asks_for_a_kind(meant, None) || is_stop(meant);
        if !asks || count <= 1 {
            return Ok(false);
        }
        asked.intent.hear(meant, None);
        let why = "a near spelling".to_owned();
        asked.read_as.push(Reading { typed: group.shown.clone(), read: meant.to_owned(), why });
        Ok(true)
    }

    /// The lexicon's word nearest to one.
    fn lexicon_near(&self, word: &str) -> Option<(u8, String)> {
        self.meanings.lexicon.nearest(word).map(|(distance, text)| (distance, text.to_owned()))
    }

    /// Whether a visible document has the word as typed, or what it stands for.
    fn is_known(&mut self, group: &Group, asked: &Asked) -> Result<bool> {
        if self.has(&group.forms, asked)? {
            return Ok(true);
        }
        let word = bare(group, self.splitter);
        self.is_meant(&word)
    }

    /// Whether a visible document has what a word stands for.
    fn is_meant(&mut self, word: &Word) -> Result<bool> {
        for alternative in self.meanings.of(&word.stem) {
            let mut all = true;
            for text in &alternative.words {
                let word = self.splitter.word(text.clone());
                all = all && self.knows(&word)?;
            }
            if all {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has(&self, forms: &[Form], asked: &Asked) -> Result<bool> {
        for form in forms {
            let mut all = true;
            for piece in &form.pieces {
                let mut any = false;
                for choice in piece {
                    let terms: Vec<&str> =
                        choice.leaves.iter().filter_map(|l| asked.leaves.terms.get(*l)).map(String::as_str).collect();
                    any = any || self.view.any(&terms)?;
                }
                all = all && any;
            }
            if all {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a visible document has a word, by its stem or inside another.
    pub(super) fn knows(&self, word: &Word) -> Result<bool> {
        let mut asked = Asked::default();
        let mut former = Former { leaves: &mut asked.leaves, levels: self.meanings.levels };
        let form = former.form(std::slice::from_ref(word), 1.0, Some(String::new()));
        self.has(&[form], &asked)
    }

    /// A long Korean word is also looked for in its parts: `회원가입` in `회원 가입`.
    fn apart(&mut self, group: &mut Group, asked: &mut Asked) -> Result<()> {
        let word = bare(group, self.splitter);
        if !korean::is_korean(&word.text) || word.text.chars().count() < LONG_KOREAN {
            return Ok(());
        }
        if let Some(parts) = self.cut(&word.text)? {
            let words: Vec<Word> = parts.into_iter().map(|p| self.splitter.word(p)).collect();
            let mut former = Former { leaves: &mut asked.leaves, levels: self.meanings.levels };
            group.forms.push(former.form(&words, self.meanings.levels.apart, None));
            group.typed = group.forms.len();
        }
        Ok(())
    }

    /// The known words that an unknown one is written together of.
    fn parts(&mut self, group: &Group) -> Result<Option<Vec<String>>> {
        let word = bare(group, self.splitter);
        // A near spelling of one word is likelier than two words.
        if self.near(&word.text)?.first().is_some_and(|(distance, _)| *distance <= 1) {
            return Ok(None);
        }
        if let Some(parts) = self.cut(&word.text)? {
            return Ok(Some(parts));
        }
        for (left, right) in segment::halves(&word.text) {
            let (knows_left, knows_right) = (self.stands(&left)?, self.stands(&right)?);
            if knows_left && let Some(right) = self.nearest(&right)?.into_iter().next() {
                return Ok(Some(vec![left, right]));
            }
            if knows_right && let Some(left) = self.nearest(&left)?.into_iter().next() {
                return Ok(Some(vec![left, right]));
            }
        }
        Ok(None)
    }

    pub(super) fn cut(&self, word: &str) -> Result<Option<Vec<String>>> {
        let mut failed = None;
        let parts = segment::parts(word, |part| {
            self.stands(part).unwrap_or_else(|e| {
                failed = Some(e);
                false
            })
        });
        failed.map_or(Ok(parts), Err)
    }

    /// Whether a part is a word of its own, of a visible document or of the language.
    fn stands(&self, part: &str) -> Result<bool> {
        if self.view.any(&[part])? {
            return Ok(true);
        }
        let pair = korean::is_korean(part) && part.chars().count() == 2;
        let inside = pair && self.view.any(&[&format!("{PAIR}{part}")])?;
        Ok(inside || self.meanings.lexicon.knows(part))
    }

    fn near(&self, word: &str) -> Result<Vec<(u8, String)>> {
        if let Some(known) = self.seen.borrow().get(word) {
            return Ok(known.clone());
        }
        let near = typo::near(self.view, word)?;
        self.seen.borrow_mut().insert(word.to_owned(), near.clone());
        Ok(near)
    }

    /// Visible words nearest to one, at the same distance.
    pub(super) fn nearest(&self, word: &str) -> Result<Vec<String>> {
        let mut seen: Vec<(u8, std::cmp::Reverse<u32>, String)> = Vec::new();
        for (distance, text) in self.near(word)?.into_iter().take(TRIED) {
            let count = self.view.count(&text)?;
            if count > 0 {
                seen.push((distance, std::cmp::Reverse(count), text));
            }
        }
        seen.sort();
        let least = seen.first().map_or(0, |(distance, ..)| *distance);
        Ok(seen.into_iter().filter(|(distance, ..)| *distance == least).take(READ_AS).map(|(_, _, text)| text).collect())
    }

    /// Reads a word that nobody knows as others, if they are known.
    fn read(&mut self, group: &mut Group, asked: &mut Asked) -> Result<()> {
        let word = bare(group, self.splitter);
        let levels = self.meanings.levels;
        if korean::is_consonants(&group.word.text) {
            let mut former = Former { leaves: &mut asked.leaves, levels };
            let form = former.consonants(&group.word.text, levels.consonants);
            if self.has(std::slice::from_ref(&form), asked)? {
                group.forms.push(form);
                return Ok(());
            }
        }
        let read = self.read_as(&word.text)?;
        if let Some(read) = read {
            let first = read.words.first().cloned().unwrap_or_default();
            asked.read_as.push(Reading { typed: group.shown.clone(), read: first.clone(), why: read.why.to_owned() });
            group.shown = format!("{first} ({})", group.shown);
            group.word = self.splitter.word(first);
            for text in read.words {
                let word = self.splitter.word(text.clone());
                let mut former = Former { leaves: &mut asked.leaves, levels };
                group.forms.push(former.form(&[word], read.level, Some(text)));
            }
            group.forms.drain(..group.typed);
            group.typed = 0;
            return Ok(());
        }
        group.unknown = true;
        if korean::is_korean(&word.text) {
            let mut former = Former { leaves: &mut asked.leaves, levels };
            group.forms.push(former.around(&word.text, levels.around));
        }
        Ok(())
    }

    fn read_as(&mut self, word: &str) -> Result<Option<ReadAs>> {
        let levels = self.meanings.levels;
        let near = self.nearest(word)?;
        let korean = self.romanised(word)?;
        if !korean.is_empty() {
            return Ok(Some(ReadAs { words: korean, level: levels.roman, why: "Korean in Latin letters" }));
        }
        if near.is_empty()
            && let Some((_, text)) = self.lexicon_near(word)
        {
            let meant = self.splitter.word(text.clone());
            if self.is_meant(&meant)? {
                return Ok(Some(ReadAs { words: vec![text], level: levels.typo, why: "a near spelling" }));
            }
        }
        if !near.is_empty() {
            return Ok(Some(ReadAs { words: near, level: levels.typo, why: "a near spelling" }));
        }
        let begun = if word.is_ascii() && word.len() >= MIN_PREFIX { self.view.beginning(word, READ_AS)? } else { Vec::new() };
        Ok((!begun.is_empty()).then_some(ReadAs { words: begun, level: levels.prefix, why: "a beginning" }))
    }
}
