//! One line of JSON in, one line of JSON out: how the engine is held against other engines and public suites.
//!
//! In: `{"id", "dialect", "sql", "default_schema"?, "schemas"?: {"schema.table": ["col", …]}, "multi"?: "union" | "ends"}`.
//! Out: `{"id", "sources", "targets", "column_edges", "indirect_edges", "columns_used", "join_pairs", "status", "notes", "error"}`.
//!
//! * Names are joined with dots. What stands without quotes is in lower case, what is quoted stays as it is written, and a
//!   column whose schema was given is spelled as the schema spells it.
//! * `sources` are the stored tables that are read, `targets` those that are written. A query that writes nothing has the
//!   target `<query>` in its edges, and none in `targets`.
//!   Files and stages are among them (`s3://…`, `@stage`), and so is a table that is dropped, emptied or altered, but for *ends*.
//! * `column_edges` are the direct ones, `["table.column", "table.column"]`. Of a table of unknown columns that is copied
//!   whole, the edge is `["table.*", "target.*"]`; of one whose columns go to targets by a position that cannot be known,
//!   `["table.*", "target.column"]`. What decides about a single column, a CASE condition or a window, is an input of it here.
//!   A column that may be of several tables has no edge, and a note.
//! * `indirect_edges` are those that shape the rows: `["table.column", "target"]`, the target being a table or `<query>`.
//! * For a script, *union* reports every table that is read or written by any statement; *ends* leaves out the tables that a
//!   statement writes and a later one reads, and leads the edges through them.

mod ends;

use std::collections::{BTreeSet, HashMap};

use garim_core::lineage::{Direct, Transformation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Analysis, Dialect, Flow, Kind, Schemas, Status, relation::same, script};

/// How the result of a query that writes nothing is called.
const QUERY: &str = "<query>";

/// How the statements of a script are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Multi {
    /// Everything that is read or written.
    #[default]
    Union,
    /// Without what is written first and read afterwards.
    Ends,
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    dialect: Option<String>,
    sql: String,
    default_schema: Option<String>,
    #[serde(default)]
    schemas: Option<HashMap<String, Vec<String>>>,
    multi: Option<Multi>,
}

/// What is answered to one question.
#[derive(Default, Serialize)]
struct Answer {
    id: Value,
    sources: BTreeSet<String>,
    targets: BTreeSet<String>,
    column_edges: BTreeSet<(String, String)>,
    indirect_edges: BTreeSet<(String, String)>,
    columns_used: BTreeSet<String>,
    join_pairs: BTreeSet<(String, String)>,
    status: &'static str,
    notes: Vec<String>,
    error: Option<String>,
}

/// Schemas by the last part of the table's name, in lower case: a suite may leave the database or the schema out.
struct Given(HashMap<String, Vec<Table>>);

/// A table's name in parts, and its columns.
type Table = (Vec<String>, Vec<String>);

impl Given {
    fn new(schemas: HashMap<String, Vec<String>>) -> Self {
        let mut by_name: HashMap<String, Vec<Table>> = HashMap::new();
        for (table, columns) in schemas {
            let parts: Vec<String> = table.split('.').map(|p| p.trim_matches(['"', '`', '[', ']']).to_owned()).collect();
            by_name.entry(parts.last().map(|p| p.to_lowercase()).unwrap_or_default()).or_default().push((parts, columns));
        }
        Self(by_name)
    }
}

impl Schemas for Given {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let candidates = self.0.get(&table.last()?.to_lowercase())?;
        let ends_alike = |parts: &[String]| parts.iter().rev().zip(table.iter().rev()).all(|(a, b)| same(a, b));
        let exact = candidates.iter().find(|(parts, _)| parts.len() == table.len() && ends_alike(parts));
        let mut near = candidates.iter().filter(|(parts, _)| ends_alike(parts));
        match (exact, near.next(), near.next()) {
            (Some((_, columns)), ..) | (None, Some((_, columns)), None) => Some(columns.clone()),
            _ => None,
        }
    }
}

/// Answers one line. Whatever the line holds, a line comes back.
pub fn answer(line: &str) -> String {
    let answer = match serde_json::from_str::<Question>(line) {
        Ok(question) => answered(question),
        Err(e) => Answer {
            id: serde_json::from_str::<Value>(line).ok().and_then(|v| v.get("id").cloned()).unwrap_or_default(),
            status: "failed",
            // serde's message may quote the line, so only the place is said.
            error: Some(format!("the line is no question: line {}, column {}", e.line(), e.column())),
            ..Answer::default()
        },
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

fn answered(question: Question) -> Answer {
    let named = question.dialect.as_deref().map(Dialect::named);
    let dialect = named.flatten().unwrap_or_default();
    let given = Given::new(question.schemas.unwrap_or_default());
    let list = script::run(&question.sql, dialect, question.default_schema.as_deref(), &given, false);
    let mut answer = Answer { id: question.id, ..Answer::default() };
    if named == Some(None) {
        answer.notes.push("the dialect is not known; the statement was read as a generic one".to_owned());
    }
    match question.multi.unwrap_or_default() {
        Multi::Ends => ends::put(&list, &mut answer),
        _ => list.iter().for_each(|a| put(a, &mut answer)),
    }
    judge(&list, &mut answer);
    answer
}

/// One statement's tables and edges.
fn put(analysis: &Analysis, answer: &mut Answer) {
    answer.sources.extend(analysis.tables_read.iter().map(|t| t.join(".")));
    let gone = if analysis.kind == Kind::Drop { analysis.tables_dropped.as_slice() } else { &[] };
    answer.targets.extend(analysis.tables_written.iter().chain(gone).map(|t| t.join(".")));
    locations(analysis, answer);
    for edge in analysis.edges.iter().chain(&analysis.deciding) {
        match &edge.to_column {
            Some(_) if is_guess(edge) => {}
            Some(column) => drop(answer.column_edges.insert((edge.from.to_string(), format!("{}.{column}", target(edge))))),
            None => drop(answer.indirect_edges.insert((edge.from.to_string(), target(edge)))),
        }
    }
}

/// Files and stages, which are sources and targets under the name that the statement gives them.
fn locations(analysis: &Analysis, answer: &mut Answer) {
    for (location, written) in &analysis.locations {
        if *written { &mut answer.targets } else { &mut answer.sources }.insert(location.clone());
    }
}

/// An edge from a column that several tables may have, or none: what it is, the notes say.
fn is_guess(edge: &Flow) -> bool {
    edge.transformation == Transformation::Direct(Direct::Unresolved) && edge.from.name != "*"
}

fn target(edge: &Flow) -> String {
    edge.to.as_ref().map_or_else(|| QUERY.to_owned(), |t| t.join("."))
}

/// What holds for the whole: uses, pairs, and how far it was understood.
fn judge(list: &[Analysis], answer: &mut Answer) {
    for a in list {
        answer.columns_used.extend(a.columns_used.iter().map(|u| u.column.to_string()));
        answer.join_pairs.extend(a.join_pairs.iter().map(|(l, r)| (l.to_string(), r.to_string())));
        for note in &a.notes {
            if !answer.notes.contains(note) {
                answer.notes.push(note.clone());
            }
        }
    }
    let all = |wanted: Status| list.iter().all(|a| a.status == wanted);
    answer.status = match () {
        () if list.is_empty() || all(Status::Resolved) => "resolved",
        () if all(Status::Failed) => "failed",
        () => "partial",
    };
    if answer.status == "failed" {
        answer.error = answer.notes.first().cloned();
    }
}
