//! What real tools have written just now: `cargo xtask soak tools` runs them, and then these.

use std::{path::PathBuf, sync::Arc};

use garim_core::imported::{Fact, QueryShape};
use garim_ports::{ImportFrom, ImportKind, Tally};

use super::{
    Memory, ask, draw, import,
    projects::{arrows, is_the_shop},
};

fn read(kind: ImportKind, variable: &str) -> (Arc<Memory>, Tally) {
    let path = PathBuf::from(std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} says where it is")));
    let memory = Arc::new(Memory::default());
    let read = import(ask(kind, ImportFrom::Files(vec![path])), &memory);
    (memory, read)
}

/// Prints what an import makes of anything: `GARIM_DRAW_KIND=openlineage GARIM_DRAW=events.jsonl`.
#[test]
#[ignore = "for people who want to see what an import makes of a file"]
#[expect(clippy::print_stdout, reason = "people look at it")]
fn draw_what_is_named() {
    let kind: ImportKind = std::env::var("GARIM_DRAW_KIND").unwrap().parse().unwrap();
    let memory = Arc::new(Memory::default());
    let from = std::env::var("GARIM_DRAW").unwrap();
    let from = if kind.is_database() { ImportFrom::Database(from) } else { ImportFrom::Files(vec![from.into()]) };
    let read = import(ask(kind, from), &memory);
    println!("{}\n----\n{}", draw(&memory, &read), arrows(&memory).join("\n"));
}

#[test]
#[ignore = "`cargo xtask soak tools` runs it"]
fn dbt_and_its_events_draw_what_a_person_would() {
    for (kind, variable) in [(ImportKind::Dbt, "GARIM_REAL_DBT"), (ImportKind::OpenLineage, "GARIM_REAL_EVENTS")] {
        let (memory, read) = self::read(kind, variable);
        is_the_shop(kind, &memory, &read);
    }
}

#[test]
#[ignore = "`cargo xtask soak tools` runs it"]
fn the_log_of_a_bench_says_who_used_what() {
    let (memory, read) = self::read(ImportKind::PostgresCsvlog, "GARIM_REAL_CSVLOG");
    let facts = memory.facts.lock().unwrap();
    let shapes: Vec<&QueryShape> = facts.iter().filter_map(|f| if let Fact::Query(q) = f { Some(q) } else { None }).collect();
    let of = |words: &str| shapes.iter().find(|s| s.fingerprint.starts_with(words)).unwrap_or_else(|| panic!("no `{words}`"));
    let times = |shape: &QueryShape| -> u64 {
        facts
            .iter()
            .filter_map(|f| if let Fact::Usage(u) = f { Some(u).filter(|u| u.query == shape.id) } else { None })
            .map(|u| u.times)
            .sum()
    };
    let (update, insert) = (of("update pgbench_accounts"), of("insert into pgbench_history"));
    assert!(times(update) >= 100 && times(update) == times(insert), "{read:?}");
    assert!(update.writes[0].name().ends_with("public.pgbench_accounts"), "{:?}", update.writes);
    assert!(read.failed == 0 && read.not_understood.is_empty(), "{read:?}");
    assert!(!serde_json::to_string(&*facts).unwrap().contains("kim@example.com"), "a literal has passed");
}
