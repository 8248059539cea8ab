//! A run: a fresh index, and what it answers.

use std::path::Path;

use garim_core::{
    Result,
    search::{Document, Hit, Scope},
};
use garim_ports::Index;
use serde::Serialize;

use super::questions::Question;
use crate::TantivyIndex;

/// Most answers to one question.
pub const MAX_ANSWERS: usize = 100;

/// One answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question's id.
    pub qid: String,
    /// The asset.
    pub entity_id: String,
    /// Its rank, from 1.
    pub rank: usize,
    /// Its score.
    pub score: f64,
}

/// Builds a fresh index in an empty folder.
pub async fn prepare(folder: &Path, documents: Vec<Document>) -> Result<TantivyIndex> {
    let index = TantivyIndex::open(folder)?;
    index.rebuild(documents).await?;
    Ok(index)
}

/// The answers to a question, best first.
pub async fn answer(index: &TantivyIndex, question: &Question, limit: usize) -> Result<Vec<Answer>> {
    Ok(ranked(question, index.search(&question.text, &Scope::Everything, limit.min(MAX_ANSWERS)).await?))
}

/// Hits as answers to a question.
pub fn ranked(question: &Question, hits: Vec<Hit>) -> Vec<Answer> {
    let answer =
        |(at, hit): (usize, Hit)| Answer { qid: question.qid.clone(), entity_id: hit.id, rank: at + 1, score: hit.score };
    hits.into_iter().enumerate().map(answer).collect()
}

/// An answer as a line of a run.
pub fn line(answer: &Answer) -> String {
    serde_json::json!(answer).to_string()
}
