//! Reading a document: typed access to its keys, noting every problem instead of stopping at the first.

use std::{cell::RefCell, fmt::Display, str::FromStr};

use garim_core::name::nearest;

use crate::{
    node::{Key, Node, Span, Value},
    problem::{Mark, Problems},
};

/// One file that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    /// From the project's root.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Where problems go.
    pub problems: &'a RefCell<Problems>,
}

impl<'a> Document<'a> {
    /// Notes a problem.
    pub fn problem(&self, span: Span, message: impl Into<String>, help: Option<String>) {
        self.problems.borrow_mut().add(&self.mark(span), message, help);
    }

    /// A place in this file.
    pub fn mark(&self, span: Span) -> Mark {
        Mark { file: self.file.to_owned(), span }
    }

    /// The node as a map; a problem if it is none.
    pub fn map(&self, node: &'a Node, what: &str) -> Option<Map<'a>> {
        match &node.value {
            Value::Map(entries) => Some(Map { document: *self, entries, span: node.span }),
            other => {
                self.problem(node.span, format!("{what} is {}; a map of keys and values is expected", other.describe()), None);
                None
            }
        }
    }

    /// The node as a list; a problem if it is none.
    pub fn list(&self, node: &'a Node, what: &str) -> Option<&'a [Node]> {
        match &node.value {
            Value::List(list) => Some(list),
            other => {
                self.problem(node.span, format!("{what} is {}; a list is expected", other.describe()), None);
                None
            }
        }
    }

    /// The node as text; numbers and booleans as they are written. A problem if it is a list or a map.
    pub fn text(&self, node: &'a Node, what: &str) -> Option<Text<'a>> {
        let value = match &node.value {
            Value::Text(text) => text.as_str(),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => {
                self.text.get(node.span.start..node.span.end).unwrap_or_default().trim()
            }
            other => {
                self.problem(node.span, format!("{what} is {}; text is expected", other.describe()), None);
                return None;
            }
        };
        Some(Text { document: *self, value, span: node.span })
    }

    /// The node as true or false; a problem if it is neither.
    pub fn boolean(&self, node: &Node, what: &str) -> Option<bool> {
        match &node.value {
            Value::Boolean(b) => Some(*b),
            other => {
                self.problem(node.span, format!("{what} is {}; `true` or `false` is expected", other.describe()), None);
                None
            }
        }
    }
}

/// Text with its place.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    document: Document<'a>,
    /// The text.
    pub value: &'a str,
    /// Where it stands.
    pub span: Span,
}

impl Text<'_> {
    /// Parses it; the parser's error is the problem.
    pub fn parse<T: FromStr>(&self) -> Option<T>
    where
        T::Err: Display,
    {
        match self.value.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let text = format!("{error}");
                let (message, help) = match text.split_once("; ") {
                    Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
                    None => (text, None),
                };
                self.document.problem(self.span, message, help);
                None
            }
        }
    }

    /// One of a few words; a problem that names them otherwise.
    pub fn one_of<T: Copy>(&self, what: &str, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == self.value).map(|(_, value)| *value);
        if found.is_none() {
            let accepted: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let help = format!("{} are accepted", accepted.join(", "));
            self.document.problem(self.span, format!("`{}` is not {what}", shown(self.value)), Some(help));
        }
        found
    }

    /// Its place.
    pub fn mark(&self) -> Mark {
        self.document.mark(self.span)
    }

    /// A problem here.
    pub fn problem(&self, message: impl Into<String>, help: Option<String>) {
        self.document.problem(self.span, message, help);
    }
}

/// Most known keys that a message lists.
const SHOWN_KEYS: usize = 12;

/// Longest input that a message repeats, in characters.
const SHOWN_CHARACTERS: usize = 64;

/// The beginning of an input, for a message.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARACTERS).collect()
}

/// A map with its place.
#[derive(Clone, Copy)]
pub(crate) struct Map<'a> {
    /// Its file.
    pub document: Document<'a>,
    /// Keys and values.
    pub entries: &'a [(Key, Node)],
    /// Where it begins.
    pub span: Span,
}

impl<'a> Map<'a> {
    /// Reports keys that nobody knows, with the nearest one that is known.
    pub fn known(&self, what: &str, keys: &[&str]) {
        for (key, _) in self.entries.iter().filter(|(k, _)| !keys.contains(&k.text.as_str())) {
            let help = match nearest(&key.text, keys.iter().copied()) {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None if keys.len() <= SHOWN_KEYS => {
                    let known: Vec<String> = keys.iter().map(|k| format!("`{k}`")).collect();
                    Some(format!("known keys are {}", known.join(", ")))
                }
                None => None,
            };
            self.document.problem(key.span, format!("`{}` is not a key of {what}", shown(&key.text)), help);
        }
    }

    /// The value of a key; nothing where it is absent or null.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| node).filter(|n| n.value != Value::Null)
    }

    /// A key's text.
    pub fn text(&self, key: &str) -> Option<Text<'a>> {
        self.get(key).and_then(|node| self.document.text(node, &format!("`{key}`")))
    }

    /// A key's text; a problem where it is absent.
    pub fn required(&self, key: &str, example: &str) -> Option<Text<'a>> {
        if self.get(key).is_none() {
            self.missing(key, example);
        }
        self.text(key)
    }

    /// A problem: the key is missing.
    pub fn missing(&self, key: &str, example: &str) {
        self.document.problem(self.span, format!("`{key}` is missing"), Some(format!("such as `{example}`")));
    }

    /// A key's text as an owned string.
    pub fn string(&self, key: &str) -> Option<String> {
        self.text(key).map(|t| t.value.trim().to_owned()).filter(|t| !t.is_empty())
    }

    /// A key's text, parsed.
    pub fn parse<T: FromStr>(&self, key: &str) -> Option<T>
    where
        T::Err: Display,
    {
        self.text(key).and_then(|t| t.parse())
    }

    /// A key's boolean.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.get(key).and_then(|node| self.document.boolean(node, &format!("`{key}`")))
    }

    /// A key's list; empty where it is absent.
    pub fn list(&self, key: &str) -> &'a [Node] {
        self.get(key).and_then(|node| self.document.list(node, &format!("`{key}`"))).unwrap_or_default()
    }

    /// A key's list of texts.
    pub fn texts(&self, key: &str) -> Vec<Text<'a>> {
        self.list(key).iter().filter_map(|node| self.document.text(node, &format!("an entry of `{key}`"))).collect()
    }

    /// A key's list of texts as owned strings.
    pub fn strings(&self, key: &str) -> Vec<String> {
        self.texts(key).into_iter().map(|t| t.value.to_owned()).collect()
    }

    /// A key's map.
    pub fn map(&self, key: &str) -> Option<Map<'a>> {
        self.get(key).and_then(|node| self.document.map(node, &format!("`{key}`")))
    }
}
