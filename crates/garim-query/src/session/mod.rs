//! A fresh session for each statement, with only what it needs: functions and the tables it is given.

mod business_day;
mod checked;
mod sum;

use std::{collections::BTreeSet, sync::Arc};

use datafusion::{
    catalog::{CatalogProvider, MemorySchemaProvider, SchemaProvider, TableProvider},
    common::DataFusionError,
    execution::{
        SessionState, SessionStateBuilder, SessionStateDefaults,
        context::SessionContext,
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        memory_pool::GreedyMemoryPool,
        runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
    },
    logical_expr::{AggregateUDF, ScalarUDF, registry::FunctionRegistry},
    prelude::SessionConfig,
    sql::{parser::Statement as DfStatement, sqlparser::ast::Statement},
};
use garim_core::{Error, Result, name::DatasetName, time::Zone};

use crate::failure;

/// Functions that make large values out of small ones, outside of what the memory pool sees.
const LEFT_OUT: &[&str] = &[
    "repeat",
    "lpad",
    "rpad",
    "space",
    "array_repeat",
    "list_repeat",
    "array_resize",
    "list_resize",
    "range",
    "generate_series",
    "gen_series",
];

/// A session with these tables and nothing else: no files, no URLs, no information schema, no spilling to a disk.
pub(crate) fn open(
    tables: Vec<(DatasetName, Arc<dyn TableProvider>)>,
    zone: Zone,
    memory_bytes: usize,
) -> Result<SessionContext> {
    let internal = |e: DataFusionError| Error::internal("opening a query session", failure::query(&e));
    let mut state = SessionStateBuilder::new()
        .with_config(config())
        .with_runtime_env(runtime(memory_bytes).map_err(internal)?)
        .with_expr_planners(SessionStateDefaults::default_expr_planners())
        .with_scalar_functions(scalar_functions(zone))
        .with_aggregate_functions(aggregate_functions())
        .with_window_functions(SessionStateDefaults::default_window_functions())
        .build();
    state.register_function_rewrite(Arc::new(checked::CheckIntegers::default())).map_err(internal)?;
    let context = SessionContext::new_with_state(state);
    let catalog = context.catalog(CATALOG).ok_or_else(|| Error::internal("opening a query session", "it has no catalog"))?;
    for (name, table) in tables {
        let schema = schema(catalog.as_ref(), name.schema()).map_err(internal)?;
        schema.register_table(name.table().to_owned(), table).map_err(internal)?;
    }
    Ok(context)
}

/// The catalog that DataFusion completes `schema.table` with.
const CATALOG: &str = "datafusion";

fn schema(catalog: &dyn CatalogProvider, name: &str) -> Result<Arc<dyn SchemaProvider>, DataFusionError> {
    if let Some(schema) = catalog.schema(name) {
        return Ok(schema);
    }
    let schema: Arc<dyn SchemaProvider> = Arc::new(MemorySchemaProvider::new());
    catalog.register_schema(name, schema.clone())?;
    Ok(schema)
}

fn config() -> SessionConfig {
    let mut config = SessionConfig::new().with_information_schema(false).with_collect_statistics(false);
    let options = config.options_mut();
    options.sql_parser.map_string_types_to_utf8view = false;
    options.sql_parser.collect_spans = true;
    options.execution.enable_recursive_ctes = false;
    config
}

fn runtime(memory_bytes: usize) -> Result<Arc<RuntimeEnv>, DataFusionError> {
    RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(GreedyMemoryPool::new(memory_bytes)))
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
        .build_arc()
}

fn scalar_functions(zone: Zone) -> Vec<Arc<ScalarUDF>> {
    let all = SessionStateDefaults::default_scalar_functions().into_iter();
    let mut kept: Vec<_> = all.filter(|f| !LEFT_OUT.contains(&f.name())).collect();
    kept.push(Arc::new(ScalarUDF::from(business_day::BusinessDay::new(zone))));
    kept
}

fn aggregate_functions() -> Vec<Arc<AggregateUDF>> {
    let mut all = SessionStateDefaults::default_aggregate_functions();
    all.retain(|f| f.name() != "sum");
    all.push(Arc::new(AggregateUDF::from(sum::ExactSum::default())));
    all
}

/// A statement as DataFusion's planner takes it.
pub(crate) fn whole(statement: &Statement) -> DfStatement {
    DfStatement::Statement(Box::new(statement.clone()))
}

/// The first function that a statement calls and the session does not have.
pub(crate) fn unknown_function(state: &SessionState, called: &BTreeSet<String>) -> Option<Error> {
    let known = |name: &String| {
        state.scalar_functions().contains_key(name)
            || state.aggregate_functions().contains_key(name)
            || state.window_functions().contains_key(name)
    };
    let unknown = called.iter().find(|name| !known(name))?;
    let all = state.scalar_functions().keys().chain(state.aggregate_functions().keys());
    let near = garim_core::name::nearest(unknown, all.map(String::as_str));
    let hint = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
    Some(Error::invalid(format!("unknown function `{}`{hint}", unknown.chars().take(64).collect::<String>())))
}
