//! A process that is killed while it writes loses nothing that it has said is done. A real process, killed for real.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use garim_core::search::{Document, Scope};
use garim_ports::Index;
use garim_search::TantivyIndex;

/// Where the writing process finds its folder and the first number that it writes.
const FOLDER: &str = "GARIM_TEST_INDEX";
const FIRST: &str = "GARIM_TEST_FIRST";
/// How many processes are killed, one after the other, over one index.
const ROUNDS: usize = 4;

fn table(at: usize) -> Document {
    Document { id: format!("dataset:t.parcel_{at}"), name: format!("t.parcel_{at}"), ..Document::default() }
}

/// Not a test by itself: what the killed process does. It adds one table after the other, takes every third away again, and
/// says what is done.
#[tokio::test]
#[ignore = "runs as a process of its own, until it is killed"]
async fn writes_until_it_is_killed() {
    let (Ok(folder), Ok(first)) = (std::env::var(FOLDER), std::env::var(FIRST)) else { return };
    let index = TantivyIndex::open(Path::new(&folder)).unwrap();
    let mut out = std::io::stdout();
    for at in first.parse::<usize>().unwrap().. {
        index.apply(vec![table(at)], Vec::new()).await.unwrap();
        writeln!(out, "\nadded {at}").unwrap();
        if at.is_multiple_of(3) {
            index.apply(Vec::new(), vec![table(at).id]).await.unwrap();
            writeln!(out, "\nremoved {at}").unwrap();
        }
        out.flush().unwrap();
    }
}

/// Runs that process until it has said so many things, lets it go on a little, and kills it. What it said.
fn run_and_kill(folder: &Path, first: usize, lines: usize) -> Vec<(String, usize)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes_until_it_is_killed", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let read = |line: String| {
        let (what, at) = line.split_once(' ')?;
        Some((what.to_owned(), at.parse().ok()?)).filter(|(what, _)| what == "added" || what == "removed")
    };
    while said.len() < lines {
        said.extend(read(out.next().unwrap().unwrap()));
    }
    // Somewhere within the next change, another place each time.
    std::thread::sleep(std::time::Duration::from_micros(700 * lines as u64));
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(out.map_while(Result::ok).filter_map(read));
    said
}

#[tokio::test]
async fn what_was_done_before_a_kill_is_there_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut there, mut gone) = (Vec::new(), Vec::new());
    let mut next = 0;
    for round in 0..ROUNDS {
        for (what, at) in run_and_kill(folder.path(), next, 3 + 2 * round) {
            next = at + 2;
            if what == "added" { there.push(at) } else { gone.push(at) }
        }
        there.retain(|at| !gone.contains(at));
        let index = TantivyIndex::open(folder.path()).unwrap();
        let found = async |at: usize| {
            let hits = index.search(&table(at).name, &Scope::Everything, 1).await.unwrap();
            hits.first().is_some_and(|h| h.id == table(at).id)
        };
        // The last may have been taken away without that having been said.
        for at in there.iter().filter(|at| **at + 2 != next || !at.is_multiple_of(3)) {
            assert!(found(*at).await, "{at} is lost after round {round}");
        }
        for at in &gone {
            assert!(!found(*at).await, "{at} is back after round {round}");
        }
        there.retain(|at| at + 2 != next || !at.is_multiple_of(3));
    }
    assert!(there.len() >= ROUNDS && gone.len() + 1 >= ROUNDS, "{} stay, {} went", there.len(), gone.len());
}
