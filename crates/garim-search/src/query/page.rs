//! A pasted page: of its words those that tell the most, so that it is read to its end and costs no more than a question.

use std::{borrow::Cow, collections::HashSet};

use garim_core::Result;

use super::{MAX_CHARS, MAX_WORDS, intent};
use crate::{
    rank::view::View,
    text::{
        korean,
        stop::is_stop,
        words::{Splitter, exact_key},
    },
};

/// More words between spaces than anybody types.
const TYPED: usize = 24;
/// Most of a page that is read, in characters: longer than any page that says one thing.
const MAX_PAGE: usize = 8_000;

/// A query as it is, or of a page what tells the most, in its order.
pub(crate) fn essence<'a>(view: &View, query: &'a str, splitter: &mut Splitter) -> Result<Cow<'a, str>> {
    if query.chars().nth(MAX_CHARS).is_none() && query.split_whitespace().nth(TYPED).is_none() {
        return Ok(Cow::Borrowed(query));
    }
    let page: String = query.chars().take(MAX_PAGE).collect();
    let mut seen = HashSet::new();
    let mut told: Vec<(u32, usize, &str)> = Vec::new();
    for (at, token) in page.split_whitespace().enumerate().filter(|(_, token)| seen.insert(*token)) {
        if let Some(count) = tells(view, token, splitter)? {
            told.push((count, at, token));
        }
    }
    // Names of things first, then rare words; nobody has the others, which might be anything.
    told.sort_unstable();
    told.truncate(MAX_WORDS);
    told.sort_unstable_by_key(|(_, at, _)| *at);
    let words: Vec<&str> = told.into_iter().map(|(_, _, token)| token).collect();
    Ok(if words.is_empty() { Cow::Borrowed(query) } else { Cow::Owned(words.join(" ")) })
}

/// How many visible documents have the rarest known word of a token: 0 for what something is called, `None` where it says
/// nothing.
fn tells(view: &View, token: &str, splitter: &mut Splitter) -> Result<Option<u32>> {
    let words = splitter.words(token);
    if !words.wholes.is_empty() && view.is_called(&exact_key(token))? {
        return Ok(Some(0));
    }
    let mut least = None;
    for word in &words.parts {
        let bare = korean::stripped(&word.text).unwrap_or(&word.text);
        if is_stop(&word.text) || is_stop(bare) || intent::asks_for_a_kind(&word.text, Some(bare)) {
            continue;
        }
        for text in [word.text.as_str(), bare] {
            let count = view.count(text)?;
            if count > 0 {
                least = Some(least.map_or(count, |least: u32| least.min(count)));
            }
        }
    }
    Ok(least)
}
