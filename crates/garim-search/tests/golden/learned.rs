//! What people choose helps, also for questions that nobody asked before, and wrong choices do little harm.

use garim_search::measure::{self, Choices, Judged, Question};

use super::Golden;

/// What wrong choices for every question may cost of what is right at first.
const MOST_HARM: f64 = 0.08;
/// What right choices for other questions may cost.
const NO_LOSS: f64 = 0.005;

async fn judged(golden: &Golden, choices: &Choices, questions: &[Question]) -> Judged {
    let mut lists = Vec::new();
    for question in questions {
        lists.push(choices.answer(&golden.index, question, 10).await.unwrap());
    }
    measure::judge(questions, &lists, &golden.grades)
}

#[tokio::test]
async fn right_choices_help_and_wrong_ones_do_little_harm() {
    let golden = Golden::open().await;
    let (asked, fresh): (Vec<_>, Vec<_>) = golden.questions.iter().cloned().enumerate().partition(|(at, _)| at % 2 == 0);
    let strip = |all: Vec<(usize, Question)>| all.into_iter().map(|(_, q)| q).collect::<Vec<Question>>();
    let (asked, fresh) = (strip(asked), strip(fresh));
    let (mut right, mut wrong) = (Choices::default(), Choices::default());
    for question in &asked {
        let grades = &golden.grades[&question.qid];
        let best = grades.iter().find(|(_, grade)| **grade == 3).unwrap().0;
        right.add(&question.text, best, 8.0, 3.0).unwrap();
        let list = measure::answer(&golden.index, question, 10).await.unwrap();
        if let Some(other) = list.iter().rev().find(|a| !grades.contains_key(&a.entity_id)) {
            wrong.add(&question.text, &other.entity_id, 8.0, 0.0).unwrap();
        }
    }
    let none = Choices::default();
    let (before, after) = (judged(&golden, &none, &asked).await, judged(&golden, &right, &asked).await);
    assert!(after.all.ndcg_at_10 >= before.all.ndcg_at_10, "{} {}", before.all.ndcg_at_10, after.all.ndcg_at_10);
    let (before_fresh, after_fresh) = (judged(&golden, &none, &fresh).await, judged(&golden, &right, &fresh).await);
    assert!(
        after_fresh.all.ndcg_at_10 >= before_fresh.all.ndcg_at_10 - NO_LOSS,
        "{} {}",
        before_fresh.all.ndcg_at_10,
        after_fresh.all.ndcg_at_10
    );
    let harmed = judged(&golden, &wrong, &asked).await;
    assert!(
        harmed.all.success_at_1 >= before.all.success_at_1 - MOST_HARM,
        "{} {}",
        before.all.success_at_1,
        harmed.all.success_at_1
    );
}
