//! Databases as they are: SQLite in a file, MariaDB and PostgreSQL where the environment names servers for tests.

use std::{collections::BTreeMap, sync::Arc};

use garim_core::imported::{Fact, ImportedDataset};
use garim_ports::{ImportFrom, ImportKind, Tally};
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, SqliteConnection};

use super::{Memory, ask, draw::arrow, import};

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn sqlite(statements: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    run(async {
        let mut c = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
        c.execute(sqlx::raw_sql(AssertSqlSafe(statements.to_owned()))).await.unwrap();
        c.close().await.unwrap();
    });
    (folder, url)
}

fn read(kind: ImportKind, url: &str, memory: &Arc<Memory>) -> Tally {
    let mut asked = ask(kind, ImportFrom::Database(url.to_owned()));
    asked.connections = BTreeMap::from([("shop".to_owned(), "w".to_owned())]);
    import(asked, memory)
}

fn datasets(memory: &Memory) -> BTreeMap<String, ImportedDataset> {
    let facts = memory.facts.lock().unwrap();
    let all =
        facts.iter().filter_map(|f| if let Fact::Dataset(d) = f { Some((d.key.name().to_owned(), d.clone())) } else { None });
    all.collect()
}

fn arrows(memory: &Memory) -> Vec<String> {
    let facts = memory.facts.lock().unwrap();
    let lineage = facts.iter().filter_map(|f| if let Fact::Lineage(l) = f { Some(l) } else { None });
    let mut all: Vec<String> = lineage.flat_map(|l| l.edges.iter().map(arrow)).collect();
    all.sort();
    all
}

/// The server for tests under a variable; none: the test is left out, unless servers are required.
fn server(variable: &str) -> Option<String> {
    let url = std::env::var(variable).ok();
    assert!(url.is_some() || std::env::var_os("GARIM_REQUIRE_SERVERS").is_none(), "{variable} is not set");
    url
}

/// A database of its own on a server, since tests run side by side.
fn on(server: &str, name: &str) -> String {
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

#[test]
fn a_sqlite_file_describes_itself() {
    let (_folder, url) = sqlite(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE orders (id INTEGER, customer_id INTEGER REFERENCES customers (id), price REAL, PRIMARY KEY (id, customer_id));
         CREATE VIEW totals (who, total) AS
           SELECT c.name, SUM(o.price) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY c.name;",
    );
    let memory = Arc::new(Memory::default());
    let tally = read(ImportKind::Sqlite, &url, &memory);
    assert_eq!((tally.records, tally.resolved, tally.not_understood.len()), (3, 1, 0), "{tally:?}");
    let found = datasets(&memory);
    assert_eq!(found["main.orders"].primary_key.as_deref(), Some(&["id".to_owned(), "customer_id".to_owned()][..]));
    let key = &found["main.orders"].references.as_ref().unwrap()[0];
    assert_eq!((key.columns[0].as_str(), key.to[0].to_string().as_str()), ("customer_id", "w/main.customers.id"));
    assert_eq!(
        arrows(&memory),
        [
            "main.customers.id ~> main.totals (joinkey)",
            "main.customers.name -> main.totals.who",
            "main.customers.name ~> main.totals (group)",
            "main.orders.customer_id ~> main.totals (joinkey)",
            "main.orders.price -> main.totals.total (sum)",
        ]
    );
}

#[test]
fn mariadb_describes_itself() {
    let Some(server) = server("GARIM_TEST_MYSQL_URL") else { return };
    run(async {
        let mut c = MySqlConnection::connect(&server).await.unwrap();
        let made = "DROP DATABASE IF EXISTS connect_shop; CREATE DATABASE connect_shop; USE connect_shop;
            CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(99) NOT NULL COMMENT 'as on the bill') COMMENT 'who buys';
            CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, price DECIMAL(9,2), FOREIGN KEY (customer_id) REFERENCES customers (id));
            CREATE VIEW totals AS SELECT c.name AS who, SUM(o.price) AS total FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY c.name;";
        c.execute(sqlx::raw_sql(AssertSqlSafe(made.to_owned()))).await.unwrap();
    });
    let memory = Arc::new(Memory::default());
    let tally = read(ImportKind::Mysql, &on(&server, "connect_shop"), &memory);
    assert_eq!((tally.records, tally.resolved, tally.not_understood.len()), (3, 1, 0), "{tally:?}");
    let found = datasets(&memory);
    let customers = &found["connect_shop.customers"];
    assert_eq!(customers.description.as_deref(), Some("who buys"));
    assert_eq!(customers.columns.as_ref().unwrap()[1].description.as_deref(), Some("as on the bill"));
    assert_eq!(found["connect_shop.orders"].references.as_ref().unwrap()[0].to[0].column, "id");
    assert!(
        arrows(&memory).contains(&"connect_shop.orders.price -> connect_shop.totals.total (sum)".to_owned()),
        "{:?}",
        arrows(&memory)
    );
}

