//! Jobs and runs of any scheduler as lines of JSON; `docs/imports.md` says how they look.

pub(crate) mod line;
mod read;

pub(crate) use read::open;
