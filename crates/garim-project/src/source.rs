//! An entry of `[sources]`: where rows come from. It may hold a password, so it is never shown.

use std::{
    fmt,
    path::{Component, Path, PathBuf},
    str::FromStr,
};

use garim_core::Error;

/// What `garim.toml` says of a source.
#[derive(Clone, PartialEq, Eq)]
pub enum SourceSetting {
    /// `env:NAME`: the value stands in an environment variable.
    Environment(String),
    /// `sqlite:PATH`, from the project's root.
    Sqlite(String),
    /// `mysql://…` or `mariadb://…`.
    MySql(String),
    /// A glob of CSV files, plain or gzip, from the project's root.
    Glob(String),
}

/// Where a source's rows are, once everything is known. A URL may hold a password: no `Debug` shows it.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A database: `sqlite:` or `mysql://`.
    Database(String),
    /// CSV files: a glob under a folder.
    Files {
        /// The folder.
        root: PathBuf,
        /// The glob.
        glob: String,
    },
}

/// Why a source was refused; it never repeats the whole text, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Nothing is there.
    #[error("a source is empty; `env:NAME`, `sqlite:PATH`, `mysql://…` or a glob of CSV files are accepted")]
    Empty,
    /// An unknown scheme.
    #[error("`{0}:` is not a kind of source; `env:NAME`, `sqlite:PATH`, `mysql://…` or a glob of CSV files are accepted")]
    Scheme(String),
    /// No variable is named.
    #[error("`env:` names no variable; write it as `env:SALES_URL`")]
    Variable,
    /// No path.
    #[error("`sqlite:` names no file; write it as `sqlite:sources/shop.db`")]
    Path,
}

impl FromStr for SourceSetting {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        let text = text.trim();
        match text.split_once(':') {
            _ if text.is_empty() => Err(SourceError::Empty),
            Some(("env", name)) if plain(name) => Ok(Self::Environment(name.to_owned())),
            Some(("env", _)) => Err(SourceError::Variable),
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() { Err(SourceError::Path) } else { Ok(Self::Sqlite(path.to_owned())) }
            }
            Some(("mysql" | "mariadb", rest)) if rest.starts_with("//") => Ok(Self::MySql(format!("mysql:{rest}"))),
            Some((scheme, _)) if !scheme.contains('/') => Err(SourceError::Scheme(scheme.chars().take(16).collect())),
            _ => Ok(Self::Glob(text.to_owned())),
        }
    }
}

fn plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl SourceSetting {
    /// Where the rows are. `variable` reads an environment variable (this crate reads none itself).
    ///
    /// # Errors
    /// `Invalid` where the variable is not set, or says something that is no source.
    pub fn resolve(&self, root: &Path, variable: impl Fn(&str) -> Option<String>) -> Result<Place, Error> {
        match self {
            Self::Environment(name) => {
                let text = variable(name).filter(|t| !t.trim().is_empty()).ok_or_else(|| {
                    Error::invalid(format!("the environment variable `{name}` is not set; a source in `garim.toml` reads it"))
                })?;
                match text.parse::<SourceSetting>() {
                    Ok(Self::Environment(_)) => {
                        Err(Error::invalid(format!("the environment variable `{name}` points to another; say the source itself")))
                    }
                    Ok(setting) => setting.resolve(root, variable),
                    Err(error) => Err(Error::invalid(format!("the environment variable `{name}`: {error}"))),
                }
            }
            Self::Sqlite(path) => Ok(Place::Database(sqlite_url(&root.join(path)))),
            Self::MySql(url) => Ok(Place::Database(url.clone())),
            Self::Glob(pattern) => Ok(files(root, pattern)),
        }
    }

    /// Its kind, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Environment(_) => "an environment variable",
            Self::Sqlite(_) => "SQLite",
            Self::MySql(_) => "MariaDB or MySQL",
            Self::Glob(_) => "CSV files",
        }
    }
}

/// A SQLite URL with the characters escaped that would end a path.
fn sqlite_url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("sqlite:{path}")
}

/// A glob under the project's root; one that leads out of it (absolute, or beginning with `..`) gets the folder that it
/// names as its root.
fn files(root: &Path, pattern: &str) -> Place {
    let path = Path::new(pattern);
    let leads_out = path.components().any(|c| !matches!(c, Component::Normal(_) | Component::CurDir));
    if !leads_out {
        let glob = pattern.strip_prefix("./").unwrap_or(pattern).to_owned();
        return Place::Files { root: root.to_owned(), glob };
    }
    let fixed: PathBuf = path.components().take_while(|c| !wild(c.as_os_str().to_string_lossy().as_ref())).collect();
    let (folder, rest) = match path.strip_prefix(&fixed) {
        Ok(rest) if !rest.as_os_str().is_empty() => (fixed.clone(), rest.to_owned()),
        _ => (fixed.parent().map(Path::to_owned).unwrap_or_default(), fixed.file_name().map(PathBuf::from).unwrap_or_default()),
    };
    Place::Files { root: root.join(folder), glob: rest.to_string_lossy().into_owned() }
}

fn wild(part: &str) -> bool {
    part.contains(['*', '?', '[', '{'])
}

impl fmt::Debug for SourceSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceSetting({})", self.kind())
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(url) => write!(f, "Place({}:…)", url.split(':').next().unwrap_or_default()),
            Self::Files { glob, .. } => write!(f, "Place({glob})"),
        }
    }
}
