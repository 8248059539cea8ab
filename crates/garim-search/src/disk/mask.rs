//! Where a term stands in a document, as one number beside it: the index keeps how often a term occurs, and we let it occur
//! as often as the places say. One list answers both who has a word and where, which is all that ranking asks. The sets of
//! places that are the most usual have the smallest numbers, so that there is little to write and little to keep.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// A place of a document where words stand, the least telling first: its number is its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Text of queries that used it.
    Queries,
    /// What is written of its columns.
    Details,
    /// What is written of it.
    Description,
    /// Its columns' names.
    Columns,
    /// What people also call it.
    Synonyms,
    /// What people call it.
    Labels,
    /// Its own name.
    Name,
}

/// How many places there are.
pub(crate) const PLACES: usize = 7;

impl Place {
    /// Every place, by number.
    pub const ALL: [Self; PLACES] =
        [Self::Queries, Self::Details, Self::Description, Self::Columns, Self::Synonyms, Self::Labels, Self::Name];

    /// The place's bit.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The term of a score that it earns.
    pub const fn term(self) -> &'static str {
        match self {
            Self::Queries => "queries.text",
            Self::Details => "text.details",
            Self::Description => "text.description",
            Self::Columns => "text.columns",
            Self::Synonyms => "text.synonyms",
            Self::Labels => "text.labels",
            Self::Name => "text.name",
        }
    }

    /// The place in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Queries => "queries that use it",
            Self::Details => "what is written of its parts",
            Self::Description => "its description",
            Self::Columns => "its columns",
            Self::Synonyms => "its synonyms",
            Self::Labels => "what people call it",
            Self::Name => "its name",
        }
    }
}

/// How usual it is that a term stands in each place: 1 is the most usual.
const SELDOM: [u32; PLACES] = [3, 3, 2, 1, 4, 2, 2];
/// Sets of places, the empty one too.
const SETS: usize = 1 << PLACES;

/// How seldom a set of places is.
const fn seldom(set: usize) -> u32 {
    let mut sum = 0;
    let mut place = 0;
    while place < PLACES {
        if set & (1 << place) != 0 {
            sum += SELDOM[place];
        }
        place += 1;
    }
    sum
}

/// The number of each set of places, from 1; 0 for none.
const NUMBERS: [u8; SETS] = {
    let mut numbers = [0_u8; SETS];
    let mut set = 1;
    while set < SETS {
        let (mut before, mut other) = (0_u8, 1);
        while other < SETS {
            let rarer = seldom(other) > seldom(set) || (seldom(other) == seldom(set) && other > set);
            before += !rarer as u8;
            other += 1;
        }
        numbers[set] = before;
        set += 1;
    }
    numbers
};

/// The set of places of each number.
const PLACES_OF: [u8; 256] = {
    let mut sets = [0_u8; 256];
    let mut set = 0_u8;
    while (set as usize) < SETS {
        sets[NUMBERS[set as usize] as usize] = set;
        set += 1;
    }
    sets
};

/// The places that a number of occurrences stands for.
pub(crate) fn places(occurrences: u32) -> u8 {
    PLACES_OF[(occurrences & 0xFF) as usize]
}

/// The name under which the index knows the tokenizer.
pub(crate) const TOKENIZER: &str = "masked";
/// Ends a term.
const END: char = '\0';

/// Terms with their places, written as one text for [`Masked`] to read.
pub(crate) fn write<'a>(terms: impl Iterator<Item = (&'a str, u8)>) -> String {
    let mut out = String::new();
    for (term, mask) in terms.filter(|(_, mask)| (1..128).contains(mask)) {
        out.push(char::from(NUMBERS[mask as usize]));
        out.push_str(term);
        out.push(END);
    }
    out
}

/// Reads what [`write`] wrote: each term as often as its number says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Masked;

/// The terms of one text.
pub(crate) struct Terms<'a> {
    rest: &'a str,
    token: Token,
    again: u8,
}

impl Tokenizer for Masked {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        Terms { rest: text, token: Token { position: 0, ..Token::default() }, again: 0 }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let Some((entry, rest)) = self.rest.split_once(END) else { return false };
        let Some(mask) = entry.bytes().next() else { return false };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(entry.get(1..).unwrap_or_default());
        self.again = mask.saturating_sub(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_occurs_as_often_as_its_places_say() {
        let both = Place::Details.bit() | Place::Queries.bit();
        let text = write([("매출", both), ("dr", Place::Columns.bit()), ("none", 0)].into_iter());
        let mut tokenizer = Masked;
        let mut stream = tokenizer.token_stream(&text);
        let mut seen: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
        while stream.advance() {
            *seen.entry(stream.token().text.clone()).or_default() += 1;
        }
        assert_eq!(seen.keys().collect::<Vec<_>>(), ["dr", "매출"]);
        assert_eq!((places(seen["dr"]), places(seen["매출"])), (Place::Columns.bit(), both));
    }

    #[test]
    fn every_set_of_places_has_a_number_of_its_own_and_the_usual_ones_small_ones() {
        for set in 0..=127_u8 {
            assert_eq!(places(u32::from(NUMBERS[set as usize])), set);
        }
        assert_eq!(NUMBERS[Place::Columns.bit() as usize], 1);
        assert!(Place::ALL.iter().all(|p| NUMBERS[p.bit() as usize] <= 12));
    }
}
