//! Finding: documents for the index, the feed that keeps it in step, search and completion.

mod answer;
mod answer_card;
mod certify;
mod document;
mod feed;
mod imported;
mod search;
mod standing;

pub use answer_card::{AnswerCard, Definition, Evidence, LookAlike, Named};
pub use certify::Endorse;
pub(crate) use imported::IMPORTED_SCOPE;
pub use standing::Standing;
