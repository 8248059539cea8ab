//! Decides: Cedar policies, shipped and the project's own, become verdicts, views and a discovery scope.
//!
//! The only implementation of `garim_core::authz::Decide`. This crate reads no file, keeps no state between two questions
//! and sees no data: it is given names, classes, roles and purposes. Whatever cannot be decided is denied.

mod decide;
mod load;
mod world;

#[cfg(test)]
mod tests;

pub use decide::CedarPolicy;
