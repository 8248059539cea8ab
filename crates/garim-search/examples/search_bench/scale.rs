//! What the search costs over many assets: building, memory, size, CPU of a question with its explanation, of a completion, of
//! a pasted page, a cold start, and how soon a change is found.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use garim_core::search::{Ask, Scope};
use garim_ports::Index;
use garim_search::TantivyIndex;
use serde_json::{Value, json};

use crate::{Failure, ask, generate, plain::Plain, process};

/// Questions asked for the percentiles.
const QUESTIONS: u64 = 2_000;
/// Completions asked for.
const PREFIXES: u64 = 2_000;
/// Pages pasted.
const PAGES: u64 = 20;
/// Questions whose answers are compared with those of a search without cut-off.
const COMPARED: usize = 500;
/// The labels of somebody who sees about a third.
const SEEN: [&str; 8] = ["mart/open", "finance/open", "crm/open", "ml/open", "bi/open", "dw/open", "ops/personal", "raw/open"];
/// Hits of an answer.
const HITS: usize = 20;

pub async fn measure(assets: u64, seed: u64, keep: Option<&Path>) -> Result<Value, Failure> {
    let temporary = tempfile::tempdir()?;
    let root: PathBuf = keep.map_or_else(|| temporary.path().to_owned(), Path::to_owned);
    let documents = || (0..assets).map(|at| generate::asset(seed, at));
    println!("── {assets} assets from seed {seed}");
    let began = Instant::now();
    let columns: usize = documents().map(|d| d.columns.len()).sum();
    let making = began.elapsed().as_secs_f64();
    println!("{columns} columns; making the documents alone takes {making:.1} s");

    let folder = root.join("index");
    process::forget_peak();
    let (began, cpu) = (Instant::now(), process::cpu_seconds());
    let index = build(&folder, documents).await?;
    let built = json!({
        "seconds": began.elapsed().as_secs_f64(), "cpuSeconds": process::cpu_seconds() - cpu,
        "peakMiB": process::mib("VmHWM"), "indexMB": process::bytes(&folder) as f64 / 1e6,
    });
    println!("index: {built}");
    let plain_folder = root.join("plain");
    let began = Instant::now();
    let plain = Arc::new(Plain::build(&plain_folder, documents())?);
    let plain_built = json!({ "seconds": began.elapsed().as_secs_f64(), "indexMB": process::bytes(&plain_folder) as f64 / 1e6 });
    println!("plain tantivy: {plain_built}");

    let questions: Vec<String> = (0..QUESTIONS).map(|at| ask::question(seed, at, assets)).collect();
    // Once unmeasured: a service that runs has its pages in memory.
    search(&index, &questions, &Scope::Everything, false).await?;
    let ours = search(&index, &questions, &Scope::Everything, false).await?;
    let scope = Scope::Labels(SEEN.map(str::to_owned).to_vec());
    let scoped = search(&index, &questions, &scope, false).await?;
    let counted = search(&index, &questions, &Scope::Everything, true).await?;
    let kept = kept(&index, &questions).await?;
    println!("of the first ten answers of a search without cut-off, kept: {kept:.4}");
    let mut limit = Vec::new();
    for question in &questions {
        let (plain, asked) = (plain.clone(), question.clone());
        let cpu = process::cpu_nanos();
        tokio::task::spawn_blocking(move || plain.search(&asked, HITS).map(|_| ()).map_err(|e| e.to_string())).await??;
        limit.push((ms_since(cpu), question.chars().take(40).collect()));
    }
    let limit = Times::of(limit);
    let mut completions = Vec::new();
    for at in 0..PREFIXES {
        let prefix = ask::prefix(seed, at);
        let cpu = process::cpu_nanos();
        index.suggest(&prefix, &Scope::Everything, 10).await?;
        completions.push((ms_since(cpu), prefix));
    }
    let completions = Times::of(completions);
    let pages: Vec<String> = (0..PAGES).map(|at| ask::paragraph(seed, at)).collect();
    let pages = search(&index, &pages, &Scope::Everything, false).await?;
    let all = [
        ("search", &ours),
        ("within a scope", &scoped),
        ("with facets", &counted),
        ("plain tantivy", &limit),
        ("autocomplete", &completions),
        ("page", &pages),
    ];
    for (what, times) in all {
        println!("{what:14} CPU ms: {}", times.json());
        println!("{:14} slowest: {:?}", "", times.slowest());
    }
    let ratio = ours.at(0.5) / limit.at(0.5).max(1e-9);
    println!("search beside plain tantivy, medians: {ratio:.2}");
    let cold = cold_start(&folder)?;
    println!("cold start: {cold:.3} s from the process' start to the first answer");
    let fresh = fresh(index, seed, assets).await?;
    println!("a change: {fresh}");
    Ok(json!({
        "assets": assets, "columns": columns, "makingSeconds": making, "index": built, "plainIndex": plain_built,
        "searchCpuMs": ours.json(), "scopedCpuMs": scoped.json(), "facetsCpuMs": counted.json(), "keptAt10": kept,
        "plainCpuMs": limit.json(), "ratioOfMedians": ratio, "autocompleteCpuMs": completions.json(),
        "pageCpuMs": pages.json(), "coldStartSeconds": cold, "change": fresh, "residentMiB": process::mib("VmRSS"),
    }))
}

