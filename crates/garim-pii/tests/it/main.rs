//! What the recogniser stands on and how well it does, measured from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod columns;
mod dictionaries;
mod open_set;
mod replay;