#[test]
fn postgres_describes_itself() {
    let Some(server) = server("GARIM_TEST_POSTGRES_URL") else { return };
    run(async {
        let mut c = PgConnection::connect(&server).await.unwrap();
        let made = "DROP SCHEMA IF EXISTS connect CASCADE; CREATE SCHEMA connect;
            CREATE TABLE connect.customers (id INT PRIMARY KEY, name TEXT NOT NULL);
            COMMENT ON TABLE connect.customers IS 'who buys'; COMMENT ON COLUMN connect.customers.name IS 'as on the bill';
            CREATE TABLE connect.orders (id INT PRIMARY KEY, customer_id INT REFERENCES connect.customers (id), price NUMERIC(9,2));
            CREATE VIEW connect.totals AS SELECT c.name AS who, SUM(o.price) AS total
              FROM connect.orders o JOIN connect.customers c ON c.id = o.customer_id GROUP BY c.name;
            CREATE MATERIALIZED VIEW connect.names AS SELECT name FROM connect.customers;";
        c.execute(sqlx::raw_sql(AssertSqlSafe(made.to_owned()))).await.unwrap();
    });
    let memory = Arc::new(Memory::default());
    read(ImportKind::Postgres, &server, &memory);
    let database = server.rsplit('/').next().unwrap();
    let found = datasets(&memory);
    let customers = &found[&format!("{database}.connect.customers")];
    assert_eq!(customers.description.as_deref(), Some("who buys"));
    assert_eq!(customers.columns.as_ref().unwrap()[1].description.as_deref(), Some("as on the bill"));
    assert_eq!(customers.primary_key.as_deref(), Some(&["id".to_owned()][..]));
    let orders = &found[&format!("{database}.connect.orders")];
    assert_eq!(orders.references.as_ref().unwrap()[0].to[0].column, "id");
    assert_eq!(orders.columns.as_ref().unwrap()[2].data_type, "numeric(9,2)");
    let expected = format!("{database}.connect.orders.price -> {database}.connect.totals.total (sum)");
    assert!(arrows(&memory).contains(&expected), "{:?}", arrows(&memory));
}

