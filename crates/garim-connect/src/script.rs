//! Scripts of several statements: edges are led through the tables that a script makes for itself, so that they begin and end at
//! tables that stay.

use std::collections::{BTreeSet, HashMap};

use garim_core::lineage::{Direct, Transformation};
use garim_lineage::{Analysis, Flow, Kind};

/// Most edges of one script. One that has more makes tables from tables from tables, each column from all of them.
const MAX_FLOWS: usize = 50_000;
/// Words of a statement among which it says that its table is temporary: `create or replace local temporary table`.
const FIRST_WORDS: usize = 6;

/// What a script does to the tables that stay.
#[derive(Default)]
pub(crate) struct Script {
    /// Its edges.
    pub flows: Vec<Flow>,
    /// The tables that it makes for itself.
    pub between: BTreeSet<Vec<String>>,
    /// It has more edges than are followed.
    pub cut: bool,
}

/// The tables that a script makes and does not leave: temporary ones, and those that it drops.
pub(crate) fn passing(analyses: &[Analysis]) -> BTreeSet<Vec<String>> {
    let mut passing = BTreeSet::new();
    for (at, analysis) in analyses.iter().enumerate().filter(|(_, a)| makes(a)) {
        for table in &analysis.tables_written {
            let dropped = analyses.iter().skip(at).any(|a| a.kind == Kind::Drop && a.tables_dropped.contains(table));
            if dropped || is_temporary(analysis) {
                passing.insert(table.clone());
            }
        }
    }
    passing
}

/// Whether a statement makes a table.
pub(crate) fn makes(analysis: &Analysis) -> bool {
    matches!(analysis.kind, Kind::CreateTable | Kind::CreateView)
}

fn is_temporary(analysis: &Analysis) -> bool {
    let mut words = analysis.fingerprint.split_whitespace().take(FIRST_WORDS);
    words.any(|w| matches!(w.to_ascii_lowercase().as_str(), "temp" | "temporary" | "volatile"))
}

/// The edges between the tables that stay, `between` being those that do not.
pub(crate) fn through(analyses: &[Analysis], between: BTreeSet<Vec<String>>) -> Script {
    let mut script = Script { between, ..Script::default() };
    let mut made: HashMap<Vec<String>, Vec<Flow>> = HashMap::new();
    for analysis in analyses {
        let flows = led(analysis, &made, &mut script.cut);
        if makes(analysis) {
            analysis.tables_written.iter().for_each(|t| drop(made.remove(t)));
        }
        for flow in flows {
            match flow.to.as_ref().filter(|to| script.between.contains(*to)) {
                Some(to) => made.entry(to.clone()).or_default().push(flow),
                None => script.flows.push(flow),
            }
        }
        script.cut |= script.flows.len() > MAX_FLOWS;
        script.flows.truncate(MAX_FLOWS);
    }
    script
}

/// The edges of one statement, begun where the tables that it reads begin.
fn led(analysis: &Analysis, made: &HashMap<Vec<String>, Vec<Flow>>, cut: &mut bool) -> Vec<Flow> {
    let mut flows = Vec::new();
    for edge in &analysis.edges {
        match made.get(&edge.from.table) {
            None => flows.push(edge.clone()),
            Some(before) => flows.extend(before.iter().filter_map(|b| joined(b, edge))),
        }
        if flows.len() > MAX_FLOWS {
            *cut = true;
            return flows;
        }
    }
    // What shaped the rows of a table shapes whatever is made of it.
    let shaped = analysis.tables_read.iter().filter_map(|t| made.get(t)).flatten().filter(|b| b.to_column.is_none());
    for before in shaped {
        let ends: Vec<Option<Vec<String>>> = match analysis.tables_written.as_slice() {
            [] => vec![None],
            written => written.iter().cloned().map(Some).collect(),
        };
        flows.extend(ends.into_iter().map(|to| Flow { to, ..before.clone() }));
    }
    flows
}

/// Two edges, one after the other.
fn joined(before: &Flow, edge: &Flow) -> Option<Flow> {
    let (middle, star) = (before.to_column.as_ref()?, edge.from.name == "*");
    if !(star || *middle == edge.from.name || middle == "*") {
        return None;
    }
    let mut flow = Flow { from: before.from.clone(), ..edge.clone() };
    if middle == "*" && !star {
        flow.from.name.clone_from(&edge.from.name);
    }
    if star && edge.to_column.as_deref() == Some("*") {
        flow.to_column = Some(middle.clone());
    }
    flow.transformation = after(&before.transformation, &edge.transformation);
    Some(flow)
}

/// What two steps do together.
fn after(first: &Transformation, then: &Transformation) -> Transformation {
    let (Transformation::Direct(first), Transformation::Direct(second)) = (first, then) else { return then.clone() };
    Transformation::Direct(match (first, second) {
        (Direct::Masked, _) | (_, Direct::Masked) => Direct::Masked,
        (Direct::Unresolved, _) | (_, Direct::Unresolved) => Direct::Unresolved,
        (Direct::Identity, other) | (other, Direct::Identity) => other.clone(),
        (Direct::Aggregate { function }, _) | (_, Direct::Aggregate { function }) => {
            Direct::Aggregate { function: function.clone() }
        }
        _ => Direct::Expression,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use garim_lineage::{Dialect, analyse_text};

    use super::*;

    fn drawn(sql: &str) -> Vec<String> {
        let analyses = analyse_text(sql, Dialect::Postgres, None, &());
        let script = through(&analyses, passing(&analyses));
        let to = |f: &Flow| f.to.as_ref().map_or("?".to_owned(), |t| t.join("."));
        let arrow = |f: &Flow| match &f.to_column {
            Some(column) => format!("{} -> {}.{column}: {:?}", f.from, to(f), f.transformation),
            None => format!("{} ~> {}: {:?}", f.from, to(f), f.transformation),
        };
        let all: BTreeSet<String> = script.flows.iter().map(arrow).collect();
        all.into_iter().map(|a| a.replace("Direct(", "").replace("Indirect(", "").trim_end_matches(')').to_owned()).collect()
    }

    #[test]
    fn edges_begin_and_end_at_tables_that_stay() {
        assert_eq!(
            drawn(
                "create temp table t as select day, total * 1.1 as gross, total from mart.daily where region = 'x';
                 create temporary table s as select day, sum(gross) as gross, max(total) as top from t group by day;
                 insert into mart.report (day, gross, top) select day, gross, top from s"
            ),
            [
                "mart.daily.day -> mart.report.day: Identity",
                "mart.daily.day ~> mart.report: Group",
                "mart.daily.region ~> mart.report: Filter",
                "mart.daily.total -> mart.report.gross: Aggregate { function: \"sum\" }",
                "mart.daily.total -> mart.report.top: Aggregate { function: \"max\" }",
            ]
        );
    }

    #[test]
    fn what_is_dropped_again_passes_and_what_is_made_stays() {
        assert_eq!(
            drawn("create table work.t as select * from raw.a; create table mart.b as select x from work.t; drop table work.t"),
            ["raw.a.x -> mart.b.x: Identity"]
        );
        assert_eq!(
            drawn("create table work.t as select x from raw.a; create table mart.b as select x from work.t"),
            ["raw.a.x -> work.t.x: Identity", "work.t.x -> mart.b.x: Identity"]
        );
    }
}
