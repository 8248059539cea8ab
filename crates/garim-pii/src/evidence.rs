//! What a column's values come to, batch by batch: counts and distributions, never a value.

use crate::{
    cell::clean,
    judge::{Day, judge},
    kind::Kind,
    mark::{Mark, Marks},
};

/// Bits of the sketch that counts distinct values: good up to some 20,000, and more are as good as all different.
const SKETCH_BITS: usize = 16_384;
const SKETCH_WORDS: usize = SKETCH_BITS / 64;
/// Different forms that are told apart.
const MAX_PATTERNS: usize = 16;
/// First year whose days are counted, and how many years.
const FIRST_YEAR: u16 = 1850;
const YEARS: usize = 256;

/// Evidence of one column. Give it values as they come, merge what was gathered elsewhere, and ask for a verdict.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Cells that were seen.
    pub(crate) cells: u64,
    /// Those that hold a value.
    pub(crate) filled: u64,
    pub(crate) marks: [u64; Mark::ALL.len()],
    pub(crate) kinds: [u64; Kind::ALL.len()],
    sketch: Box<[u64; SKETCH_WORDS]>,
    patterns: [u64; MAX_PATTERNS],
    pub(crate) pattern_count: usize,
    years: Box<[u32; YEARS]>,
    pub(crate) days: u64,
    pub(crate) bare_days: u64,
    pub(crate) first_days: u64,
    last_day: Option<u32>,
    pub(crate) later_days: u64,
    pub(crate) numbers: u64,
    pub(crate) sum: f64,
    pub(crate) squares: f64,
    cubes: f64,
    fourths: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
    last: Option<f64>,
    pub(crate) steps: u64,
    pub(crate) rises: u64,
    pub(crate) chars: u64,
    pub(crate) shortest: usize,
    pub(crate) longest: usize,
    firsts: u64,
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            cells: 0,
            filled: 0,
            marks: [0; Mark::ALL.len()],
            kinds: [0; Kind::ALL.len()],
            sketch: Box::new([0; SKETCH_WORDS]),
            patterns: [0; MAX_PATTERNS],
            pattern_count: 0,
            years: Box::new([0; YEARS]),
            days: 0,
            bare_days: 0,
            first_days: 0,
            last_day: None,
            later_days: 0,
            numbers: 0,
            sum: 0.0,
            squares: 0.0,
            cubes: 0.0,
            fourths: 0.0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            last: None,
            steps: 0,
            rises: 0,
            chars: 0,
            shortest: usize::MAX,
            longest: 0,
            firsts: 0,
        }
    }
}

