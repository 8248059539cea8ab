//! Values of the vault for a batch: each address is asked for once.

use std::{collections::HashMap, sync::Arc};

use arrow_array::{Array, ArrayRef, StringArray, cast::AsArray, types::Int32Type};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::DataType;
use garim_core::{
    Result,
    schema::LogicalType,
    subject::{Kind, Ordinal, Pseudonym},
};
use garim_ports::{Address, Vault};

use super::mask::broken;

/// The values as text, row by row. `ordinals` is the protected column; `None` where the raw id itself is asked for, whose
/// ordinal is always 0. Null where there is no person, no ordinal, or nothing in the vault any more.
pub(super) async fn texts(
    vault: &dyn Vault,
    subjects: &ArrayRef,
    ordinals: Option<&ArrayRef>,
    kind: &Kind,
) -> Result<Vec<Option<String>>> {
    let mut places: HashMap<(Pseudonym, Ordinal), usize> = HashMap::new();
    let mut asked: Vec<Address> = Vec::new();
    let mut rows = Vec::with_capacity(subjects.len());
    for key in keys(subjects, ordinals)? {
        rows.push(key.map(|(subject, ordinal)| {
            *places.entry((subject, ordinal)).or_insert_with(|| {
                asked.push(Address { subject, kind: kind.clone(), ordinal });
                asked.len() - 1
            })
        }));
    }
    let revealed = if asked.is_empty() { Vec::new() } else { vault.reveal(&asked).await? };
    let values: Vec<Option<String>> = revealed.into_iter().map(|v| v.and_then(untagged)).collect();
    Ok(rows.into_iter().map(|place| place.and_then(|p| values.get(p).cloned().flatten())).collect())
}

/// For each row whose value, if any.
fn keys(subjects: &ArrayRef, ordinals: Option<&ArrayRef>) -> Result<Vec<Option<(Pseudonym, Ordinal)>>> {
    let subjects = subjects.as_binary_opt::<i32>().ok_or_else(broken)?;
    let ordinals = ordinals.map(|o| o.as_primitive_opt::<Int32Type>().ok_or_else(broken)).transpose()?;
    let key = |row: usize| {
        let bytes = subjects.is_valid(row).then(|| subjects.value(row))?;
        let ordinal = match ordinals {
            None => 0,
            Some(o) => Ordinal::try_from(o.is_valid(row).then(|| o.value(row))?).ok()?,
        };
        Some((Pseudonym::new(bytes.try_into().ok()?), ordinal))
    };
    Ok((0..subjects.len()).map(key).collect())
}

/// A value without the tag that says its type.
fn untagged(bytes: Vec<u8>) -> Option<String> {
    let (_, text) = bytes.split_first()?;
    String::from_utf8(text.to_vec()).ok()
}

/// Values in the column's own type; what does not read as such is null.
pub(super) fn typed(texts: Vec<Option<String>>, logical: LogicalType, to: &DataType) -> Result<ArrayRef> {
    let texts: ArrayRef = Arc::new(texts.into_iter().collect::<StringArray>());
    let safe = CastOptions { safe: true, ..CastOptions::default() };
    let cast = |array: &ArrayRef, to: &DataType| cast_with_options(array, to, &safe).map_err(|_| broken());
    match logical {
        LogicalType::String => Ok(texts),
        LogicalType::Timestamp => cast(&cast(&texts, &DataType::Int64)?, to),
        _ => cast(&texts, to),
    }
}
