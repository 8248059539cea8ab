//! What one cell may be: every rule looks at what the scan left open, none looks twice.

mod checksum;
mod date;
mod email;
mod geo;
mod money;
mod net;
mod papers;
mod person;
mod phone;
mod secret;
mod state;

pub(crate) use date::Day;
pub(crate) use email::{Address, email};

use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
    words::{self, Words},
};

/// Longest cell that may be something else than running text, in characters.
const MAX_SHORT: usize = 200;
/// Most letters in a number: an extension, a prefix such as `Tel.`, a country's code.
const MAX_NUMBER_LETTERS: usize = 12;

/// What one cell came to.
pub(crate) struct Judged {
    /// Its marks.
    pub marks: Marks,
    /// The day that it says.
    pub day: Option<Day>,
    /// Its value, where it is a number.
    pub number: Option<f64>,
    /// A hash of its form.
    pub pattern: u64,
    /// Characters.
    pub chars: usize,
    /// The first byte.
    pub first: u8,
}

/// Judges a cell that was cleaned.
pub(crate) fn judge(text: &str) -> Judged {
    let scan = Scan::of(text);
    let mut marks = Marks::default();
    let letters = scan.letters();
    marks.set_if(Mark::Letters, letters > 0);
    marks.set_if(Mark::Wide, scan.all(&[Sort::Hangul, Sort::Han, Sort::Kana]) > 0);
    marks.set_if(Mark::Masked, scan.n(Sort::Star) > 0);
    let url = scan.n(Sort::Colon) > 0 && scan.n(Sort::Slash) > 1 && text.contains("://") && scan.n(Sort::Space) == 0
        || text.starts_with("www.")
        || (scan.n(Sort::Slash) >= 2 && letters >= 4 && scan.n(Sort::Space) == 0);
    let url = url || host(&scan) || path(&scan);
    marks.set_if(Mark::Url, url);
    let mut judged = Judged { marks, day: None, number: None, pattern: scan.pattern, chars: scan.chars, first: scan.first() };
    if scan.n(Sort::At) > 0 && scan.chars <= MAX_SHORT {
        mail(&scan, &mut judged.marks);
    }
    if scan.chars <= MAX_SHORT && (scan.digit_count > 0 || scan.n(Sort::Star) > 0) {
        digits(&scan, &mut judged);
    }
    if !url && letters > 0 {
        lettered(&scan, &mut judged);
    }
    if scan.chars >= 6 && (scan.n(Sort::Space) <= 1 || scan.first() == b'-') {
        secret::secret(&scan, &mut judged.marks);
    }
    opaque(&scan, &mut judged.marks);
    judged
}

/// Ends of host names and of files that no name of a person ends with.
const TOPS: &[&str] = &[
    "com", "net", "org", "info", "biz", "io", "kr", "jp", "de", "fr", "uk", "us", "co", "edu", "gov", "cn", "eu", "ru", "app",
    "dev", "me", "tv", "html", "php", "py", "js", "txt", "csv", "pdf", "jpg", "png", "xlsx", "docx", "json", "xml", "zip", "exe",
    "mp3", "mp4", "mpg", "wma", "wav", "avi", "h", "c", "cpp", "rs", "java", "sh", "rb", "go", "md", "doc", "xls", "ppt", "odt",
    "gif", "svg", "bmp", "tif", "iso", "bin", "dat", "log", "cfg", "ini", "yml", "yaml", "sql", "db", "bak", "tar", "gz", "rar",
    "mov", "mkv", "flac", "ogg", "ttf", "css", "ts", "swf", "psd",
];

/// A host name or a file's: one word with a dot and an end of theirs.
fn host(scan: &Scan<'_>) -> bool {
    if scan.n(Sort::Dot) == 0 || scan.n(Sort::Space) + scan.n(Sort::At) > 0 || scan.letters() < 2 {
        return false;
    }
    let end = scan.text.rsplit_once('.').map(|(_, end)| end);
    end.is_some_and(|end| TOPS.iter().any(|t| t.eq_ignore_ascii_case(end)))
}

/// Fewest characters of a path of two names.
const MIN_PATH: usize = 8;

/// Two names with a slash between them, as repositories have: `owner/name`.
fn path(scan: &Scan<'_>) -> bool {
    let named = scan.n(Sort::Slash) == 1 && scan.n(Sort::Space) == 0 && scan.chars >= MIN_PATH && scan.latin() >= 4;
    named && scan.text.split('/').all(|part| part.len() > 1) && scan.all(&[Sort::Hyphen, Sort::Underscore, Sort::Dot]) > 0
}

