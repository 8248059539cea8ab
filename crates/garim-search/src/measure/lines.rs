//! Files of one JSON object a line, read one at a time: a catalog of a million lines is never whole in memory as text.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use garim_core::{Error, Result};
use serde_json::{Map, Value};

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// Hands on each line's object with its number. Empty lines and a byte order mark are passed over.
pub(crate) fn each(path: &Path, mut take: impl FnMut(usize, Object) -> Result<()>) -> Result<()> {
    let shown = path.display();
    let file = File::open(path).map_err(|e| Error::invalid(format!("`{shown}` cannot be read: {}", e.kind())))?;
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|e| Error::invalid(format!("`{shown}`, line {}: {}", at + 1, e.kind())))?;
        let text = line.trim_start_matches('\u{FEFF}').trim();
        if text.is_empty() {
            continue;
        }
        let Ok(Value::Object(object)) = serde_json::from_str(text) else {
            return Err(Error::invalid(format!("`{shown}`, line {}: a JSON object is accepted, one a line", at + 1)));
        };
        take(at + 1, object)?;
    }
    Ok(())
}

/// The line lacks something that nothing can be done without.
pub(crate) fn lacks(path: &Path, line: usize, what: &str) -> Error {
    Error::invalid(format!("`{}`, line {line}: `{what}` is missing", path.display()))
}
