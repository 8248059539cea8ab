//! The write plan of an ingest: from contract, registry, recorded decisions and the scanner.

use std::collections::HashMap;

use garim_core::{
    Error, Result,
    class::{Basis, Class, Classified, Treatment},
    name::{ColumnName, ColumnRef},
    schema::{Column, Contradiction, Evolution, Reason, Role, Schema, SchemaVersion, evolve},
    subject::Kind,
};
use garim_pii::{Evidence, Finding};
use garim_ports::{Peek, StoredDataset};

use crate::App;

/// Rows that are looked at before a plan is made.
pub(crate) const PEEK_ROWS: usize = 1000;
/// How sure the scanner must be to contradict a contract that says `none`: below, a look-alike would be a wall.
const OVERRULES_NONE: f64 = 0.9;
/// How sure it must be to protect a column that nobody has classified.
const PROTECTS: f64 = 0.5;

/// What a look at the source leads to.
pub(crate) enum Planned {
    /// Write under this schema version, with these settled classifications.
    Write { schema: SchemaVersion, settled: Vec<(ColumnRef, Classified)>, seen: Vec<ColumnName> },
    /// The batch as a whole contradicts the registry.
    Contradicts(Vec<Contradiction>),
}

impl App {
    /// Compares what the source shows with what is registered, and settles each column's class.
    pub(crate) async fn plan_schema(&self, stored: &StoredDataset, peek: &Peek, shown_as: &str) -> Result<Planned> {
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
        let settled = self.settle(stored, &evolved, peek).await?;
        let schema = classified(evolved, &settled, stored.schema.as_ref());
        let seen = present.into_iter().map(|(n, _)| n).collect();
        let dataset = &stored.contract.name;
        let settled = settled.into_iter().map(|(column, c)| (ColumnRef { dataset: dataset.clone(), column }, c)).collect();
        Ok(Planned::Write { schema: numbered(schema, stored.schema.as_ref()), settled, seen })
    }

    /// What holds for each column: a recorded decision, else the strictest of contract and scanner.
    async fn settle(&self, stored: &StoredDataset, schema: &Schema, peek: &Peek) -> Result<HashMap<ColumnName, Classified>> {
        let now = self.now();
        let mut tx = self.ports.store.read().await?;
        let recorded: HashMap<ColumnName, Classified> = tx.columns().of(&stored.contract.name).await?.into_iter().collect();
        drop(tx);
        let found = scan(peek);
        let mut settled = HashMap::new();
        for column in &schema.columns {
            let mut claims = Vec::new();
            let person = recorded.get(&column.name).filter(|c| matches!(c.basis, Basis::Person { .. }));
            claims.extend(person.cloned());
            let declared = stored.contract.schema.column(&column.name).map_or(Class::Unclassified, |c| c.class);
            if declared != Class::Unclassified {
                claims.push(Classified { class: declared, basis: Basis::Contract, at: now });
            }
            claims.extend(scanned(declared, found.get(column.name.as_str())).map(|(class, basis)| Classified {
                class,
                basis,
                at: now,
            }));
            settled.insert(column.name.clone(), Classified::settle(claims, now));
        }
        Ok(settled)
    }
}

/// What the scanner sees in the whole look at the source: columns that tell of people make doubtful ones beside them likelier.
pub(crate) fn scan(peek: &Peek) -> HashMap<&str, Finding> {
    let evidence: Vec<Evidence> = peek.columns.iter().map(|c| Evidence::of(c.sample.iter().map(Option::as_deref))).collect();
    let columns: Vec<(&str, &Evidence)> = peek.columns.iter().map(|c| c.name.as_str()).zip(&evidence).collect();
    let found = garim_pii::verdicts(&columns);
    columns.iter().zip(found).filter_map(|((name, _), finding)| Some((*name, finding?))).collect()
}

/// What the scanner claims, if it is sure enough to be heard against what is declared.
fn scanned(declared: Class, found: Option<&Finding>) -> Option<(Class, Basis)> {
    // Whoever declared it protected or an identifier has looked: the scanner only guards what would stay readable.
    if !matches!(declared, Class::None | Class::Unclassified) {
        return None;
    }
    let found = found?;
    let needed = if declared == Class::None { OVERRULES_NONE } else { PROTECTS };
    let basis = Basis::Scanner { evidence: found.evidence.clone(), confidence: found.confidence };
    (found.confidence >= needed).then_some((found.class, basis))
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
fn classified(mut schema: Schema, settled: &HashMap<ColumnName, Classified>, before: Option<&SchemaVersion>) -> Schema {
    let identifiers: Vec<ColumnName> = schema.identifiers().map(|c| c.name.clone()).collect();
    for column in &mut schema.columns {
        let class = settled.get(&column.name).map_or(Class::Unclassified, |c| c.class);
        let former = before.and_then(|v| v.schema.column(&column.name)).map(Column::treatment);
        column.class = match former {
            Some(former) if former != class.treatment() => Class::Unclassified,
            _ => class,
        };
        let neutral = column.role == Role::Neutral;
        if neutral && matches!(column.class.treatment(), Treatment::Protected | Treatment::Quasi) {
            let of = if identifiers.len() == 1 { identifiers.first().cloned() } else { None };
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
