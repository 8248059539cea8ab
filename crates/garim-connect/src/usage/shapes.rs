//! What statements read and write. A shape is worked out once: executions that differ in literals only share it.

use std::{
    collections::{BTreeSet, hash_map::RandomState},
    hash::BuildHasher,
};

use garim_core::{
    imported::{
        ColumnKey, ColumnUse, DatasetKey, Fact, ImportedEdge, ImportedJob, JobKey, JobLineage, QueryId, QueryShape, Understood,
        UseKind,
    },
    lineage::{Direct, Transformation},
    time::Timestamp,
};
use garim_lineage::{Analysis, Column, Flow, Kind, Status, Usage, analyse_text, fingerprint};

use super::{Context, Names, Statement, Told, generations::Generations, names::KnownColumns, quiet};

/// Shapes that are remembered, so that they are not worked out and sent again: some twenty megabytes.
const REMEMBERED: usize = 50_000;

/// A shape that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Its id.
    pub id: QueryId,
    /// How far it was understood.
    pub understood: Understood,
    /// Its lineage was not sent, since the execution that it was seen with failed.
    pub lineage_waits: bool,
}

/// Works shapes out.
pub(crate) struct Shapes {
    /// Completes names.
    pub names: Names,
    /// By the hash of a text and its session: the very same text again.
    texts: Generations<u64, Vec<Sent>>,
    /// By fingerprint and session.
    shapes: Generations<QueryId, Vec<Sent>>,
    hasher: RandomState,
}

impl Shapes {
    /// Remembers nothing yet.
    pub fn new(names: Names) -> Self {
        let (texts, shapes) = (Generations::new(REMEMBERED), Generations::new(REMEMBERED));
        Self { names, texts, shapes, hasher: RandomState::new() }
    }

    /// The shapes of a statement's text: one for each statement in it that touches data. New ones are added to `facts`.
    pub fn of(&mut self, statement: &Statement, now: Timestamp, facts: &mut Vec<Fact>) -> Vec<Sent> {
        let sql = quiet::within(statement.sql.as_deref().unwrap_or_default());
        if statement.told.is_none() && quiet::says_nothing(sql) {
            return Vec::new();
        }
        let text = self.hasher.hash_one((&statement.context, sql, &statement.told.as_ref().map(|t| (&t.reads, &t.writes))));
        let waits = |sent: &[Sent]| statement.ok != Some(false) && sent.iter().any(|s| s.lineage_waits);
        if let Some(sent) = self.texts.get(&text).filter(|s| !waits(s)) {
            return sent.clone();
        }
        let shape = self.id(statement, &fingerprint(sql, self.names.dialect));
        let sent = match self.shapes.get(&shape).filter(|s| !waits(s)) {
            Some(sent) => sent.clone(),
            None => {
                let sent = self.work_out(statement, now, facts);
                self.shapes.insert(shape, sent.clone());
                sent
            }
        };
        self.texts.insert(text, sent.clone());
        sent
    }

    /// The id of a fingerprint in a session; a statement without text is known by its tables.
    fn id(&self, statement: &Statement, fingerprint: &str) -> QueryId {
        let Context { database, path } = &statement.context;
        let mut context: Vec<&str> = database.iter().chain(path).map(String::as_str).collect();
        if let (true, Some(told)) = (statement.sql.is_none(), &statement.told) {
            context.extend(told.reads.iter().chain(&told.writes).map(DatasetKey::name));
        }
        QueryId::of(&self.names.namespace, &context, fingerprint)
    }

