//! Each format: what stands in `fixtures/`, and what is made of it. `GARIM_UPDATE=1` writes down what comes out now.

use std::path::PathBuf;

use garim_ports::ImportKind;

use super::drawn;

fn check(kind: ImportKind, file: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tests/fixtures");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let came = drawn(kind, &text) + "\n";
    let expected = folder.join(format!("{file}.facts"));
    if std::env::var_os("GARIM_UPDATE").is_some() {
        std::fs::write(&expected, &came).unwrap();
    }
    let expected = std::fs::read_to_string(&expected).unwrap_or_default();
    assert!(came == expected, "{file}\n---- expected\n{expected}\n---- came\n{came}");
    for secret in ["kim@example.com", "s3cret", "010-1234-5678"] {
        assert!(!came.contains(secret), "a literal of {file} has passed");
    }
}

#[test]
fn postgres_csvlog() {
    check(ImportKind::PostgresCsvlog, "postgres.csv");
}

#[test]
fn postgres_jsonlog() {
    check(ImportKind::PostgresJsonlog, "postgres.json");
}

#[test]
fn mysql_general_log() {
    check(ImportKind::MysqlLog, "mysql.log");
}

#[test]
fn mariadb_general_log() {
    check(ImportKind::MysqlLog, "mariadb.log");
}
