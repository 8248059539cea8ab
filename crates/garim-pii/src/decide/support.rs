//! What the values say for each kind, from 0 to 1.

use super::weights::{by_number, by_share};
use crate::{evidence::Evidence, kind::Kind, mark::Mark};

/// Different values above which a column is no list of codes.
const FEW: f64 = 12.0;
/// Share of values from which on all are taken to have a mark.
const ALL: f64 = 0.9;

/// The support for a kind by the values alone.
pub(crate) fn support(kind: Kind, of: &Evidence) -> f64 {
    if of.filled == 0 {
        return 0.0;
    }
    let told = match kind {
        Kind::PersonName => person(of),
        Kind::BirthDate => birth(of),
        Kind::Gender => gender(of),
        Kind::Geo => plain(kind, of).max(geo(of)),
        Kind::Phone => phone(of),
        Kind::Ip => plain(kind, of) * (1.0 - of.share(Mark::Ipv4Small)),
        Kind::Passport => plain(kind, of).max(passport(of)),
        Kind::VehiclePlate => plate(of),
        Kind::Username => username(of),
        Kind::Secret => secret(of),
        Kind::Health => health(of),
        Kind::FreeText => text(of),
        Kind::Address => address(of),
        Kind::KrRrn | Kind::CreditCard | Kind::Iban if constant(of) => plain(kind, of) * 0.5,
        Kind::KrBrn | Kind::JpMyNumber | Kind::BankAccount | Kind::UsSsn if counted_up(of) => plain(kind, of) * 0.3,
        Kind::CreditCard if of.part(of.kinds[kind as usize]) < 0.5 => 0.4 * plain(kind, of),
        Kind::KrRrn if chance(of, Mark::RrnBare, &[Mark::RrnChecked, Mark::RrnShaped, Mark::RrnMasked]) => 0.0,
        Kind::KrBrn if chance(of, Mark::BrnBare, &[Mark::BrnChecked, Mark::BrnShaped]) => 0.0,
        Kind::JpMyNumber if chance(of, Mark::MyNumber, &[]) => 0.0,
        _ => plain(kind, of),
    };
    told * by_number(of.filled)
}

/// The share of values with a mark of the kind, weighed by what the marks are worth.
fn plain(kind: Kind, of: &Evidence) -> f64 {
    by_share(of.part(of.kinds[kind as usize])) * worth(kind, of)
}

