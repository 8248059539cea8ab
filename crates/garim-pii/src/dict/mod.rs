//! Dictionaries: small, committed, their origin and licence in their headers.

mod fold;
mod roles;
mod table;

pub(crate) use fold::Key;
pub(crate) use table::{
    BRAND, BUILDING, CODEWORD, COMMON, COMPANY, DEMONYM, FRONT_STREET, GENDER, GENDER_LETTER, GENDER_OTHER, GIVEN, HEALTH, NAME,
    PARTICLE, PLACE, PRODUCT, ROMANISED, STATE, STREET, STREET_PART, SUFFIX, SURNAME, SYLLABLE, Senses, TITLE, TOWN_FRONT,
    senses,
};
