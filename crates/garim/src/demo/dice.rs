//! Chance that repeats: a stream of its own for each seed, topic and day.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// What a stream decides. Streams of different topics share nothing, so that one more draw in one changes no other.
#[derive(Debug, Clone, Copy)]
pub enum Topic {
    People = 1,
    Changes = 2,
    Sessions = 3,
    Nights = 4,
    Late = 5,
    Sales = 6,
    LateSales = 7,
    Lineage = 8,
}

/// A stream of chance.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a seed, a topic and a number within it (a day, a batch).
    pub fn new(seed: u64, topic: Topic, number: i64) -> Self {
        let mut bytes = [0_u8; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8] = topic as u8;
        bytes[16..24].copy_from_slice(&number.to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number below `n` (0 for 0). The modulo's bias is far below anything that a shop shows.
    pub fn below(&mut self, n: u64) -> u64 {
        let drawn = self.0.next_u64();
        if n == 0 { 0 } else { drawn % n }
    }

    /// The same, signed.
    pub fn seconds(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).unwrap_or_default()
    }

    /// True in so many of a thousand cases.
    pub fn chance(&mut self, of_thousand: u64) -> bool {
        self.below(1000) < of_thousand
    }

    /// One of a list.
    pub fn pick<T: Copy>(&mut self, list: &[T], otherwise: T) -> T {
        let i = usize::try_from(self.below(list.len() as u64)).unwrap_or_default();
        list.get(i).copied().unwrap_or(otherwise)
    }
}
