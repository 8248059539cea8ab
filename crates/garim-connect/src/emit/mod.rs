//! OpenLineage events out: our own runs, to a file or to a URL.

mod announcer;
mod event;
mod facets;

pub use announcer::Announcer;
