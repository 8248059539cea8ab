//! Values with the place where they stand, the same for YAML and TOML.

mod toml;
mod yaml;

pub(crate) use self::{toml::parse as parse_toml, yaml::parse as parse_yaml};

/// A range of bytes of a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Cut to what can be marked: inside the text, on character boundaries, and the rest of a word where it is empty.
    pub fn visible(self, text: &str) -> Span {
        let start = floor(text, self.start.min(text.len()));
        let end = floor(text, self.end.min(text.len())).max(start);
        if end > start {
            return Span { start, end };
        }
        let word = text[start..].find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(text.len() - start);
        Span { start, end: start + word }
    }
}

/// The nearest character boundary at or below an offset.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// A key of a map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    /// As text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order.
    Map(Vec<(Key, Node)>),
}

impl Value {
    /// What it is, for messages.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; for lists and maps at least where they begin.
    pub span: Span,
}

impl Node {
    /// The text of a key, where this is a map and has it.
    pub fn named(&self, key: &str) -> Option<String> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|(k, _)| k.text == key).and_then(|(_, node)| match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }
}

/// A text that could not be parsed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// What the parser says.
    pub message: String,
    /// Where.
    pub span: Span,
}
