//! The state of one analysis: what was read, used, written and noted.

use std::{collections::BTreeSet, rc::Rc};

use garim_core::lineage::{Direct, Transformation};
use sqlparser::ast::ObjectName;

use crate::{
    Analysis, Column, Dialect, Flow, Kind, Schemas, Status, Usage, Used,
    flow::{Inputs, Shape, shaping, through},
    limits::{MAX_INPUTS, MAX_TREE_DEPTH},
    names,
    relation::{Found, Relation},
    scope::Scope,
};

/// Most notes that are kept: a broken script says the same thing many times.
const MAX_NOTES: usize = 20;

/// The state of one analysis.
pub(crate) struct Analyser<'a> {
    pub dialect: Dialect,
    pub schemas: &'a dyn Schemas,
    pub default_schema: Option<&'a str>,
    /// CTEs in sight, the innermost last.
    pub ctes: Vec<(String, Rc<Relation>)>,
    /// What shapes the rows of the query that is being read.
    pub shape: Shape,
    pub read: Vec<Vec<String>>,
    pub written: Vec<Vec<String>>,
    pub output: Vec<String>,
    pub used: BTreeSet<Used>,
    pub pairs: BTreeSet<(Column, Column)>,
    pub edges: BTreeSet<Flow>,
    pub notes: Vec<String>,
    pub partial: bool,
    depth: usize,
}

impl<'a> Analyser<'a> {
    pub fn new(dialect: Dialect, default_schema: Option<&'a str>, schemas: &'a dyn Schemas) -> Self {
        Self {
            dialect,
            schemas,
            default_schema,
            ctes: Vec::new(),
            shape: Shape::new(),
            read: Vec::new(),
            written: Vec::new(),
            output: Vec::new(),
            used: BTreeSet::new(),
            pairs: BTreeSet::new(),
            edges: BTreeSet::new(),
            notes: Vec::new(),
            partial: false,
            depth: 0,
        }
    }

    /// What came of it.
    pub fn finish(self, kind: Kind, fingerprint: String) -> Analysis {
        let (direct, indirect): (Vec<Flow>, Vec<Flow>) = self.edges.into_iter().partition(|e| e.to_column.is_some());
        Analysis {
            status: if self.partial { Status::Partial } else { Status::Resolved },
            tables_read: self.read,
            tables_written: self.written,
            output: self.output,
            columns_used: self.used.into_iter().collect(),
            edges: direct.into_iter().chain(indirect).collect(),
            join_pairs: self.pairs.into_iter().collect(),
            fingerprint,
            notes: self.notes,
            ..Analysis::new(kind)
        }
    }

    /// Something could not be traced.
    pub fn note(&mut self, what: String) {
        self.partial = true;
        if self.notes.len() < MAX_NOTES && !self.notes.contains(&what) {
            self.notes.push(what);
        }
    }

    /// Goes one level down; `None` where it is too deep, which is noted.
    pub fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_TREE_DEPTH {
            self.note("the statement nests too deep to be traced".to_owned());
            return None;
        }
        self.depth += 1;
        let made = work(self);
        self.depth -= 1;
        Some(made)
    }

    /// A table's name in parts, completed with the default schema.
    pub fn table(&self, name: &ObjectName) -> Vec<String> {
        let mut parts = names::parts(name, self.dialect);
        if let (1, Some(schema)) = (parts.len(), self.default_schema) {
            parts.insert(0, schema.to_owned());
        }
        parts
    }

    /// A stored table as a relation.
    pub fn stored(&self, table: &[String]) -> Relation {
        Relation::stored(table, self.schemas.columns(table))
    }

    /// Remembers that a table is read.
    pub fn reads(&mut self, table: &[String]) {
        if !self.read.iter().any(|t| t == table) {
            self.read.push(table.to_vec());
        }
    }

    /// Remembers that a table is written.
    pub fn writes(&mut self, table: &[String]) {
        if !self.written.iter().any(|t| t == table) {
            self.written.push(table.to_vec());
        }
    }

    /// Resolves a reference, remembers its use and notes what could not be resolved.
    pub fn resolve(&mut self, scope: &Scope, parts: &[String], usage: Usage) -> Inputs {
        let shown = || parts.join(".");
        let mut inputs = match scope.lookup(parts) {
            Found::Known(inputs) | Found::Assumed(inputs) => inputs,
            Found::Ambiguous(inputs) => {
                self.note(format!("`{}` may be a column of several tables; qualify it or give their schemas", shown()));
                inputs
            }
            Found::Missing if parts.len() == 1 && is_niladic(&parts[0]) => Inputs::new(),
            Found::Missing => {
                self.note(format!("`{}` is no column of the tables that are read", shown()));
                parts.last().map(|name| scope.suspects(name)).unwrap_or_default()
            }
        };
        if inputs.len() > MAX_INPUTS {
            self.note(format!("`{}` has more inputs than are followed", shown()));
            inputs = through(inputs.into_iter().take(MAX_INPUTS).collect(), &Direct::Unresolved);
        }
        self.uses(&inputs, usage);
        inputs
    }

    /// Remembers what columns are used for, and what shapes the rows.
    pub fn uses(&mut self, inputs: &Inputs, usage: Usage) {
        for (column, _) in inputs {
            self.used.insert(Used { column: column.clone(), usage });
            if let Some(how) = shaping(usage) {
                self.shape.insert((column.clone(), how));
            }
        }
    }

    /// Adds direct edges into one column of a target.
    pub fn flows(&mut self, inputs: &Inputs, to: Option<&[String]>, column: &str) {
        for (from, how) in inputs {
            self.edges.insert(Flow {
                from: from.clone(),
                to: to.map(<[String]>::to_vec),
                to_column: Some(column.to_owned()),
                transformation: Transformation::Direct(how.clone()),
            });
        }
    }

    /// Adds indirect edges into a target.
    pub fn shapes(&mut self, shape: &Shape, to: Option<&[String]>) {
        for (from, how) in shape {
            self.edges.insert(Flow {
                from: from.clone(),
                to: to.map(<[String]>::to_vec),
                to_column: None,
                transformation: Transformation::Indirect(*how),
            });
        }
    }
}

/// Words that are values without brackets in one dialect or another.
fn is_niladic(name: &str) -> bool {
    matches!(
        name,
        "current_date"
            | "current_time"
            | "current_timestamp"
            | "current_user"
            | "session_user"
            | "user"
            | "sysdate"
            | "systimestamp"
            | "localtime"
            | "localtimestamp"
            | "rownum"
            | "rowid"
            | "level"
            | "_rowid_"
            | "oid"
            | "ctid"
            | "_partitiontime"
            | "_partitiondate"
            | "_table_suffix"
            | "metadata$filename"
            | "input__file__name"
            | "default"
            | "sysdatetime"
            | "today"
            | "current_catalog"
            | "current_schema"
            | "current_role"
            | "utc_timestamp"
            | "utc_date"
            | "xmin"
            | "xmax"
            | "tableoid"
    )
}
