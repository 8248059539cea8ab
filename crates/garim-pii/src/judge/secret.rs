//! Keys, tokens, password hashes, passwords.

use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// How keys of well-known makers begin, and the fewest bytes that they have.
const KEYS: &[(&str, usize)] = &[
    ("AKIA", 20),
    ("ASIA", 20),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghu_", 36),
    ("ghs_", 36),
    ("github_pat_", 40),
    ("glpat-", 20),
    ("sk_live_", 20),
    ("sk_test_", 20),
    ("rk_live_", 20),
    ("pk_live_", 20),
    ("sk-", 32),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("xoxa-", 20),
    ("xoxs-", 20),
    ("AIza", 35),
    ("ya29.", 20),
    ("SG.", 40),
    ("npm_", 30),
    ("hf_", 30),
    ("dop_v1_", 40),
    ("shpat_", 30),
    ("EAAC", 40),
    ("-----BEGIN", 20),
    ("$2a$", 50),
    ("$2b$", 50),
    ("$2y$", 50),
    ("$argon2", 30),
    ("$5$", 20),
    ("$6$", 30),
    ("$1$", 20),
    ("pbkdf2_", 30),
    ("pbkdf2:", 30),
    ("scrypt:", 30),
    ("{SSHA}", 20),
    ("{SHA}", 20),
    ("Bearer ", 20),
    ("Basic ", 12),
    ("ssh-rsa ", 40),
    ("ssh-ed25519 ", 40),
    ("AGE-SECRET-KEY-", 30),
];
/// Lengths of a password that a person or a form makes.
const PASSWORD: std::ops::RangeInclusive<usize> = 6..=24;
/// Lengths of a token.
const TOKEN: std::ops::RangeInclusive<usize> = 30..=256;
/// Signs that forms ask a password to have.
const SIGNS: &str = "!@#$%^&*()+_-=?~[]{}|;:<>,./\\'\"`";
/// Signs that stand in words and codes too: alone they make no password.
const PLAIN_SIGNS: &str = "-_.,:/'()&";
/// Lengths of digests in hexadecimal digits.
const DIGESTS: [usize; 6] = [32, 40, 48, 56, 64, 128];

/// Marks what opens something.
pub(crate) fn secret(scan: &Scan<'_>, marks: &mut Marks) {
    let text = scan.text;
    marks.set_if(
        Mark::Key,
        within_url(text)
            || KEYS.iter().any(|(p, least)| p.as_bytes()[0] == scan.first() && text.len() >= *least && text.starts_with(p))
            || is_jwt(text),
    );
    if scan.n(Sort::Space) > 0 || !text.is_ascii() {
        return;
    }
    let hex = DIGESTS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    marks.set_if(Mark::Digest, hex && scan.digit_count < text.len());
    marks.set_if(Mark::Password, is_password(scan));
    marks.set_if(Mark::Token, is_token(scan));
}

/// A password within a connection's address: `postgres://app:word@host`.
fn within_url(text: &str) -> bool {
    if !text.contains('@') {
        return false;
    }
    let rest = text.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    let login = rest.and_then(|r| r.rsplit_once('@')).and_then(|(login, _)| login.split_once(':'));
    login.is_some_and(|(_, word)| word.len() >= 4)
}

/// Three parts in URL-safe base64, the first of which begins a JSON object.
fn is_jwt(text: &str) -> bool {
    let part = |p: &str| p.len() >= 8 && p.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    text.starts_with("eyJ") && text.split('.').take(4).filter(|p| part(p)).count() >= 2 && text.matches('.').count() == 2
}

/// Long, of letters in both cases and digits, mixed as only chance mixes them.
fn is_token(scan: &Scan<'_>) -> bool {
    let signs = scan.all(&[Sort::Hyphen, Sort::Underscore, Sort::Plus, Sort::Slash]);
    let letters = scan.n(Sort::Upper) + scan.n(Sort::Lower);
    let mixed = scan.n(Sort::Upper) * 4 > scan.chars && scan.n(Sort::Lower) * 4 > scan.chars && scan.digit_count >= 2;
    TOKEN.contains(&scan.chars) && mixed && letters + scan.digit_count + signs == scan.chars && signs <= scan.chars / 8
}

/// Capitals, small letters, digits and a sign that is rare elsewhere, and no form that something else has.
fn is_password(scan: &Scan<'_>) -> bool {
    let text = scan.text;
    let signs = text.bytes().filter(|b| SIGNS.as_bytes().contains(b)).count();
    let rare = text.bytes().filter(|b| SIGNS.as_bytes().contains(b) && !PLAIN_SIGNS.as_bytes().contains(b)).count();
    let mixed = scan.n(Sort::Upper) > 0 && scan.n(Sort::Lower) > 0 && scan.digit_count > 0;
    PASSWORD.contains(&text.len())
        && !text.ends_with('=')
        && mixed
        && rare > 0
        && signs <= 4
        && !text.contains("://")
        && scan.n(Sort::At) + scan.n(Sort::Dot) < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Marks {
        let mut marks = Marks::default();
        secret(&Scan::of(text), &mut marks);
        marks
    }

    #[test]
    fn keys_passwords_and_digests_are_told_apart() {
        assert!(marked("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghij_-").has(Mark::Key));
        assert!(marked("$2b$12$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvabcdefghi").has(Mark::Key));
        assert!(marked("(4pK%8sz@1").has(Mark::Password) && marked("Winter2024!").has(Mark::Password));
        assert!(marked("d41d8cd98f00b204e9800998ecf8427e").has(Mark::Digest));
        for no in ["AB-1234", "v1.2.3-beta", "hello", "2020-01-01", "Kim@x.io", "iPhone 13!", "file_Name.txt"] {
            assert!(!marked(no).any(&[Mark::Key, Mark::Password, Mark::Digest]), "{no}");
        }
    }
}
