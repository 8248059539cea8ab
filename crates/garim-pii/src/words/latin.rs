//! Names of people, companies and places in Latin letters.

use super::token::{Word, Words};
use crate::{
    cell::{Scan, Sort},
    dict::{
        BRAND, CODEWORD, COMMON, COMPANY, DEMONYM, GIVEN, NAME, PARTICLE, PLACE, PRODUCT, ROMANISED, STATE, STREET, SUFFIX,
        SURNAME, TITLE, TOWN_FRONT,
    },
    mark::{Mark, Marks},
};

/// Middles of French towns.
const TOWN_MIDDLES: &[&str] = &["-sur-", "-la-", "-le-", "-les-", "-en-", "-aux-", "-sous-", "-lès-"];
/// Endings of towns.
const TOWN_ENDS: &[&str] = &[
    "ville", "town", "borough", "burgh", "bury", "chester", "shire", "mouth", "haven", "port", "stad", "stadt", "furt", "hausen",
    "fort", "view", "side", "land", "bourg", "nec",
];
/// Most words that a person's name has here.
const MAX_NAME: usize = 6;
/// Most letters of a code.
const MAX_CODE: usize = 3;

/// What the words of a name come to.
#[derive(Default)]
struct Tally {
    words: usize,
    given: usize,
    surname: usize,
    clear: usize,
    romanised: usize,
    common: usize,
    capital: usize,
    initials: usize,
    titled: bool,
    town: bool,
}

/// Marks a cell of Latin letters without digits.
pub(crate) fn latin(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    if people(scan.text, words) {
        marks.set(Mark::NameWhole);
        return;
    }
    let company = words.with(COMPANY) > 0
        || words.total > 2 && (scan.text.contains(" & ") || listed(scan.text))
        || words.whole & BRAND != 0
        || branded(words);
    let place = words.whole & PLACE != 0;
    let mut tally = tally(words.list());
    tally.town |= scan.n(Sort::Hyphen) >= 2 && TOWN_MIDDLES.iter().any(|m| scan.text.contains(m));
    marks.set_if(Mark::Company, company);
    let state =
        words.list().iter().any(|w| w.senses & STATE != 0 && w.shouted()) && scan.n(Sort::Comma) + scan.n(Sort::Hyphen) > 0;
    let places = words.with(PLACE) == tally.words && tally.words > 1;
    marks.set_if(Mark::Place, place || places || state || (tally.town && !tally.titled));
    marks.set_if(Mark::Product, words.with(PRODUCT) > 0);
    let coded = words.whole & (CODEWORD | DEMONYM) != 0;
    marks.set_if(Mark::Common, coded || tally.common > 0 || words.with(STREET) > 0 && tally.clear == 0);
    let either = scan.n(Sort::Slash) > 0 && scan.text.contains(" / ");
    if words.total > MAX_NAME || company || either || marks.has(Mark::Truth) || code(scan) || coded {
        return;
    }
    if tally.titled && tally.words >= 1 && tally.capital + tally.clear >= 1 {
        marks.set(Mark::NameTitled);
    }
    match tally.words {
        0 => {}
        1 if !tally.town || tally.clear > 0 => single(scan, words, &tally, marks),
        1 => {}
        _ => several(words, &tally, place, marks),
    }
}

/// A make before a model: `Ford Transit`.
fn branded(words: &Words<'_>) -> bool {
    let first = words.list().first().is_some_and(|w| w.senses & BRAND != 0);
    first && words.total > 1 && words.with(GIVEN) == 0
}

/// A few capitals in one word are a code: `NL`, `CAN`.
fn code(scan: &Scan<'_>) -> bool {
    scan.chars <= MAX_CODE && (scan.n(Sort::Upper) == scan.chars || scan.chars < MAX_CODE)
}

