//! What the fuzzer runs over the readers of other systems' logs, and what the tests run again over everything that it has found.
#![allow(missing_docs)]

use std::{io::Cursor, sync::Arc};

use garim_connect::Connector;
use garim_core::{Result, imported::DatasetKey, time::Timestamp};
use garim_ports::{Connect, ImportAsk, ImportFrom, ImportKind, Known, Mark, Tally};

/// Knows the columns of every table whose name has an `o`, so that both ways are gone.
struct Some;

#[async_trait::async_trait]
impl Known for Some {
    fn columns(&self, dataset: &DatasetKey) -> Option<Vec<String>> {
        dataset.name().contains('o').then(|| vec!["a".to_owned(), "b".to_owned()])
    }

    fn revision(&self, _: &DatasetKey) -> Option<String> {
        None
    }

    async fn seen(&self, marks: &[Mark]) -> Result<Vec<bool>> {
        Ok(marks.iter().map(|m| m.id[0].is_multiple_of(2)).collect())
    }
}

fn read(kind: ImportKind, data: &[u8]) -> Result<Tally> {
    let ask = ImportAsk {
        kind,
        namespace: "w".to_owned(),
        from: ImportFrom::Body(Box::new(Cursor::new(data.to_vec()))),
        dialect: None,
        database: None,
        schema: None,
        connections: std::collections::BTreeMap::new(),
        zone: "Asia/Seoul".parse().expect("a zone"),
        now: Timestamp::from_micros(1_795_219_200_000_000),
        positions: Vec::new(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut open = Connector.open(ask, Arc::new(Some)).await?;
        let mut all = Tally::default();
        while let Option::Some(batch) = open.next().await? {
            all.add(&batch.read);
        }
        Ok(all)
    })
}

/// Whatever stands in a log, reading it ends, and what is passed over is not more than was read.
pub fn run(kind: ImportKind, data: &[u8]) {
    if kind == ImportKind::OpenLineage {
        let _ = Connector.event(data, &|dataset| Some.columns(dataset));
    }
    if let Ok(tally) = read(kind, data) {
        assert!(tally.repeated <= tally.records + tally.resolved, "more is repeated than was read");
    }
}
