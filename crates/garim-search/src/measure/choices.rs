//! The lines of what was chosen: which asset people opened, or queried, after which question.

use std::{collections::HashMap, path::Path};

use garim_core::{
    Result,
    learned::{Choice, OPENED, QUERIED, shares},
    search::{Ask, Scope},
    time::Timestamp,
};
use garim_ports::Index;

use super::{
    lines, loose,
    questions::Question,
    run::{Answer, MAX_ANSWERS, ranked},
};
use crate::{TantivyIndex, learned::question};

/// What was chosen, by question and word.
#[derive(Debug, Clone, Default)]
pub struct Choices(HashMap<String, Vec<Choice>>);

/// All choices of a file happened at once: nothing fades while it is measured.
fn now() -> Timestamp {
    Timestamp::from_micros(0)
}

impl Choices {
    /// Counts that so many people opened an asset after a question, and so many queried it then.
    pub fn add(&mut self, text: &str, asset: &str, opened: f64, queried: f64) -> Result<()> {
        for key in question(text)?.keys() {
            let all = self.0.entry(key).or_default();
            let at = all.iter().position(|c| c.asset == asset).unwrap_or(all.len());
            if at == all.len() {
                all.push(Choice { asset: asset.to_owned(), weight: 0.0, at: now() });
            }
            all[at].weight += opened * OPENED + queried * QUERIED;
        }
        Ok(())
    }

    /// The answers to a question, best first, with what was learned of it.
    pub async fn answer(&self, index: &TantivyIndex, asked: &Question, limit: usize) -> Result<Vec<Answer>> {
        let keys = question(&asked.text)?.keys();
        let chosen: Vec<Vec<Choice>> = keys.iter().map(|k| self.0.get(k).cloned().unwrap_or_default()).collect();
        let ask =
            Ask { words: asked.text.clone(), limit: limit.min(MAX_ANSWERS), chosen: shares(&chosen, now()), ..Ask::default() };
        Ok(ranked(asked, index.find(&ask, &Scope::Everything).await?.hits))
    }
}

/// Reads `{"text", "entity_id", "opened"?, "queried"?}`; a line without counts is one that was opened.
pub fn choices(path: &Path) -> Result<Choices> {
    let mut all = Choices::default();
    lines::each(path, |number, object| {
        let text = loose::any_text(&object, &["text", "query"]).ok_or_else(|| lines::lacks(path, number, "text"))?;
        let asset = loose::any_text(&object, &["entity_id", "id"]).ok_or_else(|| lines::lacks(path, number, "entity_id"))?;
        let queried = loose::number(&object, "queried").unwrap_or(0.0);
        all.add(&text, &asset, loose::number(&object, "opened").unwrap_or(1.0), queried)
    })?;
    Ok(all)
}
