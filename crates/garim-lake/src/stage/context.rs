//! What every part of a staging looks at.

use std::sync::Arc;

use garim_core::{Error, Result, asset::DayRule, class::Treatment};
use garim_ports::{Staged, StagedDay, Vault, WritePlan};

use super::{calendar::Calendar, pen::Page, tally::Tally};
use crate::{
    LocalLake,
    protect::Shape,
    source::Reading,
    table::{self, Manifest, TableAt},
};

/// A staging's plan and surroundings.
pub(super) struct Context<'a> {
    pub(super) lake: &'a LocalLake,
    pub(super) plan: &'a WritePlan,
    pub(super) vault: Arc<dyn Vault>,
    pub(super) shape: Shape,
    /// The dataset as it stands; `None`: it was never written.
    pub(super) table: Option<TableAt>,
}

impl<'a> Context<'a> {
    pub(super) async fn new(lake: &'a LocalLake, plan: &'a WritePlan, vault: Arc<dyn Vault>) -> Result<Self> {
        let shape = Shape::new(plan)?;
        let sealed_key = shape.key.iter().find(|at| shape.sealed.contains(at));
        if let Some(at) = sealed_key {
            let column = &plan.schema.schema.columns[*at].name;
            return Err(Error::invalid(format!("`{}.{column}` is part of the key and unclassified; classify it", plan.dataset)));
        }
        Ok(Self { lake, plan, vault, shape, table: table::stored(lake, &plan.dataset).await? })
    }

    /// The days of the plan; only for a fresh look at each source, since it remembers the last day.
    pub(super) fn calendar(&self) -> Calendar {
        Calendar::new(self.plan)
    }

    /// What a reader needs to know.
    pub(super) fn reading(&self, everything_raw: bool) -> Result<Reading> {
        let columns = &self.plan.schema.schema.columns;
        let day = match &self.plan.rule {
            DayRule::Snapshot => None,
            DayRule::Epoch(name) => match columns.iter().position(|c| &c.name == name) {
                Some(at) if columns[at].treatment() == Treatment::Plain => Some(at),
                Some(_) => {
                    return Err(Error::invalid(format!("`{}.{name}` decides the day; classify it `none`", self.plan.dataset)));
                }
                None => return Err(Error::invalid(format!("`{}` has no column `{name}` to decide the day", self.plan.dataset))),
            },
            DayRule::Computed => return Err(Error::invalid(format!("`{}` is computed: it has no source", self.plan.dataset))),
        };
        Ok(Reading { schema: self.plan.schema.clone(), day, ever_present: self.plan.ever_present.clone(), everything_raw })
    }

    /// Rows that a day's partition has now; `None` where it has none.
    pub(super) fn stored_rows(&self, day: garim_core::time::Day) -> Option<u64> {
        self.table.as_ref().and_then(|t| t.rows_of(day))
    }

    /// The result of a staging that wrote these days.
    pub(super) fn staged(&self, pages: Vec<Page>, tally: Tally) -> Result<Staged> {
        let day = |page: &Page| StagedDay {
            day: page.written.day,
            rows: page.written.rows(),
            replaced_rows: self.stored_rows(page.written.day).unwrap_or_default(),
        };
        let days = pages.iter().map(day).collect();
        let written = pages.into_iter().map(|p| p.written).collect();
        Ok(Staged {
            dataset: self.plan.dataset.clone(),
            run: self.plan.run,
            job: self.plan.job.clone(),
            sequence: self.plan.sequence,
            days,
            counts: tally.counts,
            contradictions: tally.contradictions,
            profile: tally.profile,
            freeze_epoch: self.plan.freeze_epoch,
            token: Manifest::new(&self.plan.schema, self.table.as_ref(), written).token()?,
        })
    }
}
