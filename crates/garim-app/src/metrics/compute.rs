//! The metrics of one day: simple ones by SQL over the day's partitions, then ratios and sums from stored values.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use arrow_array::{Array, ArrayRef, Decimal128Array, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema as ArrowSchema};
use futures::{StreamExt, TryStreamExt};
use garim_core::{
    Error, Result,
    asset::{Metric, MetricKind, Pipeline},
    decimal::Decimal,
    lineage::{Direct, Edge, Transformation},
    name::{ColumnName, ColumnRef, DatasetName, MetricName},
    run::{Run, RunFacts},
    schema::{LogicalType, SchemaVersion},
    time::Day,
};
use garim_ports::{Input, MetricValue, Progress, Recomputed, Rows, Staged, Staging, Transform};

use super::{
    contract::{contract_of, dataset_of, read_by, type_of},
    published::Published,
};
use crate::{
    App,
    runs::{Begun, Finished},
};

/// The values of a day; `None` is null.
type Values = BTreeMap<MetricName, Option<Decimal>>;

impl App {
    /// Computes metrics for a day: all, or those named and what they need. `republish` lets go of what was published before
    /// an erasure.
    pub(crate) async fn compute_metrics(
        &self,
        pipeline: &Pipeline,
        names: &[MetricName],
        day: Day,
        republish: bool,
        progress: Arc<dyn Progress>,
    ) -> Result<Run> {
        let begun = self.begin_run(&pipeline.name, "metrics", day).await?;
        let run = begun.run.clone();
        match self.try_metrics(begun, pipeline, names, day, republish, progress).await {
            Ok(run) => Ok(run),
            Err(error) => {
                for metric in &self.project.metrics {
                    self.ports.lake.abandon(&dataset_of(&metric.name)?, run.id).await?;
                }
                self.fail_run(run, &error).await
            }
        }
    }

    async fn try_metrics(
        &self,
        begun: Begun,
        pipeline: &Pipeline,
        names: &[MetricName],
        day: Day,
        republish: bool,
        progress: Arc<dyn Progress>,
    ) -> Result<Run> {
        let order = self.metric_order(names)?;
        let mut begun = begun;
        let (mut values, mut edges, mut inputs) = (Values::new(), Vec::new(), HashSet::new());
        for metric in &order {
            let (value, from) = self.value_of(metric, &values, pipeline.start, day).await?;
            values.insert(metric.name.clone(), value);
            if let MetricKind::Simple { dataset, .. } = &metric.kind {
                inputs.insert(dataset.clone());
            }
            edges.extend(from);
        }
        for input in inputs {
            let version = self.stored(&input).await?.version;
            begun.run.inputs.extend(version.map(|v| (input, Some(day), v)));
        }
        let published = self.published(&order, day).await?;
        begun.run.notes.extend(published.as_ref().map(|p| note(p, day, republish)));
        let kept = published.filter(|p| !p.fed_since && !republish);
        let stand: Values = match &kept {
            Some(kept) => values.iter().map(|(m, v)| (m.clone(), kept.values.get(m).map_or(*v, |(p, _)| *p))).collect(),
            None => values.clone(),
        };
        let (mut staged, mut schemas) = (Vec::new(), Vec::new());
        for metric in &order {
            let value = stand.get(&metric.name).copied().flatten();
            let (staging, schema) = self.stage_value(&begun, metric, value, day, progress.clone()).await?;
            schemas.push((staging.dataset.clone(), schema));
            staged.push(staging);
        }
        begun.run.counts.read = order.len() as u64;
        begun.run.counts.kept = order.len() as u64;
        let run = self.publish_run(begun, Finished { facts: RunFacts { profiles: Vec::new(), edges }, schemas, staged }).await?;
        self.store_values(&run, &stand, &values, kept.as_ref()).await?;
        Ok(run)
    }

    /// Stores what stands, and beside it what came out where only erasures changed it.
    async fn store_values(&self, run: &Run, stand: &Values, computed: &Values, kept: Option<&Published>) -> Result<()> {
        let now = self.now();
        let text = |value: Option<Decimal>| value.map(|v| v.to_string());
        let row = |(metric, value): (&MetricName, &Option<Decimal>)| {
            let published = kept.and_then(|k| k.values.get(metric).map(|(_, at)| (*at, k.erased_since)));
            MetricValue {
                metric: metric.clone(),
                day: run.day,
                value: text(*value),
                run: run.id,
                at: published.map_or(now, |(at, _)| at),
                recomputed: published
                    .map(|(_, erased_since)| Recomputed { value: text(computed.get(metric).copied().flatten()), erased_since }),
            }
        };
        let rows: Vec<MetricValue> = stand.iter().map(row).collect();
        let mut tx = self.ports.store.begin().await?;
        tx.metrics().put(&rows).await?;
        for row in &rows {
            tx.outbox().add(&format!("metric:{}", row.metric)).await?;
        }
        tx.commit().await
    }

