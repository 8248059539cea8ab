//! Where a term stands in a document, as one number beside it: the index keeps how often a term occurs, and we let it occur
//! as often as the places say. One list answers both who has a word and where, which is all that ranking asks.

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

/// The name under which the index knows the tokenizer.
pub(crate) const TOKENIZER: &str = "masked";
/// Ends a term.
const END: char = '\0';

/// Terms with their places, written as one text for [`Masked`] to read.
pub(crate) fn write<'a>(terms: impl Iterator<Item = (&'a str, u8)>) -> String {
    let mut out = String::new();
    for (term, mask) in terms.filter(|(_, mask)| (1..128).contains(mask)) {
        out.push(char::from(mask));
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
        let text = write([("매출", Place::Details.bit() | Place::Queries.bit()), ("dr", 1), ("none", 0)].into_iter());
        let mut tokenizer = Masked;
        let mut stream = tokenizer.token_stream(&text);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push(stream.token().text.clone());
        }
        assert_eq!(seen, ["매출", "매출", "매출", "dr"]);
    }
}
