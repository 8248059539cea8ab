//! Facts as lines.

use std::{collections::HashMap, fmt::Write};

use garim_core::{
    imported::{Fact, ImportedEdge, JobLineage, QueryId, QueryShape, QueryUsage},
    lineage::{Direct, Transformation},
};
use garim_ports::Tally;

use super::Memory;

/// Everything that was kept, in order of arrival; queries are numbered.
pub(crate) fn draw(memory: &Memory, read: &Tally) -> String {
    let facts = memory.facts.lock().unwrap();
    let mut out = String::new();
    let mut numbers = HashMap::new();
    for fact in facts.iter() {
        match fact {
            Fact::Query(shape) => {
                let next = numbers.len() + 1;
                numbers.entry(shape.id).or_insert(next);
                query(&mut out, numbers[&shape.id], shape);
            }
            Fact::Lineage(lineage) => edges(&mut out, lineage),
            Fact::Usage(_) | Fact::Job(_) => {}
            other => writeln!(out, "{}", serde_json::to_string(other).unwrap()).unwrap(),
        }
    }
    let mut rows: Vec<String> =
        facts.iter().filter_map(|f| if let Fact::Usage(u) = f { Some(usage(u, &numbers)) } else { None }).collect();
    rows.sort();
    rows.into_iter().for_each(|r| writeln!(out, "{r}").unwrap());
    let Tally { records, passed_over, repeated, resolved, partial, failed, not_understood } = read;
    writeln!(out, "= {records} records, {passed_over} passed over, {repeated} repeated, {resolved} resolved, {partial} partial, {failed} failed").unwrap();
    for (why, o) in not_understood {
        writeln!(out, "! {why}: {} at {}", o.times, o.places.join(", ")).unwrap();
    }
    out.trim_end().to_owned()
}

fn query(out: &mut String, number: usize, shape: &QueryShape) {
    let names =
        |keys: &[garim_core::imported::DatasetKey]| keys.iter().map(|k| k.name().to_owned()).collect::<Vec<_>>().join(", ");
    writeln!(out, "#{number} {}", shape.fingerprint).unwrap();
    writeln!(out, "   {} reads [{}], writes [{}], {:?}", shape.kind, names(&shape.reads), names(&shape.writes), shape.understood)
        .unwrap();
    if !shape.columns.is_empty() {
        let columns: Vec<String> =
            shape.columns.iter().map(|c| format!("{}.{} {:?}", c.column.dataset.name(), c.column.column, c.usage)).collect();
        writeln!(out, "   uses {}", columns.join(", ")).unwrap();
    }
    for (left, right) in &shape.join_pairs {
        writeln!(out, "   {}.{} = {}.{}", left.dataset.name(), left.column, right.dataset.name(), right.column).unwrap();
    }
}

fn usage(usage: &QueryUsage, numbers: &HashMap<QueryId, usize>) -> String {
    let number = numbers.get(&usage.query).map_or("?".to_owned(), ToString::to_string);
    let day = usage.day.map_or("no day".to_owned(), |d| d.to_string());
    let time = |t: Option<garim_core::time::Timestamp>| t.map_or(String::new(), |t| t.utc().format("%H:%M:%S").to_string());
    let user = usage.user.as_deref().unwrap_or("nobody known");
    let kind = if usage.user_kind == garim_core::imported::UserKind::Unknown {
        String::new()
    } else {
        format!(" ({:?})", usage.user_kind)
    };
    let failed = if usage.failed > 0 { format!(", {} failed", usage.failed) } else { String::new() };
    let took = if usage.timed > 0 { format!(", {} ms, at most {}", usage.total_ms, usage.max_ms) } else { String::new() };
    format!("{day} {user}{kind}: #{number} × {}{failed}{took}, {}–{}", usage.times, time(usage.first), time(usage.last))
}

fn edges(out: &mut String, lineage: &JobLineage) {
    for edge in &lineage.edges {
        writeln!(out, "{}", arrow(edge)).unwrap();
    }
}

pub(crate) fn arrow(edge: &ImportedEdge) -> String {
    let from = format!("{}.{}", edge.from.dataset.name(), edge.from.column);
    let to = edge.to.name();
    match (&edge.transformation, &edge.to_column) {
        (Transformation::Direct(Direct::Identity), Some(c)) => format!("{from} -> {to}.{c}"),
        (Transformation::Direct(Direct::Aggregate { function }), Some(c)) => format!("{from} -> {to}.{c} ({function})"),
        (Transformation::Direct(how), c) => {
            format!("{from} -> {to}.{} ({})", c.as_deref().unwrap_or("?"), format!("{how:?}").to_lowercase())
        }
        (Transformation::Indirect(how), c) => {
            let c = c.as_ref().map(|c| format!(".{c}")).unwrap_or_default();
            format!("{from} ~> {to}{c} ({})", format!("{how:?}").to_lowercase())
        }
    }
}
