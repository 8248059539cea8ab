//! The masks, on plain text: the reference that the compiled ones are held against.

use serde::{Deserialize, Serialize};

/// What a full mask shows.
pub const FULL: &str = "***";

/// How a value is shown to someone who may not read it. Ordered from the least to the most that it hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// `***-1234`: the last four digits or letters, if there are at least eight.
    Last4,
    /// `k***@example.com`: an address' first character and its domain.
    Email,
    /// `김**`: the first character.
    Initial,
    /// The first word: the city or province of an address.
    FirstWord,
    /// `***`: nothing; the value is not even fetched.
    Full,
}

impl Mask {
    /// Shows a value through the mask. Null stays null, and is the caller's business.
    pub fn apply(self, value: &str) -> String {
        match self {
            Self::Last4 => last4(value),
            Self::Email => email(value),
            Self::Initial => value.trim().chars().next().map_or_else(|| FULL.to_owned(), |c| format!("{c}**")),
            Self::FirstWord => first_word(value),
            Self::Full => FULL.to_owned(),
        }
    }

    /// Whether the mask needs the clear value at all.
    pub fn needs_value(self) -> bool {
        self != Self::Full
    }
}

fn last4(value: &str) -> String {
    let shown: Vec<char> = value.chars().filter(|c| c.is_alphanumeric()).collect();
    match shown.len() {
        0..8 => FULL.to_owned(),
        n => format!("{FULL}-{}", shown[n - 4..].iter().collect::<String>()),
    }
}

fn email(value: &str) -> String {
    match value.trim().rsplit_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') => {
            format!("{}{FULL}@{domain}", local.chars().next().unwrap_or('*'))
        }
        _ => FULL.to_owned(),
    }
}

fn first_word(value: &str) -> String {
    match value.trim().split_once(char::is_whitespace) {
        Some((first, _)) => format!("{first} {FULL}"),
        None => FULL.to_owned(),
    }
}
