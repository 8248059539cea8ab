//! Keeps subjects' keys and protected values, seals files, gives pseudonyms, and destroys keys on request.
//!
//! It refuses to know: Arrow, Parquet, the lake's folders, what a value means (it keeps tagged bytes), who may read it
//! (callers ask policy first), and the catalog's database. Plain values and raw ids leave it through `reveal` only; none
//! stands in an error, a log line or a `Debug` output.
//!
//! One root key in a 0600 file wraps everything: subjects' keys, keys of sealed files, of requests, and the signing seed.
//! A subject's pseudonym, value key and equality tags derive from the subject's own key and die with it.

mod census;
mod compact;
mod crypt;
mod database;
mod keys;
mod local;
mod migrate;
mod put;
mod request;
mod reveal;
mod root;
mod runs;
mod seal;
mod slots;
mod sql;
mod standing;
mod subject;
mod tokenise;

pub use local::{LocalVault, LocalVaultConfig};