/// Several people in one cell: `Michael J. Shea and John Shea; Dick Baker`.
fn people(text: &str, words: &Words<'_>) -> bool {
    let parted = |b: u8| matches!(b, b',' | b';' | b'&' | b'/' | b'|');
    if !(4..=24).contains(&words.total) || !(text.bytes().any(parted) || text.contains(" and ")) {
        return false;
    }
    let mut parts = (0, 0);
    for part in text.split([',', ';', '&', '/', '|']).flat_map(|p| p.split(" and ")).map(str::trim).filter(|p| !p.is_empty()) {
        let words = Words::of(part);
        let tally = tally(words.list());
        let person =
            (2..=4).contains(&words.total) && tally.given > 0 && tally.clear > 0 && tally.common == 0 && words.with(COMPANY) == 0;
        parts = (parts.0 + usize::from(person), parts.1 + 1);
    }
    parts.0 >= 2 && parts.0 * 2 > parts.1 || parts == (1, 1)
}

/// `Smith, Jones and Sons`; `Smith and Sons`.
fn listed(text: &str) -> bool {
    [" and ", " und ", " et "].iter().any(|and| text.contains(and))
        && (text.contains(',') || text.ends_with("Sons") || text.ends_with("Partner"))
}

fn tally(words: &[Word<'_>]) -> Tally {
    let mut tally = Tally::default();
    for (at, word) in words.iter().enumerate() {
        let known = word.senses & NAME != 0;
        if word.senses & TITLE != 0 && (word.stop || at == 0 || !known) && words.len() > 1 {
            tally.titled = true;
        } else if (at > 0 || words.len() == 1) && word.senses & SUFFIX != 0
            || word.senses & PARTICLE != 0 && (!known || word.chars <= 2)
        {
        } else if word.chars == 1 {
            tally.initials += 1;
        } else {
            tally.count(word, at, words.len());
        }
    }
    tally
}

impl Tally {
    fn count(&mut self, word: &Word<'_>, at: usize, of: usize) {
        let known = word.senses & NAME != 0;
        let common = word.senses & (COMMON | PRODUCT | STREET) != 0;
        let place = word.senses & PLACE != 0;
        self.words += 1;
        self.given += usize::from(word.senses & GIVEN != 0);
        self.surname += usize::from(word.senses & SURNAME != 0);
        self.clear += usize::from(known && !common && !place);
        self.romanised += usize::from(word.senses & ROMANISED != 0);
        self.common += usize::from(common && !known);
        self.capital += usize::from(word.capital);
        let front = at == 0 && of > 1 && word.senses & TOWN_FRONT != 0;
        let lower = word.text;
        self.town |= front || (!known && word.chars > 5 && TOWN_ENDS.iter().any(|e| lower.ends_with(e)));
    }
}

/// One word, perhaps with initials: `Jessica`, `Smith, J.`.
fn single(scan: &Scan<'_>, words: &Words<'_>, tally: &Tally, marks: &mut Marks) {
    if tally.initials > 0 {
        let initial = words.list().iter().any(|w| w.chars == 1 && w.capital);
        let stopped = scan.n(Sort::Dot) > 0 || scan.n(Sort::Comma) > 0;
        marks.set_if(Mark::NamePart, initial && (tally.surname > 0 || stopped && tally.capital > 0 && tally.common == 0));
        return;
    }
    let word = tally.given + tally.surname > 0;
    let place = words.with(PLACE) > 0 && words.with(COMMON) == 0;
    if tally.clear > 0 || (word && place) {
        marks.set_if(Mark::Given, tally.given > 0);
        marks.set_if(Mark::Surname, tally.given == 0);
    } else {
        marks.set_if(Mark::NameDoubtful, word);
        marks.set_if(Mark::WordShaped, !word && tally.common == 0 && tally.capital > 0);
    }
}

/// Several words: a given name and a surname, or one of them beside what nobody knows.
fn several(words: &Words<'_>, tally: &Tally, place: bool, marks: &mut Marks) {
    if tally.common > 0 || place || tally.town || words.with(PLACE) == tally.words {
        return;
    }
    let known = words.list().iter().filter(|w| w.senses & NAME != 0).count();
    let whole = tally.given > 0 && tally.surname > 0 && known >= 2;
    if whole && tally.clear > 0 || tally.romanised >= 2 && tally.romanised == tally.words {
        marks.set(Mark::NameWhole);
    } else if tally.clear > 0 {
        marks.set(Mark::NamePart);
    } else if known > 0 && words.with(COMMON | PRODUCT | STREET) == tally.words {
        marks.set(Mark::NameDoubtful);
    } else {
        marks.set_if(Mark::NameShaped, tally.capital == tally.words);
    }
}
