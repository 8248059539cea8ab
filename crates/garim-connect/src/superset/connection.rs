//! The databases that charts read. Of their addresses only the engine and the database's name are looked at.

use std::collections::BTreeMap;

use garim_core::imported::DatasetKey;
use garim_lineage::Dialect;

use crate::{
    input::Row,
    usage::{dialect_named, folded},
};

/// A connection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Connection {
    pub namespace: String,
    pub dialect: Dialect,
    pub database: Option<String>,
}

impl Connection {
    /// From a row of `dbs`; its namespace is its own name, unless the caller says another.
    pub fn read(row: &Row, namespaces: &BTreeMap<String, String>) -> Option<Self> {
        let name = row.text(&["database_name"])?;
        let address = row.text(&["sqlalchemy_uri"]).unwrap_or_default();
        let (scheme, rest) = address.split_once("://").unwrap_or((&address, ""));
        let engine = scheme.split('+').next().unwrap_or_default();
        let dialect = match engine {
            "postgresql" => Dialect::Postgres,
            "mariadb" => Dialect::MySql,
            "awsathena" | "presto" => Dialect::Trino,
            "databricks" => Dialect::Spark,
            other => dialect_named(other).unwrap_or_default(),
        };
        let path = rest.split(['?', '#']).next().unwrap_or_default().split_once('/').map(|(_, path)| path);
        let database = path.and_then(|p| p.split('/').next()).filter(|d| !d.is_empty()).map(str::to_owned);
        Some(Self { namespace: namespaces.get(&name).cloned().unwrap_or(name), dialect, database })
    }

    /// A dataset by schema and table; names are completed as the database's own description has them.
    pub fn dataset(&self, catalog: Option<&str>, schema: Option<&str>, table: &str) -> Option<DatasetKey> {
        let two = matches!(self.dialect, Dialect::MySql | Dialect::Hive | Dialect::Spark);
        let usual = matches!(self.dialect, Dialect::Postgres | Dialect::Redshift).then_some("public");
        let (first, second) = match two {
            true => (schema.or(self.database.as_deref()), None),
            false => (catalog.or(self.database.as_deref()), schema.or(usual)),
        };
        let parts: Vec<String> = [first, second, Some(table)].into_iter().flatten().map(|p| folded(p, self.dialect)).collect();
        DatasetKey::of_parts(&self.namespace, &parts).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_chart_meets_the_catalog_and_no_password_is_kept() {
        let row = Row::of_json(
            json!({"database_name": "Shop DB", "sqlalchemy_uri": "postgresql+psycopg2://kim:s3cret@db:5432/shop?x=1"}),
        );
        let known = Connection::read(&row, &BTreeMap::from([("Shop DB".to_owned(), "w".to_owned())])).unwrap();
        assert!(!format!("{known:?}").contains("s3cret"));
        assert_eq!(known.dataset(None, None, "orders").unwrap().to_string(), "w/shop.public.orders");
        assert_eq!(known.dataset(None, Some("mart"), "daily").unwrap().to_string(), "w/shop.mart.daily");
    }
}
