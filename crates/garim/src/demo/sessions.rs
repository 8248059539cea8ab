//! What happens on the web: logins and logouts, and in which day's log they arrive.

use super::{
    dice::{Dice, Topic},
    world::{DAY_SECONDS, World},
};

/// One row of the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// `login` or `logout`.
    pub act: &'static str,
    /// The device.
    pub tag: &'static str,
    /// When it happened, in epoch seconds.
    pub time: i64,
    /// When the log got it.
    pub received: Option<i64>,
    /// Who; nobody where the page lost it.
    pub uid: Option<u64>,
}

/// Takes events one by one.
pub type Emit<'a> = dyn FnMut(Event) -> std::io::Result<()> + 'a;

const TAGS: [&str; 4] = ["web", "ios", "android", "mweb"];

/// When people come: the weight of each hour.
const HOURS: [u64; 24] = [3, 2, 1, 1, 1, 1, 2, 4, 6, 6, 5, 5, 7, 6, 5, 5, 5, 6, 7, 8, 9, 9, 8, 5];

/// After how many days late rows arrive; past three they are too late for the contract.
const LAGS: [i64; 10] = [1, 1, 1, 2, 1, 2, 3, 1, 3, 5];

/// Everything that the log of a day holds: its own events, the ends of last night's, what was late, what comes twice.
pub fn log_of(world: &World, number: i64, emit: &mut Emit<'_>) -> std::io::Result<()> {
    on_time(world, number, emit)?;
    night(world, number, Night::Evening, emit)?;
    if number == 0 {
        return on_time_head(world, -1, 3, emit);
    }
    night(world, number - 1, Night::Morning, emit)?;
    on_time_head(world, number - 1, 3 + world.users / 20_000, emit)?;
    for lag in 1..=5 {
        if number >= lag {
            late(world, number - lag, lag, emit)?;
        }
    }
    Ok(())
}

/// The sessions of a day that were logged at once.
fn on_time(world: &World, number: i64, emit: &mut Emit<'_>) -> std::io::Result<()> {
    let mut dice = Dice::new(world.seed, Topic::Sessions, number);
    let weekend = matches!(number.rem_euclid(7), 0 | 6);
    let count = world.users_at(number) * if weekend { 14 } else { 12 } / 100;
    for _ in 0..count.max(1) {
        let uid = world.somebody(number, &mut dice);
        let uid = (!dice.chance(3)).then_some(uid);
        session(world, number, uid, &mut dice, emit)?;
    }
    for uid in world.users_at(number - 1) + 1..=world.users_at(number) {
        if dice.chance(700) {
            session(world, number, Some(uid), &mut dice, emit)?;
        }
    }
    Ok(())
}

/// The first sessions of a day once more: what the log repeats on the next.
fn on_time_head(world: &World, number: i64, sessions: u64, emit: &mut Emit<'_>) -> std::io::Result<()> {
    let mut dice = Dice::new(world.seed, Topic::Sessions, number);
    for _ in 0..sessions.min(world.users_at(number) * 12 / 100) {
        let uid = world.somebody(number, &mut dice);
        let uid = (!dice.chance(3)).then_some(uid);
        session(world, number, uid, &mut dice, emit)?;
    }
    Ok(())
}

/// One session within a day, in one of its shapes.
fn session(world: &World, number: i64, uid: Option<u64>, dice: &mut Dice, emit: &mut Emit<'_>) -> std::io::Result<()> {
    let last = DAY_SECONDS - 1;
    let tag = dice.pick(&TAGS, TAGS[0]);
    let begin = hour(dice) * 3600 + dice.seconds(3600);
    let end = (begin + 10 + dice.seconds(60) * dice.seconds(60)).min(last);
    let shape = dice.below(1000);
    let mut say = |act, at: i64| twice(dice, Event { act, tag, time: world.midnight(number) + at, received: None, uid }, emit);
    match shape {
        0..20 => say("logout", end),
        20..35 => {
            say("login", begin)?;
            say("login", (begin + 5).min(last))?;
            say("logout", end)
        }
        35..40 => {
            say("logout", begin)?;
            say("login", begin)
        }
        40..50 => {
            say("login", begin)?;
            say("logout", end)?;
            say("logout", (end + 7).min(last))
        }
        50..200 => say("login", begin),
        _ => {
            say("login", begin)?;
            say("logout", end)
        }
    }
}

/// Logs an event, now and then twice.
fn twice(dice: &mut Dice, event: Event, emit: &mut Emit<'_>) -> std::io::Result<()> {
    let received = (!dice.chance(20)).then(|| event.time + dice.seconds(5));
    emit(Event { received, ..event })?;
    if dice.chance(10) {
        emit(Event { received: received.map(|at| at + 30), ..event })?;
    }
    Ok(())
}

fn hour(dice: &mut Dice) -> i64 {
    let mut left = dice.below(HOURS.iter().sum());
    for (hour, weight) in HOURS.iter().enumerate() {
        if left < *weight {
            return i64::try_from(hour).unwrap_or_default();
        }
        left -= weight;
    }
    0
}

/// Which part of a night's sessions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Night {
    /// What the log of the evening holds: the logins, and every other logout, though it happened after midnight.
    Evening,
    /// What the log of the next day holds: the other logouts.
    Morning,
}

/// Sessions that cross midnight.
fn night(world: &World, number: i64, part: Night, emit: &mut Emit<'_>) -> std::io::Result<()> {
    let mut dice = Dice::new(world.seed, Topic::Nights, number);
    for i in 0..2 + world.users_at(number) / 2000 {
        let uid = Some(world.somebody(number, &mut dice));
        let tag = dice.pick(&TAGS, TAGS[0]);
        let login = world.midnight(number + 1) - 1 - dice.seconds(1200);
        let logout = world.midnight(number + 1) + dice.seconds(1800);
        let early = i % 2 == 0;
        if part == Night::Evening {
            emit(Event { act: "login", tag, time: login, received: Some(login + 1), uid })?;
        }
        if early == (part == Night::Evening) {
            emit(Event { act: "logout", tag, time: logout, received: Some(logout + 1), uid })?;
        }
    }
    Ok(())
}

/// Events of a day that arrive so many days later.
fn late(world: &World, number: i64, lag: i64, emit: &mut Emit<'_>) -> std::io::Result<()> {
    let mut dice = Dice::new(world.seed, Topic::Late, number);
    for i in 0..10 + world.users_at(number) / 1000 {
        let uid = Some(world.somebody(number, &mut dice));
        let tag = dice.pick(&TAGS, TAGS[0]);
        let login = world.midnight(number) + dice.seconds(80_000);
        let logout = login + 1 + dice.seconds(6000);
        let arrived = world.midnight(number + lag) + dice.seconds(3600);
        if LAGS.get(usize::try_from(i % 10).unwrap_or_default()) == Some(&lag) {
            emit(Event { act: "login", tag, time: login, received: Some(arrived), uid })?;
            emit(Event { act: "logout", tag, time: logout, received: Some(arrived + 1), uid })?;
        }
    }
    Ok(())
}
