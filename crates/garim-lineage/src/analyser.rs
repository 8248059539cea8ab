//! The state of one analysis: what was read, used, written and noted.

use std::{collections::BTreeSet, rc::Rc};

use garim_core::lineage::{Indirect, Transformation};
use sqlparser::ast::ObjectName;

use crate::{
    Analysis, Column, Dialect, Flow, Kind, Schemas, Status, Usage, Used,
    columns::{ColumnId, Columns, TableId},
    flow::{How, Inputs, Shape, shaping},
    limits::{MAX_INPUTS, MAX_TREE_DEPTH},
    names,
    relation::{Found, Name, Relation},
    scope::Scope,
    script::PLACEHOLDER,
};

/// Most notes that are kept: a broken script says the same thing many times.
const MAX_NOTES: usize = 20;

/// A direct edge by numbers: from, the target (`None`: the query's own result), its column, and how.
type Edge = (ColumnId, Option<TableId>, Name, How);

/// A CTE in sight.
pub(crate) struct Cte {
    /// Its name.
    pub name: String,
    /// What it offers.
    pub relation: Rc<Relation>,
    /// The tables that it reads: read by the statement only if something uses it.
    pub reads: Vec<Vec<String>>,
}

/// The state of one analysis.
pub(crate) struct Analyser<'a> {
    pub dialect: Dialect,
    pub schemas: &'a dyn Schemas,
    pub default_schema: Option<&'a str>,
    /// All columns that were met.
    pub columns: Columns,
    /// CTEs in sight, the innermost last.
    pub ctes: Vec<Cte>,
    /// What shapes the rows of the query that is being read.
    pub shape: Shape,
    pub read: Vec<Vec<String>>,
    pub written: Vec<Vec<String>>,
    pub dropped: Vec<Vec<String>>,
    /// Files and stages, and whether they are written.
    pub locations: Vec<(String, bool)>,
    pub output: Vec<String>,
    used: BTreeSet<(ColumnId, Usage)>,
    pairs: BTreeSet<(ColumnId, ColumnId)>,
    edges: Vec<Edge>,
    shapes: BTreeSet<(ColumnId, Option<TableId>, Indirect)>,
    pub notes: Vec<String>,
    pub partial: bool,
    /// `SELECT … INTO x` in a routine fills a variable.
    pub in_routine: bool,
    depth: usize,
}

impl<'a> Analyser<'a> {
    pub fn new(dialect: Dialect, default_schema: Option<&'a str>, schemas: &'a dyn Schemas) -> Self {
        Self {
            dialect,
            schemas,
            default_schema,
            columns: Columns::default(),
            ctes: Vec::new(),
            shape: Shape::new(),
            read: Vec::new(),
            written: Vec::new(),
            dropped: Vec::new(),
            locations: Vec::new(),
            output: Vec::new(),
            used: BTreeSet::new(),
            pairs: BTreeSet::new(),
            edges: Vec::new(),
            shapes: BTreeSet::new(),
            notes: Vec::new(),
            partial: false,
            in_routine: false,
            depth: 0,
        }
    }

    /// What came of it.
    pub fn finish(mut self, kind: Kind, fingerprint: String) -> Analysis {
        let (mut edges, mut deciding) = (Vec::with_capacity(self.edges.len()), Vec::new());
        for (from, to, column, how) in std::mem::take(&mut self.edges) {
            let list = if how.decides() { &mut deciding } else { &mut edges };
            list.push(self.flow(from, to, Some(column.to_string()), self.columns.transformation(how)));
        }
        let mut indirect: Vec<Flow> =
            self.shapes.iter().map(|(from, to, how)| self.flow(*from, *to, None, Transformation::Indirect(*how))).collect();
        for list in [&mut edges, &mut deciding, &mut indirect] {
            list.sort_unstable();
            list.dedup();
        }
        edges.append(&mut indirect);
        let used = |(column, usage): &(ColumnId, Usage)| Used { column: self.columns.named(*column), usage: *usage };
        let mut columns_used: Vec<Used> = self.used.iter().map(used).collect();
        columns_used.sort_unstable();
        let pair = |(a, b): &(ColumnId, ColumnId)| {
            let (a, b) = (self.columns.named(*a), self.columns.named(*b));
            if a < b { (a, b) } else { (b, a) }
        };
        let mut join_pairs: Vec<(Column, Column)> = self.pairs.iter().map(pair).collect();
        join_pairs.sort_unstable();
        join_pairs.dedup();
        Analysis {
            status: if self.partial { Status::Partial } else { Status::Resolved },
            tables_read: self.read,
            tables_written: self.written,
            tables_dropped: self.dropped,
            locations: self.locations,
            output: self.output,
            columns_used,
            edges,
            deciding,
            join_pairs,
            fingerprint,
            notes: self.notes,
            ..Analysis::new(kind)
        }
    }

