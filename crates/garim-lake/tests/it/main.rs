//! From real sources through real Delta tables, seen from outside. Only the vault is made up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod access;
mod contradictions;
mod erased;
mod erasure;
mod files;
mod mysql;
mod pace;
mod peek;
mod purchase;
mod shop;
mod transform;
mod user;
mod vault;
mod world;
