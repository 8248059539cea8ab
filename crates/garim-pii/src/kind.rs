//! What the recogniser can tell apart: finer than the classes that protect.

use garim_core::class::Class;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $label:expr, $class:ident, $what:literal;)*) => {
        /// A kind of personal data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$doc])* $variant,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$(Kind::$variant,)*];

            /// The label under which strangers measure it; none for what is only a quasi-identifier.
            pub fn label(self) -> Option<&'static str> {
                match self { $(Kind::$variant => $label,)* }
            }

            /// The class that protects it.
            pub fn class(self) -> Class {
                match self { $(Kind::$variant => Class::$class,)* }
            }

            /// What values of it are called, such as `e-mail addresses`.
            pub fn what(self) -> &'static str {
                match self { $(Kind::$variant => $what,)* }
            }
        }
    };
}

kinds! {
    /// A person's name, whole or in part.
    PersonName = Some("person_name"), PiiName, "names of people";
    /// An e-mail address.
    Email = Some("email"), PiiEmail, "e-mail addresses";
    /// A telephone number.
    Phone = Some("phone"), PiiPhone, "telephone numbers";
    /// A postal address, or its street.
    Address = Some("address"), PiiAddress, "postal addresses";
    /// A full date of birth.
    BirthDate = Some("date_of_birth"), PiiBirthDate, "dates of birth";
    /// Gender.
    Gender = Some("gender"), QuasiGender, "genders";
    /// An IPv4 or IPv6 address.
    Ip = Some("ip_address"), PiiIp, "IP addresses";
    /// A network card's address.
    Mac = Some("mac_address"), PiiDevice, "MAC addresses";
    /// A device, advertising, cookie or session id.
    Device = Some("device_id"), PiiDevice, "device or cookie ids";
    /// An international bank account number.
    Iban = Some("iban"), PiiAccount, "IBANs";
    /// A domestic bank account.
    BankAccount = Some("bank_account"), PiiAccount, "bank accounts";
    /// A payment card.
    CreditCard = Some("credit_card"), PiiCard, "payment card numbers";
    /// Korean resident and foreigner registration.
    KrRrn = Some("kr_rrn"), PiiNationalId, "Korean resident registration numbers";
    /// Korean business registration: a company's, but of sole traders a person's.
    KrBrn = Some("kr_brn"), PiiNationalId, "Korean business registration numbers";
    /// US social security.
    UsSsn = Some("us_ssn"), PiiNationalId, "US social security numbers";
    /// UK national insurance.
    UkNino = Some("uk_nino"), PiiNationalId, "UK national insurance numbers";
    /// German tax id.
    DeTaxId = Some("de_tax_id"), PiiNationalId, "German tax ids";
    /// French social security.
    FrNir = Some("fr_nir"), PiiNationalId, "French social security numbers";
    /// Japanese My Number.
    JpMyNumber = Some("jp_my_number"), PiiNationalId, "Japanese My Numbers";
    /// A passport's number.
    Passport = Some("passport"), PiiNationalId, "passport numbers";
    /// A driver's licence.
    DriverLicense = Some("driver_license"), PiiNationalId, "driver's licence numbers";
    /// Another number that a state gives to a person.
    NationalId = None, PiiNationalId, "national ids";
    /// A vehicle's plate.
    VehiclePlate = Some("vehicle_plate"), PiiPlate, "vehicle plates";
    /// A point on the map, or one of its coordinates.
    Geo = Some("geo"), PiiGeo, "coordinates";
    /// A login or a nickname.
    Username = Some("username"), PiiUsername, "user names";
    /// A password, token or key.
    Secret = Some("secret"), Secret, "secrets";
    /// Health.
    Health = Some("health"), SensitiveHealth, "health terms or codes";
    /// Other special categories: they are measured with health.
    Special = Some("health"), SensitiveOther, "special categories";
    /// Text with personal data in it.
    FreeText = Some("free_text"), PiiText, "texts with personal data in them";
    /// Age or year of birth.
    Age = None, QuasiBirthYear, "ages or years of birth";
    /// Postal code, city, region of a person.
    Region = None, QuasiRegion, "regions";
}

impl Kind {
    /// Whether its values have a check or a form of their own, so that they tell by themselves.
    pub fn has_own_form(self) -> bool {
        matches!(
            self,
            Kind::Email
                | Kind::Ip
                | Kind::Mac
                | Kind::Iban
                | Kind::CreditCard
                | Kind::KrRrn
                | Kind::UsSsn
                | Kind::UkNino
                | Kind::DeTaxId
                | Kind::FrNir
                | Kind::KrBrn
                | Kind::DriverLicense
                | Kind::FreeText
                | Kind::Secret
                | Kind::Phone
        )
    }
}
