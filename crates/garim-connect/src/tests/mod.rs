//! Imports from text to facts, drawn for a person to read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod databases;
mod draw;
mod lines;
mod memory;
mod open_lineage;
mod projects;
mod query_logs;
mod real;
mod resume;

use std::sync::Arc;

use garim_core::time::Timestamp;
use garim_ports::{Connect, ImportAsk, ImportFrom, ImportKind, Tally};

pub(crate) use self::{
    draw::{arrow, draw},
    memory::Memory,
};
use crate::Connector;

/// 2026-11-21, 00:00 UTC.
pub(crate) const NOW: i64 = 1_795_219_200_000_000;

/// An ask with nothing said.
pub(crate) fn ask(kind: ImportKind, from: ImportFrom) -> ImportAsk {
    ImportAsk {
        kind,
        namespace: "w".to_owned(),
        from,
        dialect: None,
        database: None,
        schema: None,
        connections: std::collections::BTreeMap::new(),
        zone: "UTC".parse().unwrap(),
        now: Timestamp::from_micros(NOW),
        positions: Vec::new(),
    }
}

/// Imports everything into a memory; what was read comes back.
pub(crate) fn import(mut ask: ImportAsk, memory: &Arc<Memory>) -> Tally {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        ask.positions = memory.positions();
        let mut open = Connector.open(ask, Arc::clone(memory) as _).await.unwrap();
        let mut read = Tally::default();
        while let Some(batch) = open.next().await.unwrap() {
            read.add(&batch.read);
            memory.keep(batch);
        }
        read
    })
}

/// Imports the files of a fixture's folder, or one file, and draws what came of it.
pub(crate) fn drawn_from(kind: ImportKind, path: &std::path::Path) -> String {
    let memory = Arc::new(Memory::default());
    let read = import(ask(kind, ImportFrom::Files(vec![path.to_owned()])), &memory);
    draw(&memory, &read)
}
