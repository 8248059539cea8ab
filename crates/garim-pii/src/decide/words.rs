//! Evidence in words: counts and the name's own words, never a value.

use crate::{evidence::Evidence, kind::Kind, mark::Mark, name::Told};

/// Such as "its name says `email`, and 197 of 200 values look like e-mail addresses".
pub(crate) fn evidence(kind: Kind, told: &Told, evidence: &Evidence) -> String {
    let named = (told.strength(kind) > 0).then(|| format!("its name says `{}`", told.phrase));
    let counted = counted(kind, evidence);
    let but = (told.strength(kind) == 0 && (told.against > 1 || !told.kinds.is_empty()))
        .then(|| format!(", though its name says `{}`", told.phrase));
    match (named, counted) {
        (Some(named), Some(counted)) => format!("{named}, and {counted}"),
        (Some(one), None) => one,
        (None, Some(counted)) => format!("{counted}{}", but.unwrap_or_default()),
        (None, None) => format!("its {} values have the form of {}{}", evidence.filled, kind.what(), but.unwrap_or_default()),
    }
}

fn counted(kind: Kind, evidence: &Evidence) -> Option<String> {
    let count = match kind {
        Kind::FreeText => evidence.marks[Mark::TextPersonal as usize],
        Kind::BirthDate => evidence.days,
        Kind::Gender => evidence.kinds[kind as usize] + evidence.marks[Mark::GenderOther as usize],
        _ => evidence.kinds[kind as usize],
    };
    let what = match kind {
        Kind::BirthDate => format!("days between {} and {}", evidence.year_at(0.0), evidence.year_at(1.0)),
        _ => kind.what().to_owned(),
    };
    (count > 0).then(|| format!("{count} of {} values look like {what}", evidence.filled))
}
