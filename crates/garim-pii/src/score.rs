//! What name and values tell together.

use garim_core::class::Class;
use serde::{Deserialize, Serialize};

use crate::{
    name,
    shape::{SHAPES, Shape},
};

/// Most values of a sample that are looked at.
const MAX_VALUES: usize = 10_000;
/// Share of the values that must have a shape for it to tell alone. Sources are dirty: nine of ten is a column of them.
const MOSTLY: f64 = 0.6;
/// Share from which on a shape is a sign, in columns where somebody wrote an address into a note.
const SOMETIMES: f64 = 0.02;
/// Fewest values that must have a shape before it is taken for more than chance.
const FEWEST: usize = 3;

/// That a column seems to hold personal data. Never [`Class::None`], and never with a value in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it seems to be.
    pub class: Class,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// Why, in words.
    pub evidence: String,
}

/// A shape and how many values have it.
struct Seen {
    shape: &'static Shape,
    count: usize,
}

/// Looks at a column's name and a sample of its values (`None` is NULL). `None` means that nothing was recognised, which does
/// not make the column harmless.
pub fn recognise(name: &str, values: &[Option<&str>]) -> Option<Finding> {
    let (seen, of) = look(values);
    let told = name::told(name);
    let best = seen.filter(|s| s.count >= FEWEST.min(of.max(1)));
    match (told, best) {
        (Some((class, sure, word)), Some(s)) if s.shape.class == class => {
            let confidence = (sure + (1.0 - sure) * share(s.count, of)).min(0.99);
            Some(finding(class, confidence, format!("its name says `{word}`, and {}", counted(&s, of))))
        }
        (told, Some(s)) if s.shape.telling && share(s.count, of) >= MOSTLY => {
            let but = told.map(|(_, _, word)| format!(", though its name says `{word}`")).unwrap_or_default();
            let class = told.map_or(s.shape.class, |(class, ..)| s.shape.class.stricter(class));
            Some(finding(class, 0.6 + 0.35 * share(s.count, of), format!("{}{but}", counted(&s, of))))
        }
        (Some((class, sure, word)), _) => Some(finding(class, sure, format!("its name says `{word}`"))),
        (None, Some(s)) if share(s.count, of) >= SOMETIMES => {
            Some(finding(Class::PiiText, 0.5 + 0.3 * share(s.count, of), format!("{}, among other text", counted(&s, of))))
        }
        _ => None,
    }
}

/// The shape that most values have, the stricter where two have as many; and how many values there are.
fn look(values: &[Option<&str>]) -> (Option<Seen>, usize) {
    let mut counts = vec![0; SHAPES.len()];
    let mut of = 0;
    for value in values.iter().take(MAX_VALUES).flatten().filter(|v| !v.trim().is_empty()) {
        of += 1;
        if let Some(at) = SHAPES.iter().position(|s| s.fits(value)) {
            counts[at] += 1;
        }
    }
    let best = SHAPES.iter().zip(counts).map(|(shape, count)| Seen { shape, count }).rev().max_by_key(|s| s.count);
    (best.filter(|s| s.count > 0), of)
}

fn finding(class: Class, confidence: f64, evidence: String) -> Finding {
    Finding { class, confidence, evidence }
}

fn counted(seen: &Seen, of: usize) -> String {
    format!("{} of {of} values look like {}", seen.count, seen.shape.what)
}

fn share(count: usize, of: usize) -> f64 {
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if of == 0 { 0.0 } else { float(count) / float(of) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    fn class(name: &str, values: &[&str]) -> Option<Class> {
        let values: Vec<Option<&str>> = values.iter().map(|v| Some(*v)).collect();
        recognise(name, &values).map(|f| f.class)
    }

    #[test]
    fn name_and_values_tell_together() {
        let mails = ["a@x.io", "b@y.kr", "c@z.com", "n/a"];
        assert_eq!(class("u_email", &mails), Some(Class::PiiEmail));
        assert_eq!(class("contact", &mails), Some(Class::PiiEmail));
        assert_eq!(class("col7", &["010-1234-5678", "010-2222-3333", "011-222-3333"]), Some(Class::PiiPhone));
        assert_eq!(class("u_email", &[]), Some(Class::PiiEmail));
        assert_eq!(class("amount", &["100", "200", "300"]), None);
        let note: Vec<String> = (0..90).map(|i| format!("note {i}")).chain((0..10).map(|i| format!("k{i}@x.io"))).collect();
        assert_eq!(class("memo", &note.iter().map(String::as_str).collect::<Vec<_>>()), Some(Class::PiiText));
        assert_eq!(class("phone", &["880101-1234568", "900202-2345671", "911111-1111111"]), Some(Class::PiiNationalId));
    }

    #[test]
    fn agreement_is_surer_than_either_alone() {
        let mails = [Some("a@x.io"), Some("b@y.kr"), Some("c@z.com")];
        let both = recognise("email", &mails).unwrap();
        assert!(both.confidence > recognise("email", &[]).unwrap().confidence);
        assert!(both.confidence > recognise("x", &mails).unwrap().confidence);
        assert_eq!(both.evidence, "its name says `email`, and 3 of 3 values look like e-mail addresses");
    }

    proptest! {
        #[test]
        fn no_value_is_told_and_nothing_is_called_harmless(name in "[a-z가-힣_]{0,12}", local in "[a-z]{6}q[0-9]{3}") {
            let value = format!("{local}@example.com");
            if let Some(finding) = recognise(&name, &[Some(&value), None, Some(&value), Some("x"), Some(&value)]) {
                prop_assert!(!finding.evidence.contains(&local));
                prop_assert!(finding.class != Class::None && finding.class != Class::Unclassified);
                prop_assert!((0.0..=1.0).contains(&finding.confidence));
            }
        }

        #[test]
        fn no_value_is_too_odd(name in "\\PC{0,40}", value in "\\PC{0,400}") {
            let _ = recognise(&name, &[Some(&value)]);
        }
    }
}
