//! Precision and recall of what came out against what should have.
#![allow(missing_docs)]

use std::collections::BTreeSet;

use super::cases::Case;

/// Counts over cases.
#[derive(Default, Clone, Copy)]
pub struct Score {
    pub cases: usize,
    /// Cases where everything is as it should be: arrows of both kinds, join pairs, tables, status.
    pub exact: usize,
    /// Cases that are known not to be.
    pub known: usize,
    /// Column edges that came and should have.
    pub hits: usize,
    /// Column edges that came.
    pub came: usize,
    /// Column edges that should have come.
    pub wanted: usize,
}

impl Score {
    pub const HEAD: &str = "category         cases  exact  known  precision  recall";

    /// Counts one case; says whether all of it is right. What notes say is left to the engine's own tests.
    pub fn count(&mut self, case: &Case, drawn: &str) -> bool {
        let (wanted, came) = (columns(&case.expected), columns(drawn));
        let right = plain(&case.expected) == plain(drawn);
        self.cases += 1;
        self.exact += usize::from(right);
        self.known += usize::from(case.known.is_some());
        self.hits += wanted.intersection(&came).count();
        self.came += came.len();
        self.wanted += wanted.len();
        right
    }

    pub fn add(&mut self, other: &Score) {
        self.cases += other.cases;
        self.exact += other.exact;
        self.known += other.known;
        self.hits += other.hits;
        self.came += other.came;
        self.wanted += other.wanted;
    }

    pub fn precision(&self) -> f64 {
        share(self.hits, self.came)
    }

    pub fn recall(&self) -> f64 {
        share(self.hits, self.wanted)
    }

    pub fn line(&self, name: &str) -> String {
        format!(
            "{name:<16} {:>5} {:>6} {:>6} {:>9.1} % {:>5.1} %",
            self.cases,
            self.exact,
            self.known,
            self.precision(),
            self.recall()
        )
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The lines in an order of their own, without what notes say.
fn plain(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> =
        text.lines().map(|l| if l.starts_with('!') { l.split(':').next().unwrap_or(l) } else { l }).collect();
    lines.sort_unstable();
    lines
}

/// Edges from column to column, whatever happens on the way. What shapes the whole result has no column to go to: only a
/// condition or a window shapes a single one.
fn columns(text: &str) -> BTreeSet<(&str, &str)> {
    text.lines()
        .filter_map(|line| line.split_once(" -> ").or_else(|| shaped(line)))
        .map(|(from, to)| (from, target(to)))
        .collect()
}

fn target(to: &str) -> &str {
    to.split(" (").next().unwrap_or_default()
}

fn shaped(line: &str) -> Option<(&str, &str)> {
    let (from, to) = line.split_once(" ~> ")?;
    let single = to.ends_with("(conditional)") || to.ends_with("(window)");
    (single && target(to) != "<query>").then_some((from, to))
}
