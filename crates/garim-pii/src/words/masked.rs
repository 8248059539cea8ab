//! Names with asterisks in them.

use crate::{
    cell::{Scan, Sort, sort},
    dict::{self, Key, SURNAME},
    mark::{Mark, Marks},
};

/// Most characters of a masked name.
const MAX_CHARS: usize = 20;

/// Marks `홍*동`, `김**`, `J*** S****`, `佐藤**`.
pub(crate) fn masked_name(scan: &Scan<'_>, marks: &mut Marks) {
    let stars = scan.n(Sort::Star);
    if stars == 0
        || scan.chars > MAX_CHARS
        || scan.digit_count > 0
        || stars + scan.letters() + scan.n(Sort::Space) + scan.n(Sort::Dot) != scan.chars
    {
        return;
    }
    let first = scan.text.chars().next().unwrap_or_default();
    let surname = dict::senses(Key::EMPTY.with(first)) & SURNAME != 0;
    let hangul = scan.n(Sort::Hangul) >= 1 && scan.chars <= 5 && surname;
    let kanji = scan.n(Sort::Han) >= 1 && scan.chars <= 8;
    let latin = scan.latin() >= 1
        && scan.text.split(' ').all(|w| w.starts_with(char::is_uppercase) && w.chars().skip(1).any(|c| sort(c) == Sort::Star));
    marks.set_if(Mark::NameMasked, hangul || kanji || latin);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_is_still_a_name() {
        let of = |text: &str| {
            let mut marks = Marks::default();
            masked_name(&Scan::of(text), &mut marks);
            marks.has(Mark::NameMasked)
        };
        assert!(of("홍*동") && of("김**") && of("J*** S****") && of("佐藤**"));
        assert!(!of("****") && !of("a*b") && !of("5*"));
    }
}
