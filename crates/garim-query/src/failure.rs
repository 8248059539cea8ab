//! What DataFusion says, in our words. Its messages may hold literals and values, so none of them is ever passed on.

use datafusion::{
    arrow::error::ArrowError,
    common::{Column, DataFusionError, SchemaError},
    sql::sqlparser::parser::ParserError,
};
use garim_core::{Error, name};

/// A statement that could not be parsed: where, but not what.
pub(crate) fn parsing(error: &DataFusionError) -> Error {
    let place = match error.find_root() {
        DataFusionError::SQL(parser, _) => match parser.as_ref() {
            ParserError::ParserError(text) | ParserError::TokenizerError(text) => place(text),
            ParserError::RecursionLimitExceeded => return Error::invalid("the statement nests too deep"),
        },
        _ => None,
    };
    let at = place.map(|(line, column)| format!(" at line {line}, column {column}")).unwrap_or_default();
    Error::invalid(format!("the statement cannot be read{at}; one SELECT is accepted"))
}

/// Line and column from the end of a parser's message (`… at Line: 1, Column: 8`); nothing else of it.
fn place(text: &str) -> Option<(u64, u64)> {
    let (_, tail) = text.rsplit_once("at Line: ")?;
    let (line, column) = tail.split_once(", Column: ")?;
    Some((line.trim().parse().ok()?, column.trim().parse().ok()?))
}

/// A query that could not be planned or run.
pub(crate) fn query(error: &DataFusionError) -> Error {
    match error {
        DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => query(inner),
        DataFusionError::Shared(inner) => query(inner),
        DataFusionError::Collection(all) => all.first().map_or_else(unknown, query),
        DataFusionError::External(inner) => external(inner.as_ref()),
        DataFusionError::SchemaError(inner, _) => schema(inner),
        DataFusionError::ArrowError(inner, _) => arrow(inner),
        DataFusionError::NotImplemented(_) => Error::invalid("the query uses something that is not supported here"),
        DataFusionError::ResourcesExhausted(_) => {
            Error::invalid("the query needs more memory than is given to one; read fewer columns or days, or aggregate first")
        }
        DataFusionError::Plan(_) => Error::invalid("the query cannot be planned; check its names, types and functions"),
        DataFusionError::Execution(_) => Error::invalid("the query failed on a value while running"),
        _ => unknown(),
    }
}

fn unknown() -> Error {
    Error::internal("running the query", "the engine gave an error of its own; its text is withheld, as it may hold values")
}

fn external(error: &(dyn std::error::Error + Send + Sync + 'static)) -> Error {
    if let Some(own) = error.downcast_ref::<Error>() {
        return own.clone();
    }
    error.downcast_ref::<DataFusionError>().map_or_else(unknown, query)
}

fn arrow(error: &ArrowError) -> Error {
    match error {
        ArrowError::DivideByZero => Error::invalid("the query divides by zero; `nullif(divisor, 0)` gives null instead"),
        ArrowError::ArithmeticOverflow(_) => Error::invalid("a number does not fit its type while the query runs"),
        ArrowError::CastError(_) | ArrowError::ParseError(_) => {
            Error::invalid("a value cannot be converted to the type that the query asks for; `try_cast` gives null instead")
        }
        // Such as a pattern that is no regular expression, or one too large to compile.
        ArrowError::ComputeError(_) | ArrowError::InvalidArgumentError(_) => {
            Error::invalid("the query failed on a value while running")
        }
        ArrowError::ExternalError(inner) => external(inner.as_ref()),
        _ => unknown(),
    }
}

fn schema(error: &SchemaError) -> Error {
    Error::invalid(match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let near = name::nearest(&field.name, valid_fields.iter().map(|c| c.name.as_str()));
            let hint = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            format!("unknown column `{}`{hint}", shown(field))
        }
        SchemaError::AmbiguousReference { field } => {
            format!("column `{}` is in more than one table; say which, such as `t.{}`", shown(field), field.name)
        }
        SchemaError::DuplicateQualifiedField { name, .. } | SchemaError::DuplicateUnqualifiedField { name } => {
            format!("two columns are named `{name}`; give one another name with AS")
        }
    })
}

fn shown(column: &Column) -> String {
    column.relation.as_ref().map_or_else(|| column.name.clone(), |table| format!("{table}.{}", column.name))
}
