//! Cells of words: people, companies, places, addresses, logins, running text.

mod address;
mod asian;
mod latin;
mod login;
mod masked;
mod text;
mod token;

pub(crate) use address::address;
pub(crate) use asian::{hangul, japanese};
pub(crate) use latin::latin;
pub(crate) use login::login;
pub(crate) use masked::masked_name;
pub(crate) use text::text;
pub(crate) use token::Words;
