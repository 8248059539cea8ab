//! Measures the search: how good its answers are over the golden set, beside plain BM25, and what it costs over a million
//! assets. `cargo xtask bench search` runs it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on the terminal")]

mod ask;
mod generate;
mod plain;
mod process;
mod quality;
mod scale;
mod words;

use std::{path::PathBuf, process::ExitCode};

use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// What the command line says.
struct Options {
    /// Folders with `catalog.jsonl`, `usage.jsonl`, `queries.jsonl`, `qrels.jsonl`.
    sets: Vec<PathBuf>,
    /// How many assets the generator makes; 0 leaves scale out.
    assets: u64,
    seed: u64,
    json: bool,
    /// Print every question that was not answered right.
    misses: bool,
    /// Open this index and ask it once: how a cold start is measured.
    cold: Option<PathBuf>,
    /// Ask the kept index only, for profiling.
    ask: bool,
    /// Keep what was made for scale here, and use it again.
    keep: Option<PathBuf>,
}

impl Options {
    fn read() -> Result<Self, Failure> {
        let golden = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
        let mut options =
            Self { sets: Vec::new(), assets: 1_000_000, seed: 7, json: false, misses: false, cold: None, ask: false, keep: None };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(format!("`{arg}` wants a value"));
            match arg.as_str() {
                "--set" => options.sets.push(value()?.into()),
                "--assets" => options.assets = value()?.parse()?,
                "--seed" => options.seed = value()?.parse()?,
                "--cold" => options.cold = Some(value()?.into()),
                "--keep" => options.keep = Some(value()?.into()),
                "--ask" => options.ask = true,
                "--json" => options.json = true,
                "--misses" => options.misses = true,
                other => {
                    return Err(format!("`{other}` is not known; --set DIR, --assets N, --seed N, --misses, --json are").into());
                }
            }
        }
        if options.sets.is_empty() {
            options.sets.push(golden);
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let result = runtime.map_err(Failure::from).and_then(|r| r.block_on(measure()));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<(), Failure> {
    let options = Options::read()?;
    if let Some(folder) = &options.cold {
        return scale::cold(folder).await;
    }
    if let (true, Some(folder)) = (options.ask, &options.keep) {
        return scale::ask_only(folder, options.seed, options.assets).await;
    }
    let mut sets = Vec::new();
    for set in &options.sets {
        sets.push(quality::measure(set, options.misses).await?);
    }
    let scale = match options.assets {
        0 => Value::Null,
        assets => scale::measure(assets, options.seed, options.keep.as_deref()).await?,
    };
    if options.json {
        println!("{}", json!({ "bench": "search", "sets": sets, "scale": scale }));
    }
    Ok(())
}
