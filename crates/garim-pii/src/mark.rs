//! What one cell may be marked with: a shape, a checksum that holds, a word that a dictionary knows.

use crate::kind::Kind;

macro_rules! marks {
    ($($(#[$doc:meta])* $variant:ident = $kind:expr, $worth:literal;)*) => {
        /// A mark on a cell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Mark {
            $($(#[$doc])* $variant,)*
        }

        impl Mark {
            /// Every mark, in the order of its bits.
            pub const ALL: &[Mark] = &[$(Mark::$variant,)*];

            /// The kind that it speaks for.
            pub const fn kind(self) -> Option<Kind> {
                match self { $(Mark::$variant => $kind,)* }
            }

            /// How much a cell with it is worth to its kind, from 0 to 1.
            pub const fn worth(self) -> f64 {
                match self { $(Mark::$variant => $worth,)* }
            }
        }
    };
}

marks! {
    /// An address with a top-level domain.
    Email = Some(Kind::Email), 1.0;
    /// One with asterisks in it.
    EmailMasked = Some(Kind::Email), 1.0;
    /// Written as telephone numbers are: country code or groups of a numbering plan.
    PhoneWritten = Some(Kind::Phone), 1.0;
    /// Digits alone that begin as mobile numbers of Korea or Japan do.
    PhoneMobile = Some(Kind::Phone), 0.95;
    /// Digits alone with a leading zero, as long as a national number.
    PhoneZero = Some(Kind::Phone), 0.75;
    /// Ten digits that a North American plan allows.
    PhoneNanp = Some(Kind::Phone), 0.5;
    /// Digits that were a mobile number before a spreadsheet took the zero.
    PhoneShorn = Some(Kind::Phone), 0.3;
    /// Groups of a telephone number with asterisks.
    PhoneMasked = Some(Kind::Phone), 1.0;
    /// Digits and separators, seven to fifteen: may be a telephone number where the name says so.
    PhonePlausible = None, 0.0;
    /// Four octets.
    Ipv4 = Some(Kind::Ip), 1.0;
    /// Four octets, all small: a version is written so too.
    Ipv4Small = None, 0.0;
    /// Colons and hexadecimal digits that parse.
    Ipv6 = Some(Kind::Ip), 1.0;
    /// Six octets of a network card.
    Mac = Some(Kind::Mac), 1.0;
    /// Twelve bare hexadecimal digits.
    MacBare = None, 0.0;
    /// An IMEI: fifteen digits, an allocated beginning, Luhn.
    Imei = Some(Kind::Device), 1.0;
    /// A cookie of a known tracker.
    Cookie = Some(Kind::Device), 1.0;
    /// A UUID, in any case: a device's where the name says so.
    Uuid = None, 0.0;
    /// One token without a space, six bytes or longer, with a digit.
    Opaque = None, 0.0;
    /// Country, length and mod 97 of an IBAN.
    Iban = Some(Kind::Iban), 1.0;
    /// An IBAN with asterisks, or one whose check fails.
    IbanShaped = Some(Kind::Iban), 0.75;
    /// Groups of a Korean bank.
    BankGroups = Some(Kind::BankAccount), 0.8;
    /// Issuer, length and Luhn of a card.
    Card = Some(Kind::CreditCard), 1.0;
    /// Asterisks and last digits of a card.
    CardMasked = Some(Kind::CreditCard), 1.0;
    /// Date, century and check digit of a resident number.
    RrnChecked = Some(Kind::KrRrn), 1.0;
    /// Date and century of a resident number, in two groups.
    RrnShaped = Some(Kind::KrRrn), 1.0;
    /// Date and century in thirteen digits, without a check.
    RrnBare = Some(Kind::KrRrn), 0.8;
    /// A resident number with asterisks.
    RrnMasked = Some(Kind::KrRrn), 1.0;
    /// 3-2-5 with its check digit.
    BrnChecked = Some(Kind::KrBrn), 1.0;
    /// 3-2-5 without.
    BrnShaped = Some(Kind::KrBrn), 0.8;
    /// Ten digits with the check digit.
    BrnBare = Some(Kind::KrBrn), 0.85;
    /// 3-2-4 in allowed ranges.
    Ssn = Some(Kind::UsSsn), 1.0;
    /// Masked 3-2-4.
    SsnMasked = Some(Kind::UsSsn), 1.0;
    /// Nine digits in allowed ranges.
    SsnBare = None, 0.0;
    /// Prefix, six digits, suffix of a national insurance number.
    Nino = Some(Kind::UkNino), 1.0;
    /// Two letters, six digits, a letter.
    NinoShaped = Some(Kind::UkNino), 0.7;
    /// Eleven digits with the digit rule and the check digit.
    SteuerId = Some(Kind::DeTaxId), 1.0;
    /// Month, department and key of a French number.
    Nir = Some(Kind::FrNir), 1.0;
    /// Sex, year and month in thirteen or fifteen digits without a right key.
    NirShaped = Some(Kind::FrNir), 0.7;
    /// Twelve digits with the check digit.
    MyNumber = Some(Kind::JpMyNumber), 0.95;
    /// A form that only a passport has.
    Passport = Some(Kind::Passport), 1.0;
    /// A letter or two and digits: passports are written so, and much else.
    PassportShaped = None, 0.0;
    /// Region, year, serial, check in 2-2-6-2.
    LicenceKr = Some(Kind::DriverLicense), 1.0;
    /// Surname, decade, initials of a UK licence.
    LicenceUk = Some(Kind::DriverLicense), 1.0;
    /// A plate of a form that nothing else has.
    Plate = Some(Kind::VehiclePlate), 1.0;
    /// Letters and digits as on US plates.
    PlateShaped = None, 0.0;
    /// Latitude and longitude together.
    GeoPair = Some(Kind::Geo), 1.0;
    /// A decimal within ±180 with four places or more.
    GeoDecimal = None, 0.0;
    /// A calendar day.
    Date = None, 0.0;
    /// A day with a time that is not midnight.
    DateTime = None, 0.0;
    /// A key, token or password hash of a known form.
    Key = Some(Kind::Secret), 1.0;
    /// Four sorts of characters in one short word.
    Password = Some(Kind::Secret), 0.75;
    /// Hexadecimal digits as long as a digest.
    Digest = None, 0.0;
    /// A word for a sex.
    GenderWord = Some(Kind::Gender), 1.0;
    /// A letter for a sex.
    GenderLetter = Some(Kind::Gender), 0.8;
    /// `other`, `unknown`, `diverse`.
    GenderOther = None, 0.0;
    /// A code of ICD-10 with its dot.
    Icd = Some(Kind::Health), 0.8;
    /// A letter and two digits: a code of ICD-10 without a dot, where others have one.
    IcdShort = None, 0.0;
    /// A term of medicine.
    HealthTerm = Some(Kind::Health), 0.9;
    /// A blood group with its rhesus factor.
    BloodGroup = Some(Kind::Health), 0.9;
    /// Given name and surname, both known.
    NameWhole = Some(Kind::PersonName), 1.0;
    /// Several words, of which one is a known name and none speaks against it.
    NamePart = Some(Kind::PersonName), 0.7;
    /// One word, a given name.
    Given = Some(Kind::PersonName), 0.9;
    /// One word, a surname.
    Surname = Some(Kind::PersonName), 0.8;
    /// A title before a name.
    NameTitled = Some(Kind::PersonName), 1.0;
    /// A name with asterisks.
    NameMasked = Some(Kind::PersonName), 0.9;
    /// Capitalised words that nobody knows.
    NameShaped = None, 0.0;
    /// One capitalised word that nobody knows.
    WordShaped = None, 0.0;
    /// A word that is a name and a common word too.
    NameDoubtful = None, 0.0;
    /// Street and number, or what only an address has.
    Address = Some(Kind::Address), 1.0;
    /// A street without its number.
    Street = Some(Kind::Address), 0.55;
    /// A company's legal form or word.
    Company = None, 0.0;
    /// A city, region or country.
    Place = None, 0.0;
    /// A common word, so a title or a product.
    Common = None, 0.0;
    /// A word of products.
    Product = None, 0.0;
    /// Five words or more.
    Sentence = None, 0.0;
    /// Text with an e-mail address, telephone number, card or national id inside.
    TextPersonal = None, 0.0;
    /// A web address or a path.
    Url = None, 0.0;
    /// A login made of a name.
    UserNamed = Some(Kind::Username), 0.9;
    /// One lower-case word with a number behind it.
    UserNumbered = None, 0.0;
    /// Long, of letters in both cases and digits, without a word in it.
    Token = None, 0.0;
    /// One lower-case word that may be a login.
    UserShaped = None, 0.0;
    /// A whole number.
    Integer = None, 0.0;
    /// A decimal number.
    Decimal = None, 0.0;
    /// A truth value.
    Truth = None, 0.0;
    /// Holds a letter of any script.
    Letters = None, 0.0;
    /// Holds a letter of Hangul, Kanji or Kana.
    Wide = None, 0.0;
    /// An age or a year: one to three digits up to 120, or a year.
    Ageable = None, 0.0;
    /// Asterisks hide some of it.
    Masked = None, 0.0;
}

/// A set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u128);

impl Marks {
    pub fn set(&mut self, mark: Mark) {
        self.0 |= 1 << (mark as u32);
    }

    pub fn set_if(&mut self, mark: Mark, holds: bool) {
        self.0 |= u128::from(holds) << (mark as u32);
    }

    pub fn has(self, mark: Mark) -> bool {
        self.0 & (1 << (mark as u32)) != 0
    }

    pub fn any(self, marks: &[Mark]) -> bool {
        marks.iter().any(|m| self.has(*m))
    }

    /// The places of the marks that are set.
    pub fn places(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            left &= left.checked_sub(1)?;
            Some(at)
        })
    }

    /// The kinds that its marks speak for, a bit each.
    pub fn kinds(self) -> u32 {
        self.places().fold(0, |kinds, at| kinds | KIND_BITS[at])
    }
}

/// For each mark the bit of its kind.
const KIND_BITS: [u32; Mark::ALL.len()] = {
    let mut bits = [0; Mark::ALL.len()];
    let mut at = 0;
    while at < bits.len() {
        if let Some(kind) = Mark::ALL[at].kind() {
            bits[at] = 1 << (kind as u32);
        }
        at += 1;
    }
    bits
};
