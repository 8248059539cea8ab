//! How an entry begins: time (or two tabs, within the same second), connection, command.

use chrono::{NaiveDate, NaiveDateTime};

use crate::time;

/// Commands that servers write.
const COMMANDS: &[&str] = &[
    "Query",
    "Execute",
    "Connect",
    "Init DB",
    "Quit",
    "Prepare",
    "Close stmt",
    "Reset stmt",
    "Long Data",
    "Field List",
    "Statistics",
    "Ping",
    "Change user",
    "Set option",
    "Binlog Dump",
    "Binlog Dump GTID",
    "Register Slave",
    "Refresh",
    "Shutdown",
    "Kill",
    "Processlist",
    "Debug",
    "Sleep",
    "Time",
    "Delayed insert",
    "Daemon",
    "Error",
    "Fetch",
    "Create DB",
    "Drop DB",
    "Connect Out",
    "Table Dump",
    "Reset Connection",
    "Bulk_execute",
    "Clone",
];

/// When an entry was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    /// At an instant, with what names its zone (MySQL: `Z` or an offset).
    At(NaiveDateTime, String),
    /// In the same second as the entry before.
    Same,
}

/// The beginning of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header<'a> {
    /// When.
    pub written: Written,
    /// The connection.
    pub id: u64,
    /// What was asked for.
    pub command: &'a str,
    /// With what: the first line of it.
    pub argument: &'a str,
}

/// Reads the beginning of an entry; `None` for lines that go on with the one before.
pub(super) fn read(line: &str) -> Option<Header<'_>> {
    let (written, rest) = written(line)?;
    let rest = rest.trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let id = rest[..digits].parse().ok()?;
    let rest = rest[digits..].strip_prefix([' ', '\t'])?;
    let (command, argument) = rest.split_once('\t').unwrap_or((rest.trim_end(), ""));
    COMMANDS.contains(&command).then_some(Header { written, id, command, argument })
}

fn written(line: &str) -> Option<(Written, &str)> {
    if let Some(rest) = line.strip_prefix("\t\t") {
        return Some((Written::Same, rest));
    }
    let (first, rest) = line.split_once(['\t', ' '])?;
    if first.len() > 10 {
        let (local, zone) = time::local(first)?;
        return Some((Written::At(local, zone.to_owned()), rest));
    }
    // MariaDB and old MySQL: `261121  7:15:24`.
    if first.len() != 6 || !first.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let date = NaiveDate::parse_from_str(&format!("20{first}"), "%Y%m%d").ok()?;
    let (clock, rest) = rest.trim_start_matches(' ').split_once(['\t', ' '])?;
    Some((Written::At(date.and_time(time::clock(clock)?), String::new()), rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn both_servers_are_read() {
        let mysql = read("2026-11-21T07:15:24.123456Z\t    8 Query\tselect 1").unwrap();
        assert_eq!((mysql.id, mysql.command, mysql.argument), (8, "Query", "select 1"));
        assert_eq!(mysql.written, Written::At("2026-11-21T07:15:24.123456".parse().unwrap(), "Z".to_owned()));
        let maria = read("261121  7:15:24\t     3 Init DB\tshop").unwrap();
        assert_eq!((maria.id, maria.command, maria.argument), (3, "Init DB", "shop"));
        assert_eq!(maria.written, Written::At("2026-11-21T07:15:24".parse().unwrap(), String::new()));
        assert_eq!(read("\t\t     3 Quit\t").unwrap().written, Written::Same);
        assert_eq!(read("\t\t     3 Quit").unwrap().command, "Quit");
    }

    #[test]
    fn other_lines_go_on() {
        for line in
            ["  from t", "", "\t\twhere a = 1", "\t\t3 apples\t", "Time\t\t    Id Command\tArgument", "2026-11-21 is a date"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
