//! What kind of thing is asked for: `revenue dashboard`, `매출 정의`, `which table …`.

use garim_core::search::AssetKind;

use super::typo;
use crate::{disk::standing, text::stop};

/// Words that ask for a kind.
const ASKS: &[(AssetKind, &[&str])] = &[
    (AssetKind::Dataset, &["table", "tables", "dataset", "datasets", "테이블", "데이터셋", "column", "columns", "컬럼", "칼럼"]),
    (
        AssetKind::Dashboard,
        &["dashboard", "dashboards", "report", "reports", "chart", "charts", "대시보드", "리포트", "보고서", "차트", "현황판"],
    ),
    (
        AssetKind::Metric,
        &[
            "kpi",
            "kpis",
            "metric",
            "metrics",
            "definition",
            "define",
            "defined",
            "meaning",
            "mean",
            "means",
            "formula",
            "calculate",
            "calculated",
            "calculation",
            "computed",
            "지표",
            "정의",
            "산식",
            "계산식",
            "계산",
            "뜻",
            "의미",
            "산출",
        ],
    ),
    (AssetKind::Query, &["query", "queries", "sql", "쿼리", "질의"]),
    (AssetKind::Job, &["job", "jobs", "pipeline", "pipelines", "dag", "etl", "배치", "잡", "파이프라인"]),
    (AssetKind::Term, &["glossary", "term", "용어", "용어집"]),
];

/// Words that ask for a definition by asking what something is.
const WHAT_IS: &[&str] = &["뭐야", "뭔가요", "무엇인가요", "뭐지", "뭔지", "무엇", "무슨뜻", "무엇인지"];

/// Words that say little beside others: when, how good.
const WEAK: &[&str] = &[
    "today",
    "yesterday",
    "now",
    "current",
    "currently",
    "recent",
    "recently",
    "latest",
    "official",
    "trusted",
    "trust",
    "canonical",
    "correct",
    "right",
    "best",
    "main",
    "real",
    "true",
    "good",
    "certified",
    "information",
    "info",
    "number",
    "numbers",
    "value",
    "values",
    "per",
    "by",
    "each",
    "look",
    "looking",
    "need",
    "want",
    "know",
    "see",
    "check",
    "across",
    "between",
    "many",
    "much",
    "about",
    "within",
    "오늘",
    "어제",
    "지금",
    "현재",
    "최근",
    "이번",
    "지난",
    "지난달",
    "이번달",
    "올해",
    "작년",
    "공식적인",
    "신뢰할",
    "믿을",
    "맞는",
    "정확한",
    "올바른",
    "진짜",
    "정식",
    "공식",
    "최신",
    "정보",
    "값",
    "숫자",
    "확인",
    "각",
    "기준",
    "대비",
];

/// The kinds that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Intent {
    kinds: Vec<AssetKind>,
}

impl Intent {
    /// Hears a word of a query.
    pub fn hear(&mut self, word: &str, bare: Option<&str>) {
        let found = ASKS.iter().find(|(_, words)| words.iter().any(|asks| is(asks, word, bare)));
        let defines = WHAT_IS.contains(&word) || bare.is_some_and(|b| WHAT_IS.contains(&b));
        let kind = found.map(|(kind, _)| *kind).or(defines.then_some(AssetKind::Metric));
        self.kinds.extend(kind.filter(|k| !self.kinds.contains(k)));
    }

    /// Whether a kind was asked for. A definition is a metric's or the glossary's.
    pub fn asks(&self, kind: AssetKind) -> bool {
        let sought = if kind == AssetKind::Term { AssetKind::Metric } else { kind };
        self.kinds.contains(&kind) || self.kinds.contains(&sought)
    }

    /// Whether any kind was asked for.
    pub fn is_open(&self) -> bool {
        self.kinds.is_empty()
    }
}

/// Whether a word asks for a kind.
pub(crate) fn asks_for_a_kind(word: &str, bare: Option<&str>) -> bool {
    ASKS.iter().any(|(_, words)| words.iter().any(|asks| is(asks, word, bare)))
}

/// Whether a word is one that asks: Korean ones with any ending, `계산해` for `계산`.
fn is(asks: &str, word: &str, bare: Option<&str>) -> bool {
    let longer = asks.chars().nth(1).is_some() && !asks.is_ascii() && word.starts_with(asks);
    word == asks || bare == Some(asks) || longer
}

/// What a mistyped word of a question is meant to be, with its distance in keys.
pub(crate) fn nearest(word: &str) -> Option<(u8, &'static str)> {
    let asks = ASKS.iter().flat_map(|(_, words)| words.iter().copied());
    let own = asks.chain(WEAK.iter().copied()).chain(WHAT_IS.iter().copied()).chain(stop::words()).chain(standing::words());
    own.filter_map(|own| Some((typo::distance(word, own)?, own))).min_by_key(|(distance, own)| (*distance, own.len()))
}

/// Whether a word says little beside others.
pub(crate) fn is_weak(word: &str) -> bool {
    WEAK.contains(&word) || standing::named(&[word]) != 0 || word.chars().all(char::is_numeric)
}
