//! A shop of somebody else: tables in a real MariaDB, logs as CSV files, days that begin at Seoul's midnight; the KPIs are held
//! against plain Rust over the same raw rows. `GARIM_TEST_MYSQL_URL=mysql://user@127.0.0.1:port/database` says where it is.

use std::{collections::BTreeMap, io::Write};

use flate2::{Compression, write::GzEncoder};
use sqlx::{AssertSqlSafe, ConnectOptions, mysql::MySqlConnectOptions};

use crate::{
    project::Project,
    reference::{Access, DayKpis, Purchase, Raw, kpis},
    shop::{at, wait},
};

/// 2020-10-25 in Seoul, in days since 1970.
const FIRST: i64 = 18_560;
const DAYS: i64 = 6;

/// A database of this test's own; `None`, and a word of it, where there is no server and none is demanded.
fn database(name: &str) -> Option<String> {
    let url = std::env::var("GARIM_TEST_MYSQL_URL").ok();
    let demanded = std::env::var_os("CI").is_some() || std::env::var_os("GARIM_REQUIRE_SERVERS").is_some();
    assert!(url.is_some() || !demanded, "set GARIM_TEST_MYSQL_URL to a MariaDB of the tests' own");
    let Some(url) = url else {
        eprintln!("skipped: GARIM_TEST_MYSQL_URL is not set");
        return None;
    };
    mysql(&url, &format!("DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARSET utf8mb4"));
    Some(format!("{}/{name}", url.rsplit_once('/').unwrap().0))
}

fn mysql(url: &str, sql: &str) {
    wait(async {
        let options: MySqlConnectOptions = url.parse().unwrap();
        let mut db = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
    });
}

/// A congruence instead of chance: the same rows every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % n).unwrap()
    }
}

/// Rows as they arrive, day by day, and the same as the reference takes them.
struct World {
    url: String,
    project: Project,
    raw: Raw,
}

impl World {
    fn new(url: String) -> Self {
        let mut project = Project::lgde();
        project.edit("garim.toml", |t| {
            let sales = t.replacen("\"sqlite:sources/shop.db\"", "\"env:SALES_URL\"", 1);
            sales.replacen("\"sqlite:sources/shop.db\"", "\"env:CRM_URL\"", 1)
        });
        project.variable("SALES_URL", &url);
        project.variable("CRM_URL", &url.replace("mysql://", "mariadb://"));
        std::fs::create_dir_all(project.path("sources/access")).unwrap();
        mysql(
            &url,
            "CREATE TABLE user (u_id INT UNSIGNED PRIMARY KEY, u_name VARCHAR(40), u_gender CHAR(1), u_signup INT, u_email VARCHAR(80));
             CREATE TABLE purchase (p_time VARCHAR(20) NOT NULL, p_uid INT, p_id INT NOT NULL, p_name TEXT, p_amount INT)",
        );
        let raw = Raw { first: FIRST, last: FIRST + DAYS - 1, late_days: 3, ..Raw::default() };
        Self { url, project, raw }
    }

    fn sign_up(&mut self, id: i64, name: &str, signup: i64) {
        mysql(
            &self.url,
            &format!("INSERT INTO user VALUES ({id}, '{name}', IF({id} % 7 = 0, NULL, 'F'), {signup}, '{id}@example.com')"),
        );
        *self.raw.signups.entry(signup).or_default() += 1;
    }

    /// Purchases that arrive on a day.
    fn sell(&mut self, arrived: i64, sales: &[(i64, Option<i64>, Option<i64>)]) {
        let sql = |v: Option<i64>| v.map_or("NULL".to_owned(), |v| v.to_string());
        let row = |(time, uid, amount): &(i64, Option<i64>, Option<i64>)| {
            format!("('{time}', {}, 3, '배 \\'3kg\\'', {})", sql(*uid), sql(*amount))
        };
        let rows: Vec<String> = sales.iter().map(row).collect();
        mysql(&self.url, &format!("INSERT INTO purchase VALUES {}", rows.join(", ")));
        self.raw.purchases.extend(sales.iter().map(|(time, uid, amount)| Purchase {
            arrived,
            time: *time,
            uid: *uid,
            amount: *amount,
        }));
    }

