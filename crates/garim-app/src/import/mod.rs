//! Importing what other systems know: read by an adapter, taken in batch by batch, each in one transaction with the place to go on
//! from.

mod assets;
mod card;
mod event;
mod known;
mod lineage;
mod list;
mod run;
mod take;

pub use card::{ImportedCard, ImportedColumnCard, ImportedQuery};
pub use event::Heard;
pub use run::ImportRequest;
