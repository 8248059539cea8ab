//! A catalog of any size from a seed: assets of ten columns on average, named as warehouses name them, in two languages, with
//! copies, owners, certification, use and queries distributed as they are in practice: a few have nearly everything.

use garim_core::search::{AssetKind, Deprecation, Document, Signals};

use crate::words::{ATTRIBUTES, ENTITIES, MODIFIERS, SCHEMAS, SHAPES, made_up};

/// How many made-up names there are.
const PROJECTS: usize = 40_000;
/// How many teams own things.
const TEAMS: usize = 300;

/// SplitMix64: the same for the same seed everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Small numbers often, large ones seldom: as words and use are distributed.
    pub fn seldom(&mut self, limit: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((limit as f64 + 1.0).powf(share) - 1.0) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    pub fn often<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.seldom(all.len()).min(all.len() - 1)]
    }
}

/// Asset number `at` of the catalog of a seed.
pub fn asset(seed: u64, at: u64) -> Document {
    let mut dice = Dice::new(seed ^ at.wrapping_mul(0xD6E8_FEB8_6659_FD93));
    let kind = match dice.below(100) {
        0 => AssetKind::Metric,
        1..=3 => AssetKind::Dashboard,
        4 => AssetKind::Job,
        5..=6 => AssetKind::Query,
        _ => AssetKind::Dataset,
    };
    let entity = dice.often(ENTITIES);
    let modifier = dice.often(MODIFIERS);
    let shape = dice.of(SHAPES);
    let project = made_up(dice.seldom(PROJECTS) as u64);
    let schema = dice.of(SCHEMAS);
    let name = name(&mut dice, schema, entity.0, modifier.0, shape.0, &project, at);
    let columns = columns(&mut dice, kind, entity);
    let query_text = if dice.chance(20) { columns.iter().take(4).cloned().collect::<Vec<_>>().join(" ") } else { String::new() };
    let label = if dice.chance(50) { vec![format!("{} {} {}", modifier.1, entity.1, shape.1)] } else { Vec::new() };
    let synonyms = if dice.chance(10) { vec![format!("{}{}", modifier.1, entity.1)] } else { Vec::new() };
    Document {
        id: format!("{}:{at}", kind.name()),
        kind,
        name,
        labels: label,
        description: description(&mut dice, entity, modifier, shape, &project),
        columns,
        synonyms,
        query_text,
        tags: if dice.chance(15) {
            vec![dice.of(&["finance", "pii", "core", "test", "official", "ml"]).to_owned()]
        } else {
            Vec::new()
        },
        owners: vec![format!("team-{}", dice.seldom(TEAMS))],
        domain: Some(dice.often(ENTITIES).0.to_owned()),
        source: Some(dice.of(&["hive", "warehouse", "lake"]).to_owned()),
        scope: format!("{}/{}", schema, if dice.chance(30) { "personal" } else { "open" }),
        signals: signals(&mut dice, schema),
        ..Document::default()
    }
}

fn name(dice: &mut Dice, schema: &str, entity: &str, modifier: &str, shape: &str, project: &str, at: u64) -> String {
    match dice.below(4) {
        0 => format!("{schema}.{modifier}_{entity}_{shape}_{project}"),
        1 => format!("{schema}.{shape}_{entity}_{project}_{}", at % 1000),
        2 => format!("{schema}.{project}_{entity}_{modifier}_v{}", at % 9),
        _ => format!("{schema}.{entity}_{modifier}_{}", 20_200_000 + at % 60_000),
    }
}

fn columns(dice: &mut Dice, kind: AssetKind, entity: (&str, &str)) -> Vec<String> {
    if kind != AssetKind::Dataset {
        return Vec::new();
    }
    // 10.9 columns on average, so that with the kinds that have none an asset has ten.
    let count = 3 + dice.below(8) + dice.seldom(15);
    let column = |dice: &mut Dice| {
        let of = if dice.chance(60) { entity } else { dice.often(ENTITIES) };
        let attribute = dice.of(ATTRIBUTES);
        if dice.chance(30) {
            format!("{}_{} {} {}", of.0, attribute.0, of.1, attribute.1)
        } else {
            format!("{}_{}", of.0, attribute.0)
        }
    };
    (0..count).map(|_| column(dice)).collect()
}

type Pair<'a> = (&'a str, &'a str);

fn description(dice: &mut Dice, entity: Pair, modifier: Pair, shape: Pair, project: &str) -> String {
    let other = dice.often(ENTITIES);
    match dice.below(4) {
        0 => format!("{} {} {} of the {project} project, joined with {} by day", modifier.0, entity.0, shape.0, other.0),
        1 => format!("{} {}의 {} 데이터. {}와 함께 쓴다", modifier.1, entity.1, shape.1, other.1),
        2 => format!("One row for each {} with its {}; made by {project}", entity.0, other.0),
        _ => String::new(),
    }
}

fn signals(dice: &mut Dice, schema: &str) -> Signals {
    let used = if dice.chance(30) { dice.seldom(400) as u32 } else { 0 };
    Signals {
        people: used,
        recent: Some(used as f32 / 2.0),
        certified: dice.chance(4),
        deprecated: dice.chance(5).then(Deprecation::default),
        staging: matches!(schema, "stg" | "tmp" | "sandbox" | "backup"),
        empty: dice.chance(3),
        bound: dice.chance(2),
        downstream: dice.seldom(60) as u32,
        upstream: dice.below(5) as u32,
        age_days: Some(dice.seldom(900) as u32),
        late: dice.chance(10),
        checks: None,
        tier: dice.chance(10).then(|| 1 + dice.below(3) as u8),
        owned: true,
    }
}
