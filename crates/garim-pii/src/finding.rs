//! What is told of a column.

use garim_core::class::Class;

use crate::{decide::verdict, evidence::Evidence, kind::Kind};

/// Most values of a sample that are looked at.
const MAX_VALUES: usize = 10_000;

/// That a column seems to hold personal data. Never [`Class::None`], and never with a value in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it seems to be.
    pub kind: Kind,
    /// The class that protects it.
    pub class: Class,
    /// How sure, from 0 to 1: of columns told at 0.9, nine in ten are right.
    pub confidence: f64,
    /// Why, in words.
    pub evidence: String,
}

/// Looks at a column's name and a sample of its values (`None` is NULL). `None` means that nothing was recognised, which does
/// not make the column harmless.
pub fn recognise(name: &str, values: &[Option<&str>]) -> Option<Finding> {
    verdict(name, &Evidence::of(values.iter().take(MAX_VALUES).copied()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    fn class(name: &str, values: &[&str]) -> Option<Class> {
        let values: Vec<Option<&str>> = values.iter().map(|v| Some(*v)).collect();
        recognise(name, &values).filter(|f| f.confidence >= 0.5).map(|f| f.class)
    }

    #[test]
    fn name_and_values_tell_together() {
        let mails = ["a@x.io", "b@y.kr", "c@z.com", "n/a"];
        assert_eq!(class("u_email", &mails), Some(Class::PiiEmail));
        assert_eq!(class("contact", &mails), Some(Class::PiiEmail));
        assert_eq!(class("col7", &["010-1234-5678", "010-2222-3333", "011-222-3333"]), Some(Class::PiiPhone));
        assert_eq!(class("u_email", &[]), Some(Class::PiiEmail));
        assert_eq!(class("amount", &["100", "200", "300"]), None);
        assert_eq!(class("u_name", &["김철수", "이영희", "박민수"]), Some(Class::PiiName));
        let note: Vec<String> =
            (0..90).map(|i| format!("note {i}")).chain((0..10).map(|i| format!("write to k{i}@x.io about it"))).collect();
        assert_eq!(class("memo", &note.iter().map(String::as_str).collect::<Vec<_>>()), Some(Class::PiiText));
        assert_eq!(class("phone", &["880101-1234568", "900202-2345671", "911111-1111111"]), Some(Class::PiiNationalId));
    }

    #[test]
    fn a_name_that_its_values_belie_tells_nothing() {
        assert_eq!(class("email", &["true", "false", "true", "true", "false"]), None);
        assert_eq!(class("phone", &["1", "0", "2", "1", "1"]), None);
        assert_eq!(class("ip", &["TCP", "UDP", "TCP", "UDP"]), None);
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

        #[test]
        fn no_arrangement_of_signs_is_too_odd(value in "[-0-9a-zA-Z@.:/+()*#'\" 가김시로길さ県μß\u{301}]{0,60}") {
            let _ = recognise("x", &[Some(&value)]);
        }
    }
}