/// As Hive's own scripts make it, as far as it is read; `~` stands for the engine's quotes.
const METASTORE: &str = "
    CREATE TABLE ~DBS~ (~DB_ID~ INT PRIMARY KEY, ~NAME~ VARCHAR(128));
    CREATE TABLE ~SDS~ (~SD_ID~ INT PRIMARY KEY, ~CD_ID~ INT, ~LOCATION~ VARCHAR(4000));
    CREATE TABLE ~TBLS~ (~TBL_ID~ INT PRIMARY KEY, ~DB_ID~ INT, ~TBL_NAME~ VARCHAR(256), ~TBL_TYPE~ VARCHAR(128), ~OWNER~ VARCHAR(767),
      ~CREATE_TIME~ INT, ~SD_ID~ INT, ~VIEW_EXPANDED_TEXT~ TEXT, ~VIEW_ORIGINAL_TEXT~ TEXT);
    CREATE TABLE ~COLUMNS_V2~ (~CD_ID~ INT, ~COLUMN_NAME~ VARCHAR(767), ~TYPE_NAME~ TEXT, ~COMMENT~ VARCHAR(256), ~INTEGER_IDX~ INT);
    CREATE TABLE ~PARTITION_KEYS~ (~TBL_ID~ INT, ~PKEY_NAME~ VARCHAR(128), ~PKEY_TYPE~ VARCHAR(767), ~PKEY_COMMENT~ VARCHAR(4000), ~INTEGER_IDX~ INT);
    CREATE TABLE ~PARTITIONS~ (~PART_ID~ INT PRIMARY KEY, ~TBL_ID~ INT, ~CREATE_TIME~ INT, ~PART_NAME~ VARCHAR(767));
    CREATE TABLE ~TABLE_PARAMS~ (~TBL_ID~ INT, ~PARAM_KEY~ VARCHAR(256), ~PARAM_VALUE~ TEXT);
    CREATE TABLE ~PARTITION_PARAMS~ (~PART_ID~ INT, ~PARAM_KEY~ VARCHAR(256), ~PARAM_VALUE~ VARCHAR(4000));
    INSERT INTO ~PARTITION_PARAMS~ VALUES (1, 'numRows', '12'), (1, 'totalSize', '340'), (2, 'numRows', '-1');
    INSERT INTO ~DBS~ VALUES (1, 'shop'), (2, 'mart');
    INSERT INTO ~SDS~ VALUES (1, 11, 'hdfs://nn:8020/shop/orders'), (2, 12, NULL);
    INSERT INTO ~COLUMNS_V2~ VALUES (11, 'price', 'bigint', 'in won', 1), (11, 'id', 'int', NULL, 0), (12, 'dt', 'string', NULL, 0), (12, 'total', 'bigint', NULL, 1);
    INSERT INTO ~TBLS~ VALUES (7, 1, 'orders', 'EXTERNAL_TABLE', 'kim', 1700000000, 1, NULL, NULL),
      (8, 2, 'daily', 'VIRTUAL_VIEW', 'lee', 1700000000, 2, 'select `orders`.`dt`, sum(`orders`.`price`) as `total` from `shop`.`orders` group by `orders`.`dt`', 'select dt, sum(price) total from orders group by dt');
    INSERT INTO ~PARTITION_KEYS~ VALUES (7, 'dt', 'string', 'the day', 0);
    INSERT INTO ~PARTITIONS~ VALUES (1, 7, 1700000100, 'dt=20201025'), (2, 7, 1700000090, 'dt=20201024');
    INSERT INTO ~TABLE_PARAMS~ VALUES (7, 'comment', 'all orders'), (7, 'numRows', '0'), (7, 'transient_lastDdlTime', '1700000050');";

/// Imports a metastore twice: the second time nothing is read again but what has changed.
fn metastore(url: &str, alter: impl FnOnce()) {
    let memory = Arc::new(Memory::default());
    let tally = read(ImportKind::HiveMetastore, url, &memory);
    assert_eq!((tally.records, tally.resolved, tally.not_understood.len()), (2, 1, 0), "{tally:?}");
    let orders = datasets(&memory)["shop.orders"].clone();
    let columns: Vec<(String, bool)> = orders.columns.unwrap().into_iter().map(|c| (c.name, c.partition)).collect();
    assert_eq!(columns, [("id".to_owned(), false), ("price".to_owned(), false), ("dt".to_owned(), true)]);
    assert_eq!(
        (orders.description.as_deref(), orders.rows, orders.bytes, orders.owners),
        (Some("all orders"), Some(12), Some(340), Some(vec!["kim".to_owned()]))
    );
    assert_eq!(orders.changed.unwrap().micros(), 1_700_000_100_000_000);
    assert!(arrows(&memory).contains(&"shop.orders.price -> mart.daily.total (sum)".to_owned()), "{:?}", arrows(&memory));
    alter();
    let before = memory.facts.lock().unwrap().len();
    read(ImportKind::HiveMetastore, url, &memory);
    let facts = memory.facts.lock().unwrap();
    let again: Vec<&Fact> = facts[before..].iter().collect();
    assert!(
        matches!(again.as_slice(), [Fact::Unchanged(same), Fact::Dataset(changed)] if same.name() == "mart.daily" && changed.key.name() == "shop.orders"),
        "{again:?}"
    );
}

#[test]
fn a_metastore_in_mariadb() {
    let Some(server) = server("GARIM_TEST_MYSQL_URL") else { return };
    let execute = |sql: String| {
        run(async {
            let mut c = MySqlConnection::connect(&server).await.unwrap();
            c.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
        });
    };
    let made = METASTORE.replace('~', "`");
    execute(format!("DROP DATABASE IF EXISTS connect_hive; CREATE DATABASE connect_hive; USE connect_hive; {made}"));
    metastore(&on(&server, "connect_hive"), || {
        execute(
            "UPDATE connect_hive.TABLE_PARAMS SET PARAM_VALUE = '1700000999' WHERE PARAM_KEY = 'transient_lastDdlTime'"
                .to_owned(),
        );
    });
}