    fn work_out(&self, statement: &Statement, now: Timestamp, facts: &mut Vec<Fact>) -> Vec<Sent> {
        let context = &statement.context;
        let known = KnownColumns { names: &self.names, context };
        let sql = quiet::within(statement.sql.as_deref().unwrap_or_default());
        let analyses = if sql.is_empty() { Vec::new() } else { analyse_text(sql, self.names.dialect, None, &known) };
        let understood = analyses.iter().any(|a| a.status != Status::Failed);
        let told = statement.told.as_ref().filter(|t| !(t.hearsay && understood));
        let mut sent = Vec::new();
        // What the engine says is about the whole text: it can be put to a single statement only.
        if let (Some(told), true) = (told, analyses.len() <= 1) {
            let shape = self.told(statement, analyses.first(), told);
            let of_text = analyses.first().map(|a| edges_of(&self.names, &a.edges, context)).unwrap_or_default();
            let edges = if statement.edges.is_empty() { told_edges(told, of_text) } else { statement.edges.clone() };
            sent.push(self.send(statement, shape, edges, now, facts));
            return sent;
        }
        for analysis in analyses.iter().filter(|a| touches_data(a)) {
            let shape = self.shape(statement, analysis);
            let edges = edges_of(&self.names, &analysis.edges, context);
            sent.push(self.send(statement, shape, edges, now, facts));
        }
        sent
    }

    /// The shape of an analysed statement.
    fn shape(&self, statement: &Statement, analysis: &Analysis) -> QueryShape {
        let context = &statement.context;
        let datasets = |tables: &[Vec<String>]| -> Vec<DatasetKey> {
            tables.iter().filter(|t| !Names::is_system(t)).filter_map(|t| self.names.dataset(t, context)).collect()
        };
        let column = |c: &Column| Some(self.names.dataset(&c.table, context)?.column(c.name.clone()));
        let used = |u: &garim_lineage::Used| Some(ColumnUse { column: column(&u.column)?, usage: usage(u.usage) });
        QueryShape {
            id: self.id(statement, &analysis.fingerprint),
            namespace: self.names.namespace.clone(),
            fingerprint: analysis.fingerprint.clone(),
            kind: kind(analysis.kind).to_owned(),
            reads: datasets(&analysis.tables_read),
            writes: datasets(&analysis.tables_written),
            columns: analysis.columns_used.iter().filter_map(used).collect(),
            join_pairs: analysis.join_pairs.iter().filter_map(|(l, r)| Some((column(l)?, column(r)?))).collect(),
            understood: understood(analysis.status),
            notes: analysis.notes.clone(),
        }
    }

    /// The shape of a statement of which the engine says what it did; what only the text shows is added.
    fn told(&self, statement: &Statement, analysis: Option<&Analysis>, told: &Told) -> QueryShape {
        let of_text = analysis.map(|a| self.shape(statement, a));
        let use_of = |c: &ColumnKey| ColumnUse { column: c.clone(), usage: UseKind::Value };
        let told_columns = || told.columns.iter().map(use_of).collect();
        let (columns, join_pairs) = match &of_text {
            Some(shape) if shape.understood == Understood::Resolved || told.columns.is_empty() => {
                (shape.columns.clone(), shape.join_pairs.clone())
            }
            Some(shape) => (told_columns(), shape.join_pairs.clone()),
            None => (told_columns(), Vec::new()),
        };
        QueryShape {
            id: of_text.as_ref().map_or_else(|| self.id(statement, ""), |s| s.id),
            namespace: self.names.namespace.clone(),
            fingerprint: of_text.as_ref().map(|s| s.fingerprint.clone()).unwrap_or_default(),
            kind: match of_text {
                Some(shape) => shape.kind,
                None => kind(if told.writes.is_empty() { Kind::Select } else { Kind::Insert }).to_owned(),
            },
            reads: told.reads.clone(),
            writes: told.writes.clone(),
            columns,
            join_pairs,
            understood: if told.hearsay { Understood::Partial } else { Understood::Resolved },
            notes: if told.hearsay { vec!["only its tables are known".to_owned()] } else { Vec::new() },
        }
    }

    fn send(
        &self,
        statement: &Statement,
        shape: QueryShape,
        edges: BTreeSet<ImportedEdge>,
        now: Timestamp,
        facts: &mut Vec<Fact>,
    ) -> Sent {
        let (id, understood) = (shape.id, shape.understood);
        let moves = !shape.writes.is_empty() && !shape.reads.is_empty();
        let failed = statement.ok == Some(false);
        if moves && !failed {
            facts.extend(self.lineage(&shape, edges, statement.at.unwrap_or(now)));
        }
        facts.push(Fact::Query(shape));
        Sent { id, understood, lineage_waits: moves && failed }
    }

