//! Erasure, one file a step, in the order of SEMANTICS section 6. Every step can be repeated: after a crash the request
//! resumes at the first that is not recorded as done.

mod certify;
mod destroy;
mod drive;
mod freeze;
mod ledger;
mod linkage;
mod purge;
mod readback;
mod remove_values;
mod rewrite;

pub use certify::PersonCopy;
