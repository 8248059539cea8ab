//! The product in process: the demo's shop through the real pipeline.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kpis;
