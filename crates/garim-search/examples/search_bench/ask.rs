//! What is asked of the generated catalog: words, questions, names, typos, the wrong keyboard, in the shares that people
//! ask them.

use garim_core::search::Document;
use garim_search::measure::with_typo;

use crate::{
    generate::{Dice, asset},
    words::{ATTRIBUTES, ENTITIES, MODIFIERS, SHAPES, made_up},
};

/// Question number `at` for the catalog of a seed with so many assets.
pub fn question(seed: u64, at: u64, assets: u64) -> String {
    let mut dice = Dice::new(seed ^ 0x51CE ^ at.wrapping_mul(0xA24B_AED4_963E_E407));
    let entity = dice.often(ENTITIES);
    let modifier = dice.often(MODIFIERS);
    let shape = dice.of(SHAPES);
    let some = |dice: &mut Dice| -> Document { asset(seed, dice.below(assets as usize) as u64) };
    match dice.below(20) {
        0 => entity.0.to_owned(),
        1 | 2 => entity.1.to_owned(),
        3 | 4 => format!("{} {}", modifier.0, entity.0),
        5 | 6 => format!("{} {}", modifier.1, entity.1),
        7 => format!("{}{}", modifier.1, entity.1),
        8 => format!("{} {} {}", entity.1, dice.often(ENTITIES).0, shape.0),
        9 => format!("{}은 어떤 테이블을 써야 하나요?", entity.1),
        10 => format!("which table should I use for {} {}?", modifier.0, entity.0),
        11 => some(&mut dice).name,
        12 => some(&mut dice).name.rsplit('.').next().unwrap_or_default().to_owned(),
        13 => format!("{}_{}", entity.0, dice.of(ATTRIBUTES).0),
        14 => made_up(dice.seldom(40_000) as u64),
        15 => format!("{} {}", made_up(dice.seldom(40_000) as u64), entity.0),
        16 => with_typo(&format!("{} {}", modifier.0, entity.0), at),
        17 => with_typo(&format!("{} {}", modifier.1, entity.1), at),
        18 => format!("{} {}의 {}을 보고 싶어요", modifier.1, entity.1, dice.of(ATTRIBUTES).1),
        _ => format!("kind:metric {} owner:team-{}", entity.0, dice.seldom(300)),
    }
}

/// What somebody has typed so far.
pub fn prefix(seed: u64, at: u64) -> String {
    let mut dice = Dice::new(seed ^ 0xF1E5 ^ at.wrapping_mul(0xA24B_AED4_963E_E407));
    let whole = match dice.below(4) {
        0 => dice.often(ENTITIES).1.to_owned(),
        1 => format!("{} {}", dice.often(MODIFIERS).1, dice.often(ENTITIES).1),
        2 => made_up(dice.seldom(40_000) as u64),
        _ => format!("{}_{}", dice.often(ENTITIES).0, dice.often(MODIFIERS).0),
    };
    let letters = whole.chars().count();
    whole.chars().take(1 + dice.below(letters)).collect()
}

/// A page that somebody pasted.
pub fn paragraph(seed: u64, at: u64) -> String {
    (0..60).map(|n| question(seed, at * 60 + n, 1000)).collect::<Vec<_>>().join(" ")
}
