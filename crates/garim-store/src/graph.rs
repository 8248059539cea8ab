//! The graph's edges: by job, with the time for which they hold, in the order in which they changed.

use std::collections::{BTreeSet, HashMap, HashSet};

use async_trait::async_trait;
use futures::TryStreamExt;
use garim_core::{
    Result,
    lineage::{Node, Point, Transformation},
    time::Timestamp,
};
use garim_ports::{EdgeChange, EdgeJob, Edges, GraphChanges, GraphMark, KeptEdge, Origin, Replaced, Replaces};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection, sqlite::SqliteRow};

use crate::{
    convert::{failed, parsed},
    names::{self, Numbers},
};

pub(crate) struct GraphRows<'a>(pub(crate) &'a mut SqliteConnection);

const HELD: &str = "
SELECT
    e.number,
    e.from_column,
    e.to_column,
    e.how,
    c.asset
FROM graph_edges e
JOIN graph_columns c
  ON c.id = e.to_column
WHERE e.job = $1
  AND e.valid_to IS NULL
";

const NEWEST: &str = "
SELECT
    coalesce(max(number), 0),
    coalesce(max(changed), 0)
FROM graph_edges
";

/// What comes before the rows of new edges.
const ADD: &str = "INSERT INTO graph_edges (number, job, from_column, to_column, how, run, valid_from, opened, changed) ";

const CLOSE: &str = "
UPDATE graph_edges
SET valid_to = $2,
    changed = $3
WHERE number = $1
";

const NEW_COLUMNS: &str = "
SELECT
    c.id,
    a.kind,
    a.namespace,
    a.name,
    c.name
FROM graph_columns c
JOIN graph_assets a
  ON a.id = c.asset
WHERE c.id > $1
ORDER BY c.id
";

/// What came and went between two readings is not told: whoever never had an edge has none to take away.
const CHANGED: &str = "
SELECT
    from_column,
    to_column,
    how,
    valid_to IS NULL,
    changed
FROM graph_edges
WHERE changed > $1
  AND (valid_to IS NULL OR opened <= $1)
ORDER BY
    changed,
    number
";

const ORIGINS: &str = "
SELECT
    a.kind,
    a.namespace,
    a.name,
    c.name,
    e.how,
    j.namespace,
    j.name,
    e.run,
    e.valid_from
FROM graph_edges e
JOIN graph_jobs j
  ON j.id = e.job
JOIN graph_columns c
  ON c.id = e.from_column
JOIN graph_assets a
  ON a.id = c.asset
WHERE e.to_column = $1
  AND e.valid_to IS NULL
ORDER BY e.number
";

const DOING: &str = "recording the lineage";
const READING: &str = "reading the lineage";

/// What an edge is but for its job: from, to, how.
type Key = (i64, i64, String);

/// Numbers for what a replacement writes: read once, since nobody else writes meanwhile.
struct Next {
    number: i64,
    change: i64,
}

impl GraphRows<'_> {
    async fn next(&mut self) -> Result<Next> {
        let (number, change): (i64, i64) = sqlx::query_as(NEWEST).fetch_one(&mut *self.0).await.map_err(failed(DOING))?;
        Ok(Next { number: number + 1, change: change + 1 })
    }

    async fn wanted(&mut self, edges: &[KeptEdge]) -> Result<BTreeSet<Key>> {
        let mut numbers = Numbers::default();
        let mut wanted = BTreeSet::new();
        for edge in edges {
            let from = numbers.column(self.0, &edge.from).await?;
            let to = numbers.column(self.0, &edge.to).await?;
            wanted.insert((from, to, edge.how.to_string()));
        }
        numbers.keep(self.0).await?;
        Ok(wanted)
    }

    async fn add(&mut self, job: i64, run: &str, at: Timestamp, next: &mut Next, wanted: Vec<Key>) -> Result<()> {
        for rows in wanted.chunks(names::ROWS) {
            let mut insert: QueryBuilder<Sqlite> = QueryBuilder::new(ADD);
            insert.push_values(rows, |mut row, (from, to, how)| {
                row.push_bind(next.number).push_bind(job).push_bind(*from).push_bind(*to).push_bind(how).push_bind(run);
                row.push_bind(at.micros()).push_bind(next.change).push_bind(next.change);
                next.number += 1;
            });
            insert.build().persistent(rows.len() == names::ROWS).execute(&mut *self.0).await.map_err(failed(DOING))?;
        }
        Ok(())
    }

    /// The assets into which a job's edges are replaced; `None`: all.
    async fn targets(&mut self, replaces: Replaces<'_>) -> Result<Option<HashSet<i64>>> {
        let Replaces::Into(nodes) = replaces else { return Ok(None) };
        let mut targets = HashSet::new();
        for node in nodes {
            targets.extend(names::find_asset(self.0, node).await?);
        }
        Ok(Some(targets))
    }
}

