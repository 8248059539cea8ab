//! What a column's name tells.

mod lexicon;
mod words;

use lexicon::{LEXICON, Lexicon, Says};
use words::{Split, split};

use crate::kind::Kind;

/// Most words of a phrase.
const MAX_PHRASE: usize = 4;
/// How plainly a name speaks that is about something.
const PLAINLY: u8 = 3;

/// A phrase that was found: its rank, where it stands, what it says.
type Match<'a> = ((usize, u8, usize), std::ops::Range<usize>, &'a [Says]);

/// What a name tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Kinds, each with how plainly, from 1 to 3; usually one.
    pub kinds: Vec<(Kind, u8)>,
    /// How plainly it speaks against personal data, from 0 to 3.
    pub against: u8,
    /// The words that tell it.
    pub phrase: String,
}

impl Told {
    /// How plainly it names a kind.
    pub fn strength(&self, kind: Kind) -> u8 {
        self.kinds.iter().find(|(k, _)| *k == kind).map_or(0, |(_, s)| *s)
    }

    fn of(says: &[Says], phrase: &str) -> Told {
        let kinds = says.iter().filter_map(|s| Some((s.kind?, s.strength))).collect();
        let against = says.iter().filter(|s| s.kind.is_none()).map(|s| s.strength).max().unwrap_or_default();
        Told { kinds, against, phrase: phrase.to_owned() }
    }

    fn against(phrase: &str) -> Told {
        Told { against: PLAINLY, phrase: phrase.to_owned(), ..Told::default() }
    }
}

/// What a name tells.
pub(crate) fn told(name: &str) -> Told {
    let lexicon = &*LEXICON;
    let Split { latin, wide } = split(name);
    let words = lexicon.words(&latin);
    let (told, told_wide) = (latin_told(lexicon, &words), wide_told(lexicon, &wide, name));
    match (told, told_wide) {
        (Some(told), None) | (None, Some(told)) => told,
        (Some(told), Some(wide)) if wide.kinds.is_empty() && wide.against == 0 => told,
        (_, Some(wide)) => wide,
        (None, None) => Told::default(),
    }
}

/// The longest phrase among the words; of equal ones the plainer, then the later.
fn latin_told(lexicon: &Lexicon, words: &[String]) -> Option<Told> {
    let mut best: Option<Match<'_>> = None;
    for length in 1..=MAX_PHRASE.min(words.len()) {
        for start in 0..=words.len() - length {
            let Some(says) = lexicon.phrases.get(&words[start..start + length].join(" ")) else { continue };
            let rank = (length, says.iter().map(|s| s.strength).max().unwrap_or_default(), start);
            if best.as_ref().is_none_or(|(held, ..)| rank > *held) {
                best = Some((rank, start..start + length, says));
            }
        }
    }
    let (_, range, says) = best?;
    let phrase = words[range.clone()].join(" ");
    Some(turned(lexicon, words, &range, says, &phrase).unwrap_or_else(|| Told::of(says, &phrase)))
}

/// What the words around a phrase make of it: `email_count` is no address, `product_name` is nobody's.
fn turned(lexicon: &Lexicon, words: &[String], range: &std::ops::Range<usize>, says: &[Says], phrase: &str) -> Option<Told> {
    let before = &words[..range.start];
    // `long` is a length unless it stands alone or beside a place.
    if phrase == "long" && !words.iter().all(|w| w == "long" || lexicon.lists("around", w)) {
        return Some(Told::default());
    }
    let last = words.last().filter(|_| range.end < words.len());
    if last.is_some_and(|w| lexicon.lists("tail", w)) || before.first().is_some_and(|w| lexicon.lists("head", w)) {
        return Some(Told::against(phrase));
    }
    let person = says.iter().all(|s| matches!(s.kind, Some(Kind::PersonName | Kind::Address | Kind::Username)));
    let numbered =
        says.iter().all(|s| s.kind == Some(Kind::Health)) && last.is_some_and(|w| matches!(w.as_str(), "id" | "ids" | "key"));
    if numbered || person && last.is_some_and(|w| matches!(w.as_str(), "id" | "code" | "number" | "key" | "ids")) {
        return Some(Told::against(phrase));
    }
    let weak = says.iter().all(|s| s.strength == 1);
    if weak && phrase == "name" {
        let near = before.last()?;
        if lexicon.lists("people", near) {
            return Some(Told { kinds: vec![(Kind::PersonName, PLAINLY)], against: 0, phrase: format!("{near} name") });
        }
        if before.iter().any(|w| lexicon.lists("things", w)) {
            return Some(Told::against(&format!("{near} name")));
        }
    }
    None
}

