//! Assets into the index's documents, each with what the others say of it.

use std::collections::HashMap;

use garim_core::search::{AssetKind, Deprecation, Document, Signals};

use super::{
    catalog::{Asset, AssetColumn},
    usage::{Use, Uses},
};

/// The one visibility label of a measured catalog.
const SCOPE: &str = "catalog";
/// A column's description of up to so many characters is a name for it rather than a sentence on it.
const SHORT: usize = 24;
/// How many views one viewer makes, where only views are known.
const VIEWS_A_VIEWER: u32 = 5;
/// Hours of a day.
const DAY: f64 = 24.0;

/// What the other assets say of one.
#[derive(Default)]
struct Said {
    /// Assets for people that are made from it.
    downstream: u32,
    /// What metrics that stand on it are called.
    metrics: Vec<String>,
    /// What dashboards that show it are called.
    shown: Vec<String>,
    /// What it is made from is called.
    made_from: Vec<String>,
}

/// The documents of a catalog, with what its query log says of use. Of two assets with one id the later stays.
pub fn documents(assets: &[Asset], uses: &Uses) -> Vec<Document> {
    let ids = ids(assets);
    let mut said: Vec<Said> = assets.iter().map(|_| Said::default()).collect();
    for (own, asset) in assets.iter().enumerate() {
        let source = asset.source_table.iter().filter_map(|s| ids.get(&s.to_lowercase()).copied());
        let upstream: Vec<usize> = asset.upstream.iter().filter_map(|u| ids.get(&u.to_lowercase()).copied()).collect();
        let names = || [Some(&asset.name), asset.display_name.as_ref()].into_iter().flatten().chain(&asset.aliases).cloned();
        for at in source {
            said[at].downstream += 1;
            said[at].metrics.extend(names());
        }
        if asset.kind != AssetKind::Dataset {
            let from = upstream.iter().filter_map(|at| assets.get(*at));
            said[own].made_from.extend(from.flat_map(|a| a.display_name.iter().chain([&a.name]).cloned()));
        }
        for at in upstream {
            if matches!(asset.kind, AssetKind::Dataset | AssetKind::Metric | AssetKind::Dashboard) {
                said[at].downstream += 1;
            }
            if asset.kind == AssetKind::Dashboard {
                said[at].shown.extend(asset.display_name.iter().chain([&asset.name]).cloned());
            }
        }
    }
    let bound = |asset: &Asset| asset.source_table.as_ref().is_some_and(|s| ids.contains_key(&s.to_lowercase()));
    assets.iter().zip(&said).map(|(asset, said)| document(asset, said, bound(asset), used(asset, uses))).collect()
}

/// Where an asset stands, by everything that others may call it by. Names that several have are nobody's.
fn ids(assets: &[Asset]) -> HashMap<String, usize> {
    let mut names: HashMap<String, Option<usize>> = HashMap::new();
    for (at, asset) in assets.iter().enumerate() {
        for name in called(asset) {
            names.entry(name).and_modify(|held| *held = held.filter(|h| *h == at)).or_insert(Some(at));
        }
    }
    let mut ids: HashMap<String, usize> = names.into_iter().filter_map(|(name, at)| Some((name, at?))).collect();
    ids.extend(assets.iter().enumerate().map(|(at, asset)| (asset.id.to_lowercase(), at)));
    ids
}

/// The id and the qualified names, in lower case, the most exact first.
fn called(asset: &Asset) -> Vec<String> {
    let qualified = qualified(asset);
    let whole = asset.database.as_ref().map(|d| format!("{d}.{qualified}"));
    [Some(asset.id.clone()), whole, Some(qualified), Some(asset.name.clone())]
        .into_iter()
        .flatten()
        .map(|n| n.to_lowercase())
        .collect()
}

/// `schema.name`, unless the name has its schema already.
fn qualified(asset: &Asset) -> String {
    match &asset.schema {
        Some(schema) if !asset.name.contains('.') => format!("{schema}.{}", asset.name),
        _ => asset.name.clone(),
    }
}

