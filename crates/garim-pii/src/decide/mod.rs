//! A verdict from name, values and neighbours.

mod calibrate;
mod fit;
mod support;
mod weights;
mod words;

use calibrate::confidence;
use fit::fit;
use support::support;
use weights::{
    AGAINST_FIRM, AGAINST_HARD, AGAINST_PAPERS, AGAINST_SOFT, NAME, NAME_BELIED, NEIGHBOUR, OTHER_KIND, PRIOR, VALUES,
};

use crate::{
    Finding,
    evidence::Evidence,
    kind::Kind,
    name::{Told, told},
};

/// Least confidence at which something is said at all: below, it would only be noise.
const SAYS: f64 = 0.25;
/// Most neighbours that count.
const MAX_NEIGHBOURS: usize = 3;
/// Share of the values that must fit for the name to be believed, and to be half believed.
const FITS: f64 = 0.6;
const HALF_FITS: f64 = 0.3;
/// Below this share the name is belied.
const BELIED: f64 = 0.1;

/// What a column's name and its evidence tell. `None` means that nothing was recognised, which does not make the column harmless.
pub fn verdict(name: &str, evidence: &Evidence) -> Option<Finding> {
    best(&told(name), evidence, 0)
}

/// Verdicts of a whole table: columns that tell of a person make the doubtful ones beside them likelier.
pub fn verdicts(columns: &[(&str, &Evidence)]) -> Vec<Option<Finding>> {
    let told: Vec<Told> = columns.iter().map(|(name, _)| told(name)).collect();
    let alone: Vec<Option<Finding>> = told.iter().zip(columns).map(|(t, (_, e))| best(t, e, 0)).collect();
    let sure = |f: &Option<Finding>| f.as_ref().is_some_and(|f| f.confidence >= 0.9 && about_people(f.kind));
    let people = alone.iter().filter(|f| sure(f)).count();
    let near = |own: &Option<Finding>| (people - usize::from(sure(own))).min(MAX_NEIGHBOURS);
    alone.iter().zip(told.iter().zip(columns)).map(|(own, (t, (_, e)))| best(t, e, near(own))).collect()
}

/// Kinds that make a row one of a person.
fn about_people(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PersonName
            | Kind::Email
            | Kind::Phone
            | Kind::KrRrn
            | Kind::UsSsn
            | Kind::UkNino
            | Kind::DeTaxId
            | Kind::FrNir
            | Kind::JpMyNumber
            | Kind::Gender
            | Kind::BirthDate
    )
}

fn best(told: &Told, evidence: &Evidence, neighbours: usize) -> Option<Finding> {
    let weighed = |kind: &Kind| (*kind, weigh(*kind, told, evidence, neighbours));
    let (kind, odds) = Kind::ALL.iter().map(weighed).max_by(|a, b| a.1.total_cmp(&b.1))?;
    let confidence = confidence(odds);
    (confidence >= SAYS).then(|| Finding {
        kind,
        class: kind.class(),
        confidence,
        evidence: words::evidence(kind, told, evidence),
    })
}

/// The log-odds of a kind.
fn weigh(kind: Kind, told: &Told, evidence: &Evidence, neighbours: usize) -> f64 {
    let values = VALUES * support(kind, evidence);
    let named = named(kind, told, evidence);
    let mut odds = PRIOR + values + named;
    if named <= 0.0 && values > 0.0 {
        odds -= against(kind) * f64::from(told.against);
        let other = told.kinds.iter().any(|(k, s)| *s == 3 && *k != kind && !related(*k, kind) && fit(*k, evidence) >= FITS);
        odds -= if other && !kind.has_own_form() { OTHER_KIND } else { 0.0 };
    }
    if soft_neighbour(kind) && values + named > 0.0 {
        odds += NEIGHBOUR * f64::from(u32::try_from(neighbours).unwrap_or_default());
    }
    odds
}

/// What the name is worth, given what the values are.
fn named(kind: Kind, told: &Told, evidence: &Evidence) -> f64 {
    let worth = NAME[usize::from(told.strength(kind).min(3))];
    if worth == 0.0 || evidence.filled == 0 {
        return worth;
    }
    match fit(kind, evidence) {
        f if f >= FITS => worth,
        f if f >= HALF_FITS => worth * 0.6,
        f if f >= BELIED => worth * 0.2,
        _ => NAME_BELIED,
    }
}

/// What a step of plainness against a kind weighs: little against a check, more against a form that others may have.
fn against(kind: Kind) -> f64 {
    match kind {
        Kind::Gender | Kind::KrBrn | Kind::BankAccount | Kind::Phone | Kind::JpMyNumber | Kind::VehiclePlate => AGAINST_FIRM,
        Kind::UsSsn => AGAINST_PAPERS,
        _ if kind.has_own_form() => AGAINST_HARD,
        _ => AGAINST_SOFT,
    }
}

/// Kinds that a name may confuse: a login is written where a name is asked for.
fn related(a: Kind, b: Kind) -> bool {
    let of = |x, y| (a == x && b == y) || (a == y && b == x);
    of(Kind::Username, Kind::PersonName) || of(Kind::Age, Kind::BirthDate) || of(Kind::NationalId, Kind::Passport)
}

/// Kinds that neighbours make likelier.
fn soft_neighbour(kind: Kind) -> bool {
    matches!(kind, Kind::PersonName | Kind::BirthDate | Kind::Gender | Kind::Username | Kind::Address | Kind::Phone)
}
