//! What readers fill: statements, and the count of everything else.

use std::sync::Arc;

use garim_ports::Tally;

use super::Statement;

/// Longest name of a user that is kept, in bytes.
const MAX_USER: usize = 256;

/// Statements that were read, and what was not understood.
#[derive(Default)]
pub(crate) struct Sink {
    /// In order.
    pub statements: Vec<Statement>,
    /// The count.
    pub tally: Tally,
    /// The input's name.
    pub name: String,
    /// The same, as statements have it.
    file: Arc<str>,
    /// Bytes of SQL in `statements`.
    pub bytes: usize,
}

impl Sink {
    /// For an input.
    pub fn of(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// A record was read.
    pub fn record(&mut self) {
        self.tally.records += 1;
    }

    /// It rightly says nothing to us.
    pub fn passed_over(&mut self) {
        self.tally.passed_over += 1;
    }

    /// A record was read that is not understood.
    pub fn broken(&mut self, why: &str, line: u64) {
        self.record();
        self.not_understood(why, line);
    }

    /// Something of a record that was counted is not understood.
    pub fn not_understood(&mut self, why: &str, line: u64) {
        self.tally.not_understood(why, format!("{}:{line}", self.name));
    }

    /// It was a statement. Blank ones say nothing.
    pub fn statement(&mut self, mut statement: Statement) {
        statement.sql = statement.sql.filter(|s| !s.trim().is_empty());
        statement.told = statement.told.filter(|t| !t.is_empty());
        if statement.sql.is_none() && statement.told.is_none() {
            return self.passed_over();
        }
        if *self.file != *self.name {
            self.file = self.name.as_str().into();
        }
        statement.file = Arc::clone(&self.file);
        statement.user = statement.user.and_then(|u| user(&u));
        self.bytes += statement.sql.as_ref().map_or(0, String::len);
        self.statements.push(statement);
    }
}

fn user(text: &str) -> Option<String> {
    let shown: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    let cut = &shown[..shown.floor_char_boundary(MAX_USER)];
    (!cut.is_empty()).then(|| cut.to_owned())
}
