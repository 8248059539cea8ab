//! What an erasure asks of the vault, one file a step. Every step may be repeated after a crash and answers the same.

mod close;
mod destroy;
mod file;
mod freeze;
mod keep;
mod ledger;

pub(crate) use close::close;
pub(crate) use destroy::{count_values, destroy, remove_values};
pub(crate) use file::{commitment, file, pseudonyms};
pub(crate) use freeze::freeze;
pub(crate) use keep::{keep_for, kept_for};
pub(crate) use ledger::enter_ledger;
