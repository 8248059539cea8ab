//! Where to begin without a word: what many people use, and what is new.

use garim_core::{Result, authz::Caller, lineage::Node, time::Timestamp};
use serde::Serialize;

use super::listed::Listed;
use crate::App;

/// Assets of each list.
const SHOWN: usize = 8;
/// Rows that are read before what may not be known is left out.
const ROWS: u32 = 100;
/// What was used longer ago is not popular now.
const LATELY_DAYS: i64 = 90;
/// What is known for longer is not new.
const NEW_DAYS: i64 = 60;
/// Microseconds of a day.
const DAY_MICROS: i64 = 86_400_000_000;

/// Where to begin.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Browse {
    /// Used by the most different people lately, with how many.
    pub popular: Vec<Listed>,
    /// Known since lately, the newest first.
    pub recent: Vec<Listed>,
}

impl App {
    /// What is popular and what is new, of what the caller may know of.
    pub async fn browse(&self, caller: &Caller) -> Result<Browse> {
        let sighted = self.sighted(caller).await?;
        let now = self.now().micros();
        let since = |days: i64| Timestamp::from_micros(now - days * DAY_MICROS);
        let mut tx = self.ports.store.read().await?;
        let mut popular = tx.usage().popular(since(LATELY_DAYS), ROWS).await?;
        let datasets = tx.datasets().list().await?;
        for dataset in datasets {
            let people = tx.queries().people(&dataset.contract.name).await?;
            popular.extend((people > 0).then(|| (Node::ours(&dataset.contract.name), people)));
        }
        popular.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        let mut recent = tx.imported().newcomers(since(NEW_DAYS), ROWS).await?;
        let ours = tx.datasets().newcomers(since(NEW_DAYS), ROWS).await?;
        recent.extend(ours.iter().map(|(name, at)| (Node::ours(name), *at)));
        recent.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
        let mut browse = Browse::default();
        for (node, people) in popular.iter().filter(|(n, _)| sighted.sees(n)).take(SHOWN) {
            browse.popular.push(self.listed(&mut *tx, node, *people).await?);
        }
        for (node, at) in recent.iter().filter(|(n, _)| sighted.sees(n)).take(SHOWN) {
            browse.recent.push(Listed { at: Some(*at), ..self.listed(&mut *tx, node, 0).await? });
        }
        Ok(browse)
    }
}
