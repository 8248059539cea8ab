//! Filters in a query: `매출 owner:kim tag:pii kind:metric used:>10 -certified:no`.

use crate::text::words::norm;

/// Filters that compare a text, and what they are called in either language.
const FACETS: &[(&str, &[&str])] = &[
    ("kind", &["kind", "type", "종류", "유형"]),
    ("owner", &["owner", "소유자", "담당", "담당자"]),
    ("tag", &["tag", "tags", "태그"]),
    ("domain", &["domain", "도메인"]),
    ("source", &["source", "출처", "소스"]),
    ("schema", &["schema", "스키마"]),
    ("certified", &["certified", "인증"]),
    ("deprecated", &["deprecated", "폐기"]),
    ("fresh", &["fresh", "신선도"]),
];
/// Filters that compare a number.
const NUMBERS: &[(Number, &[&str])] = &[(Number::People, &["used", "users", "people", "사용"]), (Number::Age, &["age", "나이"])];
/// Most filters of a query.
const MOST: usize = 12;
/// What people write for a kind besides its name.
const KINDS: &[(&str, &[&str])] = &[
    ("dataset", &["table", "테이블", "데이터셋"]),
    ("metric", &["kpi", "지표"]),
    ("dashboard", &["대시보드", "report", "리포트"]),
    ("query", &["쿼리"]),
    ("job", &["pipeline", "배치"]),
    ("term", &["glossary", "용어"]),
];

/// A number that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Different people that use it.
    People,
    /// Days since its newest partition.
    Age,
}

/// What a hit must have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filters {
    /// Each with the facets of which one must stand, or none if it is refused.
    pub facets: Vec<(bool, Vec<String>)>,
    /// Numbers within bounds, ends included.
    pub numbers: Vec<(Number, u64, u64)>,
    /// The words that they were, as typed.
    pub texts: Vec<String>,
}

impl Filters {
    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.facets.is_empty() && self.numbers.is_empty()
    }
}

/// A query's filters, and the rest of it. What only looks like a filter is words.
pub(crate) fn split(query: &str) -> (Filters, String) {
    let mut filters = Filters::default();
    let mut rest = Vec::new();
    for word in words(query) {
        match filters.texts.len() < MOST && read(&word, &mut filters) {
            true => filters.texts.push(word),
            false => rest.push(word),
        }
    }
    (filters, rest.join(" "))
}

/// Words at spaces, but for those in quotes after a colon: `owner:"team sales"`.
fn words(query: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in query.chars() {
        match c {
            '"' if quoted || word.ends_with([':', ',']) => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|w| !w.is_empty());
    words
}

fn read(word: &str, filters: &mut Filters) -> bool {
    let (wanted, word) = word.strip_prefix('-').map_or((true, word), |w| (false, w));
    let Some((key, value)) = word.split_once([':', '：']).filter(|(_, v)| !v.is_empty()) else { return false };
    let key = norm(key);
    if let Some((facet, _)) = FACETS.iter().find(|(_, names)| names.contains(&key.as_str())) {
        let values = value.split(',').map(norm).filter(|v| !v.is_empty());
        let values: Vec<String> = values.map(|v| spelt(facet, &v).to_owned()).collect();
        // Only what is so is written down: `certified:no` is what is not `certified:yes`.
        let (wanted, values) = match (*facet, values.as_slice()) {
            ("certified" | "deprecated", [no]) if no == "no" => (!wanted, vec!["yes".to_owned()]),
            _ => (wanted, values),
        };
        filters.facets.push((wanted, values.iter().map(|v| format!("{facet}:{v}")).collect()));
        return true;
    }
    let number = NUMBERS.iter().find(|(_, names)| names.contains(&key.as_str()));
    let bounds = number.and_then(|(number, _)| Some((*number, bounds(value)?)));
    if let Some((number, (from, to))) = bounds.filter(|_| wanted) {
        filters.numbers.push((number, from, to));
        return true;
    }
    false
}

/// A value as the index spells it.
fn spelt<'a>(facet: &str, value: &'a str) -> &'a str {
    match facet {
        "kind" => KINDS.iter().find(|(kind, names)| *kind == value || names.contains(&value)).map_or(value, |(kind, _)| kind),
        "certified" | "deprecated" => match value {
            "true" | "1" | "y" | "예" | "네" => "yes",
            "false" | "0" | "n" | "아니오" => "no",
            value => value,
        },
        _ => value,
    }
}

/// `>10`, `>=10`, `<3`, `<=3`, `5..9`, `7`: from and to.
fn bounds(value: &str) -> Option<(u64, u64)> {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    if let Some(n) = value.strip_prefix(">=") {
        return Some((number(n)?, u64::MAX));
    }
    if let Some(n) = value.strip_prefix('>') {
        return Some((number(n)?.checked_add(1)?, u64::MAX));
    }
    if let Some(n) = value.strip_prefix("<=") {
        return Some((0, number(n)?));
    }
    if let Some(n) = value.strip_prefix('<') {
        return Some((0, number(n)?.checked_sub(1)?));
    }
    if let Some((from, to)) = value.split_once("..") {
        return Some((number(from)?, number(to)?));
    }
    number(value).map(|n| (n, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_taken_out_of_the_words() {
        let (filters, rest) = split("매출 owner:Kim kind:지표,table -tag:pii used:>10 a:b owner:\"team sales\" 24:7");
        assert_eq!(rest, "매출 a:b 24:7");
        assert_eq!(filters.texts, ["owner:Kim", "kind:지표,table", "-tag:pii", "used:>10", "owner:team sales"]);
        let facets: Vec<(bool, &str)> = filters.facets.iter().flat_map(|(w, all)| all.iter().map(|f| (*w, f.as_str()))).collect();
        assert_eq!(
            facets,
            [(true, "owner:kim"), (true, "kind:metric"), (true, "kind:dataset"), (false, "tag:pii"), (true, "owner:team sales")]
        );
        assert_eq!(filters.numbers, [(Number::People, 11, u64::MAX)]);
        assert_eq!(split("used:<0").0, Filters::default());
        assert_eq!(split("used:5..9").0.numbers, [(Number::People, 5, 9)]);
        assert_eq!(split("owner: kim").1, "owner: kim");
    }
}