/// What the marks of a kind are worth on average.
fn worth(kind: Kind, of: &Evidence) -> f64 {
    let marks = Mark::ALL.iter().filter(|m| m.kind() == Some(kind));
    let (sum, count) = marks.fold((0.0, 0.0), |(sum, count), m| {
        let marked = of.marks[*m as usize] as f64;
        (sum + marked * m.worth(), count + marked)
    });
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Whether a rule that one number in ten obeys is obeyed by too few, where nothing else tells.
fn chance(of: &Evidence, soft: Mark, hard: &[Mark]) -> bool {
    let hard: f64 = hard.iter().map(|m| of.share(*m)).sum();
    hard < 0.3 && of.share(soft) < 0.8
}

/// One value over and over is a default, not data.
fn constant(of: &Evidence) -> bool {
    of.filled >= 20 && of.distinct() < 1.5
}

/// Numbers that rise from row to row by one or two.
fn counted_up(of: &Evidence) -> bool {
    of.numbers >= 5 && of.steps as f64 >= 0.8 * (of.numbers - 1) as f64
}

/// Numbers that never fall.
fn sorted(of: &Evidence) -> bool {
    of.numbers >= 8 && of.rises as f64 >= 0.98 * (of.numbers - 1) as f64
}

fn person(of: &Evidence) -> f64 {
    let known = [
        (Mark::NameWhole, 1.0),
        (Mark::NameMasked, 0.9),
        (Mark::NamePart, 0.75),
        (Mark::Given, 0.95),
        (Mark::Surname, 0.75),
        (Mark::NameDoubtful, 0.25),
        (Mark::NameShaped, 0.3),
        (Mark::WordShaped, 0.1),
    ];
    let titled = of.share(Mark::NameTitled);
    let add = |(marked, worth): (f64, f64), (m, w): &(Mark, f64)| (marked + of.share(*m), worth + of.share(*m) * w);
    let (marked, worth) = known.iter().fold((0.0, 0.0), add);
    let against = 2.5 * of.share(Mark::Company)
        + 1.3 * (of.share(Mark::Place) - 0.15).max(0.0)
        + 1.2 * (of.share(Mark::Common) - 0.05).max(0.0)
        + 1.2 * (of.share(Mark::Product) - 0.05).max(0.0)
        + 1.5 * (of.share(Mark::HealthTerm) - 0.05).max(0.0)
        + of.part(of.kinds[Kind::Address as usize])
        + of.part(of.kinds[Kind::Gender as usize]);
    let average = if marked > 0.0 { (worth / marked).max(if titled > 0.3 { 0.9 } else { 0.0 }) } else { 0.9 };
    by_share((marked.max(titled).min(1.0) - against).max(0.0)) * average * listed(of).min(again(of))
}

/// Surnames alone that come again and again: counties, agencies and makes are named after people.
fn again(of: &Evidence) -> f64 {
    let alone = of.share(Mark::Surname) + of.share(Mark::NameDoubtful) + of.share(Mark::WordShaped);
    let people = of.share(Mark::Given) + of.share(Mark::NameWhole) + of.share(Mark::NamePart) + of.share(Mark::NameTitled);
    let again = of.filled >= 20 && of.distinct() < 0.5 * of.filled as f64;
    if again && alone > 0.7 && people < 0.3 && of.share(Mark::Wide) < 0.5 { 0.4 } else { 1.0 }
}

/// A short list that comes over and over is one of codes, brands, teams.
fn listed(of: &Evidence) -> f64 {
    match of.distinct() {
        d if d < 1.5 && of.filled >= 3 => 0.3,
        d if d < 3.5 && of.filled >= 10 => 0.2,
        d if d < FEW && of.filled >= 20 => 0.33,
        d if d < 0.1 * of.filled as f64 && d < 40.0 => 0.7,
        _ => 1.0,
    }
}

fn phone(of: &Evidence) -> f64 {
    let soft = of.share(Mark::PhoneNanp) + of.share(Mark::PhoneShorn) + of.share(Mark::PhoneZero);
    let hard = of.share(Mark::PhoneWritten) + of.share(Mark::PhoneMobile) + of.share(Mark::PhoneMasked);
    let uneven = of.share(Mark::PhoneZero) < 0.5
        && of.share(Mark::PhoneNanp) + of.share(Mark::PhoneZero) < 0.93
        && of.share(Mark::PhoneShorn) < 0.93;
    if hard < 0.1 && soft > 0.0 && (uneven || counted_up(of) || sorted(of) || of.distinct() < 0.3 * of.filled as f64) {
        return 0.0;
    }
    let even = of.share(Mark::PhoneNanp) < 0.9 || of.first_count() >= 5;
    plain(Kind::Phone, of) * if even { 1.0 } else { 0.6 }
}

/// Days without a time that spread as lives do: decades, some before there were databases, none to come.
fn birth(of: &Evidence) -> f64 {
    let days = of.share(Mark::Date);
    // No machine recorded the hour before 1970: such days with a time were converted from days without one.
    let timed = of.share(Mark::DateTime);
    if days + timed < 0.7 || of.days < 5 || (timed > 0.1 && of.before(1970) < 0.15) {
        return 0.0;
    }
    let rising = of.later_days as f64 >= 0.95 * (of.days - 1) as f64;
    let calendar = of.first_days as f64 > 0.6 * of.days as f64;
    let (early, middle, late) = (of.year_at(0.03), of.year_at(0.5), of.year_at(0.98));
    if rising && of.days > 8 || calendar || of.distinct() < 0.2 * of.filled as f64 || late > 2027 || late - early < 8 {
        return 0.0;
    }
    let old = of.before(1970);
    let alive = early >= 1900 && middle >= 1925;
    match () {
        () if alive && old >= 0.04 && late - early >= 15 => 0.85,
        () if alive && middle < 1998 && late <= 2014 => 0.68,
        () if !alive && old >= 0.5 => 0.35,
        () => 0.0,
    }
}

fn gender(of: &Evidence) -> f64 {
    let (words, letters, others) = (of.share(Mark::GenderWord), of.share(Mark::GenderLetter), of.share(Mark::GenderOther));
    let distinct = of.distinct().round();
    let pair = [&b"MFOUXDN"[..], b"MWOUXDN", b"HFOUXDN"].iter().any(|letters| of.first_within(letters));
    if words + letters + others < 0.95 || distinct > FEW || words + letters < 0.3 {
        return 0.0;
    }
    match () {
        () if words >= 0.5 && distinct >= 2.0 => 0.85,
        () if words >= 0.5 => 0.4,
        () if (2.0..=5.0).contains(&distinct) && of.filled >= 4 && others < 0.5 && pair => 0.7,
        () => 0.1,
    }
}

/// How far coordinates of one region, and of one country, stand from their mean, as a share of it.
const ONE_REGION: f64 = 0.1;
const ONE_COUNTRY: f64 = 0.21;
/// Most of a hundred coordinates that are whole numbers.
const ROUND: f64 = 0.03;

/// Decimals with many places that spread over the globe, or stand around one spot of it.
fn geo(of: &Evidence) -> f64 {
    if of.share(Mark::GeoDecimal) < 0.7 || of.share(Mark::Decimal) + of.share(Mark::Integer) < ALL || of.numbers < 5 {
        return 0.0;
    }
    let mean = of.sum / of.numbers as f64;
    let deviation = (of.squares / of.numbers as f64 - mean * mean).max(0.0).sqrt();
    // Degrees of another kind: a body's.
    if (35.8..=38.2).contains(&mean) && (0.2..=1.3).contains(&deviation) && of.least > 34.0 && of.most < 43.0 {
        return 0.1;
    }
    let sided = of.least > 0.0 || of.most < 0.0;
    let spread = deviation / mean.abs();
    // Shares of a hundred: some are round, and the highest are all of it.
    let percents = of.least >= 0.0 && of.most <= 100.0 && (of.most > 90.0 || of.share(Mark::Integer) > ROUND);
    match () {
        () if of.most > 180.0 || of.least < -180.0 || sorted(of) => 0.0,
        () if percents => 0.1,
        () if of.least < -30.0 && of.most > 30.0 && deviation > 15.0 && of.kurtosis() < 2.6 => 0.55,
        () if sided && mean.abs() >= 20.0 && spread < ONE_REGION => 0.5,
        () if sided && mean.abs() >= 20.0 && spread < ONE_COUNTRY => 0.42,
        () => 0.1,
    }
}

fn passport(of: &Evidence) -> f64 {
    let various = of.distinct() > 0.9 * of.filled as f64 && of.filled >= 8 && !counted_up(of);
    if of.share(Mark::PassportShaped) + of.share(Mark::Passport) < ALL || !various {
        return 0.0;
    }
    let korean = of.first_within(b"MSRGDO") && of.longest == 9 && of.pattern_count <= 3;
    let japanese = of.first_within(b"TM") && of.pattern_count <= 2;
    let german = of.first_within(b"CFGHJK") && of.pattern_count >= 6;
    let mixed = of.first_count() >= 5 && of.pattern_count <= 4;
    if korean || japanese || german || mixed || of.share(Mark::Passport) > 0.1 { 0.42 } else { 0.25 }
}

fn plate(of: &Evidence) -> f64 {
    let told = plain(Kind::VehiclePlate, of) * if of.first_count() <= 2 && of.filled >= 10 { 0.6 } else { 1.0 };
    let shaped = of.share(Mark::PlateShaped) + of.share(Mark::Plate) >= 0.8 && of.distinct() > 0.9 * of.filled as f64;
    let many = of.pattern_count >= 4 && of.first_count() >= 10 && of.filled >= 10;
    told.max(if shaped && many { 0.45 } else { 0.0 })
}

fn username(of: &Evidence) -> f64 {
    if of.share(Mark::UserShaped) < 0.85 || of.distinct() < 0.5 * of.filled as f64 {
        return 0.0;
    }
    let names = of.share(Mark::Given) + of.share(Mark::Surname);
    let told = of.share(Mark::UserNamed) - 0.5 * names - of.share(Mark::Common);
    // A few made of nothing we know do not make the others less of a login.
    let numbered = of.share(Mark::UserNumbered) > 0.85 && of.first_count() >= 8 && of.distinct() > 0.9 * of.filled as f64;
    // People choose names of any length; a machine cuts them all alike.
    let cut = if of.filled >= 10 && of.longest - of.shortest <= 1 { 0.4 } else { 1.0 };
    (by_share((told * 1.3).clamp(0.0, 1.0)) * 0.8 * cut).max(if numbered { 0.42 } else { 0.0 })
}

fn secret(of: &Evidence) -> f64 {
    let keys = by_share(of.share(Mark::Key));
    let various = of.distinct() > 0.8 * of.filled as f64 && (of.filled < 4 || of.first_count() >= 3);
    let mixed = of.share(Mark::Password);
    let tokens = of.share(Mark::Token) >= 0.9 && various && (of.filled < 10 || of.first_count() >= 8);
    keys.max(if tokens { 0.42 } else { 0.0 }).max(if various && mixed > 0.5 { by_share(mixed) * 0.8 } else { 0.0 })
}

fn health(of: &Evidence) -> f64 {
    let codes = of.share(Mark::Icd);
    let codes = codes + if codes > 0.3 { of.share(Mark::IcdShort) } else { 0.0 };
    let codes = if codes > 0.8 && of.first_count() >= 3 { 0.8 * by_share(codes) } else { 0.2 * by_share(codes) };
    let blood = of.share(Mark::BloodGroup);
    let list = match of.filled {
        // One term over and over says what a table is about.
        3.. if of.distinct() < 1.5 => 0.35,
        20.. => listed(of).max(0.6),
        _ => 1.0,
    };
    codes.max(0.9 * list * by_share(of.share(Mark::HealthTerm))).max(0.9 * by_share(blood))
}

/// Text in which now and then somebody wrote what is personal.
fn text(of: &Evidence) -> f64 {
    let (personal, share) = (of.marks[Mark::TextPersonal as usize], of.share(Mark::TextPersonal));
    let enough = personal >= 2 || personal == 1 && of.filled <= 30;
    let whole = Kind::ALL.iter().any(|k| *k != Kind::PersonName && of.part(of.kinds[*k as usize]) > 0.5);
    if !enough || share < 0.005 || whole || of.share(Mark::Url) > 0.5 {
        return 0.0;
    }
    0.6 + 0.3 * by_share(share)
}

fn address(of: &Evidence) -> f64 {
    let told = plain(Kind::Address, of);
    let others = of.share(Mark::Company) * 0.5;
    (told - others * (1.0 - of.share(Mark::Address))).max(0.0)
}
