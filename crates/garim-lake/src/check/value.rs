//! A value as a source gives it, before it is judged.

use garim_core::schema::ValueClass;

use super::parse;

/// One field of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    /// Nothing there.
    Null,
    /// Of a source without types, where every value is written: CSV.
    Lexical(&'a [u8]),
    /// Text of a source with types: digits in it are text.
    Text(&'a [u8]),
    /// An integer of a source with types.
    Integer(i64),
    /// An integer that 64 bits do not hold, as digits.
    Huge(&'a [u8]),
    /// A binary floating-point number.
    Real(f64),
    /// An exact decimal number, as digits.
    Decimal(&'a [u8]),
}

impl Value<'_> {
    /// What it looks like, without saying what it is.
    pub(crate) fn class(&self) -> ValueClass {
        match self {
            Self::Null => ValueClass::Null,
            Self::Lexical(bytes) => written_class(bytes),
            Self::Text(bytes) => match written_class(bytes) {
                ValueClass::Integer | ValueClass::HugeInteger | ValueClass::Fraction => ValueClass::QuotedNumber,
                other => other,
            },
            Self::Integer(_) => ValueClass::Integer,
            Self::Huge(_) => ValueClass::HugeInteger,
            Self::Real(_) => ValueClass::Fraction,
            Self::Decimal(bytes) => written_class(bytes),
        }
    }

    /// The bytes that are sealed when the row is not let in; `None` for null.
    pub(crate) fn raw(&self) -> Option<Vec<u8>> {
        match self {
            Self::Null => None,
            Self::Lexical(b) | Self::Text(b) | Self::Huge(b) | Self::Decimal(b) => Some(b.to_vec()),
            Self::Integer(i) => Some(i.to_string().into_bytes()),
            Self::Real(f) => Some(f.to_string().into_bytes()),
        }
    }

    /// How many bytes it weighs, roughly.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Lexical(b) | Self::Text(b) | Self::Huge(b) | Self::Decimal(b) => b.len(),
            Self::Null | Self::Integer(_) | Self::Real(_) => 8,
        }
    }
}

fn written_class(bytes: &[u8]) -> ValueClass {
    let Ok(text) = std::str::from_utf8(bytes) else { return ValueClass::NotUtf8 };
    let quoted = text.len() > 2 && text.starts_with('"') && text.ends_with('"');
    match text.as_bytes() {
        b if parse::is_integer(b) => parse::integer(b).map_or(ValueClass::HugeInteger, |_| ValueClass::Integer),
        b if parse::is_number(b) => ValueClass::Fraction,
        b if quoted && parse::is_number(&b[1..b.len() - 1]) => ValueClass::QuotedNumber,
        b if b.eq_ignore_ascii_case(b"true") || b.eq_ignore_ascii_case(b"false") => ValueClass::Boolean,
        [b'{', .., b'}'] | [b'[', .., b']'] => ValueClass::Nested,
        _ => ValueClass::Text,
    }
}
