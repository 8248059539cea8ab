//! Who may write: one writer at a time in a project, by a lease that its holder's death frees.

mod writer;

pub(crate) use writer::Holder;
