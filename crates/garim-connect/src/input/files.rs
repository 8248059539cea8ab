//! Which inputs there are.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use garim_core::{Error, Result};

use super::{
    Lines,
    head::{HEAD_BYTES, Head},
    limited,
};

/// Most files of one import: folders of logs have hundreds.
const MAX_FILES: usize = 100_000;
/// Deepest folder that is looked into.
const MAX_DEPTH: usize = 8;

/// One input, not opened yet.
pub(crate) enum Source {
    /// A file.
    File(PathBuf),
    /// A stream that can be read once.
    Body(Box<dyn Read + Send>),
}

/// The files among these paths, those of folders by name; hidden ones are left out.
pub(crate) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut files = Vec::new();
    for path in paths {
        walk(path, 0, &mut files)?;
    }
    if files.is_empty() {
        let shown: Vec<String> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
        return Err(Error::invalid(format!("there is no file in {}; give a file, or a folder with files", shown.join(", "))));
    }
    Ok(files.into_iter().map(Source::File).collect())
}

fn walk(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = |e: io::Error| Error::invalid(format!("`{}` cannot be read: {}", path.display(), e.kind()));
    if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
        .map_err(unreadable)?
        .map(|e| e.map(|e| e.path()))
        .collect::<io::Result<_>>()
        .map_err(unreadable)?;
    entries.sort();
    for entry in entries {
        let hidden = entry.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
        if !hidden && depth < MAX_DEPTH && files.len() < MAX_FILES {
            walk(&entry, depth + 1, files)?;
        }
    }
    Ok(())
}

impl Source {
    /// Its name, as people see it: without the folders that lead to it.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Self::Body(_) => "body".to_owned(),
        }
    }

    /// The same input once more, if it can be read again.
    pub fn again(&self) -> Option<Self> {
        match self {
            Self::File(path) => Some(Self::File(path.clone())),
            Self::Body(_) => None,
        }
    }

    /// The beginning; `None` for what can be read once only.
    pub fn head(&self) -> Result<Option<Head>> {
        let Self::File(path) = self else { return Ok(None) };
        let failed = |e: io::Error| self.failed(&e);
        let file = File::open(path).map_err(failed)?;
        let mut head = Vec::new();
        limited::open(Box::new(file)).map_err(failed)?.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(failed)?;
        Ok(Some(Head::new(head)))
    }

    /// Opens it at a place.
    pub fn open(self, offset: u64, line: u64) -> Result<Lines> {
        let name = self.name();
        let failed = |e: io::Error| unreadable(&name, &e);
        let reader = match self {
            Self::File(path) => open_file(&path, offset).map_err(failed)?,
            Self::Body(body) => limited::open(body).map_err(failed)?,
        };
        Ok(Lines::new(reader, name, offset, line))
    }

    fn failed(&self, error: &io::Error) -> Error {
        unreadable(&self.name(), error)
    }
}

/// Plain files are entered at the offset; compressed ones have to be read up to it.
fn open_file(path: &Path, offset: u64) -> io::Result<Box<dyn BufRead + Send>> {
    let mut file = File::open(path)?;
    let mut magic = [0; limited::GZIP.len()];
    let plain = file.read(&mut magic)? < magic.len() || magic != limited::GZIP;
    file.seek(SeekFrom::Start(if plain { offset } else { 0 }))?;
    // A plain file may be entered at bytes that look like gzip: it stays plain.
    if plain {
        return Ok(Box::new(BufReader::with_capacity(limited::BUFFER, file)));
    }
    let mut reader = limited::open(Box::new(file))?;
    io::copy(&mut reader.by_ref().take(offset), &mut io::sink())?;
    Ok(reader)
}

/// An input that cannot be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Error {
    Error::invalid(format!("`{name}` cannot be read: {error}"))
}
