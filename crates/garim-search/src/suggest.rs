//! Completions: what is called something of which a word begins with the same keys.

use garim_core::{Result, search::Scope};
use garim_ports::{Match, Suggestion};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, postings::SegmentPostings};

use crate::{
    disk::{
        schema::{EDGE, Fields, column},
        shown::Shown,
        signals::{NO_AGE, Signals, prior_of},
        stored::MAX_EDGE,
    },
    rank::{
        counts::Counts,
        view::{Segment, View, failed},
    },
    text::{
        keys::{is_hangul, keys},
        words::{Splitter, fold},
    },
};

/// Longest prefix that is completed, in characters.
const MAX_PREFIX: usize = 100;
/// Most words of the vocabulary that a prefix is followed through.
const MOST_WORDS: usize = 300;
/// Documents of one list that are enough: the most trusted come first.
const ENOUGH: usize = 200;
/// Most documents of one list that are looked at.
const MOST_VISITED: usize = 50_000;
/// Documents whose names are read, for each that is given.
const READ_FOR_EACH: usize = 2;
/// Most documents whose names are read.
const MOST_READ: usize = 30;
/// How much a name, a label and a synonym count that are typed to the end.
const NAME: f64 = 20.0;
const LABEL: f64 = 20.0;
const SYNONYM: f64 = 12.0;
/// How much of that is left where a later word begins so.
const LATER: f64 = 0.5;
/// How much what else is known of an asset counts beside how far its name is typed.
const TRUST: f64 = 0.5;

