//! The shop's tables in SQLite: users, purchases and their look-alikes.

use std::path::Path;

use garim_core::{Error, Result};
use garim_ports::Progress;
use sqlx::{
    AssertSqlSafe, Connection, Row, Sqlite, SqliteConnection, Transaction,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};

use super::{
    dice::{Dice, Topic},
    people::{self, Person, person},
    sales::{Sale, arriving},
    world::World,
};

/// The tables as the shop's own people made them, and two that say how far the shop has come.
const TABLES: [&str; 8] = [
    "CREATE TABLE user (u_id INTEGER PRIMARY KEY, u_name TEXT, u_gender TEXT, u_signup INTEGER, u_email TEXT, u_phone TEXT, u_address TEXT)",
    "CREATE TABLE purchase (p_time TEXT NOT NULL, p_uid INTEGER, p_id INTEGER NOT NULL, p_name TEXT, p_amount INTEGER)",
    "CREATE INDEX purchase_time ON purchase (p_time)",
    "CREATE TABLE purchase_log (p_time TEXT NOT NULL, p_uid INTEGER, p_id INTEGER, p_name TEXT, p_amount INTEGER)",
    "CREATE INDEX purchase_log_time ON purchase_log (p_time)",
    "CREATE TABLE revenue_old (r_day INTEGER NOT NULL, r_amount INTEGER)",
    "CREATE TABLE shop_plan (users INTEGER NOT NULL, days INTEGER NOT NULL, seed TEXT NOT NULL)",
    "CREATE TABLE shop_day (number INTEGER PRIMARY KEY, last_purchase INTEGER NOT NULL)",
];

/// Rows of one statement: a statement costs about 100 µs, and SQLite binds at most 32,766 values.
const BATCH: usize = 500;

/// Opens the shop's database, making the file where it is not there.
pub async fn open(path: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).synchronous(SqliteSynchronous::Normal);
    SqliteConnection::connect_with(&options).await.map_err(|e| Error::internal("opening the demo's database", e))
}

fn failed(error: sqlx::Error) -> Error {
    Error::internal("writing the demo's database", error)
}

/// The plan that a database was made with; nothing where it is empty.
pub async fn plan(db: &mut SqliteConnection) -> Result<Option<(u64, u32, u64)>> {
    let there =
        sqlx::query("SELECT 1 FROM sqlite_master WHERE name = 'shop_plan'").fetch_optional(&mut *db).await.map_err(failed)?;
    if there.is_none() {
        return Ok(None);
    }
    let row = sqlx::query("SELECT users, days, seed FROM shop_plan").fetch_optional(db).await.map_err(failed)?;
    Ok(row.map(|row| {
        let seed = row.get::<String, _>(2).parse().unwrap_or_default();
        let users = u64::try_from(row.get::<i64, _>(0)).unwrap_or_default();
        (users, u32::try_from(row.get::<i64, _>(1)).unwrap_or_default(), seed)
    }))
}

/// The last day that the shop has seen; nothing where it has seen none.
pub async fn newest(db: &mut SqliteConnection) -> Result<Option<i64>> {
    let row = sqlx::query("SELECT max(number) FROM shop_day").fetch_one(db).await.map_err(failed)?;
    Ok(row.get::<Option<i64>, _>(0))
}

/// Makes the tables and everybody who had signed up before the first day, in one transaction.
pub async fn create(db: &mut SqliteConnection, world: &World, progress: &dyn Progress) -> Result<()> {
    let mut tx = db.begin().await.map_err(failed)?;
    for table in TABLES {
        sqlx::query(table).execute(&mut *tx).await.map_err(failed)?;
    }
    let old = world.users_at(-1);
    progress.begin("making up people", Some(old));
    sign_up(&mut tx, world, 1..=old, progress).await?;
    sqlx::query("INSERT INTO shop_plan (users, days, seed) VALUES (?, ?, ?)")
        .bind(i64::try_from(world.users).unwrap_or(i64::MAX))
        .bind(i64::try_from(world.days).unwrap_or(i64::MAX))
        .bind(world.seed.to_string())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    progress.end(&format!("{old} people"));
    Ok(())
}