    /// The metrics in an order in which each follows what it needs. The project has no cycles: it was checked.
    fn metric_order(&self, names: &[MetricName]) -> Result<Vec<&Metric>> {
        let mut order: Vec<&Metric> = Vec::new();
        let wanted: Vec<&Metric> = match names.is_empty() {
            true => self.project.metrics.iter().collect(),
            false => names.iter().map(|n| self.metric(n.as_str())).collect::<Result<_>>()?,
        };
        for metric in wanted {
            self.with_needs(metric, &mut order, self.project.metrics.len())?;
        }
        Ok(order)
    }

    fn with_needs<'a>(&'a self, metric: &'a Metric, order: &mut Vec<&'a Metric>, depth: usize) -> Result<()> {
        if order.iter().any(|m| m.name == metric.name) {
            return Ok(());
        }
        let depth = depth.checked_sub(1).ok_or_else(|| Error::invalid(format!("metric `{}` needs itself", metric.name)))?;
        let needs: Vec<&MetricName> = match &metric.kind {
            MetricKind::Simple { .. } => Vec::new(),
            MetricKind::Ratio { numerator, denominator } => vec![numerator, denominator],
            MetricKind::Cumulative { of } => vec![of],
        };
        for need in needs {
            self.with_needs(self.metric(need.as_str())?, order, depth)?;
        }
        order.push(metric);
        Ok(())
    }

    async fn value_of(&self, metric: &Metric, values: &Values, start: Day, day: Day) -> Result<(Option<Decimal>, Vec<Edge>)> {
        let of = |name: &MetricName| values.get(name).copied().flatten();
        match &metric.kind {
            MetricKind::Simple { .. } => self.simple_value(metric, day).await,
            MetricKind::Ratio { numerator, denominator } => {
                let ratio = match (of(numerator), of(denominator)) {
                    (Some(n), Some(d)) => n.ratio(d).map_err(|e| overflow(metric, e))?,
                    _ => None,
                };
                Ok((ratio, edges_from(metric, &[numerator, denominator])?))
            }
            MetricKind::Cumulative { of: summed } => {
                let mut total = of(summed).unwrap_or(Decimal::from_integer(0));
                for earlier in self.stored_values(summed, start, day.previous()).await?.into_iter().flatten() {
                    total = total.plus(earlier).map_err(|e| overflow(metric, e))?;
                }
                Ok((Some(total), edges_from(metric, &[summed])?))
            }
        }
    }

    async fn simple_value(&self, metric: &Metric, day: Day) -> Result<(Option<Decimal>, Vec<Edge>)> {
        let sql = garim_project::metric_sql(metric, read_by(&self.project, metric))
            .ok_or_else(|| Error::internal("computing a metric", "it has no SQL"))?;
        let prepared = self
            .ports
            .engine
            .prepare(&sql)
            .map_err(|e| Error::invalid(format!("{}: metric `{}`: {e}", metric.file, metric.name)))?;
        for table in prepared.tables() {
            if !self.has_partition(table, day).await? {
                return Err(Error::invalid(format!("metric `{}` needs `{table}` of {day}, which has not run", metric.name)));
            }
        }
        let transform = Transform {
            output: dataset_of(&metric.name)?,
            declared: None,
            inputs: self.inputs(prepared.tables()).await?,
            day,
            zone: self.project.settings.zone,
            file: metric.file.clone(),
        };
        let transformed = self.ports.engine.transform(&*prepared, transform).await?;
        let batches: Vec<RecordBatch> = transformed.rows.stream.try_collect().await?;
        Ok((single(&batches, metric)?, transformed.edges))
    }

    async fn stage_value(
        &self,
        begun: &Begun,
        metric: &Metric,
        value: Option<Decimal>,
        day: Day,
        progress: Arc<dyn Progress>,
    ) -> Result<(Staged, SchemaVersion)> {
        let contract = contract_of(&self.project, metric)?;
        let schema = crate::runs::next_version(&self.stored(&contract.name).await?, contract.schema.clone());
        let epoch = self.ports.vault.freeze_epoch().await?;
        let plan = self.computed_plan(begun, &contract, schema.clone(), day, epoch);
        let rows = one_row(metric, type_of(&contract), value)?;
        match self.ports.lake.stage(&plan, Input::Rows(rows), self.ports.vault.clone(), progress).await? {
            Staging::Staged(staged) => Ok((staged, schema)),
            Staging::Quarantined { .. } | Staging::Outgrown => {
                Err(Error::internal("staging a metric", "a computed row was quarantined"))
            }
        }
    }
}

