//! The lines of a query log: who used what how lately, and in which words. No literal of a query is kept, and nobody's name.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    path::Path,
};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use garim_core::Result;
use garim_lineage::{Analysis, Dialect, analyse_text};

use super::{
    lines::{self, Object},
    loose,
};

/// After so many days a use counts half.
const HALF_LIFE_DAYS: f64 = 30.0;
/// Seconds of a day.
const DAY: f64 = 86_400.0;
/// Most different statements that are read: a log of a year has tens of thousands.
const MOST_STATEMENTS: usize = 200_000;
/// Most words of queries that are kept for one asset.
const MOST_WORDS: usize = 400;

/// How an asset was used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Use {
    /// Different people.
    pub people: u32,
    /// The same, each counting less the longer ago it was.
    pub recent: f64,
    /// Words of the queries: columns and the names that their results were given.
    pub words: Vec<String>,
}

/// How assets were used, by the names and ids that the log has for them, in lower case.
pub type Uses = HashMap<String, Use>;

/// What is gathered of one asset while reading.
#[derive(Default)]
struct Gathered {
    /// By a person's hash, the last use in seconds.
    last: HashMap<u64, f64>,
    /// How many people's queries had a word.
    words: HashMap<String, HashSet<u64>>,
}

/// One statement, read once.
#[derive(Clone, Default)]
struct Read {
    /// Tables with the words that belong to them.
    tables: Vec<(String, Vec<String>)>,
}

/// Reads a query log. Queries of services say nothing of what people look for.
pub fn usage(path: &Path) -> Result<Uses> {
    let hasher = RandomState::new();
    let mut statements: HashMap<u64, Read> = HashMap::new();
    let mut assets: HashMap<String, Gathered> = HashMap::new();
    let mut newest = f64::MIN;
    lines::each(path, |_, object| {
        if loose::text(&object, "user_kind").is_some_and(|k| k.eq_ignore_ascii_case("service")) {
            return Ok(());
        }
        let person = hasher.hash_one(loose::text(&object, "user").unwrap_or_default());
        let at = instant(&object).unwrap_or(0.0);
        newest = newest.max(at);
        let sql = loose::text(&object, "sql").unwrap_or_default();
        let known = statements.len() < MOST_STATEMENTS;
        let key = hasher.hash_one(&sql);
        let read = match statements.get(&key) {
            Some(read) => read.clone(),
            None if known => statements.entry(key).or_insert(read(&sql)).clone(),
            None => Read::default(),
        };
        for (asset, words) in of_line(&object, read) {
            let gathered = assets.entry(asset).or_default();
            let last = gathered.last.entry(person).or_insert(at);
            *last = last.max(at);
            for word in words {
                gathered.words.entry(word).or_default().insert(person);
            }
        }
        Ok(())
    })?;
    Ok(assets.into_iter().map(|(asset, gathered)| (asset, gathered.sum(newest))).collect())
}

impl Gathered {
    fn sum(self, newest: f64) -> Use {
        let recent = self.last.values().map(|at| (-(newest - at).max(0.0) / DAY / HALF_LIFE_DAYS).exp2()).sum();
        let mut words: Vec<(usize, String)> = self.words.into_iter().map(|(word, people)| (people.len(), word)).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        words.truncate(MOST_WORDS);
        let people = u32::try_from(self.last.len()).unwrap_or(u32::MAX);
        Use { people, recent, words: words.into_iter().map(|(_, word)| word).collect() }
    }
}

/// The tables that a line names, else those of its statement. A named table has the words of the statement's table whose
/// last part it ends with; of a statement on one table it has them all.
fn of_line(object: &Object, read: Read) -> Vec<(String, Vec<String>)> {
    let named: Vec<String> = loose::texts(object, "tables").iter().map(|t| t.to_lowercase()).collect();
    if named.is_empty() {
        return read.tables;
    }
    let words = |table: &String| {
        let same = read.tables.iter().find(|(t, _)| last(table).ends_with(last(t)));
        let only = if named.len() == 1 { read.tables.first() } else { None };
        same.or(only).map(|(_, words)| words.clone()).unwrap_or_default()
    };
    named.iter().map(|table| (table.clone(), words(table))).collect()
}

fn last(name: &str) -> &str {
    name.rsplit(['.', ':', '/']).next().unwrap_or(name)
}

fn read(sql: &str) -> Read {
    let mut tables: HashMap<String, Vec<String>> = HashMap::new();
    for analysis in analyse_text(sql, Dialect::Generic, None, &()) {
        for table in &analysis.tables_read {
            let words = words(&analysis, table);
            tables.entry(table.join(".").to_lowercase()).or_default().extend(words);
        }
    }
    Read { tables: tables.into_iter().collect() }
}

/// The columns of a table that a statement uses, and the new names that the statement gives its results.
fn words(analysis: &Analysis, table: &[String]) -> Vec<String> {
    let used = &analysis.columns_used;
    let columns = used.iter().filter(|u| u.column.table == *table).map(|u| &u.column.name);
    let given = analysis.output.iter().filter(|name| used.iter().all(|u| u.column.name != **name));
    let mut words: Vec<String> = columns.chain(given).filter(|w| *w != "*").cloned().collect();
    words.sort();
    words.dedup();
    words
}

/// When, in seconds since 1970: RFC 3339, the same without zone, a date, or a number of seconds or milliseconds.
fn instant(object: &Object) -> Option<f64> {
    /// Numbers from here on are milliseconds: as seconds they would lie beyond the year 5000.
    const MILLIS: f64 = 1e11;
    if let Some(number) = loose::number(object, "ts") {
        return Some(if number >= MILLIS { number / 1e3 } else { number });
    }
    let text = loose::text(object, "ts")?;
    let zoned = DateTime::parse_from_rfc3339(&text).map(|t| t.timestamp());
    let plain =
        || ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"].iter().find_map(|f| NaiveDateTime::parse_from_str(&text, f).ok());
    let day = || NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    let seconds = zoned.ok().or_else(|| plain().or_else(day).map(|t| t.and_utc().timestamp()))?;
    Some(seconds as f64)
}
