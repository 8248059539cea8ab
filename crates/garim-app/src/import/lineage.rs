//! From what other systems say of their jobs and dashboards to edges of the graph.

use garim_core::{
    imported::{Dashboard, DashboardKey, DatasetKey, Moves},
    lineage::{Direct, Node, Point, Transformation},
};
use garim_ports::{EdgeJob, KeptEdge};

/// The column that stands for columns that were not known.
const STAR: &str = "*";

/// The edges of a job. Between an input and an output of which no columns were told something flows all the same: nobody knows
/// what, and the edge says so.
pub(super) fn job_edges(lineage: &Moves) -> Vec<KeptEdge> {
    let told = lineage.edges.iter().map(|edge| KeptEdge {
        from: Point::from(&edge.from),
        to: Point { node: Node::from(&edge.to), column: edge.to_column.clone() },
        how: edge.transformation.clone(),
    });
    let mut edges: Vec<KeptEdge> = told.collect();
    for output in &lineage.outputs {
        for input in lineage.inputs.iter().filter(|i| *i != output) {
            if !lineage.edges.iter().any(|e| e.from.dataset == *input && e.to == *output) {
                edges.push(unresolved(input, Point::of(&Node::from(output), STAR)));
            }
        }
    }
    edges
}

/// The edges of a dashboard: into each chart the columns that it shows.
pub(super) fn dashboard_edges(dashboard: &Dashboard) -> Vec<KeptEdge> {
    let node = Node::from(&dashboard.key);
    let mut edges = Vec::new();
    for chart in &dashboard.charts {
        let name = if chart.title.trim().is_empty() { &chart.id } else { &chart.title };
        let to = Point::of(&node, name.as_str());
        edges.extend(chart.columns.iter().map(|column| KeptEdge {
            from: Point::from(column),
            to: to.clone(),
            how: Transformation::Direct(Direct::Expression),
        }));
        let untold = chart.datasets.iter().filter(|d| !chart.columns.iter().any(|c| c.dataset == **d));
        edges.extend(untold.map(|dataset| unresolved(dataset, to.clone())));
    }
    edges
}

/// The job that stands for a dashboard's own edges.
pub(super) fn dashboard_job(key: &DashboardKey) -> EdgeJob {
    EdgeJob { namespace: key.namespace().to_owned(), name: format!("dashboard {}", key.name()) }
}

fn unresolved(from: &DatasetKey, to: Point) -> KeptEdge {
    let from = Point::of(&Node::from(from), STAR);
    KeptEdge { from, to, how: Transformation::Direct(Direct::Unresolved) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use garim_core::{
        imported::{Chart, ImportedEdge, Understood},
        time::Timestamp,
    };

    use super::*;

    fn key(name: &str) -> DatasetKey {
        DatasetKey::new("w", name).unwrap()
    }

    fn drawn(edges: &[KeptEdge]) -> Vec<String> {
        edges.iter().map(|e| format!("{} {} {}", e.from, e.to, e.how)).collect()
    }

    #[test]
    fn an_input_without_columns_flows_into_the_output_all_the_same() {
        let at = Timestamp::from_micros(1);
        let told = ImportedEdge {
            from: key("a").column("x"),
            to: key("out"),
            to_column: Some("y".into()),
            transformation: Transformation::Direct(Direct::Identity),
        };
        let moves = Moves {
            at,
            inputs: [key("a"), key("b"), key("out")].into(),
            outputs: [key("out")].into(),
            edges: [told].into(),
            understood: Understood::Resolved,
        };
        assert_eq!(drawn(&job_edges(&moves)), ["w/a.x w/out.y identity", "w/b.* w/out.* unresolved"]);
    }

    #[test]
    fn a_chart_shows_columns_or_a_whole_table() {
        let chart = |title: &str, datasets: &[&str], columns: &[(&str, &str)]| Chart {
            id: "7".into(),
            title: title.into(),
            description: None,
            datasets: datasets.iter().map(|d| key(d)).collect(),
            columns: columns.iter().map(|(d, c)| key(d).column(*c)).collect(),
            fingerprint: None,
        };
        let dashboard = Dashboard {
            key: DashboardKey::new("superset", "1").unwrap(),
            at: Timestamp::from_micros(1),
            title: "Sales".into(),
            description: None,
            url: None,
            folder: None,
            owners: vec![],
            tags: vec![],
            certified_by: None,
            published: true,
            changed: None,
            charts: vec![chart("Revenue", &["orders", "users"], &[("orders", "amount")]), chart(" ", &["users"], &[])],
        };
        assert_eq!(
            drawn(&dashboard_edges(&dashboard)),
            [
                "w/orders.amount superset/1.Revenue expression",
                "w/users.* superset/1.Revenue unresolved",
                "w/users.* superset/1.7 unresolved"
            ]
        );
    }
}
