//! A shop small enough to be read: its sources are SQLite tables and CSV files that a test changes as it likes.

use chrono::NaiveDateTime;
use sqlx::{AssertSqlSafe, ConnectOptions, sqlite::SqliteConnectOptions};

use crate::project::Project;

/// Epoch seconds of a time in Seoul, such as `2020-10-25T14:59:59`.
pub fn at(text: &str) -> i64 {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").unwrap().and_utc().timestamp() - 9 * 3600
}

/// Runs something asynchronous to its end.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Runs statements on a SQLite file, made if it is not there.
pub fn sqlite(path: &std::path::Path, sql: &str) {
    wait(async {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut db = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
        sqlx::Connection::close(db).await.unwrap();
    });
}

pub const HEADER: &str = "a_id,a_tag,a_time,a_timestamp,a_uid\n";

/// The shop: four people, and two days on which they come and buy.
pub fn shop() -> Project {
    let project = Project::lgde();
    std::fs::create_dir_all(project.path("sources/access")).unwrap();
    let shop = Shop(&project);
    shop.db(
        "CREATE TABLE user (u_id INTEGER PRIMARY KEY, u_name TEXT, u_gender TEXT, u_signup INTEGER, u_email TEXT, u_phone TEXT, u_address TEXT);
         CREATE TABLE purchase (p_time TEXT, p_uid INTEGER, p_id INTEGER, p_name TEXT, p_amount INTEGER);
         INSERT INTO user VALUES (1, '김하나', 'F', 20200101, 'hana@example.com', '010-1111-2222', '서울특별시 종로구 자하문로 1'),
                                 (2, '이두리', 'M', 20201025, NULL, '010-3333-4444', NULL),
                                 (42, '남궁가림', 'F', 20190909, 'garim.namgung42@example.org', '010-7531-9042', '제주특별자치도 제주시 연삼로 4242'),
                                 (5, NULL, NULL, 20200505, NULL, NULL, NULL)",
    );
    shop.bought("2020-10-25T09:00:00", "42", "12000");
    shop.bought("2020-10-25T10:00:00", "1", "500");
    shop.bought("2020-10-25T11:00:00", "NULL", "70");
    shop.bought("2020-10-26T00:00:00", "42", "-2000");
    shop.bought("2020-10-26T08:00:00", "2", "900");
    shop.log(
        "1",
        &[("login", "2020-10-25T08:00:00", "42"), ("logout", "2020-10-25T08:10:00", "42"), ("login", "2020-10-25T23:59:59", "1")],
    );
    shop.log(
        "2",
        &[("login", "2020-10-26T00:00:00", "2"), ("login", "2020-10-26T07:00:00", "42"), ("logout", "2020-10-26T07:00:30", "42")],
    );
    project
}

/// What happens in a shop.
pub struct Shop<'a>(pub &'a Project);

impl Shop<'_> {
    /// Runs statements on the shop's database.
    pub fn db(&self, sql: &str) {
        sqlite(&self.0.path("sources/shop.db"), sql);
    }

    /// A purchase; who and how much are SQL.
    pub fn bought(&self, time: &str, uid: &str, amount: &str) {
        self.db(&format!("INSERT INTO purchase VALUES ('{}', {uid}, 7, '사과', {amount})", at(time)));
    }

    /// A file of the access log.
    pub fn log(&self, name: &str, rows: &[(&str, &str, &str)]) {
        let row = |(act, time, uid): &(&str, &str, &str)| format!("{act},web,{},,{uid}\n", at(time));
        self.0.write(&format!("sources/access/{name}.csv"), format!("{HEADER}{}", rows.iter().map(row).collect::<String>()));
    }
}
