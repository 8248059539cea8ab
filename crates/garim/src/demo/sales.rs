//! What is bought, given back, and written down too late.

use super::{
    dice::{Dice, Topic},
    world::World,
};

const GOODS: [(&str, i64); 16] = [
    ("사과 1kg", 8_900),
    ("배 3kg", 21_000),
    ("쌀 10kg", 34_900),
    ("라면 5입", 4_380),
    ("생수 2L 6병", 5_400),
    ("커피 원두 500g", 15_800),
    ("김 20봉", 9_900),
    ("고추장 1kg", 12_500),
    ("양말 10켤레", 11_000),
    ("무선 이어폰", 59_000),
    ("키보드", 89_000),
    ("모니터 27인치", 249_000),
    ("등산화", 128_000),
    ("텐트", 310_000),
    ("책상", 179_000),
    ("의자", 219_000),
];

/// After how many days late purchases arrive; past three they are too late for the contract.
const LAGS: [i64; 8] = [1, 1, 2, 1, 3, 2, 1, 6];

/// One row of `purchase`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    pub time: i64,
    pub uid: Option<u64>,
    pub item: i64,
    pub name: &'static str,
    pub amount: Option<i64>,
    /// Whether the web page reported it too.
    pub reported: bool,
}

/// The rows that arrive on a day: its own, and late ones of earlier days. The first are the day's own, so many of them.
pub fn arriving(world: &World, number: i64) -> (Vec<Sale>, usize) {
    let mut sales = on_time(world, number);
    let own = sales.len();
    for lag in LAGS.iter().copied().collect::<std::collections::BTreeSet<_>>() {
        if number >= lag {
            sales.extend(late(world, number - lag, lag));
        }
    }
    (sales, own)
}

/// About one in ten of the day's visitors buys.
fn on_time(world: &World, number: i64) -> Vec<Sale> {
    let mut dice = Dice::new(world.seed, Topic::Sales, number);
    let mut sales = Vec::new();
    for _ in 0..3 + world.users_at(number) / 100 {
        let sale = sale(world, number, &mut dice);
        if dice.chance(2) {
            // Two equal purchases are two purchases.
            sales.push(sale.clone());
        }
        sales.push(sale);
    }
    sales
}

fn late(world: &World, number: i64, lag: i64) -> Vec<Sale> {
    let mut dice = Dice::new(world.seed, Topic::LateSales, number);
    let count = 4 + world.users_at(number) / 20_000;
    let all = (0..count).map(|i| (LAGS[usize::try_from(i % 8).unwrap_or_default()], sale(world, number, &mut dice)));
    all.filter(|(days, _)| *days == lag).map(|(_, sale)| sale).collect()
}

fn sale(world: &World, number: i64, dice: &mut Dice) -> Sale {
    let somebody = world.somebody(number, dice);
    // A third of all users never buys.
    let uid = if somebody.is_multiple_of(3) && somebody > 1 { somebody - 1 } else { somebody };
    let uid = (!dice.chance(25)).then_some(uid);
    let item = dice.seconds(GOODS.len() as u64);
    let (name, price) = GOODS[usize::try_from(item).unwrap_or_default()];
    let pieces = 1 + dice.seconds(3);
    let refund = dice.chance(40);
    let amount = if refund { -price } else { price * pieces };
    Sale {
        time: world.midnight(number) + dice.seconds(86_400),
        uid,
        item: item + 1,
        name,
        amount: (!dice.chance(3)).then_some(amount),
        reported: !refund && !dice.chance(100),
    }
}
