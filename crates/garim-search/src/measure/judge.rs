//! How good a run is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    questions::{Grades, Question},
    run::Answer,
};

/// How far down a list is judged.
const DEPTH: usize = 10;

/// How good a list of answers is, or, as averages, many lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scores {
    /// The share of questions whose first answer has the best grade that any asset has for it.
    pub success_at_1: f64,
    /// Discounted gain over ten answers, as a share of the best order's.
    pub ndcg_at_10: f64,
    /// One by the rank of the first answer with the best grade, nothing beyond ten.
    pub mrr: f64,
    /// The share of assets with the best grade that stand among ten.
    pub recall_at_10: f64,
}

/// A run's figures.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// How many questions had grades.
    pub questions: usize,
    /// Their averages.
    pub all: Scores,
    /// By sort of question: how many, and averages.
    pub by_sort: BTreeMap<String, (usize, Scores)>,
    /// Each question: id, text, figures, and the first answers' ids.
    #[serde(skip)]
    pub each: Vec<(String, String, Scores, Vec<String>)>,
}

/// Judges a run. `answers` are the lists, in the order of the questions; questions without grades are passed over.
pub fn judge(questions: &[Question], answers: &[Vec<Answer>], grades: &Grades) -> Judged {
    let mut judged = Judged::default();
    for (question, list) in questions.iter().zip(answers) {
        let Some(graded) = grades.get(&question.qid).filter(|g| g.values().any(|grade| *grade > 0)) else { continue };
        let ids: Vec<&str> = list.iter().take(DEPTH).map(|a| a.entity_id.as_str()).collect();
        let scores = score(&ids, graded);
        judged.questions += 1;
        judged.all.add(scores);
        let (count, sum) = judged.by_sort.entry(question.sort.clone().unwrap_or_default()).or_default();
        *count += 1;
        sum.add(scores);
        let shown = ids.into_iter().map(str::to_owned).collect();
        judged.each.push((question.qid.clone(), question.text.clone(), scores, shown));
    }
    judged.all.divide(judged.questions);
    for (count, sum) in judged.by_sort.values_mut() {
        sum.divide(*count);
    }
    judged
}

fn score(ids: &[&str], graded: &BTreeMap<String, u32>) -> Scores {
    let best = graded.values().copied().max().unwrap_or(0);
    let grade = |id: &&str| graded.get(*id).copied().unwrap_or(0);
    let mut ideal: Vec<u32> = graded.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let first = ids.iter().position(|id| grade(id) == best);
    let right = graded.values().filter(|g| **g == best).count();
    let found = ids.iter().filter(|id| grade(id) == best).count();
    Scores {
        success_at_1: if first == Some(0) { 1.0 } else { 0.0 },
        ndcg_at_10: gain(ids.iter().map(grade)) / gain(ideal.into_iter()).max(f64::MIN_POSITIVE),
        mrr: first.map_or(0.0, |at| 1.0 / (at + 1) as f64),
        recall_at_10: found as f64 / right.clamp(1, DEPTH) as f64,
    }
}

/// Gain 2^grade − 1, discounted by the logarithm of the rank.
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    let at = |(at, grade): (usize, u32)| (f64::from(grade.min(30)).exp2() - 1.0) / ((at + 2) as f64).log2();
    grades.take(DEPTH).enumerate().map(at).sum()
}

impl Scores {
    fn add(&mut self, other: Self) {
        self.success_at_1 += other.success_at_1;
        self.ndcg_at_10 += other.ndcg_at_10;
        self.mrr += other.mrr;
        self.recall_at_10 += other.recall_at_10;
    }

    fn divide(&mut self, by: usize) {
        let by = by.max(1) as f64;
        self.success_at_1 /= by;
        self.ndcg_at_10 /= by;
        self.mrr /= by;
        self.recall_at_10 /= by;
    }
}