/// What is told by digits alone, whole or within a text.
pub(crate) fn numbers(scan: &Scan<'_>, marks: &mut Marks) {
    phone::phone(scan, marks);
    state::state(scan, marks);
    money::money(scan, marks);
}

fn mail(scan: &Scan<'_>, marks: &mut Marks) {
    match email(scan.text) {
        Some(Address::Clear) => marks.set(Mark::Email),
        Some(Address::Masked) => marks.set(Mark::EmailMasked),
        None => {}
    }
}

fn digits(scan: &Scan<'_>, judged: &mut Judged) {
    let marks = &mut judged.marks;
    let letters = scan.letters();
    number(scan, &mut judged.number, marks);
    if letters <= MAX_NUMBER_LETTERS && (letters <= 2 || scan.digit_count >= 7) {
        numbers(scan, marks);
    } else if scan.latin() >= 2 && scan.digit_count >= 8 {
        money::money(scan, marks);
    }
    if letters > 0 && scan.chars <= 24 {
        state::lettered(scan, marks);
        papers::passport(scan, marks);
        papers::plate(scan, marks);
        person::health(scan, None, marks);
    }
    net::net(scan, marks);
    geo::geo(scan, marks);
    judged.day = date::day(scan);
    if let Some(day) = judged.day {
        judged.marks.set(if day.timed { Mark::DateTime } else { Mark::Date });
    }
}

fn number(scan: &Scan<'_>, value: &mut Option<f64>, marks: &mut Marks) {
    let signs = scan.n(Sort::Dot) + scan.n(Sort::Hyphen) + scan.n(Sort::Plus);
    if let Some(power) = powered(scan) {
        *value = Some(power);
        marks.set(Mark::Integer);
        return;
    }
    let longest = if scan.n(Sort::Dot) == 1 { 26 } else { 17 };
    if scan.digit_count > longest || scan.digit_count + signs != scan.chars || scan.n(Sort::Dot) > 1 || scan.n(Sort::Hyphen) > 1 {
        return;
    }
    *value = scan.text.parse().ok();
    let whole = scan.n(Sort::Dot) == 0;
    marks.set_if(Mark::Integer, value.is_some() && whole);
    marks.set_if(Mark::Decimal, value.is_some() && !whole);
    let age = |v: f64| (0.0..=120.0).contains(&v) || (1900.0..=2030.0).contains(&v);
    marks.set_if(Mark::Ageable, value.is_some_and(age));
}

/// A long number as a spreadsheet shows it: `1.02E+10`.
fn powered(scan: &Scan<'_>) -> Option<f64> {
    let written = scan.n(Sort::Upper) + scan.n(Sort::Lower) == 1
        && scan.n(Sort::Plus) == 1
        && (scan.text.contains("E+") || scan.text.contains("e+"));
    let value = if written && scan.chars <= 24 { scan.text.parse::<f64>().ok() } else { None };
    value.filter(|v| (1e6..1e20).contains(v))
}

fn lettered(scan: &Scan<'_>, judged: &mut Judged) {
    let marks = &mut judged.marks;
    let truth = matches!(
        scan.text,
        "true" | "false" | "True" | "False" | "TRUE" | "FALSE" | "Y" | "N" | "yes" | "no" | "Yes" | "No" | "YES" | "NO"
    );
    marks.set_if(Mark::Truth, truth);
    if scan.n(Sort::Star) > 0 {
        words::masked_name(scan, marks);
    }
    let words = Words::of(scan.text);
    if scan.chars <= MAX_SHORT && scan.n(Sort::At) == 0 {
        person::gender(&words, marks);
        words::address(scan, &words, marks);
        if scan.digit_count < scan.letters() {
            person::health(scan, Some(&words), marks);
        }
        named(scan, &words, marks);
        words::login(scan, marks);
    }
    if scan.first() == b'@' && scan.n(Sort::At) == 1 {
        words::login(scan, marks);
    }
    words::text(scan, &words, marks);
}

fn named(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    if scan.n(Sort::Hangul) > 0 {
        words::hangul(scan, words, marks);
    } else if scan.n(Sort::Han) + scan.n(Sort::Kana) > 0 {
        words::japanese(scan, words, marks);
    } else if scan.latin() > 0 && scan.digit_count == 0 && scan.all(&[Sort::Underscore, Sort::Colon, Sort::Star]) == 0 {
        words::latin(scan, words, marks);
    }
}

/// One token that may be an id: its name has to say of what.
fn opaque(scan: &Scan<'_>, marks: &mut Marks) {
    let other = marks.any(&[Mark::Decimal, Mark::Date, Mark::DateTime, Mark::Url]);
    marks.set_if(Mark::Opaque, scan.n(Sort::Space) == 0 && (4..=200).contains(&scan.chars) && scan.digit_count > 0 && !other);
}