/// Lets a day happen: newcomers, changes, purchases and their look-alikes, in one transaction.
pub async fn advance(db: &mut SqliteConnection, world: &World, number: i64, progress: &dyn Progress) -> Result<()> {
    let mut tx = db.begin().await.map_err(failed)?;
    sign_up(&mut tx, world, world.users_at(number - 1) + 1..=world.users_at(number), progress).await?;
    if number > 0 {
        change(&mut tx, world, number).await?;
    }
    let (sales, own) = arriving(world, number);
    insert_sales(&mut tx, "purchase", sales.iter()).await?;
    insert_sales(&mut tx, "purchase_log", sales[..own].iter().filter(|s| s.reported)).await?;
    let counted: i64 = sales[..own].iter().filter_map(|s| s.amount).filter(|a| *a > 0).sum();
    sqlx::query("INSERT INTO revenue_old (r_day, r_amount) VALUES (?, ?)")
        .bind(world.day(number).dt().parse::<i64>().unwrap_or_default())
        .bind(counted)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
    sqlx::query("INSERT INTO shop_day (number, last_purchase) SELECT ?, coalesce(max(rowid), 0) FROM purchase")
        .bind(number)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
    tx.commit().await.map_err(failed)
}

async fn sign_up(
    tx: &mut Transaction<'_, Sqlite>,
    world: &World,
    ids: std::ops::RangeInclusive<u64>,
    progress: &dyn Progress,
) -> Result<()> {
    let mut batch: Vec<Person> = Vec::with_capacity(BATCH);
    let last = *ids.end();
    for id in ids {
        let mut dice = Dice::new(world.seed, Topic::People, i64::try_from(id).unwrap_or_default());
        let signup = world.signup(id, &mut dice);
        batch.push(person(id, signup, &mut dice));
        if batch.len() == BATCH || id == last {
            insert_people(tx, &batch).await?;
            progress.advance(batch.len() as u64);
            batch.clear();
        }
    }
    Ok(())
}

fn values(head: &str, row: &str, rows: usize) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{head} VALUES {}", vec![row; rows].join(", ")))
}

async fn insert_people(tx: &mut Transaction<'_, Sqlite>, people: &[Person]) -> Result<()> {
    let head = "INSERT INTO user (u_id, u_name, u_gender, u_signup, u_email, u_phone, u_address)";
    let mut query = sqlx::query(values(head, "(?, ?, ?, ?, ?, ?, ?)", people.len()));
    for p in people {
        let id = i64::try_from(p.id).unwrap_or_default();
        query = query.bind(id).bind(p.name.as_deref()).bind(p.gender).bind(p.signup);
        query = query.bind(p.email.as_deref()).bind(p.phone.as_deref()).bind(p.address.as_deref());
    }
    query.execute(&mut **tx).await.map(|_| ()).map_err(failed)
}

/// A few people change their names, a few their telephone numbers.
async fn change(tx: &mut Transaction<'_, Sqlite>, world: &World, number: i64) -> Result<()> {
    let mut dice = Dice::new(world.seed, Topic::Changes, number);
    for _ in 0..1 + world.users_at(number) / 2000 {
        let (renamed, moved) = (world.somebody(number, &mut dice), world.somebody(number, &mut dice));
        let (name, phone) = (people::name(&mut dice), people::phone(&mut dice));
        for (sql, value, uid) in [
            ("UPDATE user SET u_name = ? WHERE u_id = ?", name, renamed),
            ("UPDATE user SET u_phone = ? WHERE u_id = ?", phone, moved),
        ] {
            let uid = i64::try_from(uid).unwrap_or_default();
            sqlx::query(sql).bind(value).bind(uid).execute(&mut **tx).await.map_err(failed)?;
        }
    }
    Ok(())
}

async fn insert_sales(tx: &mut Transaction<'_, Sqlite>, table: &str, sales: impl Iterator<Item = &Sale>) -> Result<()> {
    let sales: Vec<&Sale> = sales.collect();
    for batch in sales.chunks(BATCH) {
        let head = format!("INSERT INTO {table} (p_time, p_uid, p_id, p_name, p_amount)");
        let mut query = sqlx::query(values(&head, "(?, ?, ?, ?, ?)", batch.len()));
        for sale in batch {
            let uid = sale.uid.and_then(|id| i64::try_from(id).ok());
            query = query.bind(sale.time.to_string()).bind(uid).bind(sale.item).bind(sale.name).bind(sale.amount);
        }
        query.execute(&mut **tx).await.map_err(failed)?;
    }
    Ok(())
}
