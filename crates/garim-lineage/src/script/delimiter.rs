//! MySQL's `DELIMITER //`: a command of its client, not of SQL.

use std::borrow::Cow;

/// The word that such a line begins with.
const WORD: &str = "delimiter";

/// The text with semicolons only. A delimiter is looked for at the ends of lines, where clients' scripts have it.
pub(super) fn plain(sql: &str) -> Cow<'_, str> {
    let command = |line: &str| line.trim_start().get(..WORD.len()).is_some_and(|w| w.eq_ignore_ascii_case(WORD));
    if !sql.lines().any(command) {
        return Cow::Borrowed(sql);
    }
    let (mut made, mut delimiter) = (String::with_capacity(sql.len()), ";".to_owned());
    for line in sql.split_inclusive('\n') {
        if command(line) {
            delimiter = line.trim()[WORD.len()..].trim().to_owned();
            made.push('\n');
        } else if delimiter != ";" && !delimiter.is_empty() && line.trim_end().ends_with(delimiter.as_str()) {
            made.push_str(line.trim_end().strip_suffix(delimiter.as_str()).unwrap_or(line));
            made.push_str(";\n");
        } else {
            made.push_str(line);
        }
    }
    Cow::Owned(made)
}
