//! Ranking: what one caller sees, which documents are looked at, and what each one's score is the sum of.

pub(crate) mod candidates;
pub(crate) mod counts;
pub(crate) mod cursor;
pub(crate) mod gate;
pub(crate) mod plan;
pub(crate) mod pool;
pub(crate) mod score;
pub(crate) mod text;
pub(crate) mod trust;
pub(crate) mod view;
pub(crate) mod walk;
pub(crate) mod weights;
pub(crate) mod window;