/// Completions within the scope, names that begin so first, and trusted ones.
pub(crate) fn suggest(
    searcher: &Searcher,
    fields: &Fields,
    counts: &Counts,
    prefix: &str,
    scope: &Scope,
    limit: usize,
) -> Result<Vec<Suggestion>> {
    let cut: String = prefix.chars().take(MAX_PREFIX).collect();
    let words: Vec<String> = Splitter::new().words(&cut).parts.iter().map(|w| keys(&w.text)).collect();
    let Some((last, before)) = words.split_last() else { return Ok(Vec::new()) };
    let Some(view) = View::new(searcher, fields, counts, scope)? else { return Ok(Vec::new()) };
    let mut best: Vec<(f32, DocAddress)> = Vec::new();
    for segment in &view.segments {
        let priors = &segment.columns.prior;
        let found = beginning(&view, segment, before, last)?;
        best.extend(found.into_iter().map(|doc| (prior_of(priors.get_val(doc)), DocAddress::new(segment.ord, doc))));
    }
    let most = limit.saturating_mul(READ_FOR_EACH).clamp(1, MOST_READ.max(limit));
    if best.len() > most {
        best.select_nth_unstable_by(most, |(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
        best.truncate(most);
    }
    let mut ranked = Vec::new();
    for (prior, at) in best {
        let shown = Shown::read(searcher, fields, at)?;
        let (value, matched) = matched(&shown, &words.concat());
        ranked.push((value + TRUST * f64::from(prior), at, shown, matched));
    }
    ranked.sort_by(|(a, _, x, _), (b, _, y, _)| b.total_cmp(a).then_with(|| x.name.cmp(&y.name)));
    let made = ranked.into_iter().take(limit);
    made.map(|(_, at, shown, matched)| suggestion(&view, at, shown, matched)).collect()
}

fn suggestion(view: &View, at: DocAddress, shown: Shown, matched: Option<Match>) -> Result<Suggestion> {
    let reader = view.searcher.segment_reader(at.segment_ord);
    let packed = reader.fast_fields().u64(column::SIGNALS).map_err(failed)?.first(at.doc_id).unwrap_or_default();
    let kind = Signals::unpack(packed, 0, NO_AGE).kind;
    Ok(Suggestion { id: shown.id, kind, name: shown.name, label: shown.labels.into_iter().next(), matched })
}

/// Visible documents that have the words before, and one that begins with the last.
fn beginning(view: &View, segment: &Segment, before: &[String], last: &str) -> Result<Vec<u32>> {
    let field = view.fields.start;
    let words: Vec<_> = before.iter().map(|word| segment.postings(field, word)).collect::<Result<_>>()?;
    let Some(words) = words.into_iter().collect::<Option<Vec<_>>>() else { return Ok(Vec::new()) };
    let found = if last.len() <= MAX_EDGE {
        having(segment, segment.postings(field, &format!("{EDGE}{last}"))?, words)
    } else {
        let mut all = Vec::new();
        let index = segment.reader.inverted_index(field).map_err(failed)?;
        let range = index.terms().range().ge(last).lt(format!("{last}{}", char::MAX));
        let mut stream = range.into_stream().map_err(|e| failed(e.into()))?;
        let mut seen = 0;
        while let Some((_, info)) = stream.next() {
            let option = tantivy::schema::IndexRecordOption::Basic;
            let list = index.read_postings_from_terminfo(info, option).map_err(|e| failed(e.into()))?;
            all.extend(having(segment, Some(list), words.clone()));
            seen += 1;
            if seen >= MOST_WORDS {
                break;
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    };
    Ok(found)
}

/// The first visible documents of a list that are in all others: the most trusted.
fn having(segment: &Segment, list: Option<SegmentPostings>, mut words: Vec<SegmentPostings>) -> Vec<u32> {
    let mut found = Vec::new();
    let Some(mut list) = list else { return found };
    let mut visited = 0;
    while list.doc() != TERMINATED && found.len() < ENOUGH && visited < MOST_VISITED {
        let doc = list.doc();
        let all = words.iter_mut().all(|word| (if word.doc() < doc { word.seek(doc) } else { word.doc() }) == doc);
        if all && segment.sees(doc) {
            found.push(doc);
        }
        list.advance();
        visited += 1;
    }
    found
}

/// How far what it is called is typed, and where.
fn matched(shown: &Shown, typed: &str) -> (f64, Option<Match>) {
    let last = shown.name.rsplit('.').next().unwrap_or_default();
    let own = [(shown.name.as_str(), NAME), (last, NAME)];
    let labels = shown.labels.iter().map(|l| (l.as_str(), LABEL));
    let synonyms = shown.synonyms.iter().map(|s| (s.as_str(), SYNONYM));
    let mut best: (f64, Option<Match>) = (0.0, None);
    for (text, weight) in own.into_iter().chain(labels).chain(synonyms) {
        if let Some((from, to, share)) = place(text, typed) {
            let value = weight * share * if from == 0 { 1.0 } else { LATER };
            if value > best.0 {
                best = (value, Some(Match { text: text.to_owned(), from, to }));
            }
        }
    }
    best
}

/// Where a text begins a word with the typed keys: from and to, in characters, and which share of what follows is typed.
fn place(text: &str, typed: &str) -> Option<(usize, usize, f64)> {
    let letters: Vec<char> = fold(text).chars().collect();
    let starts = (0..letters.len()).filter(|at| begins_word(&letters, *at));
    starts.into_iter().find_map(|from| {
        let mut made = String::new();
        let mut to = None;
        for (at, letter) in letters.iter().enumerate().skip(from).filter(|(_, l)| l.is_alphanumeric()) {
            made.push_str(&keys(&letter.to_string()));
            if to.is_none() && made.len() >= typed.len() {
                to = Some(at + 1);
            }
        }
        let length = |s: &str| f64::from(u32::try_from(s.len()).unwrap_or(u32::MAX));
        made.starts_with(typed).then(|| Some((from, to?, length(typed) / length(&made).max(1.0)))).flatten()
    })
}

fn begins_word(letters: &[char], at: usize) -> bool {
    let (Some(now), before) = (letters.get(at), at.checked_sub(1).and_then(|b| letters.get(b))) else { return false };
    let changes = |b: &char| {
        !b.is_alphanumeric()
            || is_hangul(*b) != is_hangul(*now)
            || b.is_numeric() != now.is_numeric()
            || (b.is_lowercase() && now.is_uppercase())
    };
    now.is_alphanumeric() && before.is_none_or(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typed_part_is_marked() {
        for (text, typed, marked) in [
            ("shop.purchase", "pur", Some("pur")),
            ("일일 매출", "매ㅊ", Some("매출")),
            ("일일 매출", "일일매", Some("일일 매")),
            ("dimUser", "us", Some("Us")),
            ("shop.purchase", "chase", None),
        ] {
            let found =
                place(text, &keys(typed)).map(|(from, to, _)| text.chars().skip(from).take(to - from).collect::<String>());
            assert_eq!(found.as_deref(), marked, "{text} {typed}");
        }
    }
}
