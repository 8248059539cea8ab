//! Pipeline SQL: planned over what the lake stores, traced before the optimiser, refused where it would make of identifiers
//! or protected values what nobody could protect.

mod bind;
mod output;
mod trace;

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion::{
    catalog::TableProvider,
    common::DataFusionError,
    execution::context::{SQLOptions, SessionContext},
    physical_plan::{ExecutionPlan, execute_stream},
    sql::sqlparser::ast::Statement,
};
use futures::StreamExt;
use garim_core::{
    Entity, Error, Result,
    lineage::{Edge, Transformation},
    name::{ColumnName, DatasetName},
    schema::{Schema, SchemaVersion},
};
use garim_lake::{LocalLake, layout};
use garim_ports::{InputTable, Prepared, Rows, Transform, Transformed};

use crate::{deep, failure, limits::TRANSFORM_MEMORY_BYTES, prepare::LocalPrepared, run, scan::LakeTable, session, view};
use output::Judge;
use trace::Trace;

/// Plans a transformation; its rows are computed as they are taken.
pub(crate) async fn transform(lake: &LocalLake, prepared: &LocalPrepared, transform: Transform) -> Result<Transformed> {
    let statement = bind::bind(&prepared.statement, transform.day, &transform.file)?;
    let providers = providers(lake, prepared, &transform.inputs).await?;
    let context = session::open(providers, transform.zone, TRANSFORM_MEMORY_BYTES)?;
    let planned = deep::run_async({
        let (context, prepared) = (context.clone(), prepared.clone());
        move || async move { plan(&context, &prepared, &statement, &transform).await }
    });
    let (plan, schema, edges) = planned.await??;
    let rows = execute_stream(plan, context.task_ctx()).map_err(|e| failure::query(&e))?;
    let stored = layout::arrow_schema(&SchemaVersion { number: 1, schema: schema.clone() });
    let named = stored.clone();
    let stream = rows.map(move |batch| batch.map_err(|e| failure::query(&e)).and_then(|b| renamed(&b, &named)));
    Ok(Transformed { rows: Rows { schema: stored, stream: stream.boxed() }, schema, edges })
}

/// Providers of what the lake stores, for the tables that the statement reads.
async fn providers(
    lake: &LocalLake,
    prepared: &LocalPrepared,
    inputs: &[InputTable],
) -> Result<Vec<(DatasetName, Arc<dyn TableProvider>)>> {
    let mut made: Vec<(DatasetName, Arc<dyn TableProvider>)> = Vec::with_capacity(inputs.len());
    for name in prepared.tables() {
        let input = inputs.iter().find(|i| &i.contract.name == name);
        let input = input.ok_or_else(|| Error::not_found(Entity::Dataset, name))?;
        let table = match input.version {
            Some(version) => Some(run::at(lake, name, version).await?),
            None => None,
        };
        let columns = view::physical(&input.schema.schema);
        made.push((name.clone(), Arc::new(LakeTable::new(columns.clone(), columns, table, None))));
    }
    Ok(made)
}

type Planned = (Arc<dyn ExecutionPlan>, Schema, Vec<Edge>);

async fn plan(
    context: &SessionContext,
    prepared: &LocalPrepared,
    statement: &Statement,
    transform: &Transform,
) -> Result<Planned> {
    let state = context.state();
    let said = |e| refusal(&e, session::unknown_function(&state, &prepared.functions), &transform.file);
    let plan = state.statement_to_plan(session::whole(statement)).await.map_err(said)?;
    let only_reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    only_reads.verify_plan(&plan).map_err(said)?;
    let inputs: BTreeMap<DatasetName, Schema> =
        transform.inputs.iter().map(|i| (i.contract.name.clone(), i.schema.schema.clone())).collect();
    let analysed = match state.analyzer().execute_and_check(plan.clone(), state.config_options(), |_, _| {}) {
        Ok(analysed) => analysed,
        // What pipelines may not do often has no type either: say the rule rather than that types do not fit.
        Err(e) => return Err(trace::trace(&plan, &inputs, &transform.file).err().unwrap_or_else(|| said(e))),
    };
    let trace = trace::trace(&analysed, &inputs, &transform.file)?;
    let judge = Judge { trace: &trace, inputs: &inputs, declared: transform.declared.as_ref(), file: &transform.file };
    let names = analysed.schema().fields().iter().map(|f| f.name().clone()).collect::<Vec<_>>();
    let (finished, schema) = output::finish(analysed, &judge)?;
    let physical = state.create_physical_plan(&finished).await.map_err(said)?;
    Ok((physical, schema, edges(&trace, &names, &transform.output)))
}

/// What the planner refused, with file and line.
fn refusal(error: &DataFusionError, unknown_function: Option<Error>, file: &str) -> Error {
    let line = error.diagnostic().and_then(|d| d.span).map(|s| format!(":{}", s.start.line)).unwrap_or_default();
    let hint = match error.find_root() {
        DataFusionError::Plan(_) if unknown_function.is_none() => CAREFUL,
        _ => "",
    };
    match unknown_function.unwrap_or_else(|| failure::query(error)) {
        Error::Invalid(text) => Error::Invalid(format!("{file}{line}: {text}{hint}")),
        other => other,
    }
}

const CAREFUL: &str = " (an identifier or a protected column may only be copied, joined, tested for null, counted or grouped by)";

/// Direct edges of each column, then what shapes the rows.
fn edges(trace: &Trace, names: &[String], to: &DatasetName) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (column, name) in trace.columns.iter().zip(names) {
        for (from, steps) in &column.sources {
            edges.extend(steps.iter().map(|step| Edge {
                from: from.clone(),
                to: to.clone(),
                to_column: ColumnName::new(name).ok(),
                transformation: Transformation::Direct(step.how.clone()),
            }));
        }
    }
    edges.extend(trace.shape.iter().map(|(from, usage)| Edge {
        from: from.clone(),
        to: to.clone(),
        to_column: None,
        transformation: Transformation::Indirect(*usage),
    }));
    edges.sort();
    edges.dedup();
    edges
}

/// The batch under the lake's own schema: everything nullable, no metadata.
fn renamed(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let wrong = |_| Error::internal("computing a transformation", "a batch differs from the schema it was planned with");
    RecordBatch::try_new(schema.clone(), batch.columns().to_vec()).map_err(wrong)
}
