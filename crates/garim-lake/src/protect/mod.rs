//! Protects rows: pseudonyms for ids, ordinals for values that go to the vault, the contract's action for the suppressed.

mod people;
mod shape;
mod suppress;
mod values;

use people::nobodys;
pub(crate) use people::{People, Who, tokenise};
use shape::Person;
pub(crate) use shape::Shape;
pub(crate) use suppress::suppress;
pub(crate) use values::{Protector, as_text, ordinals};
