//! A script seen from outside: what it takes in and what it leaves behind, with the edges led through what lies between.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Answer, QUERY, is_guess};
use crate::{Analysis, Column, Kind};

/// A table that the script has written: what its columns come from, and what shaped its rows.
#[derive(Default, Clone)]
struct Made {
    columns: BTreeMap<String, BTreeSet<Column>>,
    shape: BTreeSet<Column>,
    /// It was not there before: what no statement wrote into it has no source.
    whole: bool,
}

type Tables = HashMap<Vec<String>, Made>;

/// Puts the script's two ends into the answer.
pub(super) fn put(list: &[Analysis], answer: &mut Answer) {
    let mut made = Tables::new();
    let mut between: BTreeSet<&[String]> = BTreeSet::new();
    let mut query = Made::default();
    // A routine is one statement of its script: what it writes and reads itself is not left out.
    for group in list.chunk_by(|a, b| a.routine.is_some() && a.routine == b.routine) {
        let before = if group.len() > 1 { Some(made.clone()) } else { None };
        for analysis in group {
            let known = |t: &Vec<String>| made.contains_key(t);
            if analysis.kind == Kind::Alter && !analysis.tables_dropped.iter().any(known) {
                continue;
            }
            super::locations(analysis, answer);
            for table in &analysis.tables_read {
                let only_itself = analysis.tables_written.iter().all(|w| w == table);
                match before.as_ref().unwrap_or(&made).contains_key(table) {
                    true if !only_itself => drop(between.insert(table)),
                    true => {}
                    false => drop(answer.sources.insert(table.join("."))),
                }
            }
            step(analysis, before.as_ref(), &mut made, &mut query);
            if matches!(analysis.kind, Kind::Drop | Kind::Alter) {
                between.extend(analysis.tables_dropped.iter().map(Vec::as_slice).filter(|t| made.contains_key(*t)));
            }
        }
    }
    for (table, one) in made.iter().filter(|(t, _)| !between.contains(t.as_slice())) {
        answer.targets.insert(table.join("."));
        tell(one, &table.join("."), answer);
    }
    tell(&query, QUERY, answer);
}

/// The edges into one end.
fn tell(made: &Made, name: &str, answer: &mut Answer) {
    for (column, sources) in &made.columns {
        answer.column_edges.extend(sources.iter().map(|s| (s.to_string(), format!("{name}.{column}"))));
    }
    answer.indirect_edges.extend(made.shape.iter().map(|s| (s.to_string(), name.to_owned())));
}

/// One statement: its edges start where the tables that it reads start.
fn step(analysis: &Analysis, before: Option<&Tables>, made: &mut Tables, query: &mut Made) {
    let known: &Tables = before.unwrap_or(made);
    let mut now: HashMap<Option<&[String]>, Made> = HashMap::new();
    for table in &analysis.tables_written {
        let whole = matches!(analysis.kind, Kind::CreateTable | Kind::CreateView | Kind::Alter);
        now.insert(Some(table), Made { whole, ..Made::default() });
    }
    for edge in analysis.edges.iter().chain(&analysis.deciding).filter(|e| !is_guess(e)) {
        let into = now.entry(edge.to.as_deref()).or_default();
        match &edge.to_column {
            Some(column) => flow(&edge.from, column, known, into),
            None => into.shape.extend(origins(&edge.from, known)),
        }
    }
    let passed: BTreeSet<Column> =
        analysis.tables_read.iter().filter_map(|t| known.get(t)).flat_map(|m| m.shape.iter().cloned()).collect();
    for (table, mut one) in now {
        one.shape.extend(passed.iter().cloned());
        match table {
            None => add(query, one),
            Some(table) if one.whole => drop(made.insert(table.to_vec(), one)),
            Some(table) => add(made.entry(table.to_vec()).or_default(), one),
        }
    }
}

fn add(to: &mut Made, from: Made) {
    for (column, sources) in from.columns {
        to.columns.entry(column).or_default().extend(sources);
    }
    to.shape.extend(from.shape);
}

/// One direct edge. A star of a table that the script made is all of its columns.
fn flow(from: &Column, column: &str, made: &Tables, into: &mut Made) {
    match made.get(&from.table) {
        Some(source) if from.name == "*" && column == "*" => {
            for (name, sources) in &source.columns {
                into.columns.entry(name.clone()).or_default().extend(sources.iter().cloned());
            }
        }
        _ => into.columns.entry(column.to_owned()).or_default().extend(origins(from, made)),
    }
}

/// Where a column starts: itself, unless the script made its table.
fn origins(column: &Column, made: &Tables) -> BTreeSet<Column> {
    let Some(table) = made.get(&column.table) else { return BTreeSet::from([column.clone()]) };
    if column.name == "*" {
        return table.columns.values().flatten().cloned().collect();
    }
    if let Some(sources) = table.columns.get(&column.name) {
        return sources.clone();
    }
    let through_star = table.columns.get("*").into_iter().flatten();
    let found: BTreeSet<Column> = through_star.map(|s| Column { table: s.table.clone(), name: column.name.clone() }).collect();
    if found.is_empty() && !table.whole { BTreeSet::from([column.clone()]) } else { found }
}
