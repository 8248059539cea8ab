//! Ranking: what one caller sees, which documents are looked at, and what each one's score is the sum of.

pub(crate) mod candidates;
pub(crate) mod lists;
pub(crate) mod score;
pub(crate) mod text;
pub(crate) mod trust;
pub(crate) mod view;
pub(crate) mod weights;
