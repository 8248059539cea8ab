//! How files are found and read.

use crate::{
    shop::access,
    world::{World, at},
};

fn row(uid: u32) -> String {
    format!("login,web,{},,{uid}\n", at("25T09:00:00"))
}

const HEADER: &str = "a_id,a_tag,a_time,a_timestamp,a_uid\n";

#[tokio::test]
async fn plain_and_zipped_files_with_a_byte_order_mark_and_another_order_of_columns() {
    let mut world = World::new();
    world.write("in/a1.csv", format!("\u{feff}{HEADER}{}", row(1)));
    world.write_gz("in/a2.csv", &format!("\u{feff}{HEADER}{}", row(2)));
    world.write("in/a3.csv", format!("a_uid,a_time,a_tag,a_id\r\n3,{},web,login\r\n", at("25T09:00:00")));
    world.write("in/b4.csv", "not this one");
    world.write("in/.a5.csv", "nor this");
    let source = world.csv("i?/a*.csv");
    let done = world.run(&access(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.counts(0), "read 3, kept 3");
}

#[tokio::test]
async fn nothing_outside_the_project_is_read() {
    let mut world = World::new();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("a.csv"), format!("{HEADER}{}", row(1))).unwrap();
    std::os::unix::fs::symlink(outside.path().join("a.csv"), world.path("link.csv")).unwrap();
    for (glob, said) in [
        ("../*.csv", "leaves the project folder"),
        ("/etc/*", "leaves the project folder"),
        ("in/../../x.csv", "leaves the project folder"),
        ("link.csv", "is a link that leaves the project folder"),
        ("none*.csv", "no file matches"),
    ] {
        let source = world.csv(glob);
        let error = world.run(&access(), "2020-10-25", source).await.err().unwrap().to_string();
        assert!(error.contains(said), "{glob}: {error}");
    }
}

#[tokio::test]
async fn a_torn_file_is_an_error_and_leaves_nothing_behind() {
    let mut world = World::new();
    let text: String = (0..20_000).map(row).collect();
    world.write_gz("a.csv.gz", &format!("{HEADER}{text}"));
    let whole = std::fs::read(world.path("a.csv.gz")).unwrap();
    world.write("a.csv.gz", &whole[..whole.len() / 2]);
    let source = world.csv("a.csv.gz");
    let error = world.run(&access(), "2020-10-25", source).await.err().unwrap().to_string();
    assert!(error.starts_with("`a.csv.gz` cannot be read"), "{error}");
    assert_eq!(world.show(&access()).await, "no table");
}

#[tokio::test]
async fn a_record_without_an_end_is_an_error_before_it_fills_the_memory() {
    let mut world = World::new();
    // A few kilobytes on disk, and a quote that is never closed.
    world.write_gz("a.csv", &format!("{HEADER}login,\"{}", " ".repeat(80 * 1024 * 1024)));
    let source = world.csv("a.csv");
    let error = world.run(&access(), "2020-10-25", source).await.err().unwrap().to_string();
    assert_eq!(error, "`a.csv` has a record of more than 64 MiB; is a quote left open?");
}
