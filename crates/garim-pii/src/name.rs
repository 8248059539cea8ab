//! Column names that tell of personal data, in English and Korean.

use garim_core::class::Class;

/// A name's words, the class that they tell of, and how sure they make us alone.
struct Entry {
    class: Class,
    sure: f64,
    words: &'static [&'static str],
}

/// The dictionaries, the more telling first. A phrase with `_` must occur as neighbouring words.
const DICTIONARY: &[Entry] = &[
    Entry {
        class: Class::Secret,
        sure: 0.9,
        words: &[
            "password",
            "passwd",
            "pwd",
            "secret",
            "api_key",
            "access_token",
            "refresh_token",
            "private_key",
            "비밀번호",
            "암호",
            "패스워드",
        ],
    },
    Entry {
        class: Class::PiiNationalId,
        sure: 0.9,
        words: &[
            "rrn",
            "ssn",
            "jumin",
            "resident_no",
            "resident_number",
            "passport",
            "passport_no",
            "driver_license",
            "tax_id",
            "national_id",
            "주민번호",
            "주민등록번호",
            "여권번호",
            "운전면허",
        ],
    },
    Entry {
        class: Class::PiiCard, sure: 0.85, words: &["card_no", "card_number", "cardno", "credit_card", "pan", "카드번호"]
    },
    Entry {
        class: Class::PiiAccount,
        sure: 0.85,
        words: &["account_no", "account_number", "bank_account", "iban", "계좌번호", "계좌"],
    },
    Entry {
        class: Class::PiiEmail, sure: 0.9, words: &["email", "e_mail", "mail_address", "mail_addr", "이메일", "메일주소"]
    },
    Entry {
        class: Class::PiiPhone,
        sure: 0.85,
        words: &[
            "phone",
            "mobile",
            "tel",
            "telephone",
            "cellphone",
            "msisdn",
            "hp_no",
            "phone_no",
            "휴대폰",
            "전화번호",
            "핸드폰",
            "연락처",
        ],
    },
    Entry { class: Class::PiiAddress, sure: 0.8, words: &["address", "addr", "street", "home_address", "주소", "배송지"] },
    Entry {
        class: Class::PiiBirthDate,
        sure: 0.85,
        words: &["birthday", "birth_date", "birthdate", "dob", "date_of_birth", "생년월일", "생일"],
    },
    Entry {
        class: Class::PiiIp,
        sure: 0.8,
        words: &["ip", "ip_address", "ip_addr", "ipaddr", "client_ip", "remote_addr", "아이피"],
    },
    Entry {
        class: Class::PiiDevice,
        sure: 0.8,
        words: &["device_id", "mac_address", "imei", "idfa", "adid", "gaid", "cookie_id", "session_id", "기기식별자"],
    },
    Entry { class: Class::PiiGeo, sure: 0.75, words: &["latitude", "longitude", "lat", "lng", "gps", "위도", "경도"] },
    Entry { class: Class::PiiPlate, sure: 0.8, words: &["plate_no", "license_plate", "car_number", "차량번호"] },
    Entry {
        class: Class::PiiName,
        sure: 0.8,
        words: &[
            "first_name",
            "last_name",
            "full_name",
            "user_name",
            "customer_name",
            "real_name",
            "surname",
            "u_name",
            "성명",
            "이름",
            "고객명",
            "회원명",
        ],
    },
    Entry {
        class: Class::PiiUsername,
        sure: 0.7,
        words: &["username", "login_id", "nickname", "nick", "별명", "닉네임", "로그인아이디"],
    },
    Entry {
        class: Class::SensitiveHealth,
        sure: 0.8,
        words: &["diagnosis", "disease", "medical", "blood_type", "prescription", "병명", "진단", "혈액형", "처방"],
    },
    Entry {
        class: Class::SensitiveOther,
        sure: 0.8,
        words: &["religion", "ethnicity", "union_member", "political_party", "sexual_orientation", "종교", "노조"],
    },
    Entry { class: Class::QuasiGender, sure: 0.8, words: &["gender", "sex", "성별"] },
    Entry {
        class: Class::QuasiBirthYear,
        sure: 0.75,
        words: &["birth_year", "age", "age_group", "출생연도", "나이", "연령", "연령대"],
    },
    Entry {
        class: Class::QuasiRegion,
        sure: 0.7,
        words: &["zipcode", "zip_code", "postal_code", "postcode", "우편번호", "지역", "거주지역"],
    },
];

/// What a name tells alone: the class, how sure, and the word that tells it.
pub(crate) fn told(name: &str) -> Option<(Class, f64, &'static str)> {
    let words = words(name);
    let bounded = format!("_{}_", words.join("_"));
    let squeezed = words.concat();
    // The letters of a phrase that matches, and whether it does at word boundaries.
    let matched = |phrase: &str| {
        let letters = phrase.replace('_', "");
        let exact = bounded.contains(&format!("_{phrase}_"));
        let loose = squeezed == letters || (!phrase.is_ascii() && squeezed.contains(&letters));
        (exact || loose).then_some((letters.len(), exact))
    };
    let told = |e: &'static Entry| {
        let phrases = e.words.iter().filter_map(|w| matched(w).map(|m| (m, *w)));
        phrases.max_by_key(|(m, _)| *m).map(|(m, word)| (m.0, (e.class, e.sure, word)))
    };
    // `ip_address` is an address of machines: of several the longest phrase tells most, then the earlier entry.
    let best = DICTIONARY.iter().filter_map(told).reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, told)| told)
}

/// A name in lower-case words: at separators and in camel case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for c in name.chars() {
        let boundary = !c.is_alphanumeric() || (c.is_uppercase() && before_lower);
        if boundary && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase() || c.is_numeric();
    }
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_in_both_languages() {
        for (name, class) in [
            ("u_email", Some(Class::PiiEmail)),
            ("userEmail", Some(Class::PiiEmail)),
            ("u_name", Some(Class::PiiName)),
            ("PhoneNo", Some(Class::PiiPhone)),
            ("client_ip_address", Some(Class::PiiIp)),
            ("고객_주소", Some(Class::PiiAddress)),
            ("휴대폰번호", Some(Class::PiiPhone)),
            ("u_gender", Some(Class::QuasiGender)),
            ("birthDate", Some(Class::PiiBirthDate)),
            ("password_hash", Some(Class::Secret)),
            ("description", None),
            ("shipment", None),
            ("p_amount", None),
            ("page", None),
            ("telemetry", None),
            ("product_name", None),
            ("", None),
        ] {
            assert_eq!(told(name).map(|t| t.0), class, "{name}");
        }
    }
}
