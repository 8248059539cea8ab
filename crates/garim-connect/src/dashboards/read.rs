//! Reads the lines. A file that was read before is gone on with, so that no view counts twice.

use async_trait::async_trait;
use garim_core::{Result, imported::Fact};
use garim_lineage::Dialect;
use garim_ports::{Batch, Import, ImportAsk};

use super::{
    Views,
    line::{Line, Reader},
};
use crate::{
    input::Source,
    lines_import::{LineImport, Taker},
};

/// Opens lines.
pub(crate) fn open(sources: Vec<Source>, ask: &ImportAsk, dialect: Dialect) -> Box<dyn Import> {
    let reader = Reader {
        namespace: ask.namespace.clone(),
        dialect,
        zone: ask.zone.tz(),
        now: ask.now,
        connections: ask.connections.clone(),
    };
    Box::new(Dashboards(LineImport::new(
        sources,
        ask.positions.clone(),
        Lines { reader, views: Views::new(ask.zone), zone: ask.zone },
    )))
}

struct Dashboards(LineImport<Lines>);

struct Lines {
    reader: Reader,
    views: Views,
    zone: garim_core::time::Zone,
}

impl Taker for Lines {
    fn take(&mut self, row: &crate::input::Row, place: &str, batch: &mut Batch) {
        match self.reader.read(row) {
            Line::Dashboard(dashboard) => batch.facts.push(Fact::Dashboard(*dashboard)),
            Line::View(view) => self.views.add(view),
            Line::Neither(why) => batch.read.not_understood(why, place),
        }
    }

    fn finish(&mut self, batch: &mut Batch) {
        batch.facts.extend(std::mem::replace(&mut self.views, Views::new(self.zone)).facts());
    }
}

#[async_trait]
impl Import for Dashboards {
    async fn next(&mut self) -> Result<Option<Batch>> {
        self.0.next()
    }
}
