//! What an asset's names, tags and description say of its standing: a staging table, a test, a copy, one that nobody should
//! use any more. Owners seldom say it elsewhere.

use garim_core::search::Document;

use crate::text::words::{Splitter, norm};

/// Flags of a standing, and of what else is yes or no.
pub(crate) mod flag {
    /// Certified by its owner.
    pub const CERTIFIED: u16 = 1;
    /// Deprecated.
    pub const DEPRECATED: u16 = 1 << 1;
    /// A stage on the way to another.
    pub const STAGING: u16 = 1 << 2;
    /// A test, a draft, somebody's own trial.
    pub const TEST: u16 = 1 << 3;
    /// A temporary thing or a backup of another.
    pub const COPY: u16 = 1 << 4;
    /// As it came from a source.
    pub const RAW: u16 = 1 << 5;
    /// A metric stands on it, or it is a metric that is computed.
    pub const BOUND: u16 = 1 << 6;
    /// Somebody owns it.
    pub const OWNED: u16 = 1 << 7;
    /// Older than promised.
    pub const LATE: u16 = 1 << 8;
    /// Holds no row.
    pub const EMPTY: u16 = 1 << 9;
    /// Its description advises against it.
    pub const DISCOURAGED: u16 = 1 << 10;
    /// Its name says that it is old.
    pub const OLD: u16 = 1 << 11;
    /// What lets an asset sink.
    pub const SINKING: u16 = DEPRECATED | STAGING | TEST | COPY | DISCOURAGED | OLD;
}

/// Words of a name, a schema or a tag, and what they say.
const SAYS: &[(u16, &[&str])] = &[
    (flag::DEPRECATED, &["deprecated", "obsolete", "retired", "폐기", "미사용", "사용중단", "사용금지", "deprecate"]),
    (flag::STAGING, &["staging", "stg", "stage", "스테이징", "임시적재"]),
    (
        flag::TEST,
        &[
            "test",
            "tests",
            "tst",
            "testing",
            "qa",
            "sandbox",
            "sbx",
            "playground",
            "dummy",
            "sample",
            "draft",
            "wip",
            "dev",
            "poc",
            "demo",
            "scratch",
            "테스트",
            "샌드박스",
            "초안",
            "실습",
            "샘플",
            "연습",
            "더미",
            "개발",
        ],
    ),
    (
        flag::COPY,
        &[
            "tmp",
            "temp",
            "temporary",
            "bak",
            "backup",
            "bkp",
            "bk",
            "copy",
            "archive",
            "archived",
            "임시",
            "백업",
            "사본",
            "복사본",
            "아카이브",
            "보관",
        ],
    ),
    (flag::OLD, &["old", "legacy", "레거시", "구버전", "구"]),
    (flag::RAW, &["raw", "ods", "bronze", "landing", "ingest", "src", "원시", "raw데이터"]),
];

/// Words that say something only where a name begins or ends with them, or in a tag: `lab_test_result` is no test.
const AT_AN_END: &[&str] = &[
    "test", "tests", "qa", "sample", "demo", "dev", "copy", "old", "temp", "stage", "draft", "archive", "src", "개발", "샘플",
    "보관", "demo", "testing", "poc",
];
/// Words of schemas and tags only: a table may be called so for what it holds.
const OF_SCHEMAS: &[&str] = &["demo", "stage", "archive", "src", "dev", "개발", "보관", "qa", "poc"];
/// Words before `test`, `temp` or `sample` that make it the subject of the table.
const SUBJECTS: &[&str] = &[
    "ab",
    "b",
    "lab",
    "blood",
    "load",
    "speed",
    "body",
    "avg",
    "max",
    "min",
    "room",
    "sensor",
    "skin",
    "unit",
    "split",
    "covid",
    "pcr",
    "diagnostic",
    "hypothesis",
    "drug",
    "urine",
    "stress",
    "air",
    "water",
    "surface",
    "engine",
    "outdoor",
    "indoor",
    "product",
    "household",
    "year",
    "month",
    "day",
];