    /// The log that arrives on a day: plain on odd days, gzip on even ones, its columns in another order every third.
    fn log(&mut self, arrived: i64, rows: &[(&str, &str, i64, Option<i64>)]) {
        let turned = arrived % 3 == 0;
        let mut text =
            if turned { "a_uid,a_timestamp,a_time,a_tag,a_id\n" } else { "a_id,a_tag,a_time,a_timestamp,a_uid\n" }.to_owned();
        for (act, tag, time, uid) in rows {
            let who = uid.map(|u| u.to_string()).unwrap_or_default();
            let row =
                if turned { format!("{who},,{time},{tag},{act}\n") } else { format!("{act},{tag},{time},{},{who}\n", time + 5) };
            text.push_str(&row);
            let (act, tag) = ((*act).to_owned(), (*tag).to_owned());
            self.raw.access.push(Access { arrived, act, tag, time: *time, uid: *uid });
        }
        if arrived % 2 == 0 {
            let mut zip = GzEncoder::new(Vec::new(), Compression::fast());
            zip.write_all(text.as_bytes()).unwrap();
            self.project.write(&format!("sources/access/log{arrived}.csv.gz"), zip.finish().unwrap());
        } else {
            self.project.write(&format!("sources/access/log{arrived}.csv"), text);
        }
    }

    fn run(&self, day: i64) {
        let date = chrono::NaiveDate::default() + chrono::Duration::days(day);
        self.project.day(&date.to_string()).succeeded();
    }

    #[track_caller]
    fn agrees(&self) {
        let expected: BTreeMap<(String, String), Option<String>> = kpis(&self.raw)
            .into_iter()
            .flat_map(|DayKpis { dt, values }| values.into_iter().map(move |(n, v)| ((dt.clone(), n.to_owned()), v)))
            .collect();
        let found = self.project.kpis();
        for (key, value) in &expected {
            assert_eq!(found.get(key), Some(value), "{key:?}");
        }
        assert_eq!(found.len(), expected.len());
    }
}

/// What happened by hand: midnights, ties, twins, refunds, guests, and sessions of every sad kind.
fn by_hand(world: &mut World) {
    let midnight = at("2020-10-26T00:00:00");
    assert_eq!(midnight % 86_400, 15 * 3600, "15:00 UTC");
    world.log(
        FIRST,
        &[
            ("login", "web", midnight - 1, Some(1)),    // 14:59:59Z: still the 25th
            ("login", "web", midnight - 1, Some(1)),    // the same row twice
            ("login", "ios", midnight - 1, Some(1)),    // another device: another row
            ("logout", "web", midnight, Some(1)),       // the 26th, on its way
            ("logout", "web", midnight - 900, Some(2)), // a logout alone
            ("login", "web", midnight - 800, Some(3)),
            ("login", "web", midnight - 700, Some(3)), // two logins, then a logout
            ("logout", "web", midnight - 650, Some(3)),
            ("logout", "web", midnight - 600, Some(3)), // closes nothing
            ("logout", "web", midnight - 500, Some(4)), // a tie: the login comes first
            ("login", "web", midnight - 500, Some(4)),
            ("login", "web", midnight - 400, None),
            ("login", "web", at("2020-10-25T00:00:00") - 1, Some(5)), // before the start
            ("logout", "web", at("2020-10-25T00:00:00"), Some(6)),
        ],
    );
    world.sell(
        FIRST,
        &[
            (midnight - 1, Some(1), Some(1000)),
            (midnight - 1, Some(1), Some(1000)), // twins are two purchases
            (midnight, Some(1), Some(50)),       // the next day's
            (midnight - 5, None, Some(300)),
            (midnight - 6, Some(9), None),
            (midnight - 7, Some(8), Some(-40)), // only ever a refund
            (at("2020-10-25T00:00:00") - 1, Some(1), Some(777_777)),
        ],
    );
    world.log(
        FIRST + 1,
        &[
            ("login", "web", midnight - 1, Some(1)),
            ("login", "web", midnight - 2, Some(7)),
            ("login", "web", midnight + 10, Some(7)),
        ],
    );
    world.sell(
        FIRST + 1,
        &[
            (midnight - 30, Some(7), Some(2_000_000_000)),
            (midnight + 30, Some(1), Some(2_000_000_000)),
            (midnight + 31, Some(3), Some(-1000)),
        ],
    );
}

