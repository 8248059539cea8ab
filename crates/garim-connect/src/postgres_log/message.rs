//! What a message says of a statement.

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Message<'a> {
    /// A statement begins (`log_statement`).
    Begins(&'a str),
    /// A prepared one begins.
    Executes(&'a str),
    /// The statement before took so long (`log_duration`).
    Took(f64),
    /// A statement, and how long it took (`log_min_duration_statement`).
    Ran(&'a str, f64),
    /// A statement with its plan (`auto_explain`).
    Explained(&'a str, f64),
    /// A statement that is audited (`pgaudit`).
    Audited(String),
    /// Parsing, binding, fetching: part of an execution that is logged itself.
    Step,
    /// Something else.
    Other,
}

/// Reads a message.
pub(super) fn read(message: &str) -> Message<'_> {
    if let Some(rest) = message.strip_prefix("duration: ") {
        return duration(rest).unwrap_or(Message::Other);
    }
    if let Some(rest) = message.strip_prefix("AUDIT: ") {
        return audited(rest).map_or(Message::Other, Message::Audited);
    }
    statement(message).unwrap_or(Message::Other)
}

/// `statement: …`, `execute name: …`, `execute fetch from name: …`, `parse name: …`, `bind name: …`.
fn statement(message: &str) -> Option<Message<'_>> {
    if let Some(sql) = message.strip_prefix("statement: ") {
        return Some(Message::Begins(sql));
    }
    let (step, rest) = message.split_once(' ')?;
    if !matches!(step, "execute" | "parse" | "bind") {
        return None;
    }
    let (name, sql) = rest.split_once(": ")?;
    let fetches = name.starts_with("fetch from ");
    Some(if step == "execute" && !fetches { Message::Executes(sql) } else { Message::Step })
}

/// `4.5 ms`, `4.5 ms  statement: …`, `4.5 ms  plan:…`.
fn duration(rest: &str) -> Option<Message<'_>> {
    let (number, rest) = rest.split_once(" ms")?;
    let ms: f64 = number.trim().parse().ok()?;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(Message::Took(ms));
    }
    if let Some(plan) = rest.strip_prefix("plan:") {
        return plan_text(plan).map(|sql| Message::Explained(sql, ms));
    }
    match statement(rest)? {
        Message::Begins(sql) | Message::Executes(sql) => Some(Message::Ran(sql, ms)),
        other => Some(other),
    }
}

/// The query within a plan in text format: from `Query Text:` up to the first line of the plan.
fn plan_text(plan: &str) -> Option<&str> {
    let text = plan.split_once("Query Text: ")?.1;
    let plan_line = |line: &str| line.contains("  (cost=") || line.contains("  (actual ");
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if plan_line(line) || line.starts_with("Query Parameters: ") {
            break;
        }
        end += line.len();
    }
    Some(text[..end].trim_end())
}

/// `SESSION,1,1,READ,SELECT,TABLE,public.t,"select …",<not logged>`. Further parts of a statement repeat its text.
fn audited(rest: &str) -> Option<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest.as_bytes());
    let record = reader.records().next()?.ok()?;
    let first_part = record.get(2)? == "1";
    (first_part && record.get(3)? != "MISC").then(|| record.get(7).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart() {
        for (text, expected) in [
            ("statement: select 1", Message::Begins("select 1")),
            ("execute <unnamed>: select $1", Message::Executes("select $1")),
            ("execute S_1/C_2: select $1", Message::Executes("select $1")),
            ("execute fetch from S_1: select $1", Message::Step),
            ("duration: 4.5 ms", Message::Took(4.5)),
            ("duration: 0.031 ms  statement: select ': '", Message::Ran("select ': '", 0.031)),
            ("duration: 7 ms  execute s: select 1", Message::Ran("select 1", 7.0)),
            ("duration: 7 ms  parse s: select 1", Message::Step),
            (
                "duration: 1 ms  plan:\nQuery Text: select 1\nfrom t\nSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)",
                Message::Explained("select 1\nfrom t", 1.0),
            ),
            (
                "AUDIT: SESSION,1,1,READ,SELECT,,,\"select \"\"a\"\", 1\",<not logged>",
                Message::Audited("select \"a\", 1".to_owned()),
            ),
            ("AUDIT: SESSION,1,1,MISC,SET,,,set x = 1,<not logged>", Message::Other),
            ("connection authorized: user=kim", Message::Other),
            ("duration: long", Message::Other),
            ("execute order 66", Message::Other),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
