//! Where rows go once they are checked and have pseudonyms: three ways, by the contract's day rule and key.

use garim_core::{
    Result,
    asset::DayRule,
    schema::{Contradiction, Reason},
};

use super::{
    context::Context, keyed::Keyed, keyless::Keyless, pen::Page, piece::Piece, quarantine::Quarantine, snapshot::Snapshot,
    tally::Tally,
};

pub(super) enum Sink<'a> {
    /// The whole table is today's, written as it comes.
    Snapshot(Snapshot<'a>),
    /// Rows with a key are merged with what is stored.
    Keyed(Keyed<'a>),
    /// Days without a key are replaced if they grew.
    Keyless(Keyless<'a>),
}

impl<'a> Sink<'a> {
    pub(super) async fn new(context: &'a Context<'a>) -> Result<Self> {
        let snapshot = context.plan.rule == DayRule::Snapshot;
        if snapshot {
            super::snapshot::refuse_past(context)?;
        }
        Ok(match (snapshot, context.shape.key.is_empty(), context.shape.received) {
            (true, false, Some(_)) => Self::Keyed(Keyed::new(context, false)),
            (true, _, _) => Self::Snapshot(Snapshot::begin(context).await?),
            (false, false, _) => Self::Keyed(Keyed::new(context, true)),
            (false, true, _) => Self::Keyless(Keyless::new(context)),
        })
    }

    pub(super) async fn accept(&mut self, piece: Piece, tally: &mut Tally, quarantine: &mut Quarantine) -> Result<()> {
        match self {
            Self::Snapshot(sink) => sink.accept(piece, tally).await,
            Self::Keyed(sink) => sink.accept(piece, tally, quarantine).await,
            Self::Keyless(sink) => sink.accept(piece, tally, quarantine).await,
        }
    }

    pub(super) async fn finish(self, tally: &mut Tally, quarantine: &mut Quarantine) -> Result<Vec<Page>> {
        match self {
            Self::Snapshot(sink) => sink.finish(tally).await,
            Self::Keyed(sink) => sink.finish(tally).await,
            Self::Keyless(sink) => sink.finish(tally, quarantine).await,
        }
    }
}

/// A row came after its window closed: it is sealed, and the run goes on.
pub(super) async fn late(
    context: &Context<'_>,
    piece: &Piece,
    row: usize,
    tally: &mut Tally,
    quarantine: &mut Quarantine,
) -> Result<()> {
    let (names, fields) = piece.fields(row)?;
    let reason = Reason::Late;
    quarantine.put(context, (&piece.file, piece.numbers[row]), &reason.to_string(), &names, Some(&fields)).await?;
    tally.counts.late += 1;
    let file = piece.file.to_string();
    tally.contradict([Contradiction { file, row: Some(piece.numbers[row]), column: None, reason }]);
    Ok(())
}
