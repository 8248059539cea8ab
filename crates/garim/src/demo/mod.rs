//! LGDE.com, made up: a shop whose sources move on day by day, the same for the same seed, and an independent computation of its
//! KPIs from those sources.
//!
//! The shop is what real ones are: rows come twice, late, or without a user, people change their names, some never buy, money is
//! given back, sessions cross midnight, and the access log rolls after a week. Everybody in it is invented.

mod dice;
mod log;
mod people;
mod project;
#[cfg(test)]
pub mod reference;
mod sales;
mod sessions;
mod shop;
mod tables;
#[cfg(test)]
mod tests;
mod world;

pub use dice::{Dice, Topic};
pub use shop::Shop;
