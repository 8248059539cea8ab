//! What is known of an execution apart from its text.

use std::collections::HashMap;

use chrono_tz::Tz;
use garim_core::time::Timestamp;

use crate::{
    input::Row,
    usage::{Context, Sink, Statement},
};

/// The superuser of the system itself, which runs upkeep.
const SYSTEM_USER: &str = "rdsdb";

/// One execution; names are numbers, since a day has a million of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Execution {
    user: u32,
    database: u32,
    at: Option<Timestamp>,
    micros: Option<u64>,
    ok: Option<bool>,
}

/// Reads executions.
pub(super) struct History {
    zone: Tz,
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Names of users by their number there, where an export says them.
    users: HashMap<String, String>,
}

impl History {
    /// Times without a zone are UTC, as the system writes them.
    pub fn new() -> Self {
        Self { zone: Tz::UTC, names: vec![String::new()], numbers: HashMap::new(), users: HashMap::new() }
    }

    /// A row of PG_USER, SVL_USER_INFO or the like.
    pub fn user(&mut self, row: &Row) {
        let number = row.word(&["usesysid", "user_id", "userid"]);
        let name = row.word(&["usename", "user_name", "username"]);
        self.users.extend(number.zip(name));
    }

    fn number(&mut self, name: String) -> u32 {
        if let Some(known) = self.numbers.get(&name) {
            return *known;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(0);
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// The execution of a row, whichever table it is of.
    pub fn execution(&mut self, row: &Row) -> Execution {
        let id = row.word(&["userid", "user_id"]);
        let name = row.word(&["usename", "username", "user_name"]);
        let user = name.or_else(|| id.map(|id| self.users.get(&id).cloned().unwrap_or_else(|| format!("user {id}"))));
        let (began, ended) = (row.time(&["starttime", "start_time"], self.zone), row.time(&["endtime", "end_time"], self.zone));
        let lasted = began.zip(ended).map(|(b, e)| (e.micros() - b.micros()).max(0) as u64);
        let elapsed = row.number(&["elapsed_time"]).map(|us| us.max(0.0) as u64);
        let status = row.word(&["status"]).map(|s| s == "success");
        Execution {
            user: user.map_or(0, |u| self.number(u)),
            database: row.word(&["database", "database_name"]).map_or(0, |d| self.number(d)),
            at: began,
            micros: elapsed.or(lasted),
            ok: status.or_else(|| row.flag(&["aborted"]).map(|aborted| !aborted)),
        }
    }

    /// Gives out an execution with its text. The system's own upkeep is passed over.
    pub fn give_out(&self, execution: Execution, id: Option<String>, text: String, line: u64, sink: &mut Sink) {
        let name = |number: u32| self.names.get(number as usize).filter(|n| !n.is_empty()).cloned();
        let user = name(execution.user);
        let upkeep = text.trim_start().starts_with("padb_fetch_sample:") || text.trim_start().starts_with("Undoing ");
        if upkeep || user.as_deref() == Some(SYSTEM_USER) {
            return sink.passed_over();
        }
        sink.statement(Statement {
            at: execution.at,
            user,
            context: Context { database: name(execution.database), path: Vec::new() },
            sql: Some(text),
            micros: execution.micros,
            ok: execution.ok,
            id,
            line,
            ..Statement::default()
        });
    }
}