#[test]
fn a_metastore_in_postgres() {
    let Some(server) = server("GARIM_TEST_POSTGRES_URL") else { return };
    let execute = |sql: String| {
        run(async {
            let mut c = PgConnection::connect(&server).await.unwrap();
            c.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
        });
    };
    execute(format!(
        "DROP SCHEMA IF EXISTS hive CASCADE; CREATE SCHEMA hive; SET search_path TO hive; {}",
        METASTORE.replace('~', "\"")
    ));
    metastore(&format!("{server}?options=-c%20search_path%3Dhive"), || {
        execute("INSERT INTO hive.\"PARTITIONS\" VALUES (3, 7, 1700000200, 'dt=20201026')".to_owned());
    });
}

#[test]
fn superset_shows_its_dashboards_and_who_looked() {
    let (_folder, url) = sqlite(
        r#"CREATE TABLE dbs (id INTEGER, database_name TEXT, sqlalchemy_uri TEXT);
        INSERT INTO dbs VALUES (1, 'shop', 'postgresql://kim:XXXX@db/shop');
        CREATE TABLE tables (id INTEGER, table_name TEXT, schema TEXT, sql TEXT, database_id INTEGER);
        INSERT INTO tables VALUES (1, 'daily', 'mart', NULL, 1), (2, 'big', 'mart', 'select name from customers where email = ''kim@example.com''', 1);
        CREATE TABLE slices (id INTEGER, slice_name TEXT, description TEXT, datasource_id INTEGER, params TEXT);
        INSERT INTO slices VALUES (1, 'Sales', NULL, 1, '{"groupby": ["day"], "metrics": [{"column": {"column_name": "total"}}], "adhoc_filters": [{"subject": "region", "comparator": "kim@example.com"}]}'), (2, 'Names', NULL, 2, '{}');
        CREATE TABLE dashboards (id INTEGER, dashboard_title TEXT, description TEXT, slug TEXT, published BOOLEAN, certified_by TEXT, changed_on DATETIME);
        INSERT INTO dashboards VALUES (5, 'Weekly', 'the week', 'weekly', 1, 'lee', '2026-11-01 10:00:00.000000');
        CREATE TABLE dashboard_slices (id INTEGER, dashboard_id INTEGER, slice_id INTEGER);
        INSERT INTO dashboard_slices VALUES (1, 5, 1), (2, 5, 2);
        CREATE TABLE dashboard_user (id INTEGER, user_id INTEGER, dashboard_id INTEGER);
        INSERT INTO dashboard_user VALUES (1, 3, 5);
        CREATE TABLE ab_user (id INTEGER, username TEXT); INSERT INTO ab_user VALUES (3, 'kim');
        CREATE TABLE logs (id INTEGER, action TEXT, user_id INTEGER, dashboard_id INTEGER, dttm DATETIME);
        INSERT INTO logs VALUES (1, 'mount_dashboard', 3, 5, '2026-11-20 01:00:00'), (2, 'mount_dashboard', 3, 5, '2026-11-20 02:00:00'),
          (3, 'explore', 3, NULL, '2026-11-20 02:00:00'), (4, 'DashboardRestApi.get', 3, 5, '2026-11-20 02:00:00');"#,
    );
    let memory = Arc::new(Memory::default());
    read(ImportKind::Superset, &url, &memory);
    read(ImportKind::Superset, &url, &memory);
    let facts = memory.facts.lock().unwrap();
    let shown = serde_json::to_string(&*facts).unwrap();
    assert!(!shown.contains("kim@example.com") && !shown.contains("XXXX"));
    let dashboard = facts.iter().find_map(|f| if let Fact::Dashboard(d) = f { Some(d) } else { None }).unwrap();
    assert_eq!(
        (dashboard.title.as_str(), dashboard.owners[0].as_str(), dashboard.certified_by.as_deref()),
        ("Weekly", "kim", Some("lee"))
    );
    let columns: Vec<String> = dashboard.charts[0].columns.iter().map(ToString::to_string).collect();
    assert_eq!(columns, ["w/shop.mart.daily.day", "w/shop.mart.daily.region", "w/shop.mart.daily.total"]);
    assert_eq!(dashboard.charts[1].datasets[0].to_string(), "w/shop.mart.customers");
    let views: Vec<u64> = facts.iter().filter_map(|f| if let Fact::Views(v) = f { Some(v.views) } else { None }).collect();
    assert_eq!(views, [2], "two looks, once");
}

