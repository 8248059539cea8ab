//! Whether the values may be what the name says.

use crate::{evidence::Evidence, kind::Kind, mark::Mark};

/// The share of the values that may be of a kind, in some form that the kind is kept in.
pub(crate) fn fit(kind: Kind, of: &Evidence) -> f64 {
    let any = |marks: &[Mark]| marks.iter().map(|m| of.share(*m)).sum::<f64>();
    let own = of.part(of.kinds[kind as usize]);
    let digits = |least: f64| if of.numbers > 0 && of.most >= least { any(&[Mark::Integer]) } else { 0.0 };
    let letters =
        any(&[Mark::Letters]) - any(&[Mark::Truth, Mark::Url, Mark::Email, Mark::Digest, Mark::Date, Mark::DateTime, Mark::Uuid]);
    let code = any(&[Mark::Opaque]);
    let more =
        match kind {
            Kind::Email | Kind::Ip | Kind::Iban => 0.0,
            Kind::Phone => {
                any(&[Mark::PhonePlausible]).max(digits(1e6)).max(if of.least >= 1e6 { any(&[Mark::Decimal]) } else { 0.0 })
            }
            Kind::PersonName => person(of, letters),
            Kind::Address if of.filled >= 3 && of.chars < 8 * of.filled && of.share(Mark::Wide) < 0.5 => 0.0,
            Kind::Address if of.filled >= 3 && of.chars < 6 * of.filled => 0.0,
            Kind::Address => letters,
            Kind::BirthDate => any(&[Mark::Date, Mark::DateTime]),
            Kind::Gender => {
                if of.distinct() <= 6.5 && of.longest <= 16 {
                    any(&[Mark::Letters]) + any(&[Mark::Ageable]) - any(&[Mark::Truth])
                } else {
                    0.0
                }
            }
            Kind::Mac => any(&[Mark::MacBare]),
            Kind::Device => any(&[Mark::Uuid, Mark::Mac]).max(code).max(digits(1e9)),
            Kind::BankAccount => any(&[Mark::PhonePlausible]).max(code).max(digits(1e6)),
            Kind::CreditCard => digits(1e11).max(if of.shortest >= 12 { code } else { 0.0 }),
            Kind::KrRrn | Kind::FrNir => digits(1e11).max(if of.shortest >= 12 { any(&[Mark::Opaque]) } else { 0.0 }),
            Kind::KrBrn | Kind::UsSsn | Kind::UkNino | Kind::DeTaxId | Kind::JpMyNumber => {
                if of.shortest >= 8 && of.longest <= 16 { code.max(any(&[Mark::PhonePlausible])).max(digits(1e7)) } else { 0.0 }
            }
            Kind::Passport | Kind::DriverLicense | Kind::NationalId => {
                if of.longest <= 24 && of.shortest >= 5 {
                    code.max(digits(1e5)).max(any(&[Mark::PlateShaped]))
                } else {
                    0.0
                }
            }
            Kind::VehiclePlate => {
                if of.longest <= 20 {
                    code.max(any(&[Mark::PlateShaped]))
                } else {
                    0.0
                }
            }
            Kind::Geo => {
                if of.most <= 360.0 && of.least >= -180.0 {
                    any(&[Mark::Decimal]) + 0.5 * any(&[Mark::Integer])
                } else {
                    0.0
                }
            }
            Kind::Username => letters.max(if any(&[Mark::Integer]) < 0.5 { code } else { 0.0 }) - any(&[Mark::Sentence]),
            Kind::Secret => secret(of, letters, code),
            Kind::Health | Kind::Special => letters.max(any(&[Mark::Icd])),
            Kind::FreeText => any(&[Mark::TextPersonal]),
            Kind::Age => any(&[Mark::Ageable]),
            Kind::Region => 1.0,
        };
    own.max(more).clamp(0.0, 1.0)
}

/// Most letters of a code: columns of names have longer ones too.
const LONGEST_CODE: usize = 4;

/// A name of a person is no code of a letter or two, no sentence, and few columns of people hold two of them only.
fn person(of: &Evidence, letters: f64) -> f64 {
    let short = of.share(Mark::Wide) < 0.5
        && of.chars < 3 * of.filled
        && of.share(Mark::Surname) + of.share(Mark::Given) + of.share(Mark::NameWhole) < 0.3;
    let few = of.filled >= 10 && of.distinct() < 3.5;
    let named = of.part(of.kinds[Kind::PersonName as usize]);
    let firms = (of.share(Mark::Company).max(of.share(Mark::Common)) - named).max(0.0);
    let fit = letters
        - (of.share(Mark::Sentence) - named).max(0.0) * 0.5
        - firms
        - of.share(Mark::Address)
        - of.share(Mark::GenderWord);
    let coded = of.longest <= LONGEST_CODE && of.share(Mark::Wide) < 0.5;
    if short || coded {
        0.0
    } else if few {
        fit.min(0.2)
    } else {
        fit
    }
}

/// A secret may be of nearly any form, but is no truth value, day, small number or sentence.
fn secret(of: &Evidence, letters: f64, code: f64) -> f64 {
    let pins = if of.shortest >= 3 && of.longest <= 10 { of.share(Mark::Integer) } else { 0.0 };
    let words = if of.distinct() > 0.5 * of.filled as f64 { letters } else { 0.0 };
    (words.max(code).max(pins).max(of.share(Mark::Digest))
        - of.share(Mark::Sentence)
        - of.share(Mark::Date)
        - of.share(Mark::DateTime))
    .max(0.0)
}
