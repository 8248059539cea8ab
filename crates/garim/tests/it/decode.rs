//! Every byte under a folder, and every Parquet file also decoded: what somebody with a disk would find.

use std::{fs, path::Path};

use arrow_cast::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A file as it lies there, and what its columns say.
pub struct Found {
    /// Its path below the folder.
    pub name: String,
    raw: Vec<u8>,
    decoded: String,
}

impl Found {
    /// Whether the bytes stand in the file, as they are, or in a decoded column, as text or in hex.
    pub fn holds(&self, what: &[u8]) -> bool {
        let hex: String = what.iter().map(|b| format!("{b:02x}")).collect();
        let inside = |haystack: &[u8], needle: &[u8]| haystack.windows(needle.len()).any(|w| w == needle);
        let text = std::str::from_utf8(what).ok();
        inside(&self.raw, what)
            || inside(&self.raw, hex.as_bytes())
            || self.decoded.contains(&hex)
            || text.is_some_and(|t| self.decoded.contains(t))
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<Found> {
    let mut all = Vec::new();
    walk(folder, folder, &mut all);
    assert!(!all.is_empty(), "nothing under {}", folder.display());
    all
}

fn walk(root: &Path, folder: &Path, all: &mut Vec<Found>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            walk(root, &path, all);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let decoded = if name.ends_with(".parquet") { columns(&path) } else { String::new() };
        all.push(Found { name, raw: fs::read(&path).unwrap(), decoded });
    }
}

/// Every value of every column, nested ones of checkpoints too.
fn columns(path: &Path) -> String {
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap().build().unwrap();
    let options = FormatOptions::default();
    let mut text = String::new();
    for batch in reader.map(Result::unwrap) {
        for column in batch.columns() {
            let shown = ArrayFormatter::try_new(column.as_ref(), &options).unwrap();
            for row in 0..batch.num_rows() {
                text.push_str(&shown.value(row).to_string());
                text.push('\n');
            }
        }
    }
    text
}
