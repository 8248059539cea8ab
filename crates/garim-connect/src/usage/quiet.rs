//! Statements that move no data and read none: logs are full of them, and they are not worth an analysis.

/// First words of statements about sessions, transactions, rights and upkeep.
const FIRST: &[&str] = &[
    "abort",
    "begin",
    "checkpoint",
    "close",
    "commit",
    "deallocate",
    "discard",
    "end",
    "fetch",
    "flush",
    "grant",
    "kill",
    "listen",
    "lock",
    "move",
    "notify",
    "ping",
    "release",
    "reset",
    "revoke",
    "rollback",
    "savepoint",
    "set",
    "show",
    "start",
    "unlisten",
    "unlock",
    "use",
    "vacuum",
    "xa",
    "analyze",
    "analyse",
    "reindex",
    "cluster",
    "comment",
    "security",
    "refresh_cache",
];
/// Second words after ALTER, CREATE and DROP of what is no table.
const SECOND: &[&str] = &[
    "system",
    "role",
    "user",
    "group",
    "database",
    "extension",
    "index",
    "server",
    "sequence",
    "type",
    "domain",
    "trigger",
    "event",
    "publication",
    "subscription",
    "tablespace",
    "policy",
    "warehouse",
    "schema",
    "session",
    "account",
    "collation",
    "cast",
    "operator",
    "library",
    "datashare",
    "model_monitor",
    "aggregate",
    "statistics",
    "language",
];

/// Whether a text is one such statement. SET that reads (`SET @a = (SELECT …)`) is not.
pub(super) fn says_nothing(sql: &str) -> bool {
    let text = without_comments(sql).trim_end().trim_end_matches(';');
    if text.contains(';') || text.contains('(') && text.to_ascii_lowercase().contains("select") {
        return false;
    }
    let mut words =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).map(str::to_ascii_lowercase);
    let Some(first) = words.next() else { return true };
    if FIRST.contains(&first.as_str()) {
        return true;
    }
    let second = words.find(|w| !matches!(w.as_str(), "or" | "replace" | "if" | "not" | "exists" | "unique" | "default"));
    matches!(first.as_str(), "alter" | "create" | "drop") && second.is_some_and(|w| SECOND.contains(&w.as_str()))
}

/// The query of a cursor: `DECLARE c CURSOR WITH HOLD FOR SELECT …` reads what its query reads.
pub(super) fn within(sql: &str) -> &str {
    let text = without_comments(sql);
    if !text.get(..8).is_some_and(|w| w.eq_ignore_ascii_case("declare ")) {
        return sql;
    }
    let head = &text[..text.floor_char_boundary(MAX_CURSOR_HEAD)];
    let lower = head.to_ascii_lowercase();
    let cursor = lower.find(" cursor").filter(|at| !lower[..*at].contains(';'));
    let query = cursor.and_then(|at| Some(at + lower[at..].find(" for")? + " for".len()));
    query.filter(|at| text[*at..].starts_with(char::is_whitespace)).map_or(sql, |at| text[at..].trim_start())
}

/// Longest beginning of a cursor, up to its query: two names of 63 bytes and a dozen words.
const MAX_CURSOR_HEAD: usize = 400;

/// The text after the comments that it begins with.
fn without_comments(mut sql: &str) -> &str {
    loop {
        sql = sql.trim_start();
        let rest = match (sql.strip_prefix("--"), sql.strip_prefix("/*")) {
            (Some(line), _) => line.split_once('\n').map(|(_, rest)| rest),
            (_, Some(block)) => block.split_once("*/").map(|(_, rest)| rest),
            _ => return sql,
        };
        match rest {
            Some(rest) => sql = rest,
            None => return "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_and_rights_say_nothing() {
        for sql in [
            "BEGIN",
            "/* app */ -- x\n set search_path to a;",
            "alter system set x = 'y'",
            "CREATE UNIQUE INDEX i on t (a)",
            "create or replace policy p on t",
            "-- only a comment",
            "",
        ] {
            assert!(says_nothing(sql), "{sql}");
        }
    }

    #[test]
    fn a_cursor_reads_what_its_query_reads() {
        assert_eq!(within("declare \"C 1\" cursor with hold for\nselect 1"), "select 1");
        assert_eq!(within("DECLARE c NO SCROLL CURSOR FOR select 1"), "select 1");
        assert_eq!(within("declare x int; select 1"), "declare x int; select 1");
    }

    #[test]
    fn data_does() {
        for sql in [
            "select 1",
            "begin; insert into t select 1; commit",
            "set @a = (select max(b) from t)",
            "create temp table t as select 1",
            "alter table t add column c int",
            "with a as (select 1) select * from a",
            "/* c */ select 1",
            "setup_everything",
        ] {
            assert!(!says_nothing(sql), "{sql}");
        }
    }
}