#[test]
fn airflow_shows_its_dags_and_runs() {
    let (_folder, url) = sqlite(
        r#"CREATE TABLE dag (dag_id TEXT, description TEXT, owners TEXT, timetable_summary TEXT, is_paused BOOLEAN, fileloc TEXT, is_stale BOOLEAN);
        INSERT INTO dag VALUES ('daily', 'the day', 'data, kim', '@daily', 0, '/dags/daily.py', 0), ('old', 'once', 'kim', NULL, 0, '/dags/old.py', 1);
        CREATE TABLE dag_tag (name TEXT, dag_id TEXT); INSERT INTO dag_tag VALUES ('mart', 'daily');
        CREATE TABLE serialized_dag (dag_id TEXT, last_updated DATETIME, data TEXT);
        INSERT INTO serialized_dag VALUES
          ('old', '2026-11-20', '{"dag": {"tasks": [{"__var": {"task_id": "load", "sql": "insert into mart.old select a from shop.gone"}}]}}'),
          ('daily', '2026-11-19 00:00:00', '{"dag": {"tasks": [{"__var": {"task_id": "load", "sql": "insert into mart.daily (total) select old from shop.orders"}}]}}'),
          ('daily', '2026-11-20 00:00:00', '{"dag": {"tasks": [
          {"__var": {"task_id": "load", "_task_type": "SQLExecuteQueryOperator", "downstream_task_ids": ["check"], "sql": "insert into mart.daily (total) select sum(price) from shop.orders where dt = ''{{ ds }}''"}},
          {"__var": {"task_id": "check", "_task_type": "BashOperator", "downstream_task_ids": []}}]}}');
        CREATE TABLE dag_run (dag_id TEXT, run_id TEXT, start_date DATETIME, end_date DATETIME, state TEXT);
        INSERT INTO dag_run VALUES ('daily', 'scheduled__1', '2026-11-20 01:00:00', '2026-11-20 01:05:00', 'success');
        CREATE TABLE task_instance (dag_id TEXT, task_id TEXT, run_id TEXT, start_date DATETIME, end_date DATETIME, state TEXT, try_number INTEGER);
        INSERT INTO task_instance VALUES ('daily', 'load', 'scheduled__1', '2026-11-20 01:00:00', '2026-11-20 01:04:00', 'success', 1),
          ('daily', 'check', 'scheduled__1', '2026-11-20 01:04:00', NULL, 'running', 2);"#,
    );
    let memory = Arc::new(Memory::default());
    read(ImportKind::Airflow, &url, &memory);
    assert_eq!(arrows(&memory), ["shop.orders.dt ~> mart.daily (filter)", "shop.orders.price -> mart.daily.total (sum)"]);
    let runs = |memory: &Memory| memory.facts.lock().unwrap().iter().filter(|f| matches!(f, Fact::Run(_))).count();
    assert_eq!(runs(&memory), 3);
    read(ImportKind::Airflow, &url, &memory);
    assert_eq!(runs(&memory), 4, "what still runs is told again, what has ended is not");
    let facts = memory.facts.lock().unwrap();
    let check = facts
        .iter()
        .find_map(|f| if let Fact::Job(j) = f { Some(j).filter(|j| j.key.name() == "daily.check") } else { None })
        .unwrap();
    assert_eq!(check.after.as_ref().unwrap()[0].name(), "daily.load");
}

#[test]
fn other_databases_are_refused_with_what_would_be_accepted() {
    let (_folder, url) = sqlite("CREATE TABLE t (a INTEGER)");
    for (kind, url, word) in [
        (ImportKind::Superset, url.as_str(), "dashboards"),
        (ImportKind::Airflow, &url, "task_instance"),
        (ImportKind::HiveMetastore, &url, "TBLS"),
        (ImportKind::Postgres, &url, "another database"),
        (ImportKind::Sqlite, "oracle://s3cret@host", "postgres"),
    ] {
        let opened = run(garim_ports::Connect::open(
            &crate::Connector,
            ask(kind, ImportFrom::Database(url.to_owned())),
            Arc::new(Memory::default()),
        ));
        let error = opened.err().unwrap().to_string();
        assert!(error.contains(word) && !error.contains("s3cret"), "{error}");
    }
}
