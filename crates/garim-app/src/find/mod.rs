//! Finding: documents for the index, the feed that keeps it in step, search and completion.

mod answer;
mod answer_card;
mod browse;
mod certify;
mod document;
mod feed;
mod imported;
mod learn;
mod listed;
mod related;
mod saved;
mod search;
mod standing;
mod topics;
mod vouched;

pub use answer_card::{AnswerCard, Definition, Evidence, LookAlike, Named, WhyNot};
pub use browse::Browse;
pub use certify::Endorse;
pub(crate) use imported::IMPORTED_SCOPE;
pub(crate) use learn::Learning;
pub use listed::Listed;
pub use related::Related;
pub use standing::Standing;
pub use vouched::{Said, Vouched};