/// What a run says of a day that was published before an erasure.
fn note(published: &Published, day: Day, republish: bool) -> String {
    let erased = published.erased_since;
    match published.fed_since || republish {
        true => format!("{erased} erased since the values of {day} were published; they are computed anew without them"),
        false => {
            format!("{erased} erased since the values of {day} were published: those stand, what came out now is beside them")
        }
    }
}

fn overflow(metric: &Metric, error: garim_core::decimal::DecimalError) -> Error {
    Error::invalid(format!("metric `{}`: {error}", metric.name))
}

/// The one value of a metric's query.
fn single(batches: &[RecordBatch], metric: &Metric) -> Result<Option<Decimal>> {
    let column = batches.iter().find(|b| b.num_rows() > 0).map(|b| b.column(0));
    let Some(column) = column.filter(|c| !c.is_null(0)) else { return Ok(None) };
    if let Some(integers) = column.as_any().downcast_ref::<Int64Array>() {
        return Ok(Some(Decimal::from_integer(integers.value(0))));
    }
    if let (Some(decimals), DataType::Decimal128(_, scale)) =
        (column.as_any().downcast_ref::<Decimal128Array>(), column.data_type())
    {
        let shift = u32::try_from(6 - i32::from(*scale))
            .map_err(|_| Error::invalid(format!("metric `{}` has more than 6 decimals", metric.name)))?;
        let millionths = decimals
            .value(0)
            .checked_mul(10_i128.pow(shift))
            .ok_or_else(|| Error::invalid(format!("metric `{}` overflows", metric.name)))?;
        return Decimal::from_millionths(millionths).map(Some).map_err(|e| overflow(metric, e));
    }
    Err(Error::invalid(format!("metric `{}` gives `{}`; an integer or a decimal is expected", metric.name, column.data_type())))
}

fn one_row(metric: &Metric, logical: LogicalType, value: Option<Decimal>) -> Result<Rows> {
    let (kind, array): (DataType, ArrayRef) = match logical {
        LogicalType::Integer => {
            let whole = value.map(|v| i64::try_from(v.millionths() / 1_000_000)).transpose();
            let whole = whole.map_err(|_| Error::invalid(format!("metric `{}` does not fit 64 bits", metric.name)))?;
            (DataType::Int64, Arc::new(Int64Array::from(vec![whole])))
        }
        _ => {
            let decimals = Decimal128Array::from(vec![value.map(Decimal::millionths)]).with_precision_and_scale(38, 6);
            let decimals = decimals.map_err(|e| Error::internal("writing a metric", e))?;
            (DataType::Decimal128(38, 6), Arc::new(decimals))
        }
    };
    let schema = Arc::new(ArrowSchema::new(vec![Field::new("value", kind, true)]));
    let batch = RecordBatch::try_new(schema.clone(), vec![array]).map_err(|e| Error::internal("writing a metric", e))?;
    Ok(Rows { schema, stream: futures::stream::iter([Ok(batch)]).boxed() })
}

/// Edges between metrics' own datasets.
fn edges_from(metric: &Metric, inputs: &[&MetricName]) -> Result<Vec<Edge>> {
    let value = ColumnName::new("value").map_err(|e| Error::internal("naming a column", e))?;
    let to: DatasetName = dataset_of(&metric.name)?;
    let how = match metric.kind {
        MetricKind::Cumulative { .. } => Direct::Aggregate { function: "sum".to_owned() },
        _ => Direct::Expression,
    };
    let edge = |input: &&MetricName| -> Result<Edge> {
        Ok(Edge {
            from: ColumnRef { dataset: dataset_of(input)?, column: value.clone() },
            to: to.clone(),
            to_column: Some(value.clone()),
            transformation: Transformation::Direct(how.clone()),
        })
    };
    inputs.iter().map(edge).collect()
}
