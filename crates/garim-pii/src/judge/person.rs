//! Short words about a person: gender, blood group, illness.

use crate::{
    cell::{Scan, Sort},
    dict::{GENDER, GENDER_LETTER, GENDER_OTHER, HEALTH},
    mark::{Mark, Marks},
    words::Words,
};

/// Marks a gender.
pub(crate) fn gender(words: &Words<'_>, marks: &mut Marks) {
    marks.set_if(Mark::GenderWord, words.whole & GENDER != 0);
    marks.set_if(Mark::GenderLetter, words.whole & GENDER_LETTER != 0);
    marks.set_if(Mark::GenderOther, words.whole & GENDER_OTHER != 0);
}

/// Marks codes and terms of medicine.
pub(crate) fn health(scan: &Scan<'_>, words: Option<&Words<'_>>, marks: &mut Marks) {
    marks.set_if(Mark::Icd, icd(scan));
    let short = matches!(scan.text.as_bytes(), [l, d, e] if l.is_ascii_uppercase() && d.is_ascii_digit() && e.is_ascii_digit());
    marks.set_if(Mark::IcdShort, short);
    marks.set_if(Mark::BloodGroup, blood(scan.text));
    if let Some(words) = words {
        marks.set_if(Mark::HealthTerm, words.whole & HEALTH != 0 || (words.total <= 6 && words.with(HEALTH) > 0));
    }
}

/// A letter, two digits, a dot, one to four signs: `E11.9`, `S72.001A`.
fn icd(scan: &Scan<'_>) -> bool {
    let b = scan.text.as_bytes();
    let after = |tail: &[u8]| {
        (1..=4).contains(&tail.len())
            && tail.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && tail[0].is_ascii_alphanumeric()
    };
    matches!(b, [l, d, e, b'.', tail @ ..] if l.is_ascii_uppercase() && *l != b'U' && d.is_ascii_digit() && e.is_ascii_alphanumeric() && after(tail))
        && scan.n(Sort::Dot) == 1
}

/// `A+`, `AB-`, `RH+ O`, `Rh-B형`.
fn blood(text: &str) -> bool {
    let bare = text.trim_end_matches('형').trim_end_matches('型');
    let typed = bare.len() < text.len();
    let text = bare;
    let text = ["RH+", "Rh+", "RH-", "Rh-", "rh+", "rh-"]
        .iter()
        .find_map(|p| text.strip_prefix(p))
        .map_or((text, false), |rest| (rest.trim(), true));
    let group = text.0.strip_suffix(['+', '-']).map_or((text.0, text.1), |rest| (rest.trim(), true));
    (group.1 || typed) && matches!(group.0, "A" | "B" | "O" | "AB" | "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_a_person_are_told_apart() {
        let of = |text: &str| {
            let mut marks = Marks::default();
            gender(&Words::of(text), &mut marks);
            health(&Scan::of(text), Some(&Words::of(text)), &mut marks);
            marks
        };
        assert!(of("Female").has(Mark::GenderWord) && of("남").has(Mark::GenderWord) && of("MÄNNLICH").has(Mark::GenderWord));
        assert!(of("M").has(Mark::GenderLetter) && of("Non-binary").has(Mark::GenderOther));
        assert!(of("E11.9").has(Mark::Icd) && of("AB+").has(Mark::BloodGroup) && of("Rh-O형").has(Mark::BloodGroup));
        assert!(of("Asthma").has(Mark::HealthTerm) && of("당뇨병").has(Mark::HealthTerm));
        for no in ["A", "v1.2", "E1.5", "B12", "S"] {
            assert!(!of(no).any(&[Mark::Icd, Mark::BloodGroup, Mark::HealthTerm, Mark::GenderWord]), "{no}");
        }
    }
}
