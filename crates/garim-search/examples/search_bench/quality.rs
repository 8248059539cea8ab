//! How good the answers are over a set, beside plain BM25, and with a typo in each question.

use std::path::Path;

use garim_search::measure::{self, Answer, Judged, Question, Uses};
use serde_json::{Value, json};

use crate::{Failure, plain::Plain};

/// Answers that are looked at.
const LIMIT: usize = 10;
/// Different typos in each question.
const SEEDS: u64 = 3;

pub async fn measure(set: &Path, misses: bool) -> Result<Value, Failure> {
    let usage = set.join("usage.jsonl");
    let uses = if usage.exists() { measure::usage(&usage)? } else { Uses::new() };
    let documents = measure::documents(&measure::catalog(&set.join("catalog.jsonl"))?, &uses);
    let questions = measure::questions(&set.join("queries.jsonl"))?;
    let grades = measure::grades(&set.join("qrels.jsonl"))?;
    let folder = tempfile::tempdir()?;
    let plain = Plain::build(&folder.path().join("plain"), documents.iter().cloned())?;
    let index = measure::prepare(&folder.path().join("index"), documents.clone()).await?;

    let mut ours = Vec::new();
    let mut bm25 = Vec::new();
    for question in &questions {
        ours.push(measure::answer(&index, question, LIMIT).await?);
        bm25.push(answers(question, plain.search(&question.text, LIMIT)?));
    }
    let mut mistyped = Vec::new();
    for seed in 0..SEEDS {
        let typos: Vec<Question> = questions.iter().map(|q| q.mistyped(seed)).collect();
        let mut lists = Vec::new();
        for question in &typos {
            lists.push(measure::answer(&index, question, LIMIT).await?);
        }
        mistyped.push(measure::judge(&typos, &lists, &grades));
    }
    let ours = measure::judge(&questions, &ours, &grades);
    let bm25 = measure::judge(&questions, &bm25, &grades);
    print(set, documents.len(), &ours, &bm25, &mistyped);
    if misses {
        print_misses("", &ours);
        mistyped.iter().for_each(|m| print_misses("typo ", m));
    }
    let average = |f: fn(&Judged) -> f64| mistyped.iter().map(f).sum::<f64>() / SEEDS as f64;
    Ok(json!({
        "set": set.file_name().map(|n| n.to_string_lossy()), "assets": documents.len(), "questions": ours.questions,
        "garim": ours.all, "plainBm25": bm25.all, "bySort": ours.by_sort,
        "typo": { "successAt1": average(|j| j.all.success_at_1), "ndcgAt10": average(|j| j.all.ndcg_at_10) },
    }))
}

fn answers(question: &Question, ids: Vec<String>) -> Vec<Answer> {
    let answer = |(at, entity_id)| Answer { qid: question.qid.clone(), entity_id, rank: at + 1, score: 0.0 };
    ids.into_iter().enumerate().map(answer).collect()
}

fn print(set: &Path, assets: usize, ours: &Judged, plain: &Judged, typos: &[Judged]) {
    println!("── {}: {assets} assets, {} questions", set.display(), ours.questions);
    println!("{:24} {:>4} {:>10} {:>10} {:>10} {:>10}", "", "n", "success@1", "NDCG@10", "MRR", "recall@10");
    let row = |name: &str, n: usize, s: &measure::Scores| {
        println!("{name:24} {n:>4} {:>10.4} {:>10.4} {:>10.4} {:>10.4}", s.success_at_1, s.ndcg_at_10, s.mrr, s.recall_at_10);
    };
    row("garim", ours.questions, &ours.all);
    row("plain BM25", plain.questions, &plain.all);
    for typo in typos {
        row("garim, one typo each", typo.questions, &typo.all);
    }
    for (sort, (n, scores)) in &ours.by_sort {
        row(&format!("  {sort}"), *n, scores);
    }
}

fn print_misses(what: &str, judged: &Judged) {
    for (qid, text, scores, ids) in &judged.each {
        if scores.success_at_1 < 1.0 {
            println!("{what}miss {qid} `{text}` ndcg {:.2}: {}", scores.ndcg_at_10, ids[..ids.len().min(5)].join(", "));
        }
    }
}