    /// A statement that writes is a job, named by its shape.
    fn lineage(&self, shape: &QueryShape, edges: BTreeSet<ImportedEdge>, at: Timestamp) -> Vec<Fact> {
        let Ok(job) = JobKey::new(&self.names.namespace, format!("statement:{}", shape.id)) else { return Vec::new() };
        let known = ImportedJob {
            kind: Some("statement".to_owned()),
            fingerprint: Some(shape.fingerprint.clone()).filter(|f| !f.is_empty()),
            ..ImportedJob::new(job.clone(), at)
        };
        let lineage = JobLineage {
            job,
            run: None,
            at,
            inputs: shape.reads.iter().cloned().collect(),
            outputs: shape.writes.iter().cloned().collect(),
            edges,
            understood: shape.understood,
        };
        vec![Fact::Job(known), Fact::Lineage(lineage)]
    }
}

/// Whether a statement says anything of data: settings and transactions do not, and what reads the system's own description
/// only does not either. What was not parsed may.
fn touches_data(analysis: &Analysis) -> bool {
    let tables = || analysis.tables_read.iter().chain(&analysis.tables_written);
    match analysis.status {
        Status::Failed => true,
        _ => tables().any(|t| !Names::is_system(t)),
    }
}

/// Edges into tables, by the names of datasets.
pub(crate) fn edges_of(names: &Names, flows: &[Flow], context: &Context) -> BTreeSet<ImportedEdge> {
    let edge = |flow: &Flow| {
        Some(ImportedEdge {
            from: names.dataset(&flow.from.table, context)?.column(flow.from.name.clone()),
            to: names.dataset(flow.to.as_ref()?, context)?,
            to_column: flow.to_column.clone(),
            transformation: flow.transformation.clone(),
        })
    };
    flows.iter().filter_map(edge).collect()
}

/// The engine says which columns flow where; the text says how, and what shapes the rows.
fn told_edges(told: &Told, of_text: BTreeSet<ImportedEdge>) -> BTreeSet<ImportedEdge> {
    if told.flows.is_empty() {
        return of_text;
    }
    let direct = |e: &&ImportedEdge| matches!(e.transformation, Transformation::Direct(_));
    let how = |from: &ColumnKey, to: &ColumnKey| {
        let mut same = of_text.iter().filter(direct).filter(|e| e.from == *from && e.to == to.dataset);
        let first = same.next().map(|e| e.transformation.clone());
        // A column that flows into two others flows in two ways: then the name has to tell them apart.
        let named = of_text.iter().filter(direct).find(|e| e.from == *from && e.to_column.as_ref() == Some(&to.column));
        match same.next() {
            None => first,
            Some(_) => named.map(|e| e.transformation.clone()),
        }
    };
    let edge = |(from, to): &(ColumnKey, ColumnKey)| ImportedEdge {
        from: from.clone(),
        to: to.dataset.clone(),
        to_column: Some(to.column.clone()),
        transformation: how(from, to).unwrap_or(Transformation::Direct(Direct::Unresolved)),
    };
    let shapes = of_text.iter().filter(|e| !direct(e) && told.writes.contains(&e.to) && told.reads.contains(&e.from.dataset));
    told.flows.iter().map(edge).chain(shapes.cloned()).collect()
}

fn understood(status: Status) -> Understood {
    match status {
        Status::Resolved => Understood::Resolved,
        Status::Partial => Understood::Partial,
        Status::Failed => Understood::Failed,
    }
}

fn usage(usage: Usage) -> UseKind {
    match usage {
        Usage::Value => UseKind::Value,
        Usage::Filter => UseKind::Filter,
        Usage::JoinKey => UseKind::JoinKey,
        Usage::Group => UseKind::Group,
        Usage::Sort => UseKind::Sort,
        Usage::Window => UseKind::Window,
        Usage::Conditional => UseKind::Conditional,
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Select => "select",
        Kind::Insert => "insert",
        Kind::CreateTable => "create_table",
        Kind::CreateView => "create_view",
        Kind::Update => "update",
        Kind::Delete => "delete",
        Kind::Merge => "merge",
        Kind::Drop => "drop",
        Kind::Alter => "alter",
        Kind::Other => "other",
    }
}
