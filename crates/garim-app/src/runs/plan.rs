//! The write plan of an ingest: from contract, registry, recorded decisions and the scanner.

use std::collections::HashMap;

use garim_core::{
    Error, Result,
    class::{Basis, Class, Classified, Treatment},
    name::ColumnName,
    schema::{Column, Contradiction, Evolution, Reason, Role, Schema, SchemaVersion, evolve},
    subject::Kind,
};
use garim_pii::Evidence;
use garim_ports::{Peek, StoredDataset};

use super::stage::Findings;
use crate::App;

/// Rows that are looked at before a plan is made.
pub(crate) const PEEK_ROWS: usize = 1000;
/// How sure the scanner must be to contradict a contract that says `none`: below, a look-alike would be a wall.
pub(crate) const OVERRULES_NONE: f64 = 0.9;
/// How sure it must be to protect a column that nobody has classified.
const PROTECTS: f64 = 0.5;

/// What a look at the source leads to.
pub(crate) enum Planned {
    /// It may be written.
    Write(Settled),
    /// The batch as a whole contradicts the registry.
    Contradicts(Vec<Contradiction>),
}

/// What a batch is written under.
pub(crate) struct Settled {
    /// The schema version.
    pub(crate) schema: SchemaVersion,
    /// The classification of each of its columns.
    pub(crate) classes: Vec<(ColumnName, Classified)>,
    /// The columns that the source has.
    pub(crate) seen: Vec<ColumnName>,
}

impl App {
    /// Compares what the source shows with what is registered, and settles each column's class.
    pub(crate) async fn plan_schema(
        &self,
        stored: &StoredDataset,
        peek: &Peek,
        found: &Findings,
        shown_as: &str,
    ) -> Result<Planned> {
        let registered =
            stored.schema.clone().unwrap_or_else(|| SchemaVersion { number: 0, schema: stored.contract.schema.clone() });
        let registered = declared_over(registered, &stored.contract.schema);
        let mut present = Vec::new();
        for column in &peek.columns {
            match ColumnName::new(&column.name) {
                Ok(name) => present.push((name, column.logical)),
                Err(error) => return Err(Error::invalid(format!("{shown_as}: a column cannot be brought in: {error}"))),
            }
        }
        let evolved = match evolve(&registered, &present, &stored.ever_present) {
            Evolution::Contradicts(against) => return Ok(Planned::Contradicts(contradictions(against, shown_as))),
            Evolution::Same => registered.schema,
            Evolution::Next(next) => next.schema,
        };
        let classes = self.settle(stored, &evolved, found).await?;
        let schema = classified(evolved, &classes, stored.schema.as_ref());
        let seen = present.into_iter().map(|(n, _)| n).collect();
        Ok(Planned::Write(Settled { schema: numbered(schema, stored.schema.as_ref()), classes, seen }))
    }

    /// What holds for each column: a recorded decision, else the strictest of contract and scanner.
    async fn settle(&self, stored: &StoredDataset, schema: &Schema, found: &Findings) -> Result<Vec<(ColumnName, Classified)>> {
        let at = self.now();
        let mut tx = self.ports.store.read().await?;
        let recorded: HashMap<ColumnName, Classified> = tx.columns().of(&stored.contract.name).await?.into_iter().collect();
        drop(tx);
        let settled = schema.columns.iter().map(|column| {
            let declared = stored.contract.schema.column(&column.name).map_or(Class::Unclassified, |c| c.class);
            // Seen once is seen: a look that shows less does not make a column harmless. Somebody may.
            let claims = recorded.get(&column.name).filter(|held| stands(declared, &held.basis)).cloned();
            let contract = (declared != Class::Unclassified).then_some((declared, Basis::Contract));
            let told = found.get(column.name.as_str()).map(|f| {
                let basis = Basis::Scanner { evidence: f.evidence.clone(), confidence: f.confidence };
                (f.class, basis)
            });
            let told = told.filter(|(_, basis)| stands(declared, basis));
            let claims = claims.into_iter().chain([contract, told].into_iter().flatten().map(|(class, basis)| Classified {
                class,
                basis,
                at,
            }));
            (column.name.clone(), Classified::settle(claims, at))
        });
        Ok(settled.collect())
    }
}