impl Evidence {
    /// Of a few values; `None` is NULL.
    pub fn of<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut evidence = Self::default();
        values.into_iter().for_each(|v| evidence.add(v));
        evidence
    }

    /// Looks at one cell.
    pub fn add(&mut self, value: Option<&str>) {
        self.cells += 1;
        let Some(value) = value.and_then(clean) else { return };
        self.filled += 1;
        let judged = judge(&value);
        self.count(judged.marks);
        self.sketch(&value);
        self.pattern(judged.pattern);
        self.chars += judged.chars as u64;
        self.shortest = self.shortest.min(judged.chars);
        self.longest = self.longest.max(judged.chars);
        self.firsts |= 1 << (judged.first.to_ascii_uppercase() & 63);
        judged.day.iter().for_each(|d| self.day(*d));
        judged.number.iter().for_each(|n| self.number(*n));
    }

    /// Adds what was gathered elsewhere.
    pub fn merge(&mut self, other: &Evidence) {
        self.cells += other.cells;
        self.filled += other.filled;
        self.marks.iter_mut().zip(other.marks).for_each(|(a, b)| *a += b);
        self.kinds.iter_mut().zip(other.kinds).for_each(|(a, b)| *a += b);
        self.sketch.iter_mut().zip(other.sketch.iter()).for_each(|(a, b)| *a |= b);
        other.patterns[..other.pattern_count].iter().for_each(|p| self.pattern(*p));
        self.years.iter_mut().zip(other.years.iter()).for_each(|(a, b)| *a = a.saturating_add(*b));
        self.days += other.days;
        self.bare_days += other.bare_days;
        self.first_days += other.first_days;
        self.later_days += other.later_days;
        self.last_day = other.last_day.or(self.last_day);
        self.numbers += other.numbers;
        self.sum += other.sum;
        self.squares += other.squares;
        self.cubes += other.cubes;
        self.fourths += other.fourths;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        self.last = other.last.or(self.last);
        self.steps += other.steps;
        self.rises += other.rises;
        self.chars += other.chars;
        self.shortest = self.shortest.min(other.shortest);
        self.longest = self.longest.max(other.longest);
        self.firsts |= other.firsts;
    }

    fn count(&mut self, marks: Marks) {
        marks.places().for_each(|at| self.marks[at] += 1);
        let mut kinds = marks.kinds();
        while kinds != 0 {
            self.kinds[kinds.trailing_zeros() as usize] += 1;
            kinds &= kinds - 1;
        }
    }

    fn sketch(&mut self, value: &str) {
        let bit = usize::try_from(hash(value) % SKETCH_BITS as u64).unwrap_or_default();
        self.sketch[bit / 64] |= 1 << (bit % 64);
    }

    fn pattern(&mut self, pattern: u64) {
        if self.pattern_count < MAX_PATTERNS && !self.patterns[..self.pattern_count].contains(&pattern) {
            self.patterns[self.pattern_count] = pattern;
            self.pattern_count += 1;
        }
    }

    fn day(&mut self, day: Day) {
        self.days += 1;
        self.bare_days += u64::from(day.bare);
        self.first_days += u64::from(day.day == 1);
        let ordinal = u32::from(day.year) * 400 + u32::from(day.month) * 32 + u32::from(day.day);
        self.later_days += u64::from(self.last_day.is_some_and(|last| ordinal >= last));
        self.last_day = Some(ordinal);
        let at = usize::from(day.year.saturating_sub(FIRST_YEAR)).min(YEARS - 1);
        self.years[at] = self.years[at].saturating_add(1);
    }

    fn number(&mut self, number: f64) {
        self.numbers += 1;
        self.sum += number;
        self.squares += number * number;
        self.cubes += number.powi(3);
        self.fourths += number.powi(4);
        self.least = self.least.min(number);
        self.most = self.most.max(number);
        if let Some(last) = self.last {
            self.rises += u64::from(number > last);
            self.steps += u64::from(number > last && number - last <= NEAR_STEP);
        }
        self.last = Some(number);
    }

    /// About how many different values there are.
    pub(crate) fn distinct(&self) -> f64 {
        let set: u32 = self.sketch.iter().map(|w| w.count_ones()).sum();
        let free = SKETCH_BITS as f64 - f64::from(set);
        let estimate = if free < 1.0 { f64::INFINITY } else { SKETCH_BITS as f64 * (SKETCH_BITS as f64 / free).ln() };
        estimate.min(self.filled as f64)
    }

    /// How many different first characters there are.
    pub(crate) fn first_count(&self) -> u32 {
        self.firsts.count_ones()
    }

    /// Whether all values begin with one of a few ASCII letters.
    pub(crate) fn first_within(&self, letters: &[u8]) -> bool {
        let mask = letters.iter().fold(0, |mask, l| mask | 1_u64 << (l & 63));
        self.firsts & !mask == 0
    }

    /// How heavy the tails of its numbers are: 1.8 where they spread evenly, 3 for a bell.
    pub(crate) fn kurtosis(&self) -> f64 {
        let n = self.numbers.max(1) as f64;
        let (mean, squares, cubes) = (self.sum / n, self.squares / n, self.cubes / n);
        let variance = squares - mean * mean;
        let fourth = self.fourths / n - 4.0 * mean * cubes + 6.0 * mean * mean * squares - 3.0 * mean.powi(4);
        if variance > 0.0 { fourth / (variance * variance) } else { 3.0 }
    }

    /// The year below which a share of its days lies.
    pub(crate) fn year_at(&self, share: f64) -> u16 {
        let wanted = (self.days as f64 * share).ceil().max(1.0);
        let mut seen = 0.0;
        for (at, count) in self.years.iter().enumerate() {
            seen += f64::from(*count);
            if seen >= wanted {
                return FIRST_YEAR + u16::try_from(at).unwrap_or_default();
            }
        }
        FIRST_YEAR
    }

    /// The share of its days before a year.
    pub(crate) fn before(&self, year: u16) -> f64 {
        let until = usize::from(year.saturating_sub(FIRST_YEAR)).min(YEARS);
        let count: u64 = self.years[..until].iter().map(|c| u64::from(*c)).sum();
        if self.days == 0 { 0.0 } else { count as f64 / self.days as f64 }
    }

    /// The share of the filled cells with a mark.
    pub(crate) fn share(&self, mark: Mark) -> f64 {
        self.part(self.marks[mark as usize])
    }

    /// A count as a share of the filled cells.
    pub(crate) fn part(&self, count: u64) -> f64 {
        if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 }
    }
}

/// Numbers that rise by no more than this from row to row are counted up.
const NEAR_STEP: f64 = 3.0;

/// A hash of a value that spreads well over the sketch (FNV-1a by eight bytes, then mixed).
fn hash(value: &str) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15_u64 ^ value.len() as u64;
    for chunk in value.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_evidence_is_that_of_all_values() {
        let values: Vec<String> = (0..300).map(|i| format!("k{i}@x.io")).chain((0..100).map(|i| format!("{i}"))).collect();
        let all = Evidence::of(values.iter().map(|v| Some(v.as_str())));
        let mut merged = Evidence::of(values[..150].iter().map(|v| Some(v.as_str())));
        merged.merge(&Evidence::of(values[150..].iter().map(|v| Some(v.as_str()))));
        assert_eq!((all.cells, all.filled, all.marks, all.kinds), (merged.cells, merged.filled, merged.marks, merged.kinds));
        assert!((all.distinct() - merged.distinct()).abs() < 1e-9 && (all.distinct() - 400.0).abs() < 20.0, "{}", all.distinct());
    }

    #[test]
    fn years_are_counted_and_cut_into_shares() {
        let days: Vec<String> = (0..100).map(|i| format!("{}-05-05", 1930 + i % 80)).collect();
        let evidence = Evidence::of(days.iter().map(|v| Some(v.as_str())));
        assert_eq!((evidence.days, evidence.year_at(0.0), evidence.year_at(1.0)), (100, 1930, 2009));
        assert!(evidence.before(1970) > 0.4);
    }
}
