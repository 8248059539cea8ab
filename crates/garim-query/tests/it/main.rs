//! The engine against real lake folders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod attacks;
mod governed;
mod limits;
mod lineage;
mod refused;
mod shop;
mod transform;
mod vault;
