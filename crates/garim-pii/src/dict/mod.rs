//! Dictionaries: small, committed, their origin and licence in their headers.

mod fold;
mod table;

pub(crate) use fold::Key;
pub(crate) use table::{
    COMMON, COMPANY, GIVEN, HEALTH, NAME, PLACE, PRODUCT, ROMANISED, STREET, SURNAME, SYLLABLE, Senses, senses,
};
