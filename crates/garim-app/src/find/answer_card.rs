//! One answer for a business word, as a card.

use garim_core::time::Day;
use serde::Serialize;

use super::standing::Standing;

/// The answer.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerCard {
    /// What was asked.
    pub word: String,
    /// `canonical`, `contested` or `none`.
    pub verdict: &'static str,
    /// The definition. Where the verdict is `none`, the nearest.
    pub metric: Option<Definition>,
    /// The dataset that it is computed from, or that the word names.
    pub dataset: Option<Evidence>,
    /// A dashboard that shows it.
    pub dashboard: Option<Named>,
    /// Other definitions of the same thing.
    pub conflicts: Vec<Definition>,
    /// What looks like it, and why it is not the answer.
    pub look_alikes: Vec<LookAlike>,
    /// How to make something canonical, where nothing is.
    pub how: Option<String>,
}

/// A metric's definition with its value and its evidence.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// In Korean.
    pub label_ko: Option<String>,
    /// What it means.
    pub description: String,
    /// How it is computed.
    pub formula: String,
    /// `KRW`, `users`.
    pub unit: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The newest day that was computed.
    pub day: Option<Day>,
    /// Its value on that day; absent where it is null or was never computed.
    pub value: Option<String>,
    /// Certified by whom and when, or why not.
    pub standing: Standing,
    /// Different people who queried it lately.
    pub people: u32,
}

/// A dataset with its evidence.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// `shop.purchase`.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day of its newest partition.
    pub newest_day: Option<Day>,
    /// The rows of that partition.
    pub rows: Option<u64>,
    /// Certified by whom and when, or why not.
    pub standing: Standing,
    /// Different people who queried it lately.
    pub people: u32,
}

/// An asset by name.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// As the index knows it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
}

/// What looks like the answer.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookAlike {
    /// Which.
    #[serde(flatten)]
    pub asset: Named,
    /// `dataset`, `metric`, `dashboard`.
    pub kind: &'static str,
    /// Why it is not the answer.
    pub why_not: Vec<WhyNot>,
}

/// A reason against an asset.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WhyNot {
    /// The score's term that says so, or `unvouched`, `otherwise`.
    pub name: String,
    /// In words.
    pub why: String,
}
