//! The dictionaries as one table from a folded word to what it may be.

use std::sync::LazyLock;

use super::{fold::Key, roles::ROLES};

/// What a word may be, a bit each.
pub(crate) type Senses = u32;

/// A given name.
pub(crate) const GIVEN: Senses = 1;
/// A surname.
pub(crate) const SURNAME: Senses = 1 << 1;
/// A Korean given name or surname in Latin letters: short, and often a word of another language.
pub(crate) const ROMANISED: Senses = 1 << 2;
/// A Hangul syllable that is common in given names.
pub(crate) const SYLLABLE: Senses = 1 << 3;
/// An ordinary word.
pub(crate) const COMMON: Senses = 1 << 4;
/// A legal form or a word of companies.
pub(crate) const COMPANY: Senses = 1 << 5;
/// A word of products.
pub(crate) const PRODUCT: Senses = 1 << 6;
/// A city.
pub(crate) const CITY: Senses = 1 << 7;
/// A country.
pub(crate) const COUNTRY: Senses = 1 << 8;
/// A state, a province.
pub(crate) const REGION: Senses = 1 << 9;
/// A word for a street.
pub(crate) const STREET: Senses = 1 << 10;
/// A term of medicine.
pub(crate) const HEALTH: Senses = 1 << 11;

/// A brand.
pub(crate) const BRAND: Senses = 1 << 12;
/// A language, a nationality, a belief.
pub(crate) const DEMONYM: Senses = 1 << 13;
/// A word that stands alone as a code: a day, a role, a state of affairs.
pub(crate) const CODEWORD: Senses = 1 << 14;
/// A word of addresses, where a house number stands with it.
pub(crate) const STREET_PART: Senses = 1 << 15;
/// A title before a name.
pub(crate) const TITLE: Senses = 1 << 16;
/// A degree or number behind a name.
pub(crate) const SUFFIX: Senses = 1 << 17;
/// A small word within a name.
pub(crate) const PARTICLE: Senses = 1 << 18;
/// A word before a town's own name.
pub(crate) const TOWN_FRONT: Senses = 1 << 19;
/// A word for a street that stands before its name.
pub(crate) const FRONT_STREET: Senses = 1 << 20;
/// A part of a building.
pub(crate) const BUILDING: Senses = 1 << 21;
/// Two letters for a state.
pub(crate) const STATE: Senses = 1 << 22;
/// A word for a sex.
pub(crate) const GENDER: Senses = 1 << 23;
/// A letter for a sex.
pub(crate) const GENDER_LETTER: Senses = 1 << 24;
/// A word for neither.
pub(crate) const GENDER_OTHER: Senses = 1 << 25;

/// Any place.
pub(crate) const PLACE: Senses = CITY | COUNTRY | REGION;
/// Any name of a person.
pub(crate) const NAME: Senses = GIVEN | SURNAME;

/// Every dictionary, and what its words are.
const FILES: &[(&str, Senses)] = &[
    (include_str!("../../dict/given-en.txt"), GIVEN),
    (include_str!("../../dict/given-de.txt"), GIVEN),
    (include_str!("../../dict/given-fr.txt"), GIVEN),
    (include_str!("../../dict/given-other.txt"), GIVEN),
    (include_str!("../../dict/given-ko.txt"), GIVEN),
    (include_str!("../../dict/given-ko-syllable.txt"), SYLLABLE),
    (include_str!("../../dict/given-ko-latn.txt"), ROMANISED),
    (include_str!("../../dict/given-ja.txt"), GIVEN),
    (include_str!("../../dict/given-ja-kana.txt"), GIVEN),
    (include_str!("../../dict/given-ja-latn.txt"), GIVEN),
    (include_str!("../../dict/surname-en.txt"), SURNAME),
    (include_str!("../../dict/surname-de.txt"), SURNAME),
    (include_str!("../../dict/surname-fr.txt"), SURNAME),
    (include_str!("../../dict/surname-other.txt"), SURNAME),
    (include_str!("../../dict/surname-ko.txt"), SURNAME),
    (include_str!("../../dict/surname-ko-latn.txt"), ROMANISED),
    (include_str!("../../dict/surname-ja.txt"), SURNAME),
    (include_str!("../../dict/surname-ja-kana.txt"), SURNAME),
    (include_str!("../../dict/surname-ja-latn.txt"), SURNAME),
    (include_str!("../../dict/city-latn.txt"), CITY),
    (include_str!("../../dict/city-ko.txt"), CITY),
    (include_str!("../../dict/city-ja.txt"), CITY),
    (include_str!("../../dict/country.txt"), COUNTRY),
    (include_str!("../../dict/region.txt"), REGION),
    (include_str!("../../dict/street-latn.txt"), STREET),
    (include_str!("../../dict/health.txt"), HEALTH),
    (include_str!("../../dict/common-en.txt"), COMMON),
    (include_str!("../../dict/common-de.txt"), COMMON),
    (include_str!("../../dict/common-fr.txt"), COMMON),
    (include_str!("../../dict/company.txt"), COMPANY),
    (include_str!("../../dict/product.txt"), PRODUCT),
    (include_str!("../../dict/brand.txt"), BRAND),
    (include_str!("../../dict/demonym.txt"), DEMONYM),
    (include_str!("../../dict/codeword.txt"), CODEWORD),
    (include_str!("../../dict/street-part.txt"), STREET_PART),
];

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(FILES));

/// Open addressing over hashes: no word is kept, only the upper half of its hash (the lower one is its place), so that all of it
/// stays near the processor.
struct Table {
    tags: Vec<u32>,
    senses: Vec<Senses>,
    mask: usize,
}

impl Table {
    fn of(files: &[(&str, Senses)]) -> Table {
        let words: usize = files.iter().map(|(text, _)| text.lines().count()).sum();
        let size = (words * 2).next_power_of_two();
        let mut table = Table { tags: vec![0; size], senses: vec![0; size], mask: size - 1 };
        for (text, senses) in files {
            for word in entries(text) {
                table.add(Key::of(word).hash(), *senses);
            }
        }
        for (words, senses) in ROLES {
            words.split(", ").for_each(|w| table.add(Key::of(w.trim()).hash(), *senses));
        }
        table
    }

    fn add(&mut self, hash: u64, senses: Senses) {
        let at = self.place(hash);
        self.tags[at] = tag(hash);
        self.senses[at] |= senses;
    }

    /// The slot of a hash, or the free one where it would stand. Half of the slots are free, so there is one.
    fn place(&self, hash: u64) -> usize {
        let mut at = (hash ^ (hash >> 29)) as usize & self.mask;
        while self.senses[at] != 0 && self.tags[at] != tag(hash) {
            at = (at + 1) & self.mask;
        }
        at
    }
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The entries of a dictionary: its lines without those of the header.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// What a folded word may be; 0 where no dictionary knows it.
pub(crate) fn senses(key: Key) -> Senses {
    let table = &*TABLE;
    table.senses[table.place(key.hash())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_senses_of_their_dictionaries() {
        let of = |word: &str| senses(Key::of(word));
        assert!(of("Jessica") & GIVEN != 0 && of("MÜLLER") & SURNAME != 0 && of("김") & SURNAME != 0);
        assert!(of("Paris") & CITY != 0 && of("GmbH") & COMPANY != 0 && of("street") & STREET != 0);
        assert_eq!(of("qqzzqx"), 0);
    }
}