    fn flow(&self, from: ColumnId, to: Option<TableId>, to_column: Option<String>, transformation: Transformation) -> Flow {
        Flow { from: self.columns.named(from), to: to.map(|t| self.columns.table_name(t)), to_column, transformation }
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
        self.complete(&mut parts);
        parts
    }

    /// Puts the default schema, which may have a catalog before it, before a name of one part.
    pub fn complete(&self, parts: &mut Vec<String>) {
        if let (1, Some(schema)) = (parts.len(), self.default_schema) {
            parts.splice(0..0, schema.split('.').map(str::to_owned));
        }
    }

    /// A stored table as a relation.
    pub fn stored(&self, table: &[String]) -> Relation {
        Relation::stored(self.columns.table(table), self.schemas.columns(table), &self.columns)
    }

    /// Remembers that a table is read.
    pub fn reads(&mut self, table: &[String]) {
        if is_placeholder(table) {
            return self.note("a table is named by a template".to_owned());
        }
        if !self.read.iter().any(|t| t == table) {
            self.read.push(table.to_vec());
        }
    }

    /// Remembers that a table is written.
    pub fn writes(&mut self, table: &[String]) {
        if is_placeholder(table) {
            return self.note("a table is named by a template".to_owned());
        }
        if !self.written.iter().any(|t| t == table) {
            self.written.push(table.to_vec());
        }
    }

    /// Resolves a reference, remembers its use and notes what could not be resolved.
    pub fn resolve(&mut self, scope: &Scope, parts: &[String], usage: Usage) -> Inputs {
        let shown = || parts.join(".");
        if is_placeholder(parts) {
            self.note("a value is named by a template".to_owned());
            return Inputs::new();
        }
        // `@day` is a variable of a script or a session, in T-SQL and MySQL.
        if parts.len() == 1 && parts[0].starts_with('@') {
            return Inputs::new();
        }
        let mut inputs = match scope.lookup(parts, &self.columns) {
            Found::Assumed(_) if parts.len() == 1 && is_value(&parts[0]) => return Inputs::new(),
            Found::Known(inputs) => inputs,
            Found::Missing if parts.len() == 1 && is_hidden(&parts[0]) => Inputs::new(),
            _ if parts.len() == 1 && is_virtual(&parts[0]) => return Inputs::new(),
            Found::Assumed(inputs) => inputs,
            Found::Ambiguous(_) if parts.len() == 1 && is_value(&parts[0]) => return Inputs::new(),
            Found::Ambiguous(inputs) => {
                self.note(format!("`{}` may be a column of several tables; qualify it or give their schemas", shown()));
                inputs
            }
            Found::Missing if parts.len() == 1 && (is_niladic(&parts[0]) || parts[0].starts_with('@')) => Inputs::new(),
            Found::Missing => {
                self.note(format!("`{}` is no column of the tables that are read", shown()));
                if let Some(column) = self.qualified(scope, parts) {
                    return self.used_as(Inputs::of(column), usage);
                }
                parts.last().map(|name| scope.suspects(name, &self.columns)).unwrap_or_default()
            }
        };
        if inputs.len() > MAX_INPUTS {
            self.note(format!("`{}` has more inputs than are followed", shown()));
            inputs.cut(MAX_INPUTS);
            inputs = inputs.through(How::Unresolved);
        }
        self.uses(&inputs, usage);
        inputs
    }

