//! The dictionaries as one table from a folded word to what it may be.

use std::sync::LazyLock;

use super::fold::Key;

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
];

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(FILES));

/// Open addressing over hashes: no word is kept, a look-up touches one line of cache.
struct Table {
    slots: Vec<(u64, Senses)>,
    mask: usize,
}

impl Table {
    fn of(files: &[(&str, Senses)]) -> Table {
        let words: usize = files.iter().map(|(text, _)| text.lines().count()).sum();
        let size = (words * 2).next_power_of_two();
        let mut table = Table { slots: vec![(0, 0); size], mask: size - 1 };
        for (text, senses) in files {
            for word in entries(text) {
                table.add(Key::of(word).hash(), *senses);
            }
        }
        table
    }

    fn add(&mut self, hash: u64, senses: Senses) {
        let at = self.place(hash);
        let held = self.slots[at].1;
        self.slots[at] = (hash, held | senses);
    }

    /// The slot of a hash, or the free one where it would stand. Half of the slots are free, so there is one.
    fn place(&self, hash: u64) -> usize {
        let mut at = (hash ^ (hash >> 29)) as usize & self.mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & self.mask;
        }
        at
    }
}

/// The entries of a dictionary: its lines without those of the header.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// What a folded word may be; 0 where no dictionary knows it.
pub(crate) fn senses(key: Key) -> Senses {
    let table = &*TABLE;
    table.slots[table.place(key.hash())].1
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
