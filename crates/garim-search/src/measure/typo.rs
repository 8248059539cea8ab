//! One typo in a question, as fingers make it: a key left out, struck twice, swapped with the next, or its neighbour struck.

/// Rows of the keyboard, for neighbours.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// Shortest Latin word in which a typo can be made: three letters with one wrong are another word.
const LATIN: usize = 5;
/// Shortest Korean word, in syllables.
const HANGUL: usize = 2;

/// The question with one typo in one of its longer words; as it is where every word is short, or names a filter. `seed`
/// chooses word, place and kind, so that the same seed gives the same typo.
pub fn with_typo(text: &str, seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ hash(text));
    let words: Vec<&str> = text.split(' ').collect();
    let able: Vec<usize> = (0..words.len()).filter(|at| is_able(words[*at])).collect();
    let Some(at) = able.get(dice.below(able.len())) else { return text.to_owned() };
    let changed = if words[*at].is_ascii() { latin(words[*at], &mut dice) } else { hangul(words[*at], &mut dice) };
    let all: Vec<&str> = words.iter().enumerate().map(|(n, w)| if n == *at { changed.as_str() } else { w }).collect();
    all.join(" ")
}

fn is_able(word: &str) -> bool {
    let syllables = word.chars().filter(|c| is_syllable(*c)).count();
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    !word.contains(':') && (syllables >= HANGUL || (word.is_ascii() && letters >= LATIN))
}

fn is_syllable(c: char) -> bool {
    matches!(c, '가'..='힣')
}

fn latin(word: &str, dice: &mut Dice) -> String {
    let mut all: Vec<char> = word.chars().collect();
    // The first letter is the one that people get right.
    let letters: Vec<usize> = (1..all.len()).filter(|at| all[*at].is_ascii_alphabetic()).collect();
    let Some(at) = letters.get(dice.below(letters.len())).copied() else { return word.to_owned() };
    match dice.below(4) {
        0 => drop(all.remove(at)),
        1 => all.insert(at, all[at]),
        2 if at + 1 < all.len() && all[at] != all[at + 1] => all.swap(at, at + 1),
        _ => all[at] = neighbour(all[at], dice),
    }
    all.into_iter().collect()
}

fn neighbour(c: char, dice: &mut Dice) -> char {
    let row = ROWS.iter().find_map(|row| Some((row.as_bytes(), row.find(c.to_ascii_lowercase())?)));
    let Some((row, at)) = row else { return c };
    let other = if at == 0 || (at + 1 < row.len() && dice.below(2) == 0) { at + 1 } else { at - 1 };
    char::from(row[other])
}

/// The first syllable.
const FIRST: u32 = 0xAC00;
/// Vowels of a syllable, and final consonants with none.
const VOWELS: u32 = 21;
/// Final consonants, the first being none.
const FINALS: u32 = 28;

/// One syllable with a neighbouring vowel (`매` for `메`), or without its final consonant, or with another one.
fn hangul(word: &str, dice: &mut Dice) -> String {
    let mut all: Vec<char> = word.chars().collect();
    let places: Vec<usize> = (0..all.len()).filter(|at| is_syllable(all[*at])).collect();
    let Some(at) = places.get(dice.below(places.len())).copied() else { return word.to_owned() };
    let code = u32::from(all[at]) - FIRST;
    let (initial, vowel, last) = (code / (VOWELS * FINALS), code / FINALS % VOWELS, code % FINALS);
    // Vowels that stand side by side in Unicode's order sound or look alike: ㅐ ㅑ, ㅔ ㅕ, ㅗ ㅘ.
    let (vowel, last) = match dice.below(2) {
        0 if last > 0 => (vowel, 0),
        _ => ((vowel + 1) % VOWELS, last),
    };
    all[at] = char::from_u32(FIRST + (initial * VOWELS + vowel) * FINALS + last).unwrap_or(all[at]);
    all.into_iter().collect()
}

/// Numbers that look like chance and are the same for the same seed.
struct Dice(u64);

impl Dice {
    /// A number below `limit`; 0 where that is 0.
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % (limit.max(1) as u64)) as usize
    }
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3))
}
