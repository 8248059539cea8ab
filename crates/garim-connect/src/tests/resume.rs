//! Logs grow, are renamed, copied and compressed: nothing counts twice, nothing is missed.

use std::{io::Write, path::Path, sync::Arc};

use flate2::{Compression, write::GzEncoder};
use garim_core::imported::Fact;
use garim_ports::{ImportFrom, ImportKind, Tally};

use super::{Memory, ask, import};

fn line(second: usize) -> String {
    format!(
        "{{\"timestamp\":\"2026-11-20 10:00:{second:02}.000 UTC\",\"user\":\"kim\",\"dbname\":\"shop\",\"session_id\":\"s\",\"error_severity\":\"LOG\",\"message\":\"duration: 1.0 ms  statement: select a from t where b = {second}\"}}\n"
    )
}

fn read(folder: &Path, memory: &Arc<Memory>) -> Tally {
    import(ask(ImportKind::PostgresJsonlog, ImportFrom::Files(vec![folder.to_owned()])), memory)
}

fn executions(memory: &Memory) -> u64 {
    memory.facts.lock().unwrap().iter().map(|f| if let Fact::Usage(u) = f { u.times } else { 0 }).sum()
}

#[test]
fn a_growing_log_is_gone_on_with_also_from_the_middle_of_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pg.json");
    let whole: String = (0..40).map(line).collect();
    let memory = Arc::new(Memory::default());
    for end in (0..=whole.len()).step_by(97).chain([whole.len()]) {
        std::fs::write(&file, &whole[..end]).unwrap();
        read(folder.path(), &memory);
        let lines = whole[..end].matches('\n').count() as u64;
        let counted = executions(&memory);
        assert!(counted == lines || counted == lines + 1, "{counted} of {lines} at {end}");
    }
    assert_eq!(executions(&memory), 40);
    assert_eq!(read(folder.path(), &memory).records, 0);
}

#[test]
fn a_renamed_copied_or_compressed_log_is_known_again() {
    let folder = tempfile::tempdir().unwrap();
    let memory = Arc::new(Memory::default());
    let text: String = (0..50).map(line).collect();
    std::fs::write(folder.path().join("pg.json"), &text).unwrap();
    assert_eq!(read(folder.path(), &memory).records, 50);
    std::fs::rename(folder.path().join("pg.json"), folder.path().join("pg.json.1")).unwrap();
    let mut zip = GzEncoder::new(Vec::new(), Compression::fast());
    zip.write_all((text + &line(59)).as_bytes()).unwrap();
    std::fs::write(folder.path().join("pg.json.2.gz"), zip.finish().unwrap()).unwrap();
    std::fs::write(folder.path().join("other.json"), line(58)).unwrap();
    assert_eq!(read(folder.path(), &memory).records, 2, "the new line of the copy, and the new log");
    assert_eq!(executions(&memory), 52);
}

#[test]
fn a_batch_in_the_middle_of_a_log_can_be_gone_on_from() {
    let folder = tempfile::tempdir().unwrap();
    let statements = |from: usize, to: usize| {
        let line = |i: usize| {
            format!(
                "{{\"timestamp\":\"2026-11-20 10:00:00 UTC\",\"user\":\"u{i}\",\"session_id\":\"s\",\"message\":\"duration: 1 ms  statement: select a{i} from t\"}}\n"
            )
        };
        (from..to).map(line).collect::<String>()
    };
    std::fs::write(folder.path().join("pg.json"), statements(0, 12_000)).unwrap();
    let memory = Arc::new(Memory::default());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let asked = ask(ImportKind::PostgresJsonlog, ImportFrom::Files(vec![folder.path().to_owned()]));
        let mut open = garim_ports::Connect::open(&crate::Connector, asked, Arc::clone(&memory) as _).await.unwrap();
        memory.keep(open.next().await.unwrap().unwrap());
    });
    let first = executions(&memory);
    assert!((5_000..12_000).contains(&first), "{first} in the first batch");
    read(folder.path(), &memory);
    assert_eq!(executions(&memory), 12_000);
}
