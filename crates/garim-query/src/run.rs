//! A governed query: each table already masked and filtered by its view before anything is planned.

use std::{collections::BTreeSet, sync::Arc};

use datafusion::{
    catalog::TableProvider,
    execution::context::{SQLOptions, SessionContext},
    logical_expr::LogicalPlanBuilder,
    physical_plan::{ExecutionPlan, execute_stream},
};
use futures::{StreamExt, stream};
use garim_core::{
    Entity, Error, Result,
    name::DatasetName,
    time::Zone,
    view::{RowFilter, TableView},
};
use garim_lake::LocalLake;
use garim_ports::{InputTable, Rows, Vault};
use tokio::time::{Instant, timeout_at};

use crate::{
    deep, failure,
    limits::{QUERY_MEMORY_BYTES, QUERY_TIMEOUT},
    prepare::LocalPrepared,
    scan::LakeTable,
    session, view,
    worker::Remote,
};

/// Plans and starts a query. At most `row_limit + 1` rows come, so that the caller can tell that there were more.
pub(crate) async fn run(
    lake: &LocalLake,
    prepared: &LocalPrepared,
    tables: Vec<(InputTable, TableView)>,
    vault: Arc<dyn Vault>,
    zone: Zone,
    row_limit: usize,
) -> Result<Rows> {
    let deadline = Instant::now() + QUERY_TIMEOUT;
    if let Some(name) = prepared.parameters().iter().next() {
        return Err(Error::invalid(format!("`{name}` is a parameter of pipelines; write the value itself")));
    }
    let providers = providers(lake, prepared, tables, &vault).await?;
    let context = session::open(providers, zone, QUERY_MEMORY_BYTES)?;
    let own = prepared.clone();
    let planning = deep::run_async({
        let context = context.clone();
        move || async move { plan(&context, &own, row_limit).await }
    });
    let plan = timeout_at(deadline, planning).await.map_err(|_| too_long())???;
    let schema = plan.schema();
    let rows = Remote::start(|| execute_stream(plan, context.task_ctx()).map_err(|e| failure::query(&e)))?;
    Ok(Rows { schema: schema.clone(), stream: until(deadline, rows).boxed() })
}

fn too_long() -> Error {
    Error::invalid(format!("the query took longer than {} seconds; read fewer days or columns", QUERY_TIMEOUT.as_secs()))
}

/// A provider for each table that the statement reads. A table without a view does not exist.
async fn providers(
    lake: &LocalLake,
    prepared: &LocalPrepared,
    tables: Vec<(InputTable, TableView)>,
    vault: &Arc<dyn Vault>,
) -> Result<Vec<(DatasetName, Arc<dyn TableProvider>)>> {
    let given: BTreeSet<&DatasetName> = tables.iter().map(|(_, view)| &view.dataset).collect();
    if let Some(missing) = garim_ports::Prepared::tables(prepared).iter().find(|t| !given.contains(t)) {
        return Err(Error::not_found(Entity::Dataset, missing));
    }
    let mut made: Vec<(DatasetName, Arc<dyn TableProvider>)> = Vec::with_capacity(tables.len());
    for (input, view) in tables {
        if input.contract.name != view.dataset {
            return Err(Error::internal("running a query", "a view of another table"));
        }
        let table = match (input.version, &view.rows) {
            (Some(version), RowFilter::All) => Some(at(lake, &view.dataset, version).await?),
            _ => None,
        };
        let columns = view::visible(&input.schema.schema, &view);
        let support = view::physical(&input.schema.schema);
        made.push((view.dataset, Arc::new(LakeTable::new(columns, support, table, Some(vault.clone())))));
    }
    Ok(made)
}

/// A table at the version that the store has recorded.
pub(crate) async fn at(lake: &LocalLake, dataset: &DatasetName, version: i64) -> Result<garim_lake::TableAt> {
    let table = lake.table(dataset, Some(version)).await?;
    table.ok_or_else(|| Error::internal("opening a table", format!("the lake has no `{dataset}` at version {version}")))
}

async fn plan(context: &SessionContext, prepared: &LocalPrepared, row_limit: usize) -> Result<Arc<dyn ExecutionPlan>> {
    let state = context.state();
    let said = |e| session::unknown_function(&state, &prepared.functions).unwrap_or_else(|| failure::query(&e));
    let plan = state.statement_to_plan(session::whole(&prepared.statement)).await.map_err(said)?;
    let only_reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    only_reads.verify_plan(&plan).map_err(|e| failure::query(&e))?;
    let limited = LogicalPlanBuilder::from(plan).limit(0, Some(row_limit.saturating_add(1)));
    let limited = limited.and_then(LogicalPlanBuilder::build).map_err(|e| failure::query(&e))?;
    state.create_physical_plan(&limited).await.map_err(|e| failure::query(&e))
}

/// The rows with errors in our words, and an end at the deadline.
fn until(deadline: Instant, rows: Remote) -> impl futures::Stream<Item = Result<arrow_array::RecordBatch>> + Send {
    stream::unfold(Some(rows), move |rows| async move {
        let mut rows = rows?;
        match timeout_at(deadline, rows.next()).await {
            Err(_) => Some((Err(too_long()), None)),
            Ok(None) => None,
            Ok(Some(Err(error))) => Some((Err(failure::query(&error)), None)),
            Ok(Some(Ok(batch))) => Some((Ok(batch), Some(rows))),
        }
    })
}
