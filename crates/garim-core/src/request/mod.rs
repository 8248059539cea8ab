//! Data subject requests: a pure state machine. `advance(state, event)` says what comes next; the store keeps a row for
//! each step, so that a process that dies resumes where it was.

mod advance;
mod state;

pub use advance::{NotPossible, advance};
pub use state::{Event, Request, RequestState, RequestType, Step};
