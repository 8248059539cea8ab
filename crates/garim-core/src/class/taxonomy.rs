//! The closed list of classes, how strict each is, and what it does to a column's bytes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::name;

/// What a class does to the bytes of a column on their way into the lake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Treatment {
    /// Stored as it is.
    Plain,
    /// Stored as it is, masked at every read unless policy grants it.
    Quasi,
    /// Replaced by the subject's pseudonym.
    Identifier,
    /// Moved to the vault; the lake keeps an ordinal.
    Protected,
    /// Sealed beside the data file, unreadable until classified.
    Sealed,
}

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $rank:literal, $treatment:ident;)*) => {
        /// The class of a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Class {
            $($(#[$doc])* $variant,)*
        }

        impl Class {
            /// Every class, from the least to the most strict within its family.
            pub const ALL: &[Class] = &[$(Class::$variant,)*];

            /// The name, as written in a contract's `classification`.
            pub fn as_str(self) -> &'static str {
                match self { $(Class::$variant => $text,)* }
            }

            /// How strict: of several claims on one column the highest holds.
            pub fn strictness(self) -> u8 {
                match self { $(Class::$variant => $rank,)* }
            }

            /// What becomes of the column's bytes.
            pub fn treatment(self) -> Treatment {
                match self { $(Class::$variant => Treatment::$treatment,)* }
            }
        }
    };
}

classes! {
    /// Not personal: readable by whoever may read the table.
    None = "none", 0, Plain;
    /// Gender.
    QuasiGender = "quasi.gender", 20, Quasi;
    /// Year of birth or an age group.
    QuasiBirthYear = "quasi.birth_year", 20, Quasi;
    /// A region, a city, a postal code.
    QuasiRegion = "quasi.region", 20, Quasi;
    /// Names a subject: a pseudonym in the lake.
    Identifier = "identifier", 40, Identifier;
    /// A user name or nickname.
    PiiUsername = "pii.username", 50, Protected;
    /// A person's name.
    PiiName = "pii.name", 52, Protected;
    /// An e-mail address.
    PiiEmail = "pii.email", 54, Protected;
    /// A telephone number.
    PiiPhone = "pii.phone", 54, Protected;
    /// A postal address.
    PiiAddress = "pii.address", 54, Protected;
    /// A full date of birth.
    PiiBirthDate = "pii.birth_date", 54, Protected;
    /// An IP address.
    PiiIp = "pii.ip", 54, Protected;
    /// A MAC, device or advertising id, a cookie or a session id.
    PiiDevice = "pii.device", 54, Protected;
    /// A point on the map.
    PiiGeo = "pii.geo", 54, Protected;
    /// A vehicle's plate.
    PiiPlate = "pii.vehicle_plate", 54, Protected;
    /// Free text that holds personal data.
    PiiText = "pii.free_text", 56, Protected;
    /// A bank account or IBAN.
    PiiAccount = "pii.bank_account", 60, Protected;
    /// A payment card.
    PiiCard = "pii.credit_card", 62, Protected;
    /// A number that a state gives to a person: resident, social security, tax, passport, licence.
    PiiNationalId = "pii.national_id", 64, Protected;
    /// Health and other special categories.
    SensitiveHealth = "sensitive.health", 70, Protected;
    /// Belief, origin, union membership, sex life, political opinion.
    SensitiveOther = "sensitive.other", 70, Protected;
    /// A password, token or key: never shown, not even masked.
    Secret = "secret", 90, Protected;
    /// Nobody has said yet: not in `*`, an error by name, for everyone.
    Unclassified = "unclassified", 100, Sealed;
}

/// A class that is not in the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{class}` is not a class; {}", .nearest.as_ref().map_or_else(|| "`none`, `identifier`, `quasi.…`, `pii.…`, `sensitive.…` and `secret` are".to_owned(), |n| format!("did you mean `{n}`?")))]
pub struct UnknownClass {
    /// What was given.
    pub class: String,
    /// The nearest class, if one is near.
    pub nearest: Option<String>,
}

impl Class {
    /// The stricter of two; the first where they are equally strict.
    pub fn stricter(self, other: Class) -> Class {
        if other.strictness() > self.strictness() { other } else { self }
    }

    /// The family: `pii` of `pii.email`.
    pub fn family(self) -> &'static str {
        self.as_str().split('.').next().unwrap_or("none")
    }

    /// The kind under which the vault keeps values of a column first protected by this class: `email` of `pii.email`.
    pub fn kind(self) -> &'static str {
        self.as_str().rsplit('.').next().unwrap_or("value")
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Class {
    type Err = UnknownClass;
    fn from_str(s: &str) -> Result<Self, UnknownClass> {
        let wanted = s.trim();
        Class::ALL.iter().copied().find(|c| c.as_str() == wanted).ok_or_else(|| UnknownClass {
            class: wanted.chars().take(64).collect(),
            nearest: name::nearest(wanted, Class::ALL.iter().map(|c| c.as_str())),
        })
    }
}

impl TryFrom<String> for Class {
    type Error = UnknownClass;
    fn try_from(s: String) -> Result<Self, UnknownClass> {
        s.parse()
    }
}

impl From<Class> for String {
    fn from(c: Class) -> String {
        c.as_str().to_owned()
    }
}
