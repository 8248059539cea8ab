//! Every statement is prepared on a migrated database, and every placeholder is bound: on SQLite a missing bind is
//! silently NULL. The statements are found in the sources, so that none can be left out.

use sqlx::{AssertSqlSafe, Connection, Executor, SqlSafeStr, SqliteConnection};

use crate::contract::opened;

/// A statement as it stands in a source file.
struct Statement {
    file: String,
    name: String,
    text: String,
    source: String,
}

fn statements() -> Vec<Statement> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        for part in source.split("const ").skip(1) {
            let Some((name, rest)) = part.split_once(": &str = \"\n") else { continue };
            if !name.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
                continue;
            }
            let text = rest.split_once("\";").unwrap().0.to_owned();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push(Statement { file, name: name.to_owned(), text, source: source.clone() });
        }
    }
    found
}

#[tokio::test]
async fn every_statement_prepares() {
    let (_folder, _store, path) = opened().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let all = statements();
    assert!(all.len() > 50, "only {} statements were found", all.len());
    for Statement { file, name, text, .. } in all {
        let prepared = (&mut conn).prepare(AssertSqlSafe(text).into_sql_str()).await;
        assert!(prepared.is_ok(), "{file}: {name}: {}", prepared.err().unwrap());
    }
}

/// Counts `.bind(` between each use of the constant and the end of that call chain.
#[test]
fn every_placeholder_is_bound() {
    for Statement { file, name, text, source } in statements() {
        let wanted = (1..).take_while(|n| text.contains(&format!("${n}"))).count();
        let mut uses = 0;
        for call in [format!("sqlx::query({name})"), format!("sqlx::query_as({name})")] {
            for used in source.split(&call).skip(1) {
                let chain = &used[..[".execute(", ".fetch_", ".fetch("].iter().filter_map(|end| used.find(end)).min().unwrap()];
                assert_eq!(chain.matches(".bind(").count(), wanted, "{file}: {name}: binds");
                uses += 1;
            }
        }
        assert!(uses > 0, "{file}: {name} is not used");
    }
}

#[test]
fn no_statement_is_written_in_place() {
    for Statement { file, source, .. } in statements() {
        assert!(!source.contains("query(\"") && !source.contains("query_as(\""), "{file}: name the statement");
        assert!(!source.contains("OR REPLACE") && !source.contains("now()"), "{file}: PostgreSQL would not take it");
    }
}
