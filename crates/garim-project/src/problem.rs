//! What is wrong with a project, as plain data: whoever shows it decides how it looks.

use std::{collections::BTreeMap, fmt, ops::Range};

use crate::node::Span;

/// One thing that is wrong, and what would be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the project's root, with `/`.
    pub file: String,
    /// Counted from 1; 0 where it concerns the file as a whole.
    pub line: usize,
    /// In characters, counted from 1; 0 where it concerns the file as a whole.
    pub column: usize,
    /// The bytes of the file's text that are meant.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What would be accepted.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// All problems of a project, with the texts in which they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of files and lines.
    pub problems: Vec<Problem>,
    /// The text of each file, by its path from the project's root.
    pub sources: BTreeMap<String, String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The file, from the project's root.
    pub file: String,
    /// Where in it.
    pub span: Span,
}

/// Problems while they are being found.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Problem>,
    sources: BTreeMap<String, String>,
}

impl Problems {
    /// None yet, over these texts.
    pub fn over(sources: BTreeMap<String, String>) -> Self {
        Self { list: Vec::new(), sources }
    }

    /// Notes a problem at a place.
    pub fn add(&mut self, mark: &Mark, message: impl Into<String>, help: Option<String>) {
        let text = self.sources.get(&mark.file).map(String::as_str).unwrap_or_default();
        let span = mark.span.visible(text);
        let before = text.get(..span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let message = message.into();
        self.list.push(Problem { file: mark.file.clone(), line, column, span: span.start..span.end, message, help });
    }

    /// Notes a problem of a file as a whole.
    pub fn add_file(&mut self, file: &str, message: impl Into<String>, help: Option<String>) {
        let message = message.into();
        self.list.push(Problem { file: file.to_owned(), line: 0, column: 0, span: 0..0, message, help });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The report, if there is anything to report.
    pub fn into_report(mut self) -> Option<Report> {
        if self.list.is_empty() {
            return None;
        }
        self.list.sort_by(|a, b| (&a.file, a.span.start, &a.message).cmp(&(&b.file, b.span.start, &b.message)));
        self.list.dedup();
        Some(Report { problems: self.list, sources: self.sources })
    }
}
