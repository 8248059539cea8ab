//! Measuring the search: a catalog in lines of JSON becomes documents, questions become a run, a run is judged by grades.
//!
//! The lines are other people's: fields that are not known are ignored, absent ones and nulls are absent, a number may stand
//! where text was expected. Only a line that is no JSON object, or that has no id, is refused, by its number.

mod catalog;
mod choices;
mod documents;
mod judge;
mod lines;
mod loose;
mod questions;
mod run;
mod typo;
mod usage;

pub use catalog::{Asset, AssetColumn, catalog};
pub use choices::{Choices, choices};
pub use documents::documents;
pub use judge::{Judged, Scores, judge};
pub use questions::{Grades, Question, grades, questions};
pub use run::{Answer, MAX_ANSWERS, answer, line, prepare, ranked};
pub use typo::with_typo;
pub use usage::{Use, Uses, usage};

#[cfg(test)]
mod tests;
