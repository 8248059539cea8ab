//! Reads SQL: a statement and the schemas of its tables in, column edges and a fingerprint out.
//!
//! This crate does no I/O and looks nothing up: it is *given* schemas ([`Schemas`]), and says where they were missing. It never
//! runs SQL, never panics on any text, and refuses what is larger than [`limits`] before it parses. It keeps no literal: what
//! it says of a statement holds names only.

mod analysis;
mod dialect;
pub mod limits;
mod schemas;
mod text;

pub use analysis::{Analysis, Column, Flow, Kind, Status, Usage, Used};
pub use dialect::Dialect;
pub use limits::Refused;
pub use schemas::Schemas;
pub use text::{analyse, analyse_text};
