//! Classification by people: confirm what holds, or decide anew.

mod confirm;
mod suggest;

pub use suggest::Suggestion;
