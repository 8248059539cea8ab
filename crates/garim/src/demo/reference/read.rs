//! The raw sources, with the day on which each row arrived.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use garim_core::{Error, Result};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};

/// Seconds by which Seoul is ahead of UTC.
const SEOUL_SECONDS: i64 = 9 * 3600;

/// The number of a day in Seoul, since 1970.
pub(super) fn day_of(seconds: i64) -> i64 {
    (seconds + SEOUL_SECONDS).div_euclid(86_400)
}

/// One row of the access log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Access {
    /// The day (since 1970) whose log held it.
    pub arrived: i64,
    /// `login` or `logout`.
    pub act: String,
    /// The tag.
    pub tag: String,
    /// Epoch seconds.
    pub time: i64,
    /// Who.
    pub uid: Option<i64>,
}

/// One row of purchases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// The day (since 1970) on which it was inserted.
    pub arrived: i64,
    /// Epoch seconds.
    pub time: i64,
    /// Who.
    pub uid: Option<i64>,
    /// How much; nothing counts as 0.
    pub amount: Option<i64>,
}

/// All that the KPIs are made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// The first day, since 1970.
    pub first: i64,
    /// The last day that has happened.
    pub last: i64,
    /// Days for which a late row is still taken.
    pub late_days: i64,
    /// Rows of the access log, in the order of files.
    pub access: Vec<Access>,
    /// Rows of purchases, in the order of insertion.
    pub purchases: Vec<Purchase>,
    /// How many signed up, by yyyyMMdd.
    pub signups: BTreeMap<i64, i64>,
}

fn failed(doing: &str, error: impl std::fmt::Display) -> Error {
    Error::internal(doing, error)
}

/// Reads the sources of the demo's shop in `root`, those that have rolled too.
///
/// # Errors
/// `Internal` where a source cannot be read.
pub async fn raw(root: &Path) -> Result<Raw> {
    let options = SqliteConnectOptions::new().filename(root.join("sources/shop.db")).read_only(true);
    let mut db = SqliteConnection::connect_with(&options).await.map_err(|e| failed("opening the demo's database", e))?;
    let first = day_of(1_603_551_600);
    let days = rows(&mut db, "SELECT number, last_purchase FROM shop_day ORDER BY number").await?;
    let days: Vec<(i64, i64)> = days.iter().map(|row| (first + row.get::<i64, _>(0), row.get(1))).collect();
    let last = days.last().map_or(first - 1, |(day, _)| *day);
    let signups = rows(&mut db, "SELECT u_signup, count(*) FROM user GROUP BY u_signup").await?;
    Ok(Raw {
        first,
        last,
        late_days: 3,
        access: access(root)?,
        purchases: purchases(&mut db, &days).await?,
        signups: signups.iter().map(|row| (row.get(0), row.get(1))).collect(),
    })
}

async fn rows(db: &mut SqliteConnection, sql: &'static str) -> Result<Vec<sqlx::sqlite::SqliteRow>> {
    sqlx::query(sql).fetch_all(db).await.map_err(|e| failed("reading the demo's database", e))
}

async fn purchases(db: &mut SqliteConnection, days: &[(i64, i64)]) -> Result<Vec<Purchase>> {
    let rows = rows(db, "SELECT rowid, p_time, p_uid, p_amount FROM purchase ORDER BY rowid").await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.get(0);
            let arrived = days.iter().find(|(_, last)| id <= *last).map_or(i64::MAX, |(day, _)| *day);
            let time = row.get::<String, _>(1).parse().map_err(|e| failed("reading a purchase's time", e))?;
            Ok(Purchase { arrived, time, uid: row.get(2), amount: row.get(3) })
        })
        .collect()
}

/// Every file of the log, also those that have rolled, by the day in its name.
fn access(root: &Path) -> Result<Vec<Access>> {
    let mut files: Vec<(i64, PathBuf)> = Vec::new();
    for folder in ["sources/access", "sources/rolled"] {
        for entry in fs::read_dir(root.join(folder)).map_err(|e| failed("listing the access log", e))?.flatten() {
            files.extend(named_day(&entry.path()).map(|day| (day, entry.path())));
        }
    }
    files.sort();
    let mut all = Vec::new();
    for (day, path) in files {
        read_file(day, &path, &mut all)?;
    }
    Ok(all)
}

/// The day in `access-20201025.csv.gz`, since 1970.
fn named_day(path: &Path) -> Option<i64> {
    let name = path.file_name()?.to_str()?;
    let digits = name.strip_prefix("access-")?.get(..8)?;
    let date = chrono::NaiveDate::parse_from_str(digits, "%Y%m%d").ok()?;
    Some((date - chrono::NaiveDate::default()).num_days())
}

fn read_file(day: i64, path: &Path, all: &mut Vec<Access>) -> Result<()> {
    let file = BufReader::new(File::open(path).map_err(|e| failed("opening an access log", e))?);
    let zipped = path.extension().is_some_and(|e| e == "gz");
    let reader: Box<dyn Read> = if zipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut csv = csv::Reader::from_reader(reader);
    let header = csv.headers().map_err(|e| failed("reading an access log", e))?.clone();
    let place = |name: &str| header.iter().position(|h| h == name).ok_or_else(|| failed("reading an access log", name));
    let (act, tag, time, uid) = (place("a_id")?, place("a_tag")?, place("a_time")?, place("a_uid")?);
    for record in csv.records() {
        let record = record.map_err(|e| failed("reading an access log", e))?;
        let text = |i: usize| record.get(i).unwrap_or_default();
        all.push(Access {
            arrived: day,
            act: text(act).to_owned(),
            tag: text(tag).to_owned(),
            time: text(time).parse().map_err(|e| failed("reading an access time", e))?,
            uid: text(uid).parse().ok(),
        });
    }
    Ok(())
}
