//! The lineage that our runs captured. A job's edges into a dataset hold until its next run says otherwise.

use garim_core::{
    Error, Result,
    lineage::{Edge, Node, Point},
    name::{ColumnName, ColumnRef, DatasetName},
    run::Run,
};
use garim_ports::{EdgeJob, Edges, KeptEdge, Replaces};
use sqlx::SqliteConnection;

use crate::{
    convert::{failed, parsed},
    graph::GraphRows,
};

const HELD: &str = "
SELECT DISTINCT
    f.kind,
    f.name,
    fc.name,
    t.kind,
    t.name,
    tc.name,
    e.how
FROM graph_edges e
JOIN graph_columns fc
  ON fc.id = e.from_column
JOIN graph_assets f
  ON f.id = fc.asset
JOIN graph_columns tc
  ON tc.id = e.to_column
JOIN graph_assets t
  ON t.id = tc.asset
WHERE e.valid_to IS NULL
  AND f.namespace = ''
  AND t.namespace = ''
ORDER BY
    f.name,
    fc.name,
    t.name,
    tc.name,
    e.how
";

type Row = (String, String, String, String, String, String, String);

/// Every edge that holds now between datasets of ours.
pub(crate) async fn held(conn: &mut SqliteConnection) -> Result<Vec<Edge>> {
    let rows: Vec<Row> = sqlx::query_as(HELD).fetch_all(conn).await.map_err(failed("reading the lineage"))?;
    rows.into_iter().map(edge).collect()
}

fn edge((from_kind, from, from_column, to_kind, to, to_column, how): Row) -> Result<Edge> {
    let to_column = match to_column.as_str() {
        "" => None,
        column => Some(parsed::<ColumnName>(column)?),
    };
    Ok(Edge {
        from: ColumnRef { dataset: dataset(&from_kind, from)?, column: parsed(&from_column)? },
        to: dataset(&to_kind, to)?,
        to_column,
        transformation: parsed(&how)?,
    })
}

fn dataset(kind: &str, name: String) -> Result<DatasetName> {
    let node = Node { kind: parsed(kind)?, namespace: String::new(), name };
    node.dataset().ok_or_else(|| Error::internal("reading a row of the catalog", "an asset of ours is no dataset"))
}

/// Replaces what the run's job captured before for each dataset that it wrote. Edges that still hold are left alone, so
/// that a daily run does not write a history of nothing.
pub(crate) async fn replace(conn: &mut SqliteConnection, run: &Run, edges: &[Edge]) -> Result<()> {
    let kept = |edge: &Edge| KeptEdge {
        from: Point::ours(&edge.from),
        to: Point { node: Node::ours(&edge.to), column: edge.to_column.as_ref().map(ToString::to_string) },
        how: edge.transformation.clone(),
    };
    let kept: Vec<KeptEdge> = edges.iter().map(kept).collect();
    let mut into: Vec<Node> = run.outputs.iter().map(|o| Node::ours(&o.dataset)).collect();
    into.extend(kept.iter().map(|e| e.to.node.clone()));
    into.sort();
    into.dedup();
    let job = EdgeJob { namespace: String::new(), name: run.job.clone() };
    let at = run.ended.unwrap_or(run.started);
    GraphRows(conn).replace(&job, Some(&run.id.to_string()), Replaces::Into(&into), &kept, at).await?;
    Ok(())
}
