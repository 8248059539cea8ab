//! The dialects, and what the analyser must know of each.

use serde::{Deserialize, Serialize};
use sqlparser::dialect as sql;

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// The standard.
    Ansi,
    /// Whatever is not ambiguous; DataFusion's too.
    #[default]
    Generic,
    /// Apache Hive.
    Hive,
    /// Apache Spark and Databricks.
    Spark,
    /// Amazon Redshift.
    Redshift,
    /// PostgreSQL.
    Postgres,
    /// Snowflake.
    Snowflake,
    /// Google BigQuery.
    BigQuery,
    /// MySQL and MariaDB.
    MySql,
    /// Microsoft SQL Server.
    MsSql,
    /// DuckDB.
    DuckDb,
    /// SQLite.
    Sqlite,
    /// Trino, Presto and Athena.
    Trino,
}

impl Dialect {
    /// The parser's rules for it. Trino has none of its own and is close to the generic ones.
    pub(crate) fn rules(self) -> &'static dyn sql::Dialect {
        match self {
            Self::Ansi => &sql::AnsiDialect {},
            Self::Generic | Self::Trino => &sql::GenericDialect {},
            Self::Hive => &sql::HiveDialect {},
            Self::Spark => &sql::SparkSqlDialect {},
            Self::Redshift => &sql::RedshiftSqlDialect {},
            Self::Postgres => &sql::PostgreSqlDialect {},
            Self::Snowflake => &sql::SnowflakeDialect,
            Self::BigQuery => &sql::BigQueryDialect {},
            Self::MySql => &sql::MySqlDialect {},
            Self::MsSql => &sql::MsSqlDialect {},
            Self::DuckDb => &sql::DuckDbDialect {},
            Self::Sqlite => &sql::SQLiteDialect {},
        }
    }
}
