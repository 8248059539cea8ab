#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! The shop is the same for the same seed and has what real shops have; the reference agrees with sums done by hand.

use std::{collections::BTreeSet, fs, path::Path};

use garim_ports::NoProgress;

use super::{
    Shop, log, project,
    reference::{Access, Purchase, Raw, kpis, ratio, raw, reference},
    sessions::log_of,
    world::World,
};

mod sqlite;

async fn shop(root: &Path, users: u64, days: u32) -> Shop {
    let shop = Shop::generate(root, users, days, 7, &NoProgress).await.unwrap();
    for day in shop.days() {
        shop.advance(day, &NoProgress).await.unwrap();
    }
    shop
}

#[tokio::test]
async fn the_same_seed_makes_the_same_shop() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    shop(a.path(), 300, 4).await;
    shop(b.path(), 300, 4).await;
    assert_eq!(raw(a.path()).await.unwrap(), raw(b.path()).await.unwrap());
}

#[tokio::test]
async fn a_day_that_has_happened_does_not_happen_again() {
    let dir = tempfile::tempdir().unwrap();
    let shop = shop(dir.path(), 300, 4).await;
    let before = raw(dir.path()).await.unwrap();
    let again = Shop::open(dir.path()).await.unwrap();
    again.advance(shop.start(), &NoProgress).await.unwrap();
    assert_eq!(raw(dir.path()).await.unwrap(), before);
    assert_eq!(again.newest().await.unwrap(), shop.days().last());
}

#[tokio::test]
async fn the_log_rolls_after_a_week() {
    let dir = tempfile::tempdir().unwrap();
    shop(dir.path(), 100, 9).await;
    let names = |folder| {
        let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        entries.collect::<BTreeSet<_>>()
    };
    assert_eq!(names(log::folder(dir.path())).len(), 7);
    let rolled: Vec<String> = names(log::rolled(dir.path())).into_iter().collect();
    assert_eq!(rolled, ["access-20201025.csv.gz", "access-20201026.csv.gz"]);
}

#[test]
fn the_log_has_what_real_logs_have() {
    let world = World::new(2000, 14, 7).unwrap();
    let (mut twice, mut late, mut waiting, mut nobody, mut early) = (0, 0, 0, 0, 0);
    for number in 0..10 {
        let mut seen = BTreeSet::new();
        log_of(&world, number, &mut |e| {
            twice += u32::from(!seen.insert((e.act, e.tag, e.time, e.uid)));
            late += u32::from(e.time < world.midnight(number) && number > 0);
            early += u32::from(e.time < world.midnight(0));
            waiting += u32::from(e.time >= world.midnight(number + 1));
            nobody += u32::from(e.uid.is_none());
            Ok(())
        })
        .unwrap();
    }
    assert!(twice > 0 && late > 0 && waiting > 0 && nobody > 0 && early > 0, "{twice} {late} {waiting} {nobody} {early}");
}

#[test]
fn the_project_is_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lgde");
    let listed: BTreeSet<&str> = project::FILES.iter().map(|(name, _)| *name).collect();
    for name in garim_project::read(&root).unwrap().keys() {
        assert!(listed.contains(name.as_str()), "`{name}` is not in the demo's list");
    }
}

fn access(arrived: i64, act: &str, time: i64, uid: Option<i64>) -> Access {
    Access { arrived, act: act.to_owned(), tag: String::new(), time, uid }
}

#[test]
fn a_day_by_hand() {
    // 2020-10-25 in Seoul is day 18560; it begins at 1603551600.
    let (day, t) = (18_560, 1_603_551_600);
    let sale = |time, uid, amount| Purchase { arrived: day, time, uid, amount };
    let raw = Raw {
        first: day,
        last: day,
        late_days: 3,
        access: vec![
            access(day, "login", t, Some(1)),
            access(day, "login", t, Some(1)),          // twice: one
            access(day, "login", t + 10, Some(1)),     // the latest login
            access(day, "logout", t + 25, Some(1)),    // closes it: 15 seconds
            access(day, "logout", t + 90, Some(1)),    // ignored
            access(day, "logout", t + 5, Some(2)),     // a logout alone: active, no seconds
            access(day, "login", t + 7, None),         // in nothing
            access(day, "login", t - 1, Some(3)),      // the day before
            access(day, "login", t + 86_400, Some(4)), // the day after
        ],
        purchases: vec![
            sale(t, Some(1), Some(1000)),
            sale(t, Some(1), Some(-300)),
            sale(t, None, Some(50)),
            sale(t, Some(5), None),
            sale(t - 1, Some(6), Some(9)),
        ],
        signups: [(20_201_025, 4)].into(),
    };
    let found = kpis(&raw).remove(0);
    let shown: Vec<String> = found.values.iter().map(|(k, v)| format!("{k} {}", v.as_deref().unwrap_or("null"))).collect();
    assert_eq!(
        shown.join(", "),
        "ar 750, arppu 375.000000, arpu 375.000000, daat 7.500000, dau 2, dfpu 2, dnu 2, dnu_signup 4, dpu 2, dr 750, logins 2, \
         ltv 375.000000, payers 2, session_seconds 15"
    );
}

#[test]
fn ratios_round_half_to_even() {
    let cases =
        [(1, 3, "0.333333"), (2, 3, "0.666667"), (1, 2_000_000, "0.000000"), (3, 2_000_000, "0.000002"), (-5, 2, "-2.500000")];
    for (n, d, text) in cases {
        assert_eq!(ratio(n, d).as_deref(), Some(text), "{n}/{d}");
    }
    assert_eq!(ratio(1, 0), None);
}

#[tokio::test]
async fn every_day_has_its_kpis() {
    let dir = tempfile::tempdir().unwrap();
    shop(dir.path(), 2000, 3).await;
    let days = reference(dir.path()).await.unwrap();
    assert_eq!(days.iter().map(|d| d.dt.as_str()).collect::<Vec<_>>(), ["20201025", "20201026", "20201027"]);
    assert!(days.iter().all(|d| d.values.len() == 14));
}
