//! What a staging counts.

use arrow_array::{Array, RecordBatch};
use garim_core::{
    run::{ColumnProfile, Counts, MAX_KEPT_CONTRADICTIONS},
    schema::{Contradiction, Schema},
};

/// Counts, the first contradictions, and the profile of what was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) counts: Counts,
    pub(super) contradictions: Vec<Contradiction>,
    /// How many contradictions in all.
    pub(super) total: u64,
    pub(super) profile: Vec<ColumnProfile>,
}

impl Tally {
    pub(super) fn new(schema: &Schema) -> Self {
        let profile = schema.columns.iter().map(|c| ColumnProfile { column: c.name.clone(), rows: 0, nulls: 0 });
        Self { profile: profile.collect(), ..Self::default() }
    }

    /// Keeps the first ones, counts all.
    pub(super) fn contradict(&mut self, found: impl IntoIterator<Item = Contradiction>) {
        for contradiction in found {
            self.total += 1;
            if self.contradictions.len() < MAX_KEPT_CONTRADICTIONS {
                self.contradictions.push(contradiction);
            }
        }
    }

    /// Rows that are written, as the lake keeps them and what is sealed of them.
    pub(super) fn profile(&mut self, physical: &RecordBatch, sealed: Option<&RecordBatch>) {
        for column in &mut self.profile {
            let name = column.column.as_str();
            let array = physical.column_by_name(name).or_else(|| sealed.and_then(|s| s.column_by_name(name)));
            column.rows += physical.num_rows() as u64;
            column.nulls += array.map_or(physical.num_rows(), |a| a.null_count()) as u64;
        }
    }
}
