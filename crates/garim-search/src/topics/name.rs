//! What a topic is called: the words that its members have and others have not.

use std::collections::BTreeMap;

use super::{Topics, vectors::Vector};

/// Words of a name.
const WORDS: usize = 3;
/// At least this share of the members have a word that names them.
const SHARED: f64 = 0.2;

/// The words that tell these members from everything else, best first.
pub(super) fn words<'a>(members: impl Iterator<Item = &'a Vector>, topics: &Topics) -> Vec<String> {
    let mut having: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    let mut count = 0_u32;
    for words in members {
        count += 1;
        for (word, weight) in words {
            let (members, sum) = having.entry(*word).or_default();
            (*members, *sum) = (*members + 1, *sum + f64::from(*weight));
        }
    }
    let (inside, all) = (f64::from(count), f64::from(topics.of.max(1)));
    let mut scored: Vec<(f64, &String)> = Vec::new();
    for (word, (here, weight)) in having {
        let (Some(text), Some(with)) = (topics.words.get(word as usize), topics.having.get(word as usize)) else { continue };
        let share = f64::from(here) / inside;
        let elsewhere = (f64::from(*with) - f64::from(here)).max(0.0) / (all - inside).max(1.0);
        if here >= 2 && share >= SHARED {
            // How much of what the members say it is (names say more than prose), times how much likelier it is here than there.
            scored.push((weight / inside * ((share + 0.01) / (elsewhere + 0.01)).ln(), text));
        }
    }
    scored.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    scored.into_iter().filter(|(score, _)| *score > 0.0).take(WORDS).map(|(_, text)| text.clone()).collect()
}

/// An id that lasts as long as the name does: FNV-1a of it.
pub(super) fn id(words: &[String]) -> String {
    let bytes = words.iter().flat_map(|w| w.bytes().chain([0]));
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    format!("{hash:016x}")
}