/// What the scanner sees in the whole look at the source: columns that tell of people make doubtful ones beside them likelier.
pub(crate) fn scan(peek: &Peek) -> Findings {
    let evidence: Vec<Evidence> = peek.columns.iter().map(|c| Evidence::of(c.sample.iter().map(Option::as_deref))).collect();
    let columns: Vec<(&str, &Evidence)> = peek.columns.iter().map(|c| c.name.as_str()).zip(&evidence).collect();
    let found = garim_pii::verdicts(&columns);
    columns.iter().zip(found).filter_map(|((name, _), finding)| Some(((*name).to_owned(), finding?))).collect()
}

/// How sure the scanner must be to be heard against what is declared; never where somebody declared it protected, who has
/// looked: it only guards what would stay readable.
pub(crate) fn needed(declared: Class) -> Option<f64> {
    match declared {
        Class::None => Some(OVERRULES_NONE),
        Class::Unclassified => Some(PROTECTS),
        _ => None,
    }
}

/// Whether what was recorded or found counts beside what is declared.
fn stands(declared: Class, basis: &Basis) -> bool {
    match basis {
        Basis::Person { .. } => true,
        Basis::Scanner { confidence, .. } => needed(declared).is_some_and(|needed| *confidence >= needed),
        Basis::Contract | Basis::Inherited | Basis::Absent => false,
    }
}

/// The registered version with what the contract says today: types and roles are the contract's, extra columns stay.
fn declared_over(mut registered: SchemaVersion, declared: &Schema) -> SchemaVersion {
    let mut columns = declared.columns.clone();
    columns.extend(registered.schema.columns.iter().filter(|c| declared.column(&c.name).is_none()).cloned());
    registered.schema.columns = columns;
    registered
}

/// Puts the settled classes into a schema. A column whose treatment changed after partitions were written is sealed from
/// now on: it is denied to everyone until a job has protected the earlier partitions too.
fn classified(mut schema: Schema, settled: &[(ColumnName, Classified)], before: Option<&SchemaVersion>) -> Schema {
    let identifiers: Vec<ColumnName> = schema.identifiers().map(|c| c.name.clone()).collect();
    for column in &mut schema.columns {
        let class = settled.iter().find(|(name, _)| *name == column.name).map_or(Class::Unclassified, |(_, c)| c.class);
        let former = before.and_then(|v| v.schema.column(&column.name));
        column.class = match former.map(Column::treatment) {
            Some(former) if former != class.treatment() => Class::Unclassified,
            _ => class,
        };
        let neutral = column.role == Role::Neutral;
        if neutral && matches!(column.class.treatment(), Treatment::Protected | Treatment::Quasi) {
            let of = if identifiers.len() == 1 { identifiers.first().cloned() } else { None };
            // Values are found by their kind: it stays what it was when the column was first protected.
            if let Some(former) = former.filter(|f| f.treatment() == column.treatment() && f.role != Role::Neutral) {
                column.role = former.role.clone();
                continue;
            }
            // Class names are valid kinds: they are lower-case words.
            if let Ok(kind) = Kind::new(column.class.kind()) {
                column.role = Role::BelongsTo { of, kind };
            }
        }
    }
    schema
}

/// The next number if anything changed, else the registered one.
fn numbered(schema: Schema, before: Option<&SchemaVersion>) -> SchemaVersion {
    match before {
        Some(before) if before.schema == schema => before.clone(),
        Some(before) => SchemaVersion { number: before.number + 1, schema },
        None => SchemaVersion { number: 1, schema },
    }
}

fn contradictions(against: Vec<(Option<ColumnName>, Reason)>, shown_as: &str) -> Vec<Contradiction> {
    let contradiction = |(column, reason): (Option<ColumnName>, Reason)| Contradiction {
        file: shown_as.to_owned(),
        row: None,
        column: column.map(|c| c.to_string()),
        reason,
    };
    against.into_iter().map(contradiction).collect()
}