    /// A qualified column of a single table: the schema that was given may be old, the statement says whose column it is.
    fn qualified(&self, scope: &Scope, parts: &[String]) -> Option<ColumnId> {
        let [qualifier @ .., name] = parts else { return None };
        let named = scope.relation(qualifier).filter(|_| !qualifier.is_empty())?;
        let mut tables = named.relation.tables(&self.columns).into_iter();
        let table = tables.next().filter(|_| tables.next().is_none() && !named.own.is_empty())?;
        Some(self.columns.column(table, name))
    }

    fn used_as(&mut self, inputs: Inputs, usage: Usage) -> Inputs {
        self.uses(&inputs, usage);
        inputs
    }

    /// Remembers what columns are used for, and what shapes the rows.
    pub fn uses(&mut self, inputs: &Inputs, usage: Usage) {
        for (column, how) in inputs.iter() {
            if how.decides() {
                continue;
            }
            self.used.insert((*column, usage));
            if let Some(how) = shaping(usage) {
                self.shape.insert((*column, how));
            }
        }
    }

    /// Two columns that are equated.
    pub fn pair(&mut self, a: &Inputs, b: &Inputs) {
        let single = |inputs: &Inputs| {
            let mut flowing = inputs.iter().filter(|(_, how)| !how.decides());
            match (flowing.next(), flowing.next()) {
                (Some((column, How::Identity)), None) => Some(*column),
                _ => None,
            }
        };
        if let (Some(a), Some(b)) = (single(a), single(b))
            && a != b
        {
            self.pairs.insert((a.min(b), a.max(b)));
        }
    }

    /// Adds direct edges into one column of a target.
    pub fn flows(&mut self, inputs: &Inputs, to: Option<&[String]>, column: &str) {
        if inputs.len() == 0 || to.is_some_and(is_placeholder) {
            return;
        }
        let to = to.map(|t| self.columns.table(t));
        let name: Name = column.into();
        self.edges.extend(inputs.iter().map(|(from, how)| (*from, to, name.clone(), *how)));
    }

    /// Adds indirect edges into a target.
    pub fn shapes(&mut self, shape: &Shape, to: Option<&[String]>) {
        if to.is_some_and(is_placeholder) {
            return;
        }
        let to = to.map(|t| self.columns.table(t));
        self.shapes.extend(shape.iter().map(|(from, how)| (*from, to, *how)));
    }
}

/// Whether a name is not known before a template is filled in.
pub(crate) fn is_placeholder(name: &[String]) -> bool {
    name.iter().any(|part| part.contains(PLACEHOLDER))
}

/// Columns that every table of an engine has without declaring them: where all columns are known, they are none of these.
fn is_hidden(name: &str) -> bool {
    const HIDDEN: &[&str] = &[
        "_partitiontime",
        "_partitiondate",
        "_table_suffix",
        "_metadata",
        "ctid",
        "xmin",
        "xmax",
        "tableoid",
        "rowid",
        "_rowid_",
    ];
    HIDDEN.contains(&name) || is_virtual(name)
}

/// Where a row lies, which is no column of any table.
fn is_virtual(name: &str) -> bool {
    matches!(name, "input__file__name" | "block__offset__inside__file" | "row__offset__inside__block" | "row__id")
        || name.starts_with("metadata$")
}

/// Words that are values without brackets in every dialect, and columns in none.
fn is_value(name: &str) -> bool {
    matches!(
        name,
        "current_date" | "current_time" | "current_timestamp" | "current_user" | "session_user" | "localtimestamp" | "sysdate"
    )
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
            | "level"
            | "oid"
            | "grouping__id"
            | "default"
            | "sysdatetime"
            | "today"
            | "current_catalog"
            | "current_schema"
            | "current_role"
            | "utc_timestamp"
            | "utc_date"
    )
}
