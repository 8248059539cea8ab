//! The door: which reader reads what.

use std::{cell::RefCell, sync::Arc};

use async_trait::async_trait;
use garim_core::{Error, Result};
use garim_lineage::Dialect;
use garim_ports::{Batch, Connect, Import, ImportAsk, ImportFrom, ImportKind, Known};

use crate::{
    airflow,
    asked::Asked,
    bigquery,
    catalog::{self, Facts},
    dashboards, dbt, hive_log, hive_metastore,
    input::{Source, sources},
    mysql_log,
    openlineage::{self, EventImport},
    postgres_log, query_jsonl,
    redshift::Redshift,
    scheduler,
    snowflake::Snowflake,
    superset, trino,
    usage::{LogImport, Names, Opener, Shapes, dialect_named, open_joined, open_rows},
};

/// Reads other systems.
#[derive(Debug, Default, Clone, Copy)]
pub struct Connector;

#[async_trait]
impl Connect for Connector {
    async fn open(&self, ask: ImportAsk, known: Arc<dyn Known>) -> Result<Box<dyn Import>> {
        match ask.kind {
            ImportKind::OpenLineage => Ok(Box::new(EventImport::new(inputs(ask.from, ask.kind)?, known))),
            ImportKind::Dbt => {
                let (ask, from) = parted(ask);
                dbt::open(inputs(from, ask.kind)?, &ask, known)
            }
            ImportKind::DashboardJsonl | ImportKind::SchedulerJsonl => {
                let dialect = dialect(&ask)?;
                let (ask, from) = parted(ask);
                let sources = inputs(from, ask.kind)?;
                Ok(match ask.kind {
                    ImportKind::DashboardJsonl => dashboards::open(sources, &ask, dialect),
                    _ => scheduler::open(sources, &ask, dialect),
                })
            }
            kind if kind.is_database() => open_database(ask, known).await,
            _ => open_log(ask, known),
        }
    }

    fn event(&self, body: &[u8], known: openlineage::ColumnsOf<'_>) -> Result<Batch> {
        openlineage::read(body, known)
    }
}

/// Opens a database.
async fn open_database(ask: ImportAsk, known: Arc<dyn Known>) -> Result<Box<dyn Import>> {
    let dialect = dialect(&ask)?;
    let (ask, from) = parted(ask);
    let ImportFrom::Database(url) = from else {
        return Err(Error::invalid(format!("`{}` is read from a database; give its URL", ask.kind)));
    };
    let facts = Facts { namespace: ask.namespace.clone(), dialect, now: ask.now, known };
    let (kind, asked) = (ask.kind, Asked::of(&ask));
    drop(ask);
    match kind {
        ImportKind::HiveMetastore => hive_metastore::open(&url, facts).await,
        ImportKind::Superset => superset::open(&url, &asked).await,
        ImportKind::Airflow => airflow::open(&url, &asked, dialect).await,
        kind => catalog::open(kind, &url, facts).await,
    }
}

/// Opens a query log.
fn open_log(ask: ImportAsk, known: Arc<dyn Known>) -> Result<Box<dyn Import>> {
    let opener = opener(&ask)?;
    let dialect = dialect(&ask)?;
    let names = Names {
        namespace: ask.namespace.clone(),
        dialect,
        known: Arc::clone(&known),
        database: ask.database,
        schema: ask.schema,
        met: RefCell::default(),
    };
    let within = format!("{}\u{0}{}", ask.kind, ask.namespace);
    let inputs = (inputs(ask.from, ask.kind)?, opener);
    Ok(Box::new(LogImport::new(inputs, (Shapes::new(names), known), (ask.zone, ask.now), ask.positions, within)))
}

/// The ask without its input, and the input.
fn parted(ask: ImportAsk) -> (ImportAsk, ImportFrom) {
    let from = ask.from;
    (ImportAsk { from: ImportFrom::Files(Vec::new()), ..ask }, from)
}

/// The inputs of what is read from files.
fn inputs(from: ImportFrom, kind: ImportKind) -> Result<Vec<Source>> {
    match from {
        ImportFrom::Files(paths) => sources(&paths),
        ImportFrom::Body(body) => Ok(vec![Source::Body(body)]),
        ImportFrom::Database(_) => Err(Error::invalid(format!("`{kind}` is read from files; give a file or a folder"))),
    }
}

/// How statements are written: the kind says it, or the caller.
fn dialect(ask: &ImportAsk) -> Result<Dialect> {
    if let Some(name) = &ask.dialect {
        return dialect_named(name);
    }
    Ok(match ask.kind {
        ImportKind::PostgresCsvlog | ImportKind::PostgresJsonlog | ImportKind::Postgres => Dialect::Postgres,
        ImportKind::MysqlLog | ImportKind::Mysql => Dialect::MySql,
        ImportKind::RedshiftStl | ImportKind::RedshiftSys => Dialect::Redshift,
        ImportKind::Snowflake => Dialect::Snowflake,
        ImportKind::BigQuery => Dialect::BigQuery,
        ImportKind::Trino => Dialect::Trino,
        ImportKind::HiveLog | ImportKind::HiveMetastore => Dialect::Hive,
        ImportKind::Sqlite => Dialect::Sqlite,
        _ => Dialect::Generic,
    })
}

fn opener(ask: &ImportAsk) -> Result<Opener> {
    let (zone, namespace) = (ask.zone.tz(), ask.namespace.clone());
    Ok(match ask.kind {
        ImportKind::PostgresCsvlog => Opener::Each(Box::new(move |s, at| postgres_log::open_csvlog(s, &at, zone))),
        ImportKind::PostgresJsonlog => Opener::Each(Box::new(move |s, at| postgres_log::open_jsonlog(s, &at, zone))),
        ImportKind::MysqlLog => Opener::Each(Box::new(move |s, at| mysql_log::open(s, &at, zone))),
        ImportKind::HiveLog => Opener::Each(Box::new(move |s, at| hive_log::open(s, &at, zone, namespace.clone()))),
        ImportKind::BigQuery => {
            Opener::Each(Box::new(move |s, at| open_rows(s, &at, bigquery::Jobs { zone, namespace: namespace.clone() })))
        }
        ImportKind::Trino => {
            Opener::Each(Box::new(move |s, at| open_rows(s, &at, trino::Events { zone, namespace: namespace.clone() })))
        }
        ImportKind::QueryJsonl => {
            Opener::Each(Box::new(move |s, at| open_rows(s, &at, query_jsonl::QueryRows { zone, namespace: namespace.clone() })))
        }
        ImportKind::RedshiftStl => Opener::Together(Box::new(|sources| open_joined(sources, Redshift::stl()))),
        ImportKind::RedshiftSys => Opener::Together(Box::new(|sources| open_joined(sources, Redshift::sys()))),
        ImportKind::Snowflake => Opener::Together(Box::new(move |sources| open_joined(sources, Snowflake::new(zone, namespace)))),
        other => return Err(Error::invalid(format!("`{other}` cannot be imported yet"))),
    })
}