#[async_trait]
impl Edges for GraphRows<'_> {
    async fn replace(
        &mut self,
        job: &EdgeJob,
        run: Option<&str>,
        replaces: Replaces<'_>,
        edges: &[KeptEdge],
        at: Timestamp,
    ) -> Result<Replaced> {
        let job = names::job(self.0, job).await?;
        let mut wanted = self.wanted(edges).await?;
        let targets = self.targets(replaces).await?;
        let held: Vec<(i64, i64, i64, String, i64)> =
            sqlx::query_as(HELD).bind(job).fetch_all(&mut *self.0).await.map_err(failed(DOING))?;
        let mut next = self.next().await?;
        let mut replaced = Replaced::default();
        for (number, from, to, how, asset) in held {
            let still = wanted.remove(&(from, to, how));
            if !still && targets.as_ref().is_none_or(|t| t.contains(&asset)) {
                let close = sqlx::query(CLOSE).bind(number).bind(at.micros()).bind(next.change);
                close.execute(&mut *self.0).await.map_err(failed(DOING))?;
                replaced.gone += 1;
            }
        }
        replaced.new = wanted.len() as u64;
        self.add(job, run.unwrap_or_default(), at, &mut next, wanted.into_iter().collect()).await?;
        Ok(replaced)
    }

    async fn changes(&mut self, since: GraphMark) -> Result<GraphChanges> {
        let mut changes = GraphChanges { mark: since, ..GraphChanges::default() };
        let mut rows = sqlx::query(NEW_COLUMNS).bind(since.column).fetch(&mut *self.0);
        while let Some(row) = rows.try_next().await.map_err(failed(READING))? {
            let id: i64 = row.try_get(0).map_err(failed(READING))?;
            changes.mark.column = id;
            changes.columns.push((id, point(&row, 1)?));
        }
        drop(rows);
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut rows = sqlx::query(CHANGED).bind(since.change).fetch(&mut *self.0);
        while let Some(row) = rows.try_next().await.map_err(failed(READING))? {
            let how: &str = row.try_get(2).map_err(failed(READING))?;
            let how = match known.get(how) {
                Some(known) => *known,
                None => {
                    changes.hows.push(parsed(how)?);
                    let id = u32::try_from(changes.hows.len() - 1).unwrap_or(u32::MAX);
                    known.insert(how.to_owned(), id);
                    id
                }
            };
            changes.edges.push(EdgeChange {
                from: row.try_get(0).map_err(failed(READING))?,
                to: row.try_get(1).map_err(failed(READING))?,
                how,
                holds: row.try_get(3).map_err(failed(READING))?,
            });
            changes.mark.change = row.try_get(4).map_err(failed(READING))?;
        }
        Ok(changes)
    }

    async fn origins(&mut self, into: &[Point]) -> Result<Vec<Origin>> {
        let mut origins = Vec::new();
        for to in into {
            let Some(asset) = names::find_asset(self.0, &to.node).await? else { continue };
            let name = to.column.as_deref().unwrap_or_default();
            let Some(column) = names::find_column(self.0, asset, name).await? else { continue };
            let rows = sqlx::query(ORIGINS).bind(column).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
            for row in rows {
                origins.push(origin(&row, to)?);
            }
        }
        Ok(origins)
    }
}

fn text(row: &SqliteRow, at: usize) -> Result<String> {
    row.try_get(at).map_err(failed(READING))
}

/// Kind, namespace and name of an asset, and a column, from one place on.
fn point(row: &SqliteRow, at: usize) -> Result<Point> {
    let node = Node { kind: parsed(&text(row, at)?)?, namespace: text(row, at + 1)?, name: text(row, at + 2)? };
    let column = text(row, at + 3)?;
    Ok(Point { node, column: (!column.is_empty()).then_some(column) })
}

fn origin(row: &SqliteRow, to: &Point) -> Result<Origin> {
    let how: Transformation = parsed(&text(row, 4)?)?;
    let run = text(row, 7)?;
    let since: i64 = row.try_get(8).map_err(failed(READING))?;
    Ok(Origin {
        edge: KeptEdge { from: point(row, 0)?, to: to.clone(), how },
        job: EdgeJob { namespace: text(row, 5)?, name: text(row, 6)? },
        run: (!run.is_empty()).then_some(run),
        since: Timestamp::from_micros(since),
    })
}
