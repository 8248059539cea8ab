//! What jobs of other systems move where.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    key::{ColumnKey, DatasetKey, JobKey},
    usage::Understood,
};
use crate::{lineage::Transformation, time::Timestamp};

/// An edge between datasets of other systems. `to_column` is absent for indirect edges, which shape the whole output.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ImportedEdge {
    /// The column that is read; `*` if the columns were not known.
    pub from: ColumnKey,
    /// The dataset that is written.
    pub to: DatasetKey,
    /// The column that is written, for a direct edge.
    pub to_column: Option<String>,
    /// What happens on the way.
    pub transformation: Transformation,
}

/// What one job moves, as one event or one definition says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLineage {
    /// The job.
    pub job: JobKey,
    /// The run that showed it; `None`: the job's definition says so.
    pub run: Option<String>,
    /// When it was said.
    pub at: Timestamp,
    /// What it reads.
    pub inputs: BTreeSet<DatasetKey>,
    /// What it writes.
    pub outputs: BTreeSet<DatasetKey>,
    /// Column edges; none does not mean that nothing flows, if there are inputs and outputs.
    pub edges: BTreeSet<ImportedEdge>,
    /// How far the definition was understood.
    pub understood: Understood,
}

/// Most runs of a job whose words are kept apart: more than that rarely overlap, and older ones are history.
const MAX_RUNS: usize = 8;

/// What one run's words, or the words of a job's definition, add up to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moves {
    /// The latest word.
    pub at: Timestamp,
    /// What it reads.
    pub inputs: BTreeSet<DatasetKey>,
    /// What it writes.
    pub outputs: BTreeSet<DatasetKey>,
    /// Column edges.
    pub edges: BTreeSet<ImportedEdge>,
    /// How far it was understood.
    pub understood: Understood,
}

/// What a job moves, from all that was said of it: words of one run add up, and the run with the latest word is what holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineageState {
    /// By run; a definition's words under an empty name.
    runs: BTreeMap<String, Moves>,
}

impl LineageState {
    /// What holds now. A run that has only begun, and has not said yet what it writes, does not replace one that has.
    pub fn current(&self) -> Option<&Moves> {
        let whole = |moves: &Moves| !moves.inputs.is_empty() && !moves.outputs.is_empty();
        self.runs.iter().max_by_key(|(run, moves)| (whole(moves), moves.at, *run)).map(|(_, moves)| moves)
    }

    /// Takes in what was said; says whether what holds has changed. A word without any dataset says nothing of the lineage
    /// (START events often know none yet).
    pub fn hear(&mut self, said: &JobLineage) -> bool {
        if said.inputs.is_empty() && said.outputs.is_empty() {
            return false;
        }
        let before = self.current().cloned();
        let run = said.run.clone().unwrap_or_default();
        if run.is_empty() {
            self.define(said);
        } else {
            self.runs.entry(run).or_default().add(said);
        }
        while self.runs.len() > MAX_RUNS {
            let oldest = self.runs.iter().min_by_key(|(run, moves)| (moves.at, *run)).map(|(run, _)| run.clone());
            self.runs.remove(&oldest.unwrap_or_default());
        }
        let shown = |m: &Moves| (m.inputs.clone(), m.outputs.clone(), m.edges.clone());
        before.as_ref().map(shown) != self.current().map(shown)
    }

    /// A definition is whole: the latest replaces the others.
    fn define(&mut self, said: &JobLineage) {
        let mut next = Moves::default();
        next.add(said);
        let known = self.runs.entry(String::new()).or_default();
        if (known.at, &known.inputs, &known.outputs, &known.edges) < (next.at, &next.inputs, &next.outputs, &next.edges) {
            *known = next;
        }
    }
}

impl Moves {
    fn add(&mut self, said: &JobLineage) {
        self.at = self.at.max(said.at);
        self.inputs.extend(said.inputs.iter().cloned());
        self.outputs.extend(said.outputs.iter().cloned());
        self.edges.extend(said.edges.iter().cloned());
        self.understood = self.understood.max(said.understood);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn key(name: &str) -> DatasetKey {
        DatasetKey::new("w", name).unwrap()
    }

    fn word(run: Option<&str>, at: i64, inputs: &[&str], outputs: &[&str]) -> JobLineage {
        JobLineage {
            job: JobKey::new("w", "j").unwrap(),
            run: run.map(str::to_owned),
            at: Timestamp::from_micros(at),
            inputs: inputs.iter().map(|n| key(n)).collect(),
            outputs: outputs.iter().map(|n| key(n)).collect(),
            edges: BTreeSet::new(),
            understood: Understood::Resolved,
        }
    }

    fn heard(words: &[&JobLineage]) -> LineageState {
        let mut state = LineageState::default();
        words.iter().for_each(|w| {
            state.hear(w);
        });
        state
    }

    #[test]
    fn words_of_overlapping_runs_add_up_to_the_same_in_any_order() {
        let start = word(Some("one"), 1, &["a"], &[]);
        let other = word(Some("two"), 5, &["x"], &["y"]);
        let end = word(Some("one"), 10, &[], &["b"]);
        let state = heard(&[&start, &other, &end]);
        assert_eq!(state.current().unwrap().inputs, [key("a")].into());
        assert_eq!(state.current().unwrap().outputs, [key("b")].into());
        for order in [[&end, &other, &start], [&other, &start, &end], [&end, &start, &other]] {
            assert_eq!(heard(&order), state);
        }
    }

    #[test]
    fn the_same_word_twice_changes_nothing_and_a_word_without_datasets_says_nothing() {
        let mut state = LineageState::default();
        assert!(state.hear(&word(Some("one"), 1, &["a"], &["b"])));
        assert!(!state.hear(&word(Some("one"), 1, &["a"], &["b"])));
        assert!(!state.hear(&word(Some("two"), 9, &[], &[])));
    }

    #[test]
    fn a_run_that_has_only_begun_does_not_replace_one_that_has_ended() {
        let (ended, begun) = (word(Some("one"), 1, &["a"], &["b"]), word(Some("two"), 9, &["a"], &[]));
        assert_eq!(heard(&[&ended, &begun]).current().unwrap().outputs, [key("b")].into());
    }

    #[test]
    fn a_definition_replaces_an_earlier_one() {
        let (old, new) = (word(None, 1, &["a"], &["b"]), word(None, 2, &["c"], &["b"]));
        assert_eq!(heard(&[&old, &new]), heard(&[&new, &old]));
        assert_eq!(heard(&[&old, &new]).current().unwrap().inputs, [key("c")].into());
    }
}
