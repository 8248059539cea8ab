//! The lake: reads sources, writes one atomic Delta partition for each business day, scans, erases physically, reads back.
//!
//! Layout below the state folder (`.garim`):
//!
//! ```text
//! lake/<schema>/<table>/_delta_log/…                                  the table's log; carries no statistics, no literal
//! lake/<schema>/<table>/dt=20201025/part-<run>-<n>.parquet            pseudonyms, ordinals, plain and quasi values
//! sealed/<schema>/<table>/dt=20201025/part-<run>-<n>.parquet.sealed   unclassified columns, row-aligned with that file
//! sealed/<schema>/<table>/quarantine/<yyyyMMdd>-<run>.sealed          rows that were not let in
//! ```
//!
//! It refuses to know who may read what, what a mask is, what a policy is, or any SQL; it never holds a key (the vault's port
//! does), and it writes no protected value, raw id or unclassified value in the clear, not even for a moment.

mod check;
mod disk;
mod failure;
pub mod layout;
mod local;
mod locks;
mod protect;
mod purge;
mod readback;
mod rewrite;
mod scan;
mod source;
mod stage;
mod table;
#[cfg(test)]
mod tests;

pub use local::LocalLake;
pub use table::{DataFile, TableAt};
