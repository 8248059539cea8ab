//! SQL under policy.

mod run;

pub use run::Answer;
