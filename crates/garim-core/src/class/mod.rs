//! Classification: one class for each column, from a closed taxonomy. It protects; a tag only labels.

mod decision;
mod inherit;
mod taxonomy;

pub use decision::{Basis, Classified, DecideError, Decision};
pub use inherit::inherited;
pub use taxonomy::{Class, Treatment, UnknownClass};
