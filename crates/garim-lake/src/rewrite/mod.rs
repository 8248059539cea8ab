//! Erasing people from data files: finding the files, and writing them anew without the person.

mod action;
mod locate;
mod matching;
mod rewritten;

pub(crate) use locate::locate;
pub(crate) use matching::{Wanted, could_hold};
pub(crate) use rewritten::rewrite;
