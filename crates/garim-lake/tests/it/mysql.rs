//! A real MariaDB, where there is one: `GARIM_TEST_MYSQL_URL=mysql://user@127.0.0.1:port/database`.

use garim_core::schema::LogicalType;
use garim_ports::{Lake, SourceLocation, SourceQuery};
use sqlx::{AssertSqlSafe, ConnectOptions, mysql::MySqlConnectOptions};

use crate::{
    shop::{name, purchase, user},
    world::{World, at},
};

struct Server {
    url: String,
}

impl Server {
    /// `None`, and a word of it, where there is no server and none is demanded.
    fn find() -> Option<Self> {
        let url = std::env::var("GARIM_TEST_MYSQL_URL").ok();
        let demanded = std::env::var_os("CI").is_some() || std::env::var_os("GARIM_REQUIRE_SERVERS").is_some();
        assert!(url.is_some() || !demanded, "set GARIM_TEST_MYSQL_URL to a MariaDB of the tests' own");
        if url.is_none() {
            eprintln!("skipped: GARIM_TEST_MYSQL_URL is not set");
        }
        url.map(|url| Self { url })
    }

    async fn sql(&self, sql: &str) {
        let options: MySqlConnectOptions = self.url.parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }

    fn table(&self, table: &str) -> SourceQuery {
        let location = SourceLocation::Table { url: self.url.clone(), table: table.to_owned() };
        SourceQuery { location, shown_as: format!("crm.{table}"), from: None }
    }
}

#[tokio::test]
async fn people_come_from_mariadb() {
    let Some(server) = Server::find() else { return };
    server
        .sql(
            "DROP TABLE IF EXISTS lake_user;
             CREATE TABLE lake_user (u_id INT PRIMARY KEY, u_name VARCHAR(40), u_gender ENUM('F','M'), u_signup INT) CHARSET utf8mb4;
             INSERT INTO lake_user VALUES (1, '김가림', 'F', 20200101), (2, '이몽룡', NULL, 20201025)",
        )
        .await;
    let mut world = World::new();
    let done = world.run(&user(), "2020-10-25", server.table("lake_user")).await.unwrap();
    assert_eq!(done.counts(0), "read 2, kept 2");
    assert_eq!(world.show(&user()).await, "1025 #1 s김가림 F 20200101 -\n1025 #2 s이몽룡 - 20201025 -");
}

#[tokio::test]
async fn only_rows_since_an_instant_and_those_that_cannot_be_compared() {
    let Some(server) = Server::find() else { return };
    let t = [at("21T10:00:00"), at("25T10:00:00")];
    server
        .sql(&format!(
            "DROP TABLE IF EXISTS `lake ``purchase`;
             CREATE TABLE `lake ``purchase` (p_time VARCHAR(20), p_uid INT, p_id INT, p_name VARCHAR(40), p_amount BIGINT);
             INSERT INTO `lake ``purchase` VALUES ('{}', 1, 1, 'a', 1), ('{}', 1, 1, 'a', -9000000000), ('soon', 1, 1, 'a', 1), (NULL, 1, 1, 'a', 1)",
            t[0], t[1]
        ))
        .await;
    let mut world = World::new();
    let source = SourceQuery { from: Some((name("p_time"), at("22T00:00:00"))), ..server.table("lake `purchase") };
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.counts(0), "read 3, quarantined 3");
    assert_eq!(done.total, 2, "{}", done.contradictions());
}

#[tokio::test]
async fn declared_types_are_told_and_a_changed_one_contradicts() {
    let Some(server) = Server::find() else { return };
    server
        .sql(&format!(
            "DROP TABLE IF EXISTS lake_types;
             CREATE TABLE lake_types (p_time BIGINT, p_uid INT, p_id BIGINT UNSIGNED, p_name TEXT, p_amount DECIMAL(12,2), at DATETIME(6), d DATE, f DOUBLE);
             INSERT INTO lake_types VALUES ({}, 2, 18446744073709551615, 'x', 6.30, '2020-10-25 01:02:03.5', '2020-10-25', 0.1)",
            at("25T10:00:00")
        ))
        .await;
    let mut world = World::new();
    let peek = world.lake.peek(&server.table("lake_types"), 3).await.unwrap();
    use LogicalType as L;
    let types: Vec<_> = peek.columns.iter().filter_map(|c| c.logical).collect();
    assert_eq!(types, [L::Integer, L::Integer, L::Integer, L::String, L::Decimal, L::Timestamp, L::Date, L::Number]);
    let done = world.run(&purchase(), "2020-10-25", server.table("lake_types")).await.unwrap();
    let said = done.contradictions();
    assert!(said.contains("crm.lake_types: column `p_time`: the source's type was `string` and is now `bigint`"), "{said}");
    assert!(said.contains("crm.lake_types:1: column `p_id`: expected `integer`, found an integer beyond 64 bits"), "{said}");
    assert!(said.contains("crm.lake_types:1: column `p_amount`: expected `integer`, found a number with a fraction"), "{said}");
}

#[tokio::test]
async fn an_address_is_never_told() {
    let world = World::new();
    for url in ["mysql://kim:s3cret@127.0.0.1:1/shop", "mysql://kim:s3cret@[::bad/shop", "postgres://kim:s3cret@h/shop"] {
        let location = SourceLocation::Table { url: url.to_owned(), table: "t".to_owned() };
        let error = world.lake.peek(&SourceQuery { location, shown_as: "crm".to_owned(), from: None }, 1).await.err().unwrap();
        let said = error.for_operator();
        assert!(said.contains("`crm`") && !said.contains("s3cret") && !said.contains("kim"), "{said}");
    }
}
