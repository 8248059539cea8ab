//! What is canonical: whoever owns an asset vouches for it or retires it, and one answer is chosen for a business word.

mod choice;
mod endorsement;

pub use choice::{Candidate, Choice, choose};
pub use endorsement::{EndorseError, Endorsement, Expiry, Held, Mark, Today};
