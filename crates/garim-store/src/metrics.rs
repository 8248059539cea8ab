//! Metric values: one small row for each metric and day.

use async_trait::async_trait;
use garim_core::{
    Result,
    name::MetricName,
    time::{Day, Timestamp},
};
use garim_ports::{MetricValue, Metrics, Recomputed};
use sqlx::SqliteConnection;

use crate::convert::{failed, parsed};

pub(crate) struct MetricRows<'a>(pub(crate) &'a mut SqliteConnection);

type Row = (String, String, Option<String>, String, i64, Option<String>, i64);

fn value((metric, day, value, run, at, recomputed, erased_since): Row) -> Result<MetricValue> {
    let erased_since = u64::try_from(erased_since).unwrap_or_default();
    Ok(MetricValue {
        metric: parsed(&metric)?,
        day: parsed(&day)?,
        value,
        run: parsed(&run)?,
        at: Timestamp::from_micros(at),
        recomputed: (erased_since > 0).then_some(Recomputed { value: recomputed, erased_since }),
    })
}

const PUT: &str = "
INSERT INTO metric_values (
    metric,
    day,
    value,
    run,
    at,
    recomputed,
    erased_since
)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (metric, day) DO UPDATE
SET value = excluded.value,
    run = excluded.run,
    at = excluded.at,
    recomputed = excluded.recomputed,
    erased_since = excluded.erased_since
";

const BETWEEN: &str = "
SELECT
    metric,
    day,
    value,
    run,
    at,
    recomputed,
    erased_since
FROM metric_values
WHERE metric = $1
  AND day >= $2
  AND day <= $3
ORDER BY day
";

const ON_DAY: &str = "
SELECT
    metric,
    day,
    value,
    run,
    at,
    recomputed,
    erased_since
FROM metric_values
WHERE day = $1
ORDER BY metric
";

const LATEST: &str = "
SELECT
    metric,
    day,
    value,
    run,
    at,
    recomputed,
    erased_since
FROM metric_values
WHERE metric = $1
ORDER BY day DESC
LIMIT 1
";

#[async_trait]
impl Metrics for MetricRows<'_> {
    async fn put(&mut self, values: &[MetricValue]) -> Result<()> {
        for value in values {
            let recomputed = value.recomputed.as_ref();
            sqlx::query(PUT)
                .bind(value.metric.as_str())
                .bind(value.day.dt())
                .bind(value.value.as_deref())
                .bind(value.run.to_string())
                .bind(value.at.micros())
                .bind(recomputed.and_then(|r| r.value.as_deref()))
                .bind(recomputed.map_or(0, |r| i64::try_from(r.erased_since).unwrap_or(i64::MAX)))
                .execute(&mut *self.0)
                .await
                .map_err(failed("keeping metric values"))?;
        }
        Ok(())
    }

    async fn values(&mut self, metric: &MetricName, from: Day, to: Day) -> Result<Vec<MetricValue>> {
        let rows: Vec<Row> = sqlx::query_as(BETWEEN)
            .bind(metric.as_str())
            .bind(from.dt())
            .bind(to.dt())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading metric values"))?;
        rows.into_iter().map(value).collect()
    }

    async fn on(&mut self, day: Day) -> Result<Vec<MetricValue>> {
        let rows: Vec<Row> =
            sqlx::query_as(ON_DAY).bind(day.dt()).fetch_all(&mut *self.0).await.map_err(failed("reading metric values"))?;
        rows.into_iter().map(value).collect()
    }

    async fn latest(&mut self, metric: &MetricName) -> Result<Option<MetricValue>> {
        let row: Option<Row> = sqlx::query_as(LATEST)
            .bind(metric.as_str())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("reading metric values"))?;
        row.map(value).transpose()
    }
}
