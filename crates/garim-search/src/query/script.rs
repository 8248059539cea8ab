//! Words in another script: typed with the other keyboard layout, or Korean in Latin letters.

use garim_core::{Result, search::Reading};

use super::{
    Asked,
    form::{Former, Group},
    rewrite::{READ_AS, Rewriter},
};
use crate::{
    disk::schema::PAIR,
    text::{
        keys::{keys, typed},
        korean, roman,
        words::exact_key,
    },
};

/// Keys that type another letter with shift.
const SHIFTED: [char; 7] = ['R', 'E', 'Q', 'T', 'W', 'O', 'P'];

impl Rewriter<'_> {
    /// A query whose words with shifted keys inside are Korean in the other layout: `rPwhk` for `계좌`. Elsewhere capitals
    /// part words, so this comes first.
    pub fn relay_shifted(&mut self, query: &str) -> Result<String> {
        let mut words: Vec<String> = Vec::new();
        for word in query.split_whitespace() {
            let shifted = word.chars().all(|c| c.is_ascii_lowercase() || SHIFTED.contains(&c)) && word.contains(SHIFTED);
            let korean = if shifted { typed(word).filter(|text| text.chars().nth(1).is_some()) } else { None };
            let known = match &korean {
                Some(text) if !self.view.is_called(&exact_key(word))? => {
                    let read = self.splitter.word(text.clone());
                    self.knows(&read)? || self.cut(text)?.is_some()
                }
                _ => false,
            };
            words.push(korean.filter(|_| known).unwrap_or_else(|| word.to_owned()));
        }
        Ok(words.join(" "))
    }

    /// A group as the same keys type it in the other layout.
    pub(super) fn relaid(&mut self, group: &Group, other: String, asked: &mut Asked) -> Group {
        let why = "the other keyboard layout".to_owned();
        asked.read_as.push(Reading { typed: group.shown.clone(), read: other.clone(), why });
        let word = self.splitter.word(other);
        let mut former = Former { leaves: &mut asked.leaves, levels: self.meanings.levels };
        let mut made = super::group(word, self.splitter, &mut former);
        for form in &mut made.forms {
            form.level *= self.meanings.levels.layout;
        }
        Group { shown: format!("{} ({})", made.shown, group.shown), required: group.required, ..made }
    }

    /// What the same keys type in the other layout, if somebody knows it.
    pub(super) fn other_layout(&mut self, word: &str) -> Result<Option<String>> {
        let other = if word.is_ascii() {
            typed(word).filter(|text| text.chars().nth(1).is_some())
        } else if word.chars().all(crate::text::keys::is_hangul) {
            Some(keys(word))
        } else {
            None
        };
        let Some(other) = other else { return Ok(None) };
        let read = self.splitter.word(other.clone());
        if self.knows(&read)? {
            return Ok(Some(other));
        }
        let bare = korean::stripped(&other).map(|b| self.splitter.word(b.to_owned()));
        match bare {
            Some(bare) if self.knows(&bare)? => Ok(Some(bare.text)),
            _ => {
                let parts = self.cut(&other)?;
                let near = self.nearest(&other)?.into_iter().next();
                Ok(parts.map(|_| other).or(near))
            }
        }
    }

    /// Korean words that sound so.
    pub(super) fn romanised(&mut self, word: &str) -> Result<Vec<String>> {
        let mut failed = None;
        let known = |pair: &str| {
            let pairs = format!("{PAIR}{pair}");
            let any = self.view.any(&[pair]).and_then(|any| if any { Ok(true) } else { self.view.any(&[&pairs]) });
            any.unwrap_or_else(|e| {
                failed = Some(e);
                false
            })
        };
        let readings = roman::readings(word, known);
        if let Some(e) = failed {
            return Err(e);
        }
        let mut seen = Vec::new();
        for text in readings {
            let word = self.splitter.word(text.clone());
            if self.knows(&word)? {
                seen.push(text);
            }
        }
        seen.truncate(READ_AS);
        Ok(seen)
    }
}