/// The longest phrase that stands within a name of Hangul, Kanji or Kana; of equal ones the later.
fn wide_told(lexicon: &Lexicon, wide: &str, name: &str) -> Option<Told> {
    if wide.is_empty() {
        return None;
    }
    let whole: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == 'ー').collect();
    let found = lexicon.wide.iter().filter_map(|(phrase, says)| {
        let at = whole.rfind(phrase.as_str())?;
        // One sign says something only at the end of a name.
        (phrase.chars().count() > 1 || whole.len() == phrase.len()).then_some((
            (phrase.chars().count(), says.strength, at),
            phrase,
            says,
        ))
    });
    let ((_, _, at), phrase, says) = found.max_by_key(|(rank, ..)| *rank)?;
    let rest = &whole[at + phrase.len()..];
    if lexicon.ends_as("tail", rest) {
        return Some(Told::against(phrase));
    }
    Some(Told::of(&[*says], phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_in_any_language() {
        for (name, kind) in [
            ("u_email", Some(Kind::Email)),
            ("userEmail", Some(Kind::Email)),
            ("e_mail", Some(Kind::Email)),
            ("PhoneNo", Some(Kind::Phone)),
            ("hp_no", Some(Kind::Phone)),
            ("hpno", Some(Kind::Phone)),
            ("tel1", Some(Kind::Phone)),
            ("addr2", Some(Kind::Address)),
            ("cust_nm", Some(Kind::PersonName)),
            ("custnm", Some(Kind::PersonName)),
            ("birth_ymd", Some(Kind::BirthDate)),
            ("dob", Some(Kind::BirthDate)),
            ("jumin", Some(Kind::KrRrn)),
            ("juminNo", Some(Kind::KrRrn)),
            ("client_ip_address", Some(Kind::Ip)),
            ("고객_주소", Some(Kind::Address)),
            ("휴대폰번호", Some(Kind::Phone)),
            ("고객휴대폰번호", Some(Kind::Phone)),
            ("氏名", Some(Kind::PersonName)),
            ("生年月日", Some(Kind::BirthDate)),
            ("Geburtsdatum", Some(Kind::BirthDate)),
            ("Straße", Some(Kind::Address)),
            ("prénom", Some(Kind::PersonName)),
            ("numero_securite_sociale", Some(Kind::FrNir)),
            ("u_gender", Some(Kind::Gender)),
            ("password_hash", Some(Kind::Secret)),
            ("birthDate", Some(Kind::BirthDate)),
            ("LastName", Some(Kind::PersonName)),
            ("lat", Some(Kind::Geo)),
            ("shipping_address", Some(Kind::Address)),
            ("ssn", Some(Kind::UsSsn)),
            ("product_name", None),
            ("email_count", None),
            ("is_email_verified", None),
            ("file_name", None),
            ("회사명", None),
            ("이메일수신동의여부", None),
            ("description", None),
            ("shipment", None),
            ("p_amount", None),
            ("nazwisko", Some(Kind::PersonName)),
            ("płeć", Some(Kind::Gender)),
            ("contraseña", Some(Kind::Secret)),
            ("fecha_nacimiento", Some(Kind::BirthDate)),
            ("手机号", Some(Kind::Phone)),
            ("身份证号", Some(Kind::NationalId)),
            ("Дата рождения", Some(Kind::BirthDate)),
            ("lat_ms", None),
            ("page", None),
            ("long", Some(Kind::Geo)),
            ("start_long", Some(Kind::Geo)),
            ("long_gun", None),
            ("suburb", None),
            ("telemetry", None),
            ("order_date", None),
            ("c17", None),
            ("", None),
        ] {
            let told = told(name);
            assert_eq!(told.kinds.first().map(|(k, _)| *k), kind, "{name}: {told:?}");
        }
    }
}
