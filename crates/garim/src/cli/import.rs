//! What `garim import` takes.

use clap::Args as ClapArgs;

/// What to import, and from where.
#[derive(Debug, ClapArgs)]
pub struct Import {
    /// What it is, such as `postgres-csvlog`, `dbt`, `hive-metastore`; `list` shows former imports.
    pub kind: String,
    /// Files or folders; for a database its URL, `env:NAME` or an entry of `[sources]`.
    pub from: Vec<String>,
    /// The namespace of what it holds: imports of one system under one namespace meet.
    #[arg(long)]
    pub namespace: Option<String>,
    /// The SQL dialect, where the kind does not say.
    #[arg(long)]
    pub dialect: Option<String>,
    /// The database that names are completed with.
    #[arg(long)]
    pub database: Option<String>,
    /// The schema that names of one part are completed with.
    #[arg(long)]
    pub schema: Option<String>,
    /// The namespace of a connection that dashboards or jobs read through.
    #[arg(long = "connection", value_name = "NAME=NAMESPACE")]
    pub connections: Vec<String>,
}
