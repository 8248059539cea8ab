//! Names and texts within statements. They come from the database itself; statements in the text protocol have no parameters.

use super::Engine;

/// A text.
pub(crate) fn literal(text: &str, engine: Engine) -> String {
    let doubled = text.replace('\'', "''").replace('\u{0}', "");
    match engine {
        Engine::MySql => format!("'{}'", doubled.replace('\\', "\\\\")),
        Engine::Postgres | Engine::Sqlite => format!("'{doubled}'"),
    }
}

/// A name.
pub(crate) fn name(text: &str, engine: Engine) -> String {
    match engine {
        Engine::MySql => format!("`{}`", text.replace('`', "``")),
        Engine::Postgres | Engine::Sqlite => format!("\"{}\"", text.replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_cannot_end_a_text() {
        assert_eq!(literal("a'b\\", Engine::Postgres), "'a''b\\'");
        assert_eq!(literal("a'b\\", Engine::MySql), "'a''b\\\\'");
        assert_eq!(name("a\"b", Engine::Sqlite), "\"a\"\"b\"");
        assert_eq!(name("a`b", Engine::MySql), "`a``b`");
    }
}