/// Phrases of descriptions, and what they say.
const PHRASES: &[(u16, &[&str])] = &[
    (
        flag::DISCOURAGED,
        &[
            "deprecated",
            "do not use",
            "don't use",
            "dont use",
            "no longer",
            "obsolete",
            "superseded by",
            "replaced by",
            "to be removed",
            "will be removed",
            "end of life",
            "decommission",
            "사용 금지",
            "사용금지",
            "사용하지 마",
            "사용하지 않",
            "쓰지 마",
            "쓰지 않",
            "쓰지 말",
            "사용하지 말",
            "폐기",
            "더 이상",
            "사용 중단",
            "사용중단",
            "지원 종료",
            "로 대체됨",
            "로 대체되",
            "구버전",
            "미사용",
        ],
    ),
    (flag::STAGING, &["staging", "스테이징", "중간 적재", "intermediate table"]),
    (
        flag::TEST,
        &[
            "for testing",
            "test data",
            "test copy",
            "test table",
            "test version",
            "testing only",
            "dummy",
            "sandbox",
            "draft",
            "experimental",
            "playground",
            "테스트용",
            "테스트 용",
            "테스트 테이블",
            "테스트 데이터",
            "실험용",
            "샌드박스",
            "개인 작업",
            "작업용",
            "초안",
            "개발용",
        ],
    ),
    (
        flag::COPY,
        &[
            "temporary",
            "temp copy",
            "temp table",
            "backup",
            "back-up",
            "ad hoc copy",
            "ad-hoc copy",
            "one-off",
            "one off",
            "snapshot before",
            "old version",
            "old copy",
            "임시",
            "백업",
            "복사본",
            "사본",
            "일회성",
        ],
    ),
    (flag::RAW, &["raw ", "원시 ", "unprocessed", "미가공", "as-is from", "원본 그대로"]),
];
/// Before a phrase: it is another table that is deprecated, copied, or not to be used.
const OF_ANOTHER: &[&str] = &[
    "replaces",
    "replacing",
    "replacement for",
    "instead of",
    "successor of",
    "successor to",
    "not ",
    "never ",
    "except",
    "excluding",
    "excludes",
    "without",
    "unlike",
    "대신",
    "제외",
    "아닌",
    "from the",
    "no ",
];
/// After a phrase: the same.
const ANOTHER_FOLLOWS: &[&str] =
    &["제외", "대체하", "대체한", "대신", "아님", "아닌", "excluded", "are excluded", "removed", "을 대체", "를 대체"];
/// How far beside a phrase is looked, in characters.
const BESIDE: usize = 24;
/// Digits of a date or more at the end of a name: a copy of that day.
const DATE_DIGITS: usize = 8;

/// What a document says of itself.
pub(crate) fn flags(document: &Document, splitter: &mut Splitter) -> u16 {
    let s = &document.signals;
    let mut flags = 0;
    let mut set = |yes: bool, flag: u16| flags |= if yes { flag } else { 0 };
    set(s.certified, flag::CERTIFIED);
    set(s.deprecated.is_some(), flag::DEPRECATED);
    set(s.staging, flag::STAGING);
    set(s.bound, flag::BOUND);
    set(s.owned || !document.owners.is_empty(), flag::OWNED);
    set(s.late, flag::LATE);
    set(s.empty, flag::EMPTY);
    flags | names(document, splitter) | tags(document) | if s.certified { 0 } else { described(&document.description) }
}

/// What people say for a standing besides what names say.
const ASKED_FOR: &[(u16, &[&str])] = &[
    (flag::RAW, &["원천", "원본", "source"]),
    (flag::OLD, &["이전", "예전", "옛날", "previous"]),
    (flag::DEPRECATED, &["unused", "폐기된", "deprecated된"]),
    (flag::STAGING, &["적재", "임시"]),
    (flag::TEST, &["테스트용", "실험"]),
];

/// Every word that a query may name a standing by.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    SAYS.iter().chain(ASKED_FOR).flat_map(|(_, words)| words.iter().copied())
}

/// Which flags a query names, so that they do not count against what it finds.
pub(crate) fn named(words: &[&str]) -> u16 {
    let all = words.iter().flat_map(|w| SAYS.iter().chain(ASKED_FOR).filter(|(_, said)| said.contains(w)));
    let named = all.fold(0, |flags, (flag, _)| flags | flag);
    // Whoever asks for old things means every sort of them.
    let old = flag::DEPRECATED | flag::OLD | flag::DISCOURAGED;
    if named & old != 0 { named | old } else { named }
}