#[test]
fn the_kpis_of_another_shop_are_right() {
    let Some(url) = database("garim_kpis") else { return };
    let mut world = World::new(url);
    let mut dice = Dice(7);
    for id in 1..=40 {
        world.sign_up(id, "왕건", [20_201_025, 20_201_027, 20_190_101][usize::try_from(dice.below(3)).unwrap()]);
    }
    by_hand(&mut world);
    world.run(FIRST);
    world.run(FIRST + 1);
    for day in FIRST + 2..FIRST + DAYS {
        let start = day * 86_400 - 9 * 3600;
        let mut rows = Vec::new();
        for _ in 0..60 {
            // Late by up to five days; after three the contract takes none.
            let time =
                start - [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5][usize::try_from(dice.below(11)).unwrap()] * 86_400 + dice.below(86_400);
            let act = if dice.below(3) == 0 { "logout" } else { "login" };
            rows.push((act, "web", time, (dice.below(20) > 0).then(|| 1 + dice.below(12))));
            if dice.below(5) == 0 {
                rows.push(*rows.last().unwrap());
            }
        }
        // The last second of this day and the first of the next.
        rows.push(("login", "web", start + 86_399, Some(30)));
        rows.push(("login", "web", start + 86_400, Some(31)));
        world.log(day, &rows);
        let mut sales =
            vec![(start, Some(20), Some(1)), (start + 86_399, Some(21), Some(2)), (start + 86_400, Some(22), Some(4))];
        for _ in 0..15 {
            let time = start - [0, 0, 0, 1, 3, 4][usize::try_from(dice.below(6)).unwrap()] * 86_400 + dice.below(86_400);
            sales.push((
                time,
                (dice.below(6) > 0).then(|| 1 + dice.below(40)),
                (dice.below(9) > 0).then(|| dice.below(90_000) - 20_000),
            ));
        }
        world.sell(day, &sales);
        world.run(day);
    }
    world.agrees();
    // An empty database reads as an empty day, and a day that ran twice is the same day.
    world.run(FIRST + DAYS - 1);
    world.agrees();
}

#[test]
fn a_server_that_changed_a_type_contradicts() {
    let Some(url) = database("garim_types") else { return };
    let mut world = World::new(url.clone());
    world.sign_up(1, "왕건", 20_201_025);
    by_hand(&mut world);
    world.run(FIRST);
    mysql(&url, "ALTER TABLE purchase MODIFY p_amount DECIMAL(20,1); UPDATE purchase SET p_amount = 86753.7 WHERE p_amount = 50");
    let refused = world.project.day("2020-10-26");
    assert_eq!(refused.code, 1, "{}", refused.all());
    let report = refused.json();
    let run = &crate::project::job(&report, "ingest:shop.purchase")["run"];
    assert_eq!((&run["state"], &run["contradictions"][0]["column"]), (&"quarantined".into(), &"p_amount".into()), "{run:#}");
    // A value that no time of day or duration spells by chance.
    assert!(!refused.all().contains("86753.7"));
    assert_eq!(world.project.sql("select value from metrics.dr"), ["2000002260"]);
}

#[test]
fn a_column_that_shows_mails_late_is_protected_from_the_first_byte() {
    let Some(url) = database("garim_late") else { return };
    let mut world = World::new(url.clone());
    world.sign_up(1, "왕건", 20_201_025);
    by_hand(&mut world);
    mysql(
        &url,
        &format!(
            "INSERT INTO purchase
             SELECT '{}', 1, seq, IF(seq <= 10000, CONCAT('배 ', seq, 'kg'), CONCAT('late.', seq, '@example.net')), 10 FROM seq_1_to_13000",
            at("2020-10-25T09:00:00")
        ),
    );
    let report = world.project.day("2020-10-25").succeeded().json();
    let notes = crate::project::job(&report, "ingest:shop.purchase")["run"]["notes"].to_string();
    // Texts of which some are mails: what is told of such a column is that it holds personal data, and that is enough.
    assert!(notes.contains("`p_name` is `pii."), "{notes}");
    for file in crate::decode::files(&world.project.path(".garim")) {
        assert!(!file.holds(b"@example.net") && !file.holds("배 9999kg".as_bytes()), "{}", file.name);
    }
}
