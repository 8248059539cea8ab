//! The golden set: a web shop's warehouse with everything that looks like something else, asked as people ask.
//!
//! `catalog.jsonl` and `usage.jsonl` are what `garim eval search` reads, `queries.jsonl` the questions with their sort,
//! `qrels.jsonl` the grades (3 the answer, 2 good, 1 related). A change of the ranking that lowers a floor does not land.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod learned;

use std::{collections::BTreeSet, path::PathBuf};

use garim_search::{
    TantivyIndex,
    measure::{self, Answer, Asset, Grades, Judged, Question},
};

/// Share of questions whose first answer is right.
const SUCCESS_AT_1: f64 = 0.93;
/// Discounted gain over ten answers.
const NDCG_AT_10: f64 = 0.90;
/// What one typo in each question may cost of either.
const TYPO_LOSS: f64 = 0.02;
/// Different typos that are averaged over.
const TYPO_SEEDS: u64 = 3;

struct Golden {
    assets: Vec<Asset>,
    questions: Vec<Question>,
    grades: Grades,
    index: TantivyIndex,
    _folder: tempfile::TempDir,
}

impl Golden {
    async fn open() -> Self {
        let file = |name: &str| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        let assets = measure::catalog(&file("catalog.jsonl")).unwrap();
        let documents = measure::documents(&assets, &measure::usage(&file("usage.jsonl")).unwrap());
        let folder = tempfile::tempdir().unwrap();
        Self {
            assets,
            questions: measure::questions(&file("queries.jsonl")).unwrap(),
            grades: measure::grades(&file("qrels.jsonl")).unwrap(),
            index: measure::prepare(folder.path(), documents).await.unwrap(),
            _folder: folder,
        }
    }

    async fn run(&self, questions: &[Question]) -> Vec<Vec<Answer>> {
        let mut lists = Vec::new();
        for question in questions {
            lists.push(measure::answer(&self.index, question, 10).await.unwrap());
        }
        lists
    }

    /// Assets that nobody should be sent to who did not name them.
    fn shunned(&self) -> BTreeSet<&str> {
        let schemas = ["staging", "tmp", "sandbox", "backup"];
        let gone = |a: &Asset| [&a.certification, &a.status].into_iter().flatten().any(|w| w == "deprecated" || w == "draft");
        let is = |a: &&Asset| gone(a) || a.schema.as_deref().is_some_and(|s| schemas.contains(&s));
        self.assets.iter().filter(is).map(|a| a.id.as_str()).collect()
    }
}

fn misses(judged: &Judged) -> String {
    let wrong = judged.each.iter().filter(|(_, _, scores, _)| scores.success_at_1 < 1.0);
    wrong.map(|(qid, text, _, ids)| format!("\n  {qid} `{text}`: {}", ids[..ids.len().min(3)].join(", "))).collect()
}

#[tokio::test]
async fn the_set_is_large_and_its_grades_name_what_is_there() {
    let golden = Golden::open().await;
    assert!(golden.assets.len() >= 150 && golden.questions.len() >= 150);
    let ids: BTreeSet<&str> = golden.assets.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids.len(), golden.assets.len(), "ids are there once");
    for question in &golden.questions {
        let graded = golden.grades.get(&question.qid).unwrap_or_else(|| panic!("{} has no grades", question.qid));
        assert!(graded.values().any(|g| *g == 3), "{} has no answer", question.qid);
        assert!(graded.keys().all(|id| ids.contains(id.as_str())), "{} grades what is not there", question.qid);
    }
}

#[tokio::test]
async fn answers_are_right_and_a_typo_costs_little() {
    let golden = Golden::open().await;
    let judged = measure::judge(&golden.questions, &golden.run(&golden.questions).await, &golden.grades);
    assert!(judged.all.success_at_1 >= SUCCESS_AT_1, "{:?}{}", judged.all, misses(&judged));
    assert!(judged.all.ndcg_at_10 >= NDCG_AT_10, "{:?}", judged.all);
    let (mut success, mut ndcg, mut wrong) = (0.0, 0.0, String::new());
    for seed in 0..TYPO_SEEDS {
        let questions: Vec<Question> = golden.questions.iter().map(|q| q.mistyped(seed)).collect();
        let typo = measure::judge(&questions, &golden.run(&questions).await, &golden.grades);
        success += typo.all.success_at_1 / TYPO_SEEDS as f64;
        ndcg += typo.all.ndcg_at_10 / TYPO_SEEDS as f64;
        wrong.push_str(&misses(&typo));
    }
    assert!(judged.all.ndcg_at_10 - ndcg <= TYPO_LOSS, "NDCG {} became {ndcg}{wrong}", judged.all.ndcg_at_10);
    assert!(judged.all.success_at_1 - success <= TYPO_LOSS, "success {} became {success}{wrong}", judged.all.success_at_1);
}

#[tokio::test]
async fn nobody_is_sent_to_a_copy_or_a_corpse_unless_they_named_it() {
    let golden = Golden::open().await;
    let shunned = golden.shunned();
    let mut wrong = String::new();
    for (question, list) in golden.questions.iter().zip(golden.run(&golden.questions).await) {
        let graded = &golden.grades[&question.qid];
        let named = |id: &str| graded.contains_key(id) || matches!(question.sort.as_deref(), Some("exact" | "named"));
        let sent = list.iter().take(3).filter(|a| shunned.contains(a.entity_id.as_str()) && !named(&a.entity_id));
        for answer in sent {
            wrong.push_str(&format!("\n  {} `{}`: {} at {}", question.qid, question.text, answer.entity_id, answer.rank));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn every_exact_name_comes_first() {
    let golden = Golden::open().await;
    let shunned = golden.shunned();
    let mut wrong = String::new();
    for asset in golden.assets.iter().filter(|a| a.schema.is_some()) {
        let full = format!("{}.{}", asset.schema.as_deref().unwrap(), asset.name);
        // One plain word is what many tables are about; only a good one is meant by it.
        let word = asset.name.chars().all(char::is_alphabetic)
            && (asset.schema.as_deref() == Some("raw") || shunned.contains(asset.id.as_str()));
        let bare = if word { full.as_str() } else { asset.name.as_str() };
        for name in [full.as_str(), bare, &format!("shop.{full}"), &full.to_uppercase()] {
            let question = Question { qid: String::new(), text: name.to_owned(), sort: None };
            let first = measure::answer(&golden.index, &question, 1).await.unwrap();
            if first.first().is_none_or(|a| a.entity_id != asset.id) {
                wrong.push_str(&format!("\n  `{name}`: {:?}", first.first().map(|a| &a.entity_id)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
