//! Recorded queries: fingerprints, what they read, how often, and by how many different people.

use async_trait::async_trait;
use garim_core::{
    Result,
    name::{ColumnRef, DatasetName, PrincipalName},
    time::Timestamp,
};
use garim_ports::{Queries, RecordedQuery};
use sqlx::SqliteConnection;

use crate::{
    convert::{count, failed, from_json, to_json},
    outbox,
    people::PeopleKey,
};

pub(crate) struct QueryRows<'a> {
    pub(crate) conn: &'a mut SqliteConnection,
    pub(crate) people: &'a PeopleKey,
}

/// Tables and columns are taken anew each time: a name may have come to mean something else.
const RECORD: &str = "
INSERT INTO queries (
    fingerprint,
    datasets,
    columns,
    times,
    last_at
)
VALUES ($1, $2, $3, 1, $4)
ON CONFLICT (fingerprint) DO UPDATE
SET datasets = excluded.datasets,
    columns = excluded.columns,
    times = queries.times + 1,
    last_at = excluded.last_at
";

const RECORD_PERSON: &str = "
INSERT INTO query_people (
    fingerprint,
    person
)
VALUES ($1, $2)
ON CONFLICT (fingerprint, person) DO NOTHING
";

const LIST: &str = "
SELECT
    q.fingerprint,
    q.datasets,
    q.columns,
    q.times,
    (SELECT count(*) FROM query_people p WHERE p.fingerprint = q.fingerprint) AS people,
    q.last_at
FROM queries q
ORDER BY
    q.times DESC,
    q.last_at DESC,
    q.fingerprint
LIMIT $1
";

/// Names stand in quotes in the list of a query's tables.
const PEOPLE: &str = "
SELECT
    count(DISTINCT p.person)
FROM queries q
JOIN query_people p
  ON p.fingerprint = q.fingerprint
WHERE instr(q.datasets, $1) > 0
";

const ALSO: &str = "
SELECT
    q.datasets,
    count(DISTINCT theirs.person) AS people
FROM queries read
JOIN query_people ours
  ON ours.fingerprint = read.fingerprint
JOIN query_people theirs
  ON theirs.person = ours.person
JOIN queries q
  ON q.fingerprint = theirs.fingerprint
WHERE instr(read.datasets, $1) > 0
  AND instr(q.datasets, $1) = 0
GROUP BY
    q.fingerprint,
    q.datasets
ORDER BY
    people DESC,
    q.fingerprint
LIMIT $2
";

#[async_trait]
impl Queries for QueryRows<'_> {
    async fn record(
        &mut self,
        who: &PrincipalName,
        fingerprint: &str,
        tables: &[DatasetName],
        columns: &[ColumnRef],
        at: Timestamp,
    ) -> Result<()> {
        sqlx::query(RECORD)
            .bind(fingerprint)
            .bind(to_json(&tables)?)
            .bind(to_json(&columns)?)
            .bind(at.micros())
            .execute(&mut *self.conn)
            .await
            .map_err(failed("recording a query"))?;
        sqlx::query(RECORD_PERSON)
            .bind(fingerprint)
            .bind(self.people.hash(who)?)
            .execute(&mut *self.conn)
            .await
            .map_err(failed("recording a query"))?;
        outbox::tell(self.conn, &format!("query:{fingerprint}")).await
    }

    async fn list(&mut self, limit: u32) -> Result<Vec<RecordedQuery>> {
        let rows: Vec<(String, String, String, i64, i64, i64)> = sqlx::query_as(LIST)
            .bind(i64::from(limit))
            .fetch_all(&mut *self.conn)
            .await
            .map_err(failed("reading recorded queries"))?;
        rows.into_iter()
            .map(|(fingerprint, tables, columns, times, people, last)| {
                Ok(RecordedQuery {
                    fingerprint,
                    tables: from_json(&tables)?,
                    columns: from_json(&columns)?,
                    times: count(times)?,
                    people: count(people)?,
                    last: Timestamp::from_micros(last),
                })
            })
            .collect()
    }

    async fn people(&mut self, dataset: &DatasetName) -> Result<u32> {
        let (people,): (i64,) = sqlx::query_as(PEOPLE)
            .bind(format!("\"{dataset}\""))
            .fetch_one(&mut *self.conn)
            .await
            .map_err(failed("counting people"))?;
        count(people)
    }

    async fn also(&mut self, dataset: &DatasetName, limit: u32) -> Result<Vec<(Vec<DatasetName>, u32)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(ALSO)
            .bind(format!("\"{dataset}\""))
            .bind(i64::from(limit))
            .fetch_all(&mut *self.conn)
            .await
            .map_err(failed("reading recorded queries"))?;
        rows.into_iter().map(|(tables, people)| Ok((from_json(&tables)?, count(people)?))).collect()
    }
}
