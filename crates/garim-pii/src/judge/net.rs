//! Addresses and ids of machines: IP, MAC, IMEI, UUID, tracking cookies.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::checksum::luhn;
use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// Octets below this stand in versions too.
const SMALL_OCTET: u8 = 40;
/// Longest text of an IPv6 address with its zone and prefix, in bytes.
const MAX_IPV6: usize = 60;

/// Marks addresses and ids of machines.
pub(crate) fn net(scan: &Scan<'_>, marks: &mut Marks) {
    let hex = scan.all(&[Sort::Digit, Sort::Lower, Sort::Upper]);
    if scan.n(Sort::Dot) == 3 && scan.digit_count >= 3 {
        ipv4(scan.text, marks);
    } else if scan.n(Sort::Dot).is_multiple_of(3) && scan.n(Sort::Comma) > 0 && scan.letters() == 0 {
        // The way of a request through proxies: the first is who asked.
        ipv4(scan.text.split(',').next().unwrap_or_default(), marks);
    }
    if scan.n(Sort::Colon) >= 2 && scan.text.len() <= MAX_IPV6 {
        let host = scan.text.split(['/', '%']).next().unwrap_or_default();
        let host = host.strip_prefix('[').and_then(|h| h.split(']').next()).unwrap_or(host);
        marks.set_if(Mark::Ipv6, host.parse::<Ipv6Addr>().is_ok());
    }
    if hex == 12 && is_hex(scan.text) {
        let written = matches!(scan.chars, 17) && (scan.n(Sort::Colon) == 5 || scan.n(Sort::Hyphen) == 5);
        let dotted = scan.chars == 14 && scan.n(Sort::Dot) == 2;
        marks.set_if(Mark::Mac, (written && paired(scan.text)) || dotted);
        marks.set_if(Mark::MacBare, scan.chars == 12);
    }
    if hex == 32 && scan.n(Sort::Hyphen) == 4 && scan.text.trim_matches(['{', '}']).len() == 36 {
        marks.set_if(Mark::Uuid, is_hex(scan.text.trim_matches(['{', '}'])));
    }
    if scan.digit_count == 15 && scan.n(Sort::Digit) + scan.n(Sort::Hyphen) + scan.n(Sort::Space) == scan.chars {
        let allocated =
            matches!(scan.digits(), [0, 1, ..] | [3, 5, ..] | [4, 4 | 5 | 9, ..] | [5, 0..=4, ..] | [8, 6, ..] | [9, 8 | 9, ..]);
        marks.set_if(Mark::Imei, allocated && luhn(scan.digits()));
    }
    let tracker = |p: &str| scan.text.starts_with(p);
    marks.set_if(
        Mark::Cookie,
        (tracker("GA1.") || tracker("GS1.") || tracker("fb.1.") || tracker("amp-")) && scan.digit_count >= 8,
    );
}

fn ipv4(text: &str, marks: &mut Marks) {
    let host = text.split([':', '/']).next().unwrap_or_default();
    if let Some(front) = host.strip_suffix("***").or_else(|| host.strip_suffix(".*")).map(|f| f.trim_end_matches(['.', '*'])) {
        let octets = front.split('.').all(|o| o.parse::<u8>().is_ok());
        return marks.set_if(Mark::Ipv4, octets && front.contains('.'));
    }
    let Ok(address) = host.parse::<Ipv4Addr>() else { return };
    marks.set(Mark::Ipv4);
    marks.set_if(Mark::Ipv4Small, address.octets().iter().all(|o| *o < SMALL_OCTET));
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'-' | b'.'))
}

/// Whether pairs of digits are parted by one sign each.
fn paired(text: &str) -> bool {
    text.as_bytes().chunks(3).all(|c| c[0].is_ascii_hexdigit() && c[1].is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_told_apart() {
        for (text, mark) in [
            ("10.0.0.1", Some(Mark::Ipv4)),
            ("203.0.113.7:8080", Some(Mark::Ipv4)),
            ("2001:db8::1", Some(Mark::Ipv6)),
            ("fe80::1%eth0", Some(Mark::Ipv6)),
            ("00:1B:44:11:3A:B7", Some(Mark::Mac)),
            ("00-1b-44-11-3a-b7", Some(Mark::Mac)),
            ("001b.4411.3ab7", Some(Mark::Mac)),
            ("490154203237518", Some(Mark::Imei)),
            ("6f9619ff-8b86-d011-b42d-00cf4fc964ff", Some(Mark::Uuid)),
            ("GA1.2.1234567890.1596403881", Some(Mark::Cookie)),
            ("1.2.3", None),
            ("1.2.3.256", None),
            ("12:30:45", None),
            ("490154203237519", None),
        ] {
            let mut marks = Marks::default();
            net(&Scan::of(text), &mut marks);
            match mark {
                Some(mark) => assert!(marks.has(mark), "{text}"),
                None => assert_eq!(marks, Marks::default(), "{text}"),
            }
        }
    }
}
