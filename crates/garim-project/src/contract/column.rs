//! The columns of a contract: type, class, and what each is to a person.

use garim_core::{
    class::{Class, Treatment},
    name::{ColumnName, SubjectType},
    schema::{Column, LogicalType, Role},
    subject::Kind,
};

use super::{
    custom::{self, Custom},
    standard,
};
use crate::{
    document::{Map, Text},
    node::Span,
};

/// The partition's column: declared in the standard's way, no column of the schema.
pub(super) const DAY_COLUMN: &str = "dt";

/// A column with what else the contract says of it.
pub(super) struct ColumnText {
    /// The column.
    pub column: Column,
    /// Where its name stands.
    pub span: Span,
    /// It says since when a person is with us.
    pub since: bool,
    /// It owns the row.
    pub row_owner: bool,
    business_name: Option<String>,
    description: Option<String>,
}

impl ColumnText {
    /// What people call it.
    pub fn words(&self) -> (ColumnName, Option<String>, Option<String>) {
        (self.column.name.clone(), self.business_name.clone(), self.description.clone())
    }
}

/// A column before it is known whose value it holds.
struct Draft<'a> {
    text: ColumnText,
    custom: Custom<'a>,
}

/// Reads the columns, without `dt`. `only` finds the identifier to which values belong where nothing is said.
pub(super) fn read(table: &Map<'_>, only: impl Fn(&[Column]) -> Option<ColumnName>) -> Vec<ColumnText> {
    if table.get("properties").is_none() {
        table.missing("properties", "properties: [{name: u_id, logicalType: integer}]");
    }
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for node in table.list("properties") {
        let Some(map) = table.document.map(node, "a column") else { continue };
        map.known("a column", standard::PROPERTY);
        if map.text("name").is_some_and(|n| n.value == DAY_COLUMN) {
            continue;
        }
        let Some(draft) = draft(&map) else { continue };
        if drafts.iter().any(|d| d.text.column.name == draft.text.column.name) {
            let message = format!("column `{}` is declared twice", draft.text.column.name);
            table.document.problem(draft.text.span, message, None);
            continue;
        }
        drafts.push(draft);
    }
    let columns: Vec<Column> = drafts.iter().map(|d| d.text.column.clone()).collect();
    let only = only(&columns);
    for draft in &mut drafts {
        own(table, draft, &columns, only.as_ref());
    }
    drafts.into_iter().map(|d| d.text).collect()
}

fn draft<'a>(map: &Map<'a>) -> Option<Draft<'a>> {
    let name = map.required("name", "name: u_id")?;
    let logical = logical(map);
    let class = map.text("classification").map_or(Some(Class::Unclassified), |t| t.parse::<Class>());
    let custom = Custom::of(&[*map], custom::COLUMN);
    if let Some(physical) = map.text("physicalName").filter(|p| p.value != name.value) {
        let help = format!("write the source's name, `{}`, as `name`", physical.value);
        physical.problem("columns keep the name that the source gives them", Some(help));
    }
    let column = Column {
        name: name.parse::<ColumnName>()?,
        logical: logical?,
        required: map.boolean("required").unwrap_or(false),
        optional: custom.is_true("garimOptional"),
        class: class?,
        role: Role::Neutral,
    };
    let text = ColumnText {
        column,
        span: name.span,
        since: custom.is_true("garimSince"),
        row_owner: custom.is_true("garimRowOwner"),
        business_name: map.string("businessName"),
        description: words(map),
    };
    Some(Draft { text, custom })
}

/// The description, with the column's synonyms: both are searched.
fn words(map: &Map<'_>) -> Option<String> {
    let parts: Vec<String> = map.string("description").into_iter().chain(map.strings("synonyms")).collect();
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}

/// The logical type. A `number` whose physical type is a decimal is exact.
fn logical(map: &Map<'_>) -> Option<LogicalType> {
    let text = map.required("logicalType", "logicalType: string")?;
    let logical = text.parse::<LogicalType>()?;
    let physical = map.string("physicalType").unwrap_or_default().to_ascii_lowercase();
    let exact = physical.starts_with("decimal") || physical.starts_with("numeric");
    Some(if logical == LogicalType::Number && exact { LogicalType::Decimal } else { logical })
}

/// Says what a column is to a person.
fn own(table: &Map<'_>, draft: &mut Draft<'_>, columns: &[Column], only: Option<&ColumnName>) {
    let span = draft.text.span;
    let subject = draft.custom.text("garimSubject");
    let column = &draft.text.column;
    let role = match (column.treatment(), subject) {
        (Treatment::Identifier, Some(subject)) => subject.parse::<SubjectType>().map(Role::Identifies),
        (Treatment::Identifier, None) => {
            let help = "add `customProperties: [{property: garimSubject, value: customer}]`".to_owned();
            table.document.problem(span, format!("`{}` identifies, but whom?", column.name), Some(help));
            None
        }
        (_, Some(subject)) => {
            let help = "write `classification: identifier`".to_owned();
            subject.problem("only an identifier names a subject", Some(help));
            None
        }
        (treatment, None) => belongs(table, draft, treatment, columns, only),
    };
    draft.text.column.role = role.unwrap_or(Role::Neutral);
}

/// Whose value a column holds: said by `garimOwner`, else the only identifier's.
fn belongs(
    table: &Map<'_>,
    draft: &Draft<'_>,
    treatment: Treatment,
    columns: &[Column],
    only: Option<&ColumnName>,
) -> Option<Role> {
    let column = &draft.text.column;
    let owner = draft.custom.text("garimOwner");
    if treatment == Treatment::Plain && owner.is_none() {
        return Some(Role::Neutral);
    }
    let of = match owner {
        Some(text) => Some(owner_of(&text, columns)?),
        None => only.cloned(),
    };
    let several = columns.iter().filter(|c| c.treatment() == Treatment::Identifier).count() > 1;
    if of.is_none() && several && treatment != Treatment::Sealed {
        let help = "name its owner's column: `customProperties: [{property: garimOwner, value: …}]`".to_owned();
        let message = format!("the row names several people; whose is `{}`?", column.name);
        table.document.problem(draft.text.span, message, Some(help));
    }
    Some(Role::BelongsTo { of, kind: kind(draft)? })
}

fn owner_of(text: &Text<'_>, columns: &[Column]) -> Option<ColumnName> {
    let found = columns.iter().find(|c| c.name.as_str() == text.value && c.treatment() == Treatment::Identifier);
    if found.is_none() {
        let known: Vec<String> =
            columns.iter().filter(|c| c.treatment() == Treatment::Identifier).map(|c| format!("`{}`", c.name)).collect();
        let help = if known.is_empty() { None } else { Some(format!("identifiers are {}", known.join(", "))) };
        text.problem("an owner is an identifier column of the same row", help);
    }
    found.map(|c| c.name.clone())
}

/// The vault's kind: said, else that of the class.
fn kind(draft: &Draft<'_>) -> Option<Kind> {
    match draft.custom.text("garimKind") {
        Some(text) => match Kind::new(text.value) {
            Ok(kind) => Some(kind),
            Err(error) => {
                text.problem(error.to_string(), None);
                None
            }
        },
        None => Kind::new(draft.text.column.class.kind()).ok(),
    }
}
