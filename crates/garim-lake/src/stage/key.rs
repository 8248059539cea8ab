//! Rows as 128-bit digests, so that a million keys are held in a few megabytes.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::{BuildHasher, BuildHasherDefault, Hasher},
};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use garim_core::{Result, class::Treatment};
use std::sync::Arc;

use super::{context::Context, piece::Piece};
use crate::{
    check::Cells,
    layout,
    protect::{Who, ordinals},
};

/// A digest is spread well already: its own low half serves as a table's hash.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, b| sum.rotate_left(8) ^ u64::from(*b));
    }

    fn write_u128(&mut self, digest: u128) {
        self.0 = digest as u64;
    }
}

/// How often each digest is there.
pub(super) type Digests<V> = HashMap<u128, V, BuildHasherDefault<Spread>>;

/// A row's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowKey {
    /// Of the row as it came.
    pub(super) own: u128,
    /// Of the row as it stands in the lake after its person was anonymised; `None` if nobody of the key is suppressed.
    pub(super) anonymised: Option<u128>,
}

/// Digests rows by some columns. Keyed anew for each staging: nobody can prepare rows that collide.
pub(super) struct Digester {
    low: RandomState,
    high: RandomState,
    /// Places in the schema.
    columns: Vec<usize>,
}

impl Digester {
    /// By the contract's key.
    pub(super) fn by_key(context: &Context<'_>) -> Self {
        Self::new(context.shape.key.clone())
    }

    /// By everything that the lake shows without the vault: plain and quasi values and pseudonyms.
    pub(super) fn by_row(context: &Context<'_>) -> Self {
        let columns = context.plan.schema.schema.columns.iter().enumerate();
        let shown = columns.filter(|(_, c)| !matches!(c.treatment(), Treatment::Protected | Treatment::Sealed));
        Self::new(shown.map(|(at, _)| at).collect())
    }

    fn new(columns: Vec<usize>) -> Self {
        Self { low: RandomState::new(), high: RandomState::new(), columns }
    }

    /// The key of each row of a piece. Protected columns of a key are put away first: they compare by their address.
    pub(super) async fn keys(&self, context: &Context<'_>, piece: &Piece) -> Result<Vec<RowKey>> {
        let columns = self.columns_of(context, piece).await?;
        let raw = self.columns.iter().map(|at| Cells::of(piece.raw.column(*at).as_ref())).collect::<Result<Vec<_>>>()?;
        let cells = columns.iter().map(|c| Cells::of(c.as_ref())).collect::<Result<Vec<_>>>()?;
        let mut buffer = Vec::new();
        let keys = (0..piece.len()).map(|row| {
            let anonymised = self.digest(&cells, row, &mut buffer, None);
            if !piece.acted[row] {
                return RowKey { own: anonymised, anonymised: None };
            }
            let suppressed: Vec<bool> = self.columns.iter().map(|at| is_suppressed(context, piece, *at, row)).collect();
            if !suppressed.iter().any(|s| *s) {
                return RowKey { own: anonymised, anonymised: None };
            }
            let own = self.digest(&cells, row, &mut buffer, Some((&raw, &suppressed)));
            RowKey { own, anonymised: Some(anonymised) }
        });
        Ok(keys.collect())
    }

    async fn columns_of(&self, context: &Context<'_>, piece: &Piece) -> Result<Vec<ArrayRef>> {
        let protected: Vec<_> = context.shape.protected.iter().filter(|p| self.columns.contains(&p.column)).cloned().collect();
        let scope = (&context.plan.dataset, piece.day);
        let mut addresses = match protected.is_empty() {
            true => HashMap::new(),
            false => ordinals(&*context.vault, context.plan.run, scope, &protected, &piece.rows).await?,
        };
        let mut columns: Vec<ArrayRef> =
            self.columns.iter().map(|at| addresses.remove(at).unwrap_or_else(|| piece.rows.column(*at).clone())).collect();
        columns.extend(self.owners(context).iter().map(|at| piece.rows.column(*at).clone()));
        Ok(columns)
    }

    /// An ordinal means something only beside its person: the places of those identifiers.
    fn owners(&self, context: &Context<'_>) -> Vec<usize> {
        let protected = context.shape.protected.iter().filter(|p| self.columns.contains(&p.column));
        protected.filter_map(|p| p.of_column).collect()
    }

    /// The stored columns that make the same digests.
    pub(super) fn stored_columns(&self, context: &Context<'_>) -> SchemaRef {
        let columns = &context.plan.schema.schema.columns;
        let physical = layout::arrow_schema(&context.plan.schema);
        let places = self.columns.iter().copied().chain(self.owners(context));
        let fields = places.filter_map(|at| physical.fields().find(columns[at].name.as_str()).map(|(_, f)| f.clone()));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }

    /// The digests of stored rows, in the columns of `stored_columns`.
    pub(super) fn stored(&self, rows: &RecordBatch) -> Result<Vec<u128>> {
        let cells = rows.columns().iter().map(|c| Cells::of(c.as_ref())).collect::<Result<Vec<_>>>()?;
        let mut buffer = Vec::new();
        Ok((0..rows.num_rows()).map(|row| self.digest(&cells, row, &mut buffer, None)).collect())
    }

    fn digest(&self, cells: &[Cells<'_>], row: usize, buffer: &mut Vec<u8>, raw: Option<(&[Cells<'_>], &[bool])>) -> u128 {
        buffer.clear();
        for (at, cell) in cells.iter().enumerate() {
            let hidden = raw.filter(|(_, suppressed)| suppressed.get(at).copied().unwrap_or_default());
            let (cell, tag) = match hidden {
                Some((raw, _)) => (&raw[at], b'R'),
                None => (cell, cell.tag()),
            };
            if cell.is_null(row) {
                buffer.push(0);
                continue;
            }
            buffer.push(tag);
            let length_at = buffer.len();
            buffer.extend_from_slice(&[0; 4]);
            cell.append(row, buffer);
            // Lengths keep `ab, c` and `a, bc` apart; a value of 4 GiB does not reach this point.
            let length = (buffer.len() - length_at - 4) as u32;
            buffer[length_at..length_at + 4].copy_from_slice(&length.to_le_bytes());
        }
        u128::from(self.high.hash_one(&buffer[..])) << 64 | u128::from(self.low.hash_one(&buffer[..]))
    }
}

fn is_suppressed(context: &Context<'_>, piece: &Piece, column: usize, row: usize) -> bool {
    let identifier = context.shape.identifiers.iter().position(|i| i.column == column);
    identifier.is_some_and(|i| piece.people.columns[i][row] == Who::Suppressed)
}
