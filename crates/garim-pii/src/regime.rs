//! Which laws have a name for a kind of personal data.

use crate::kind::Kind;

/// A law that lists kinds of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Regime {
    /// One of the 18 identifiers of HIPAA (45 CFR 164.514), or health information itself.
    Hipaa,
    /// Personal data of the GDPR (article 4).
    Gdpr,
    /// A special category of the GDPR (article 9).
    GdprSpecial,
    /// Personal information of the CCPA (1798.140).
    Ccpa,
    /// Sensitive personal information of the CPRA (1798.140 ae).
    CpraSensitive,
    /// Personal information of Korea's PIPA (article 2).
    Pipa,
    /// Sensitive information of PIPA (article 23).
    PipaSensitive,
    /// Unique identification of PIPA (article 24): a legal ground of its own, and encryption.
    PipaUnique,
}

impl Regime {
    /// The label, such as `gdpr.special`.
    pub fn label(self) -> &'static str {
        match self {
            Regime::Hipaa => "hipaa",
            Regime::Gdpr => "gdpr",
            Regime::GdprSpecial => "gdpr.special",
            Regime::Ccpa => "ccpa",
            Regime::CpraSensitive => "cpra.sensitive",
            Regime::Pipa => "pipa",
            Regime::PipaSensitive => "pipa.sensitive",
            Regime::PipaUnique => "pipa.unique_identification",
        }
    }
}

impl Kind {
    /// The laws that name this kind.
    pub fn regimes(self) -> &'static [Regime] {
        use Regime::{Ccpa, CpraSensitive, Gdpr, GdprSpecial, Hipaa, Pipa, PipaSensitive, PipaUnique};
        match self {
            Kind::Health => &[Hipaa, Gdpr, GdprSpecial, Ccpa, CpraSensitive, Pipa, PipaSensitive],
            Kind::Special => &[Gdpr, GdprSpecial, Ccpa, CpraSensitive, Pipa, PipaSensitive],
            Kind::KrRrn | Kind::Passport | Kind::DriverLicense => &[Hipaa, Gdpr, Ccpa, CpraSensitive, Pipa, PipaUnique],
            Kind::UsSsn | Kind::UkNino | Kind::DeTaxId | Kind::FrNir | Kind::JpMyNumber | Kind::NationalId => {
                &[Hipaa, Gdpr, Ccpa, CpraSensitive, Pipa]
            }
            Kind::Iban | Kind::BankAccount | Kind::CreditCard => &[Hipaa, Gdpr, Ccpa, CpraSensitive, Pipa],
            Kind::Secret => &[Gdpr, Ccpa, CpraSensitive, Pipa],
            Kind::Geo => &[Hipaa, Gdpr, Ccpa, CpraSensitive, Pipa],
            Kind::Gender | Kind::Username => &[Gdpr, Ccpa, Pipa],
            // A trader's own number is theirs; a company's is nobody's.
            Kind::KrBrn => &[Gdpr, Pipa],
            Kind::PersonName
            | Kind::Email
            | Kind::Phone
            | Kind::Address
            | Kind::BirthDate
            | Kind::Ip
            | Kind::Mac
            | Kind::Device
            | Kind::VehiclePlate
            | Kind::FreeText
            | Kind::Age
            | Kind::Region => &[Hipaa, Gdpr, Ccpa, Pipa],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_named_by_some_law() {
        for kind in Kind::ALL {
            assert!(kind.regimes().contains(&Regime::Gdpr) && kind.regimes().contains(&Regime::Pipa), "{kind:?}");
        }
        assert!(Kind::KrRrn.regimes().contains(&Regime::PipaUnique) && !Kind::Email.regimes().contains(&Regime::PipaUnique));
        assert!(Kind::Health.regimes().contains(&Regime::GdprSpecial));
    }
}
