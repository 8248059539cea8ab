//! TOML to nodes.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Key, Node, Span, SyntaxError, Value};

/// Parses a document.
pub(crate) fn parse(text: &str) -> Result<Node, SyntaxError> {
    let table = DeTable::parse(text)
        .map_err(|e| SyntaxError { message: e.message().to_owned(), span: e.span().map(span_of).unwrap_or_default() })?;
    let span = span_of(table.span());
    Ok(Node { value: map_of(table.get_ref()), span })
}

fn span_of(range: Range<usize>) -> Span {
    Span { start: range.start, end: range.end }
}

fn map_of(table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(k, v)| (Key { text: k.get_ref().to_string(), span: span_of(k.span()) }, node_of(v)));
    Value::Map(entries.collect())
}

fn node_of(value: &Spanned<DeValue<'_>>) -> Node {
    let inner = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(i) => {
            i64::from_str_radix(i.as_str(), i.radix()).map_or_else(|_| Value::Text(i.to_string()), Value::Integer)
        }
        DeValue::Float(f) => f.as_str().parse().map_or_else(|_| Value::Text(f.as_str().to_owned()), Value::Float),
        DeValue::Boolean(b) => Value::Boolean(*b),
        DeValue::Datetime(at) => Value::Text(at.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(node_of).collect()),
        DeValue::Table(table) => map_of(table),
    };
    Node { value: inner, span: span_of(value.span()) }
}
