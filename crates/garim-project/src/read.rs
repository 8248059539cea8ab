//! The only I/O of this crate: collects the files of a project folder.
//!
//! Symbolic links that lead out of the folder are not followed, and both the size of a file and the number of files are
//! bounded: a project folder may come from a pull request of a stranger.

use std::{collections::BTreeMap, fs, path::Path};

use crate::problem::Problems;

/// Largest file that is read, in bytes: contracts are kilobytes; a megabyte is a mistake or an attack.
pub const MAX_FILE_BYTES: u64 = 1 << 20;

/// Most files that are read: ten times the largest project that we know of.
pub const MAX_FILES: usize = 20_000;

/// Where files are looked for: folder and ending. Folders are not searched deeper.
const PLACES: [(&str, &str); 5] =
    [("datasets", ".odcs.yaml"), ("pipelines", ".yaml"), ("sql", ".sql"), ("metrics", ".yaml"), ("policies", ".cedar")];

/// Files at the project's root.
const ROOT_FILES: [&str; 2] = ["garim.toml", "purposes.yaml"];

/// The texts of a project, by path from its root, with `/`.
pub type Files = BTreeMap<String, String>;

/// Reads the files of a project. What cannot be read becomes a problem of that file.
pub fn read(root: &Path) -> Result<Files, crate::Report> {
    let mut problems = Problems::default();
    let mut files = Files::new();
    let Ok(home) = root.canonicalize() else {
        problems.add_file("garim.toml", "the project folder was not found", Some("`garim init DIR` makes one".to_owned()));
        return Err(problems.into_report().unwrap_or_default());
    };
    for name in ROOT_FILES.into_iter().filter(|name| home.join(name).symlink_metadata().is_ok()) {
        take(&home, name.to_owned(), &mut files, &mut problems);
    }
    for (folder, ending) in PLACES {
        for name in names(&home, folder, ending, &mut problems) {
            take(&home, format!("{folder}/{name}"), &mut files, &mut problems);
        }
    }
    match problems.into_report() {
        Some(report) => Err(report),
        None => Ok(files),
    }
}

/// The names in a folder that end as wanted, sorted.
fn names(home: &Path, folder: &str, ending: &str, problems: &mut Problems) -> Vec<String> {
    let Ok(entries) = fs::read_dir(home.join(folder)) else { return Vec::new() };
    let mut names = Vec::new();
    for entry in entries.flatten().take(MAX_FILES + 1) {
        match entry.file_name().into_string() {
            Ok(name) if name.ends_with(ending) => names.push(name),
            Ok(name) if near(&name, ending) => {
                let message = format!("`{folder}/{name}` is not read");
                problems.add_file(&format!("{folder}/{name}"), message, Some(format!("its name must end in `{ending}`")));
            }
            _ => {}
        }
    }
    names.sort();
    names
}

/// Whether a name looks as if it was meant: YAML files with another ending than the one expected.
fn near(name: &str, ending: &str) -> bool {
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    yaml && ending.ends_with(".yaml") && !name.starts_with('.')
}

fn take(home: &Path, name: String, files: &mut Files, problems: &mut Problems) {
    if files.len() >= MAX_FILES {
        return problems.add_file(&name, format!("the project has more than {MAX_FILES} files"), None);
    }
    match text(&home.join(&name), home) {
        Ok(text) => {
            files.insert(name, text);
        }
        Err(message) => problems.add_file(&name, message, None),
    }
}

fn text(path: &Path, home: &Path) -> Result<String, String> {
    let real = path.canonicalize().map_err(|e| format!("the file cannot be read: {}", e.kind()))?;
    if !real.starts_with(home) {
        return Err("the file is a link that leads out of the project; keep a copy in it".to_owned());
    }
    let size = fs::metadata(&real).map_err(|e| format!("the file cannot be read: {}", e.kind()))?;
    if !size.is_file() {
        return Err("this is not a file".to_owned());
    }
    if size.len() > MAX_FILE_BYTES {
        return Err(format!("the file has {} bytes; at most {MAX_FILE_BYTES} are read", size.len()));
    }
    let bytes = fs::read(&real).map_err(|e| format!("the file cannot be read: {}", e.kind()))?;
    let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8 text".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
