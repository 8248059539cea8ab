//! Text: words, Korean, keyboards, romanisation.

pub(crate) mod keys;
pub(crate) mod korean;
pub(crate) mod roman;
pub(crate) mod stop;
pub(crate) mod words;
