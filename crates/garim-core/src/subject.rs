//! The people in the data: subject ids, pseudonyms, kinds and ordinals (SEMANTICS section 1).

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::name::{NameError, SubjectType};

/// Longest subject id in bytes; longer ones are not ids of people.
pub const MAX_SUBJECT_ID_BYTES: usize = 256;

/// A subject: a type and the canonical id within it. This is personal data: it has no `Display`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectId {
    kind: SubjectType,
    id: String,
}

/// Why an id was refused. It never repeats the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubjectIdError {
    /// Nothing is left after trimming.
    #[error("a subject id is empty")]
    Empty,
    /// Longer than any id of a person.
    #[error("a subject id is longer than {MAX_SUBJECT_ID_BYTES} bytes")]
    TooLong,
}

impl SubjectId {
    /// From an integer id: decimal without leading zeros; the sign is dropped, as the canonical form has none.
    pub fn from_integer(kind: SubjectType, id: i64) -> Self {
        Self { kind, id: id.unsigned_abs().to_string() }
    }

    /// From a text id: NFC and trimmed. `007` stays `007`: only integer columns are numbers.
    pub fn from_text(kind: SubjectType, id: &str) -> Result<Self, SubjectIdError> {
        let id: String = id.trim().nfc().collect();
        match id.len() {
            0 => Err(SubjectIdError::Empty),
            n if n > MAX_SUBJECT_ID_BYTES => Err(SubjectIdError::TooLong),
            _ => Ok(Self { kind, id }),
        }
    }

    /// The population that this id belongs to.
    pub fn subject_type(&self) -> &SubjectType {
        &self.kind
    }

    /// The canonical id: a personal value, for the vault's eyes only.
    pub fn reveal(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectId({}, …)", self.kind)
    }
}

/// What stands in the lake for a subject: 16 bytes derived from the subject's own key, dying with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Pseudonym([u8; 16]);

impl Pseudonym {
    /// Wraps the 16 bytes.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Pseudonym {
    /// 32 hex digits, as SQL shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl From<Pseudonym> for String {
    fn from(p: Pseudonym) -> String {
        p.to_string()
    }
}

impl TryFrom<String> for Pseudonym {
    type Error = String;
    fn try_from(s: String) -> Result<Self, String> {
        let digits = u128::from_str_radix(&s, 16).ok().filter(|_| s.len() == 32);
        digits.map(|d| Self(d.to_be_bytes())).ok_or_else(|| "a pseudonym is 32 hex digits".to_owned())
    }
}

/// Which sort of value of a subject: `email`, `name`, `id`. Fixed when a column is first protected; part of the address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kind(String);

impl Kind {
    /// Checks and keeps a kind; the rules of names hold.
    pub fn new(text: &str) -> Result<Self, NameError> {
        crate::name::ColumnName::new(text).map(|c| Self(c.as_str().to_owned()))
    }

    /// The kind under which a subject's raw id is kept.
    pub fn id() -> Self {
        Self("id".to_owned())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Kind {
    type Error = NameError;
    fn try_from(s: String) -> Result<Self, NameError> {
        Self::new(&s)
    }
}

impl From<Kind> for String {
    fn from(k: Kind) -> String {
        k.0
    }
}

/// Which of a subject's values of one kind: nearly always 0, never used twice within a generation, never shown.
pub type Ordinal = u32;
