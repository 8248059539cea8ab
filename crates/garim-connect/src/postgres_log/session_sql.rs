//! What statements say of the session that runs them.

/// Whether two texts are the same statement.
pub(super) fn same(one: &str, other: &str) -> bool {
    let bare = |s: &str| s.trim().trim_end_matches(';').trim_end().to_owned();
    one == other || bare(one) == bare(other)
}

/// The text behind `EXECUTE name`, which stands in the detail; PREPARE itself runs nothing.
pub(super) fn prepared<'a>(sql: &'a str, detail: &'a str) -> Option<&'a str> {
    let text = sql.trim_start();
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if word.eq_ignore_ascii_case("prepare") {
        let next = text[word.len()..].split_whitespace().next().unwrap_or_default();
        return next.eq_ignore_ascii_case("transaction").then_some(sql);
    }
    match detail.strip_prefix("prepare: ") {
        Some(text) if word.eq_ignore_ascii_case("execute") => after_as(text),
        _ => Some(sql),
    }
}

/// What stands after the AS of `PREPARE name (types) AS …`.
fn after_as(prepare: &str) -> Option<&str> {
    let lower = prepare.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("as").map(|i| i + from) {
        let before = lower[..at].chars().next_back().is_some_and(|c| c.is_whitespace() || c == ')');
        if before && lower[at + 2..].starts_with(char::is_whitespace) {
            return Some(prepare[at + 2..].trim_start());
        }
        from = at + 2;
    }
    None
}

/// The schemas of `SET search_path TO a, b`; `None` for every other statement. `"$user"` is left out: whether there is such a
/// schema is not known.
pub(super) fn search_path(sql: &str) -> Option<Vec<String>> {
    let text = sql.trim().trim_end_matches(';');
    let lower = text.get(..80.min(text.len())).unwrap_or(text).to_ascii_lowercase();
    let rest = lower.strip_prefix("set ")?.trim_start();
    let rest = rest.strip_prefix("session ").or_else(|| rest.strip_prefix("local ")).unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix("search_path")?.trim_start();
    let rest = rest.strip_prefix("to ").or_else(|| rest.strip_prefix('='))?;
    let names = &text[lower.len() - rest.len()..];
    let part = |name: &str| match name.trim() {
        quoted if quoted.starts_with(['"', '\'']) => quoted.trim_matches(['"', '\'']).to_owned(),
        plain => plain.to_lowercase(),
    };
    Some(names.split(',').map(part).filter(|n| !n.is_empty() && !n.starts_with('$') && n != "default").collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_paths_are_read() {
        for (sql, path) in [
            ("SET search_path TO Mart, \"Raw Data\", public;", Some(vec!["mart", "Raw Data", "public"])),
            ("set search_path = 'mart'", Some(vec!["mart"])),
            ("set local search_path to \"$user\", public", Some(vec!["public"])),
            ("set search_path to default", Some(vec![])),
            ("set timezone to 'UTC'", None),
            ("select 1", None),
        ] {
            assert_eq!(search_path(sql), path.map(|p| p.into_iter().map(str::to_owned).collect()), "{sql}");
        }
    }

    #[test]
    fn prepared_statements_are_found_in_the_detail() {
        let detail = "prepare: PREPARE q (int) AS SELECT asset FROM t";
        assert_eq!(prepared("EXECUTE q(1)", detail), Some("SELECT asset FROM t"));
        assert_eq!(prepared("PREPARE q AS SELECT 1", ""), None);
        assert_eq!(prepared("select 1", "parameters: $1 = '2'"), Some("select 1"));
    }
}
