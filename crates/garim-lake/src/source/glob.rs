//! Finds files below the project's root: `*` and `?` within one component of a path, nothing that leaves the root.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use garim_core::{Error, Result};

use crate::failure;

/// A file with the name that people see: relative to the root, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) shown: String,
    pub(crate) path: PathBuf,
}

/// The files that match, in the order of their names. Entries that begin with a dot are met only by patterns that do.
pub(crate) fn find(root: &Path, pattern: &str) -> Result<Vec<Found>> {
    let root = root.canonicalize().map_err(|e| failure::disk("opening the project folder", &e))?;
    let mut at = vec![(root.clone(), String::new())];
    let parts = components(pattern)?;
    for (place, part) in parts.iter().enumerate() {
        let last = place + 1 == parts.len();
        let mut next = Vec::new();
        for (folder, shown) in &at {
            next.extend(entries(folder, shown, part, last)?);
        }
        at = next;
    }
    let mut found = Vec::new();
    for (path, shown) in at {
        let real = path.canonicalize().map_err(|e| failure::disk("listing a source's files", &e))?;
        if !real.starts_with(&root) {
            return Err(Error::invalid(format!("`{shown}` is a link that leaves the project folder; put the file itself there")));
        }
        found.push(Found { shown, path: real });
    }
    found.sort();
    Ok(found)
}

fn components(pattern: &str) -> Result<Vec<&str>> {
    let refused = || {
        Error::invalid(format!("`{pattern}` leaves the project folder; a path below it, such as `sources/*.csv`, is accepted"))
    };
    Path::new(pattern)
        .components()
        .filter(|c| !matches!(c, Component::CurDir))
        .map(|c| match c {
            Component::Normal(part) => part.to_str().ok_or_else(refused),
            _ => Err(refused()),
        })
        .collect()
}

fn entries(folder: &Path, shown: &str, part: &str, last: bool) -> Result<Vec<(PathBuf, String)>> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(failure::disk("listing a source's files", &e)),
    };
    let mut found = Vec::new();
    for entry in listing {
        let entry = entry.map_err(|e| failure::disk("listing a source's files", &e))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let hidden = name.starts_with('.') && !part.starts_with('.');
        let path = entry.path();
        let right_kind = if last { path.is_file() } else { path.is_dir() };
        if !hidden && right_kind && matches(part.as_bytes(), name.as_bytes()) {
            let shown = if shown.is_empty() { name } else { format!("{shown}/{name}") };
            found.push((path, shown));
        }
    }
    Ok(found)
}

/// `*` is any run of bytes, `?` one character (its continuation bytes go with it).
pub(super) fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(b'?') => {
                p += 1;
                n += 1;
                while name.get(n).is_some_and(|b| b & 0xC0 == 0x80) {
                    n += 1;
                }
            }
            Some(byte) if *byte == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|b| *b == b'*')
}
