//! The example's SQL, run by SQLite over the rows that the pipeline would have let in, gives what the reference gives. Two engines
//! and two ways of thinking have to agree.

use std::{collections::BTreeMap, path::Path};

use garim_core::asset::{JobKind, MetricKind};
use sqlx::{AssertSqlSafe, Connection, Executor, Row, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{raw, reference, shop};

/// What SQLite lacks, or says in another way.
fn dialect(sql: &str, dt: &str, before: &str) -> String {
    let day = |column: &str| format!("strftime('%Y%m%d', CAST({column} AS BIGINT) + 32400, 'unixepoch')");
    sql.replace("business_day(d_first_access)", &day("d_first_access"))
        .replace("business_day(d_first_purchase)", &day("d_first_purchase"))
        .replace("$previous_day", &format!("'{before}'"))
        .replace("$day", &format!("'{dt}'"))
}

async fn run(db: &mut SqliteConnection, sql: String) {
    db.execute(AssertSqlSafe(sql)).await.unwrap();
}

/// The raw rows as partitions: each key once, late ones only within three days.
async fn partitions(db: &mut SqliteConnection, root: &Path) -> Vec<String> {
    for schema in ["shop", "mart"] {
        run(db, format!("ATTACH ':memory:' AS {schema}")).await;
    }
    run(db, format!("ATTACH '{}' AS raw", root.join("sources/shop.db").display())).await;
    run(db, "CREATE TABLE shop.access (a_id, a_tag, a_time, a_uid, dt, UNIQUE (a_id, a_tag, a_time, a_uid))".to_owned()).await;
    run(db, "CREATE TABLE shop.purchase (p_time, p_uid, p_amount, dt)".to_owned()).await;
    run(db, "CREATE TABLE mart.dim_user (d_uid, d_name, d_gender, d_acount, d_pamount, d_pcount, d_first_access, d_first_purchase, dt)".to_owned()).await;
    run(db, "CREATE TABLE mart.session (d_uid, d_logins, d_seconds, dt)".to_owned()).await;
    let raw = raw(root).await.unwrap();
    let dt = |time: i64| (chrono::DateTime::from_timestamp(time + 32_400, 0).unwrap()).format("%Y%m%d").to_string();
    let in_time = |time: i64, arrived: i64| {
        let day = (time + 32_400).div_euclid(86_400);
        (raw.first..=raw.last).contains(&day) && arrived - day <= 3
    };
    let mut tx = db.begin().await.unwrap();
    for e in raw.access.iter().filter(|e| in_time(e.time, e.arrived)) {
        // NULLs never conflict in a unique key, so nobody is -1 here.
        let sql = "INSERT OR IGNORE INTO shop.access VALUES (?, ?, ?, ?, ?)";
        let time = e.time.to_string();
        sqlx::query(sql)
            .bind(&e.act)
            .bind(&e.tag)
            .bind(time)
            .bind(e.uid.unwrap_or(-1))
            .bind(dt(e.time))
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    for p in raw.purchases.iter().filter(|p| in_time(p.time, p.arrived)) {
        let sql = "INSERT INTO shop.purchase VALUES (?, ?, ?, ?)";
        sqlx::query(sql).bind(p.time.to_string()).bind(p.uid).bind(p.amount).bind(dt(p.time)).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    run(db, "UPDATE shop.access SET a_uid = NULL WHERE a_uid = -1".to_owned()).await;
    run(db, "CREATE TABLE shop.user AS SELECT *, '' AS dt FROM raw.user".to_owned()).await;
    (raw.first..=raw.last).map(|day| dt(day * 86_400)).collect()
}

#[tokio::test]
async fn the_example_s_sql_agrees_with_the_reference() {
    let dir = tempfile::tempdir().unwrap();
    shop(dir.path(), 2000, 5).await;
    let project = garim_project::load(dir.path()).unwrap_or_else(|report| panic!("{report}"));
    // A file, since everything attached to a database in memory is in memory too.
    let options = SqliteConnectOptions::new().filename(dir.path().join("check.db")).create_if_missing(true);
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    let days = partitions(&mut db, dir.path()).await;
    let mut before = "20201024".to_owned();
    for (dt, expected) in days.iter().zip(reference(dir.path()).await.unwrap()) {
        run(&mut db, format!("UPDATE shop.user SET dt = '{dt}'")).await;
        for job in &project.pipelines[0].jobs {
            if let JobKind::Transform { dataset, sql, .. } = &job.kind
                && dataset.schema() == "mart"
            {
                let select = dialect(sql, dt, &before);
                run(&mut db, format!("INSERT INTO {dataset} SELECT *, '{dt}' FROM ({select})")).await;
            }
        }
        let mut found: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for metric in &project.metrics {
            let MetricKind::Simple { dataset, .. } = &metric.kind else { continue };
            let sql = garim_project::metric_sql(metric, project.contract(dataset)).unwrap();
            let row = sqlx::query(AssertSqlSafe(dialect(&sql, dt, &before))).fetch_one(&mut db).await.unwrap();
            found.insert(metric.name.as_str(), Some(row.get::<i64, _>(0).to_string()));
        }
        for (name, value) in found {
            assert_eq!(Some(&value), expected.values.get(name), "{name} on {dt}");
        }
        before.clone_from(dt);
    }
}
