//! What the columns of a plan are to people, worked out once.

use garim_core::{
    Error, Result,
    class::Treatment,
    name::{ColumnName, SubjectType},
    schema::{Column, LogicalType, Role},
    subject::Kind,
};
use garim_ports::WritePlan;

/// Whose a column's values are; numbers count the identifier columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// The one that this identifier column names.
    Named(usize),
    /// It is not said who of several: whoever it may be.
    Anyone,
    /// No person's.
    Nobody,
}

/// An identifier column.
#[derive(Debug, Clone)]
pub(crate) struct Identifier {
    /// Its place in the schema.
    pub(crate) column: usize,
    /// Whose ids.
    pub(crate) subjects: SubjectType,
}

/// A protected column.
#[derive(Debug, Clone)]
pub(crate) struct Protected {
    /// Its place in the schema.
    pub(crate) column: usize,
    /// The vault's kind.
    pub(crate) kind: Kind,
    /// The identifier (by its number) whose subject's value it is; `None`: of the dataset's day.
    pub(crate) of: Option<usize>,
    /// That identifier's place in the schema.
    pub(crate) of_column: Option<usize>,
}

/// The plan's columns by what is done with them.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) identifiers: Vec<Identifier>,
    pub(crate) protected: Vec<Protected>,
    /// Unclassified columns' places.
    pub(crate) sealed: Vec<usize>,
    /// For each column, whose it is.
    pub(crate) people: Vec<Person>,
    /// The identifier that owns a row.
    pub(crate) owner: Option<usize>,
    /// The key's places in the schema.
    pub(crate) key: Vec<usize>,
    /// The place of the column that says when a row was received.
    pub(crate) received: Option<usize>,
    /// The place of the column that opens generations.
    pub(crate) since: Option<usize>,
}

impl Shape {
    /// Works it out; an error where the plan names columns that it has not.
    pub(crate) fn new(plan: &WritePlan) -> Result<Self> {
        let columns = &plan.schema.schema.columns;
        let place = |name: &ColumnName| {
            let found = columns.iter().position(|c| &c.name == name);
            found.ok_or_else(|| Error::invalid(format!("`{}` has no column `{name}`", plan.dataset)))
        };
        let by_treatment = |wanted| move |(_, c): &(usize, &Column)| c.treatment() == wanted;
        let identifiers = columns.iter().enumerate().filter(by_treatment(Treatment::Identifier));
        let identifiers = identifiers.map(|(at, c)| identifier(plan, at, c)).collect::<Result<Vec<_>>>()?;
        let number = |name: &ColumnName| -> Result<usize> {
            let at = place(name)?;
            let found = identifiers.iter().position(|i| i.column == at);
            found.ok_or_else(|| Error::invalid(format!("`{}.{name}` names nobody: it is not an identifier", plan.dataset)))
        };
        let only = (identifiers.len() == 1).then_some(0);
        let owner = plan.row_owner.as_ref().map(number).transpose()?.or(only);
        let protected = columns.iter().enumerate().filter(by_treatment(Treatment::Protected));
        let protected = protected.map(|(column, c)| {
            let (of, kind) = match &c.role {
                Role::BelongsTo { of, kind } => (of.as_ref().map(number).transpose()?, kind.clone()),
                _ => (owner, kind_of(c)?),
            };
            Ok(Protected { column, kind, of, of_column: of.map(|i| identifiers[i].column) })
        });
        let protected = protected.collect::<Result<Vec<_>>>()?;
        let people = columns.iter().enumerate().map(|(at, c)| {
            let named = match &c.role {
                Role::BelongsTo { of: Some(of), .. } => Some(number(of)?),
                _ => identifiers.iter().position(|i| i.column == at).or(owner),
            };
            Ok(match (c.treatment(), named) {
                (Treatment::Plain, _) => Person::Nobody,
                (Treatment::Protected, _) => {
                    protected.iter().find(|p| p.column == at).and_then(|p| p.of).map_or(Person::Nobody, Person::Named)
                }
                (_, Some(number)) => Person::Named(number),
                (_, None) if identifiers.is_empty() => Person::Nobody,
                (_, None) => Person::Anyone,
            })
        });
        let people = people.collect::<Result<Vec<_>>>()?;
        Ok(Self {
            people,
            owner,
            key: plan.key.iter().map(place).collect::<Result<_>>()?,
            // An optional column that the source lacks altogether is not in its way.
            received: plan.received.as_ref().and_then(|c| place(c).ok()),
            since: plan.since.as_ref().map(place).transpose()?,
            sealed: columns.iter().enumerate().filter(by_treatment(Treatment::Sealed)).map(|(at, _)| at).collect(),
            identifiers,
            protected,
        })
    }
}

fn identifier(plan: &WritePlan, at: usize, column: &Column) -> Result<Identifier> {
    let refused = |why: &str| Error::invalid(format!("`{}.{}` {why}", plan.dataset, column.name));
    let Role::Identifies(subjects) = &column.role else {
        return Err(refused("is classified as an identifier, but its contract does not say of whom (`garimSubject`)"));
    };
    match column.logical {
        LogicalType::Integer | LogicalType::String => Ok(Identifier { column: at, subjects: subjects.clone() }),
        other => Err(refused(&format!("is an identifier of type `{}`; `integer` and `string` are accepted", other.as_str()))),
    }
}

fn kind_of(column: &Column) -> Result<Kind> {
    Kind::new(column.class.kind()).map_err(|e| Error::internal("naming a kind", e))
}
