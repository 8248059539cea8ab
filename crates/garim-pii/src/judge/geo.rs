//! Coordinates: one of them, both, a point in well-known text, degrees and minutes.

use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// Fewest decimal places of a coordinate that tells of a place (four are eleven metres).
const PLACES: usize = 3;
/// Most decimals of one.
const MAX_PLACES: usize = 17;

/// Marks coordinates.
pub(crate) fn geo(scan: &Scan<'_>, marks: &mut Marks) {
    if scan.digit_count < 4 {
        return;
    }
    let point = scan.text.strip_prefix("POINT").map(|p| p.trim_matches(|c: char| matches!(c, ' ' | '(' | ')')));
    let inner = point.unwrap_or(scan.text).trim_matches(['(', ')', '[', ']']);
    if scan.n(Sort::Dot) == 2 {
        let mut parts = inner.split([',', ' ', ';', '/']).filter(|p| !p.is_empty());
        let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else { return };
        let ranges = degree(first, 180.0) && degree(second, 180.0) && (degree(first, 90.0) || degree(second, 90.0));
        marks.set_if(Mark::GeoPair, ranges && (point.is_some() || places(first) >= 3 && places(second) >= 3));
    } else if scan.n(Sort::Dot) == 1 && scan.n(Sort::Comma) == 0 {
        marks.set_if(Mark::GeoDecimal, degree(inner, 180.0) && (PLACES..=MAX_PLACES).contains(&places(inner)));
    }
    let degrees =
        !scan.text.is_ascii() && scan.text.contains('°') && scan.text.contains(['N', 'S', 'E', 'W', '′', '\'', '북', '동']);
    marks.set_if(Mark::GeoPair, degrees);
}

fn degree(text: &str, limit: f64) -> bool {
    text.len() <= 24 && text.parse::<f64>().is_ok_and(|d| d.is_finite() && d.abs() <= limit)
}

fn places(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, after)| after.bytes().take_while(u8::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_told_by_ranges_and_places() {
        let of = |text: &str| {
            let mut marks = Marks::default();
            geo(&Scan::of(text), &mut marks);
            (marks.has(Mark::GeoPair), marks.has(Mark::GeoDecimal))
        };
        assert_eq!(of("37.5665, 126.9780"), (true, false));
        assert_eq!(of("POINT(126.97 37.56)"), (true, false));
        assert_eq!(of("37.566535"), (false, true));
        assert_eq!(of("37°33′58″N"), (true, false));
        for no in ["12.5", "1234.56789", "1.2.3", "95.123, 181.5", "2020-01-01"] {
            assert_eq!(of(no), (false, false), "{no}");
        }
    }
}
