//! The lines of questions and of grades.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use garim_core::Result;

use super::{lines, loose, with_typo};

/// Sorts of questions that are mistyped already.
const MISTYPED: [&str; 5] = ["typo", "layout", "wrong-layout-en", "initials", "roman"];

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub qid: String,
    /// What is typed.
    pub text: String,
    /// What sort of question it is, where the file says so: figures are broken down by it.
    pub sort: Option<String>,
}

impl Question {
    /// The same question with one typo; as it is where it is mistyped already.
    pub fn mistyped(&self, seed: u64) -> Self {
        let already = self.sort.as_deref().is_some_and(|s| MISTYPED.contains(&s));
        Self { text: if already { self.text.clone() } else { with_typo(&self.text, seed) }, ..self.clone() }
    }
}

/// For each question the grades of its right answers: 1 is related, 2 good, 3 the answer.
pub type Grades = HashMap<String, BTreeMap<String, u32>>;

/// Reads questions.
pub fn questions(path: &Path) -> Result<Vec<Question>> {
    let mut all = Vec::new();
    lines::each(path, |number, object| {
        let qid = loose::any_text(&object, &["qid", "id"]).ok_or_else(|| lines::lacks(path, number, "qid"))?;
        let text = loose::any_text(&object, &["text", "query"]).unwrap_or_default();
        all.push(Question { qid, text, sort: loose::any_text(&object, &["sort", "type", "category"]) });
        Ok(())
    })?;
    Ok(all)
}

/// Reads grades.
pub fn grades(path: &Path) -> Result<Grades> {
    let mut all = Grades::new();
    lines::each(path, |number, object| {
        let qid = loose::text(&object, "qid").ok_or_else(|| lines::lacks(path, number, "qid"))?;
        let entity = loose::any_text(&object, &["entity_id", "id"]).ok_or_else(|| lines::lacks(path, number, "entity_id"))?;
        let grade = ["grade", "relevance", "rel", "score"].iter().find_map(|f| loose::count(&object, f)).unwrap_or(1);
        all.entry(qid).or_default().insert(entity, grade);
        Ok(())
    })?;
    Ok(all)
}
