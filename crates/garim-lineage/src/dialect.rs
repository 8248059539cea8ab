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
    /// Oracle.
    Oracle,
    /// Teradata.
    Teradata,
}

impl Dialect {
    /// The dialect by any name that tools call it; `None` if nobody calls one so.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "ansi" | "sql" | "standard" => Self::Ansi,
            "" | "generic" | "non-validating" | "datafusion" | "db2" | "exasol" | "soql" => Self::Generic,
            "hive" | "impala" => Self::Hive,
            "spark" | "sparksql" | "spark2" | "spark3" | "databricks" => Self::Spark,
            "redshift" => Self::Redshift,
            "postgres" | "postgresql" | "greenplum" | "materialize" | "risingwave" | "vertica" | "cockroach" | "cockroachdb" => {
                Self::Postgres
            }
            "snowflake" => Self::Snowflake,
            "bigquery" => Self::BigQuery,
            "mysql" | "mariadb" | "doris" | "starrocks" | "tidb" | "singlestore" => Self::MySql,
            "mssql" | "tsql" | "sqlserver" | "transact" | "fabric" | "synapse" => Self::MsSql,
            "duckdb" => Self::DuckDb,
            "sqlite" | "sqlite3" => Self::Sqlite,
            "trino" | "presto" | "prestodb" | "athena" => Self::Trino,
            "oracle" => Self::Oracle,
            "teradata" => Self::Teradata,
            _ => return None,
        })
    }

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
            Self::Oracle => &sql::OracleDialect {},
            Self::Teradata => &sql::TeradataDialect {},
        }
    }
}
