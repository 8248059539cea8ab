//! The KPIs, straight from their definitions.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    DayKpis, Raw, ratio,
    read::{Access, Purchase, day_of},
};

/// The KPIs of every day from the first to the last.
pub fn kpis(raw: &Raw) -> Vec<DayKpis> {
    let access = accepted_access(raw);
    let purchases = accepted_purchases(raw);
    let mut seen: HashSet<i64> = HashSet::new();
    let mut payers: HashSet<i64> = HashSet::new();
    let mut ar: i128 = 0;
    let mut all = Vec::new();
    for day in raw.first..=raw.last {
        let events: &[&Access] = access.get(&day).map(Vec::as_slice).unwrap_or_default();
        let sales: &[&Purchase] = purchases.get(&day).map(Vec::as_slice).unwrap_or_default();
        let users: BTreeSet<i64> = events.iter().filter_map(|e| e.uid).collect();
        let buyers: BTreeSet<i64> = sales.iter().filter_map(|s| s.uid).collect();
        let dr: i128 = sales.iter().map(|s| i128::from(s.amount.unwrap_or(0))).sum();
        ar += dr;
        let dnu = users.iter().filter(|uid| seen.insert(**uid)).count();
        let dfpu = buyers.iter().filter(|uid| payers.insert(**uid)).count();
        let (seconds, logins) = sessions(events);
        let dt = dt(day);
        let signups = dt.parse().ok().and_then(|d: i64| raw.signups.get(&d)).copied().unwrap_or(0);
        let whole = |n: i128| Some(n.to_string());
        let values = BTreeMap::from([
            ("dau", whole(users.len() as i128)),
            ("dpu", whole(buyers.len() as i128)),
            ("dr", whole(dr)),
            ("arpu", ratio(dr, users.len() as i128)),
            ("arppu", ratio(dr, buyers.len() as i128)),
            ("dnu", whole(dnu as i128)),
            ("dnu_signup", whole(i128::from(signups))),
            ("dfpu", whole(dfpu as i128)),
            ("session_seconds", whole(seconds)),
            ("logins", whole(logins)),
            ("daat", ratio(seconds, logins)),
            ("ar", whole(ar)),
            ("payers", whole(payers.len() as i128)),
            ("ltv", ratio(ar, payers.len() as i128)),
        ]);
        all.push(DayKpis { dt, values });
    }
    all
}

/// Rows of the log by day: each key once, none before the first day or after the last, none that came too late.
fn accepted_access(raw: &Raw) -> BTreeMap<i64, Vec<&Access>> {
    let mut keys = HashSet::new();
    let mut days: BTreeMap<i64, Vec<&Access>> = BTreeMap::new();
    for event in &raw.access {
        let day = day_of(event.time);
        let taken = day >= raw.first && day <= raw.last && event.arrived - day <= raw.late_days;
        if taken && keys.insert((&event.act, &event.tag, event.time, event.uid)) {
            days.entry(day).or_default().push(event);
        }
    }
    days
}

/// Purchases by day, none that came too late. Equal ones are different purchases.
fn accepted_purchases(raw: &Raw) -> BTreeMap<i64, Vec<&Purchase>> {
    let mut days: BTreeMap<i64, Vec<&Purchase>> = BTreeMap::new();
    for sale in &raw.purchases {
        let day = day_of(sale.time);
        if day >= raw.first && day <= raw.last && sale.arrived - day <= raw.late_days {
            days.entry(day).or_default().push(sale);
        }
    }
    days
}

/// The seconds of closed sessions and the logins of a day, walking through each user's events.
fn sessions(events: &[&Access]) -> (i128, i128) {
    let mut users: BTreeMap<i64, Vec<(i64, bool)>> = BTreeMap::new();
    for event in events {
        if let Some(uid) = event.uid {
            users.entry(uid).or_default().push((event.time, event.act == "logout"));
        }
    }
    let (mut seconds, mut logins) = (0_i128, 0_i128);
    for mut events in users.into_values() {
        events.sort_unstable();
        let mut open: Option<i64> = None;
        for (time, logout) in events {
            if logout {
                seconds += open.take().map_or(0, |since| i128::from(time - since));
            } else {
                logins += 1;
                open = Some(time);
            }
        }
    }
    (seconds, logins)
}

/// A day since 1970 as yyyyMMdd.
fn dt(day: i64) -> String {
    let date = chrono::NaiveDate::default() + chrono::Duration::days(day);
    date.format("%Y%m%d").to_string()
}