fn names(document: &Document, splitter: &mut Splitter) -> u16 {
    let (qualifier, last) = document.name.rsplit_once('.').unwrap_or(("", &document.name));
    let mut flags = 0;
    for word in splitter.words(qualifier).parts {
        flags |= says(&word.text, |_| true);
    }
    let parts = splitter.words(last).parts;
    let texts: Vec<&str> = parts.iter().map(|w| w.text.as_str()).collect();
    for (at, word) in texts.iter().enumerate() {
        let end = at == 0 || at + 1 == texts.len();
        let subject = at > 0 && texts.get(at - 1).is_some_and(|before| SUBJECTS.contains(before));
        // A name of one word is what the table is about.
        let alone = texts.len() == 1;
        flags |= says(word, |w| !alone && !OF_SCHEMAS.contains(&w) && (!AT_AN_END.contains(&w) || (end && !subject)));
    }
    if texts.len() > 1 && texts.last().is_some_and(|w| w.len() >= DATE_DIGITS && w.bytes().all(|b| b.is_ascii_digit())) {
        flags |= flag::COPY;
    }
    for label in &document.labels {
        let marked = norm(label);
        let marked = marked.trim_start_matches(['[', '(', '<']);
        flags |= ["test", "테스트", "draft", "wip", "copy of", "임시", "백업", "폐기", "deprecated", "old", "구버전"]
            .iter()
            .filter(|w| marked.starts_with(**w) && !marked.starts_with(&format!("{w} 결과")))
            .fold(0, |flags, w| flags | says(w.split(' ').next().unwrap_or(w), |_| marked.len() > w.len()));
        flags |= if marked.ends_with("(구)") || marked.ends_with("(old)") { flag::OLD } else { 0 };
    }
    flags
}

fn tags(document: &Document) -> u16 {
    document.tags.iter().fold(0, |flags, tag| flags | says(&norm(tag), |_| true))
}

fn says(word: &str, counts: impl Fn(&str) -> bool) -> u16 {
    let found = SAYS.iter().find(|(_, words)| words.contains(&word) && counts(word));
    found.map_or(0, |(flag, _)| *flag)
}

fn described(description: &str) -> u16 {
    let text = norm(description);
    let says = |phrase: &str| text.match_indices(phrase).any(|(at, _)| of_itself(&text, at, at + phrase.len()));
    PHRASES.iter().filter(|(_, phrases)| phrases.iter().any(|p| says(p))).fold(0, |flags, (flag, _)| flags | flag)
}

/// Whether a phrase is said of the asset itself.
fn of_itself(text: &str, from: usize, to: usize) -> bool {
    let before: String = text[..from].chars().rev().take(BESIDE).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[to..].chars().take(BESIDE / 3).collect();
    // Another sentence is another matter.
    let before = before.rsplit(['.', ';', '!', '\n']).next().unwrap_or_default();
    // A letter right before it makes it another word: `withdrawal` is not raw.
    let inside = before.ends_with(|c: char| c.is_ascii_alphabetic());
    !inside && !OF_ANOTHER.iter().any(|w| before.contains(w)) && !ANOTHER_FOLLOWS.iter().any(|w| after.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, description: &str) -> u16 {
        let document = Document { name: name.to_owned(), description: description.to_owned(), ..Document::default() };
        flags(&document, &mut Splitter::new())
    }

    #[test]
    fn names_and_descriptions_say_what_not_to_use() {
        for (name, description, said) in [
            ("stg.orders", "", flag::STAGING),
            ("mart.orders_tmp", "", flag::COPY),
            ("mart.orders_20240101", "", flag::COPY),
            ("test.orders", "", flag::TEST),
            ("mart.lab_test_result", "", 0),
            ("mart.ab_test", "", 0),
            ("exp.test", "", 0),
            ("raw.orders", "", flag::RAW),
            ("mart.revenue_old", "", flag::OLD),
            ("mart.revenue", "더 이상 쓰지 마세요", flag::DISCOURAGED),
            ("mart.revenue", "Deprecated, use mart.sales.", flag::DISCOURAGED),
            ("mart.revenue", "Replaces the deprecated mart.sales.", 0),
            ("mart.revenue", "테스트 주문 제외. 백업 아님", 0),
            ("mart.withdrawal", "Withdrawals of customers", 0),
        ] {
            assert_eq!(of(name, description), said, "{name}: {description}");
        }
    }
}
