//! The API over the real adapters and a small shop: who is let in, what is refused, and what an answer never says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browse;
mod discovery;
mod guard;
mod imports;
mod openapi;
mod roles;
mod signin;
mod sql;
mod walk;
mod world;