/// Asks a kept index, and measures nothing else.
pub async fn ask_only(root: &Path, seed: u64, assets: u64) -> Result<(), Failure> {
    let index = TantivyIndex::open(&root.join("index"))?;
    let questions: Vec<String> = (0..QUESTIONS).map(|at| ask::question(seed, at, assets)).collect();
    search(&index, &questions, &Scope::Everything, false).await?;
    let times = search(&index, &questions, &Scope::Everything, false).await?;
    println!("search         CPU ms: {}", times.json());
    println!("slowest: {:?}", times.slowest());
    Ok(())
}

/// Builds the index, or opens the one that is kept.
async fn build<I: Iterator<Item = garim_core::search::Document>>(
    folder: &Path,
    documents: impl Fn() -> I,
) -> Result<TantivyIndex, Failure> {
    if folder.join("meta.json").exists() {
        return Ok(TantivyIndex::open(folder)?);
    }
    let index = TantivyIndex::open(folder)?;
    index.build(documents())?;
    Ok(index)
}

async fn search(index: &TantivyIndex, questions: &[String], scope: &Scope, facets: bool) -> Result<Times, Failure> {
    let mut times = Vec::new();
    for question in questions {
        let ask = Ask { words: question.clone(), limit: HITS, facets, ..Ask::default() };
        let cpu = process::cpu_nanos();
        index.find(&ask, scope).await?;
        times.push((ms_since(cpu), question.chars().take(40).collect()));
    }
    Ok(Times::of(times))
}

/// The share of the first ten answers that a search gives which counts everything that is also given by one that may stop when
/// it has enough.
async fn kept(index: &TantivyIndex, questions: &[String]) -> Result<f64, Failure> {
    let (mut kept, mut all) = (0_usize, 0_usize);
    for question in questions.iter().take(COMPARED) {
        let ask = |facets| Ask { words: question.clone(), limit: 10, facets, ..Ask::default() };
        let whole = index.find(&ask(true), &Scope::Everything).await?.hits;
        let quick = index.find(&ask(false), &Scope::Everything).await?.hits;
        // Of those with one score any will do.
        let least = quick.last().map_or(f64::MIN, |h| h.score);
        kept += whole.iter().filter(|h| h.score <= least || quick.iter().any(|q| q.id == h.id)).count();
        all += whole.len();
    }
    Ok(kept as f64 / all.max(1) as f64)
}

/// Milliseconds of CPU since the count stood at `nanos`.
fn ms_since(nanos: u64) -> f64 {
    process::cpu_nanos().saturating_sub(nanos) as f64 / 1e6
}

/// Milliseconds, sorted, each with what took so long.
struct Times(Vec<(f64, String)>);

impl Times {
    fn of(mut all: Vec<(f64, String)>) -> Self {
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self(all)
    }

    fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * share).round() as usize).map_or(0.0, |t| t.0)
    }

    fn slowest(&self) -> Vec<String> {
        self.0.iter().rev().take(12).map(|(ms, what)| format!("{ms:.1} {what}")).collect()
    }

    fn json(&self) -> Value {
        json!({ "p50": self.at(0.5), "p95": self.at(0.95), "p99": self.at(0.99), "max": self.at(1.0) })
    }
}

/// A process of its own opens the index and answers one question.
fn cold_start(folder: &Path) -> Result<f64, Failure> {
    let began = Instant::now();
    let status = Command::new(std::env::current_exe()?).arg("--cold").arg(folder).status()?;
    if status.success() { Ok(began.elapsed().as_secs_f64()) } else { Err("the cold start failed".into()) }
}

/// What that process does.
pub async fn cold(folder: &Path) -> Result<(), Failure> {
    let index = TantivyIndex::open(folder)?;
    let hits = index.search("매출 revenue", &Scope::Everything, 10).await?;
    if hits.is_empty() { Err("nothing was found".into()) } else { Ok(()) }
}

/// Searches a second that run beside a change.
const PACE: u64 = 200;
/// Assets that are added, changed and removed.
const CHANGES: u64 = 20;
/// Most searches at once; whoever comes then is turned away, and counted.
const AT_ONCE: usize = 16;
/// A change that is not found by then is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// How soon an added, a changed and a removed asset are so for searches, while 200 searches a second run.
async fn fresh(index: TantivyIndex, seed: u64, assets: u64) -> Result<Value, Failure> {
    let index = Arc::new(index);
    let stop = Arc::new(AtomicBool::new(false));
    let beside = tokio::spawn(searches(index.clone(), stop.clone(), seed, assets));
    let (mut added, mut changed, mut removed) = (0.0_f64, 0.0_f64, 0.0_f64);
    for at in 0..CHANGES {
        let mut asset = generate::asset(seed, assets + 1 + at);
        let (new, other) = (format!("zzyzx_brand_new_{at}"), format!("zzyzx_other_name_{at}"));
        asset.name = format!("mart.{new}");
        added = added.max(change(&index, vec![asset.clone()], Vec::new(), &new, true).await?);
        // One that has long been there, under another name.
        asset.id = generate::asset(seed, at).id;
        asset.name = format!("mart.{other}");
        changed = changed.max(change(&index, vec![asset.clone()], Vec::new(), &other, true).await?);
        removed = removed.max(change(&index, Vec::new(), vec![asset.id.clone()], &other, false).await?);
    }
    stop.store(true, Ordering::Relaxed);
    let (asked, refused) = beside.await?;
    Ok(json!({
        "changes": CHANGES * 3, "slowestAddedSeconds": added, "slowestChangedSeconds": changed, "slowestRemovedSeconds": removed,
        "searchesBeside": asked, "refusedBeside": refused,
    }))
}

/// Asks at the pace until told to stop: how many were asked, and how many of those turned away.
async fn searches(index: Arc<TantivyIndex>, stop: Arc<AtomicBool>, seed: u64, assets: u64) -> (u64, u64) {
    let (mut asked, mut refused) = (0, 0);
    let slots = Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
    let mut tick = tokio::time::interval(Duration::from_micros(1_000_000 / PACE));
    while !stop.load(Ordering::Relaxed) {
        tick.tick().await;
        asked += 1;
        let Ok(slot) = slots.clone().try_acquire_owned() else {
            refused += 1;
            continue;
        };
        let (index, question) = (index.clone(), ask::question(seed, asked, assets));
        tokio::spawn(async move {
            let found = index.search(&question, &Scope::Everything, HITS).await.map(|h| h.len());
            drop(slot);
            found
        });
    }
    (asked, refused)
}

async fn change(
    index: &TantivyIndex,
    put: Vec<garim_core::search::Document>,
    gone: Vec<String>,
    name: &str,
    there: bool,
) -> Result<f64, Failure> {
    let began = Instant::now();
    index.apply(put, gone).await?;
    loop {
        let hits = index.search(name, &Scope::Everything, 1).await?;
        if hits.first().is_some_and(|h| h.name.ends_with(name)) == there {
            return Ok(began.elapsed().as_secs_f64());
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("the change of `{name}` was not found within {PATIENCE:?}").into());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
