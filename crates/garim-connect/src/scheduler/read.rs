//! Reads the lines.

use async_trait::async_trait;
use garim_core::Result;
use garim_lineage::Dialect;
use garim_ports::{Batch, Import, ImportAsk};

use super::line::Reader;
use crate::{
    input::{Row, Source},
    lines_import::{LineImport, Taker},
};

/// Opens lines.
pub(crate) fn open(sources: Vec<Source>, ask: &ImportAsk, dialect: Dialect) -> Box<dyn Import> {
    let reader = Reader { namespace: ask.namespace.clone(), dialect, zone: ask.zone.tz(), now: ask.now };
    Box::new(Jobs(LineImport::new(sources, ask.positions.clone(), reader)))
}

struct Jobs(LineImport<Reader>);

impl Taker for Reader {
    fn take(&mut self, row: &Row, place: &str, batch: &mut Batch) {
        match self.read(row) {
            Ok(facts) => batch.facts.extend(facts),
            Err(why) => batch.read.not_understood(why, place),
        }
    }

    fn finish(&mut self, _: &mut Batch) {}
}

#[async_trait]
impl Import for Jobs {
    async fn next(&mut self) -> Result<Option<Batch>> {
        self.0.next()
    }
}