/// How an asset was used, under whichever of its names the log has it.
fn used<'a>(asset: &Asset, uses: &'a Uses) -> Vec<&'a Use> {
    // Only datasets are queried by their short name.
    let short = if asset.kind == AssetKind::Dataset { usize::MAX } else { 1 };
    let mut names = called(asset);
    names.dedup();
    names.iter().take(short).filter_map(|name| uses.get(name)).collect()
}

fn document(asset: &Asset, said: &Said, bound: bool, used: Vec<&Use>) -> Document {
    let (short, long): (Vec<&AssetColumn>, Vec<&AssetColumn>) =
        asset.columns.iter().partition(|c| c.description.as_ref().is_none_or(|d| d.chars().count() <= SHORT));
    let columns = short
        .iter()
        .map(|c| [Some(&c.name), c.description.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>().join(" "));
    let query_text = said.shown.iter().chain(used.iter().flat_map(|u| &u.words)).cloned().collect::<Vec<_>>().join(" ");
    let words = [&asset.certification, &asset.status, &asset.tier].into_iter().flatten();
    Document {
        id: asset.id.clone(),
        kind: asset.kind,
        name: qualified(asset),
        labels: asset.display_name.iter().cloned().collect(),
        description: asset.description.clone().unwrap_or_default(),
        columns: columns.chain(long.iter().map(|c| c.name.clone())).collect(),
        details: asset
            .formula
            .iter()
            .chain(long.iter().filter_map(|c| c.description.as_ref()))
            .chain(&said.made_from)
            .cloned()
            .collect(),
        synonyms: asset.aliases.clone(),
        metrics: said.metrics.clone(),
        query_text,
        tags: asset.tags.iter().chain(words).cloned().collect(),
        owners: asset.owner.iter().cloned().collect(),
        domain: asset.domain.clone(),
        source: asset.database.clone(),
        scope: SCOPE.to_owned(),
        signals: signals(asset, said, bound, &used),
    }
}

fn signals(asset: &Asset, said: &Said, bound: bool, used: &[&Use]) -> Signals {
    let viewers = asset.viewers.or_else(|| asset.views.map(|v| v.div_ceil(VIEWS_A_VIEWER))).unwrap_or(0);
    let people = used.iter().map(|u| u.people).sum::<u32>();
    let recent = used.iter().map(|u| u.recent).sum::<f64>().max(f64::from(viewers));
    Signals {
        people: people.max(viewers),
        recent: Some(recent as f32),
        certified: says(
            asset.certification.as_deref(),
            &["certified", "verified", "endorsed", "trusted", "approved", "official"],
        ),
        deprecated: deprecated(asset),
        staging: says(asset.status.as_deref(), &["test", "testing", "staging", "draft", "temporary", "temp", "experimental"]),
        empty: asset.rows == Some(0.0),
        bound: bound || (asset.kind == AssetKind::Dataset && !said.metrics.is_empty()),
        downstream: said.downstream,
        upstream: u32::try_from(asset.upstream.len()).unwrap_or(u32::MAX),
        age_days: asset.age_hours.map(|hours| (hours / DAY) as u32),
        late: matches!((asset.age_hours, asset.sla_hours), (Some(age), Some(promised)) if age > promised),
        checks: None,
        tier: asset.tier.as_deref().and_then(tier),
        owned: asset.owner.is_some(),
    }
}

fn says(word: Option<&str>, words: &[&str]) -> bool {
    word.is_some_and(|w| words.contains(&w.to_lowercase().as_str()))
}

fn deprecated(asset: &Asset) -> Option<Deprecation> {
    let gone = ["deprecated", "retired", "archived", "obsolete", "inactive", "sunset", "removed"];
    let is = says(asset.certification.as_deref(), &gone) || says(asset.status.as_deref(), &gone);
    is.then(|| Deprecation { successor: asset.successor.clone() })
}

/// The tier by its number or by the metal that it is named after; 1 is the best.
fn tier(word: &str) -> Option<u8> {
    match word.to_lowercase().as_str() {
        "gold" | "platinum" | "critical" | "high" | "core" => Some(1),
        "silver" | "medium" => Some(2),
        "bronze" | "low" => Some(3),
        other => other.chars().find(char::is_ascii_digit)?.to_digit(10).and_then(|d| u8::try_from(d).ok()),
    }
}
