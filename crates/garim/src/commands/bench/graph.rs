//! `garim bench graph`: the lineage of a warehouse of many systems, asked as doors ask: through the app, over a catalog on disk.
//! Tables stand in twelve layers, each made from three of the layer before, and a few are read back, so that there are cycles.

use std::{process::ExitCode, sync::Arc, time::Instant};

use garim_app::{App, Direction, LineageAsk};
use garim_core::{
    Error, Result,
    authz::Caller,
    lineage::{Direct, Indirect, Node, NodeKind, Point, Transformation},
    time::Timestamp,
};
use garim_ports::{EdgeJob, KeptEdge, NoProgress, Replaces};
use serde::Serialize;

use super::peak_bytes;
use crate::{
    commands::{Context, Done, init},
    demo::{Dice, Topic},
    render, wire,
};

/// Layers from the sources to the reports: more than ten, so that ten hops find something new at each.
const LAYERS: u64 = 12;
/// Columns of a table.
const COLUMNS: u64 = 20;
/// Tables that a table is made from.
const INPUTS: u64 = 3;
/// Every so many tables one of the first layer reads it back.
const CYCLE_EVERY: u64 = 500;
/// Questions of each kind.
const ASKED: usize = 200;
/// Tables whose edges are kept in one transaction.
const BATCH: u64 = 500;
/// What chance starts from.
const SEED: u64 = 7;
/// What ten hops may take, in milliseconds.
const TEN_HOPS_MS: f64 = 50.0;

/// How long one kind of question took, in milliseconds.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Figure {
    what: String,
    asked: usize,
    p50_ms: f64,
    p95_ms: f64,
    max_ms: f64,
    /// Nodes or columns found, at most.
    found: usize,
}

/// Measures, prints a table, and with `--json` one object as the last line.
pub async fn graph(context: &Context, edges: u64) -> Done {
    let folder = tempfile::tempdir().map_err(|e| Error::internal("making a temporary folder", e))?;
    init::make(folder.path()).await?;
    let began = Instant::now();
    let (tables, kept) = fill(&open(folder.path()).await?, edges).await?;
    let filled = began.elapsed().as_secs_f64();
    let app = open(folder.path()).await?;
    let began = Instant::now();
    app.load_graph().await?;
    let loaded = began.elapsed().as_secs_f64();
    let mut figures = questions(&app, tables).await?;
    figures.push(changes(&app, tables).await?);
    let peak = peak_bytes();
    let ten_hops = figures.iter().filter(|f| f.what.contains("ten hops")).map(|f| f.max_ms).fold(0.0, f64::max);
    let row = |f: &Figure| {
        let ms = [f.p50_ms, f.p95_ms, f.max_ms].map(|ms| format!("{ms:.2}"));
        [vec![f.what.clone(), f.asked.to_string()], ms.to_vec(), vec![f.found.to_string()]].concat()
    };
    let heading = ["what", "asked", "p50 ms", "p95 ms", "max ms", "found"];
    render::line(render::table(&heading, &figures.iter().map(row).collect::<Vec<_>>()));
    render::line(format!("{kept} edges over {tables} tables: kept in {filled:.1} s, read in {loaded:.2} s"));
    render::line(format!("peak memory {} MiB; ten hops at most {ten_hops:.2} ms", peak / 1024 / 1024));
    if context.json {
        let object = serde_json::json!({
            "bench": "graph", "edges": kept, "tables": tables, "keptSeconds": filled, "readSeconds": loaded,
            "figures": figures, "peakBytes": peak, "tenHopsMaxMs": ten_hops, "holds": ten_hops <= TEN_HOPS_MS,
        });
        render::line(object);
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(root: &std::path::Path) -> Result<App> {
    let opened = wire::open(root, Arc::new(NoProgress)).await;
    opened.map_err(|_| Error::invalid("the bench's project does not open; `garim check` says why"))
}

fn table(number: u64, tables: u64) -> Node {
    let layer = number * LAYERS / tables;
    Node { namespace: "warehouse".to_owned(), name: format!("layer{layer:02}.table_{number}"), kind: NodeKind::Dataset }
}

fn column(node: &Node, number: u64) -> Point {
    Point::of(node, format!("column_{number}"))
}

/// A table that something is read into: sources that nobody reads are not in the graph.
fn anywhere(dice: &mut Dice, tables: u64) -> Node {
    let first = tables / LAYERS;
    table(first + dice.below(tables - first), tables)
}

/// The edges into one table: each column from a column of each input, and a filter.
fn edges_into(number: u64, tables: u64, dice: &mut Dice) -> Vec<KeptEdge> {
    let per_layer = (tables / LAYERS).max(1);
    let first_layer = number < per_layer;
    if first_layer && !number.is_multiple_of(CYCLE_EVERY) {
        return Vec::new();
    }
    let to = table(number, tables);
    let mut edges = Vec::new();
    for _ in 0..INPUTS {
        // The layer before; whoever reads back, reads the last.
        let start = if first_layer { tables - per_layer } else { number - per_layer };
        let from = table((start / per_layer * per_layer + dice.below(per_layer)).min(tables - 1), tables);
        for at in 0..COLUMNS {
            let how = Transformation::Direct(if at % 4 == 0 { Direct::Expression } else { Direct::Identity });
            edges.push(KeptEdge { from: column(&from, at), to: column(&to, at), how });
        }
        let how = Transformation::Indirect(Indirect::Filter);
        edges.push(KeptEdge { from: column(&from, 0), to: Point { node: to.clone(), column: None }, how });
    }
    edges
}

/// Fills a catalog; says how many tables and edges there are.
async fn fill(app: &App, wanted: u64) -> Result<(u64, u64)> {
    let tables = (wanted * LAYERS / (LAYERS - 1) / (INPUTS * (COLUMNS + 1))).max(LAYERS * 10);
    let (mut dice, mut kept, mut number) = (chance(7), 0, 0);
    while number < tables {
        let mut tx = app.store().begin().await?;
        for number in number..(number + BATCH).min(tables) {
            let job = EdgeJob { namespace: "scheduler".to_owned(), name: format!("job_{number}") };
            let edges = edges_into(number, tables, &mut dice);
            kept += tx.edges().replace(&job, None, Replaces::All, &edges, Timestamp::from_micros(1)).await?.new;
        }
        tx.commit().await?;
        number += BATCH;
    }
    Ok((tables, kept))
}

async fn questions(app: &App, tables: u64) -> Result<Vec<Figure>> {
    let caller = app.operator()?;
    let mut figures = Vec::new();
    for (what, direction) in [("up", Direction::Up), ("down", Direction::Down), ("both ways", Direction::Both)] {
        for (level, of_column) in [("assets", false), ("columns", true)] {
            let ask = LineageAsk { direction, depth: 10, columns: false, skip: 0 };
            let (mut dice, mut taken, mut found) = (chance(11), Vec::new(), 0);
            for _ in 0..ASKED {
                let node = anywhere(&mut dice, tables);
                let name = if of_column { column(&node, dice.below(COLUMNS)).to_string() } else { node.to_string() };
                let began = Instant::now();
                let answer = app.lineage(&caller, &name, ask).await?;
                taken.push(began.elapsed().as_secs_f64() * 1000.0);
                found = found.max(answer.nodes.len() + answer.more);
            }
            figures.push(figure(format!("ten hops {what}, {level}"), taken, found));
        }
    }
    figures.push(impacts(app, &caller, tables).await?);
    figures.push(paths(app, &caller, tables).await?);
    Ok(figures)
}

async fn impacts(app: &App, caller: &Caller, tables: u64) -> Result<Figure> {
    let (mut dice, mut taken, mut found) = (chance(13), Vec::new(), 0);
    for _ in 0..ASKED {
        let of = column(&anywhere(&mut dice, tables), dice.below(COLUMNS)).to_string();
        let began = Instant::now();
        let answer = app.impact(caller, &of).await?;
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
        found = found.max(answer.datasets);
    }
    Ok(figure("impact of a column".to_owned(), taken, found))
}

async fn paths(app: &App, caller: &Caller, tables: u64) -> Result<Figure> {
    let (mut dice, mut taken, mut found) = (chance(17), Vec::new(), 0);
    let per_layer = tables / LAYERS;
    for _ in 0..ASKED {
        let (from, to) = (table(per_layer + dice.below(per_layer), tables), table(tables - 1 - dice.below(per_layer), tables));
        let began = Instant::now();
        let answer = app.path(caller, &from.to_string(), &to.to_string()).await?;
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
        found = found.max(answer.hops.map_or(0, |h| h.len()));
    }
    Ok(figure("path through all layers".to_owned(), taken, found))
}

/// A job runs again with other edges, and somebody asks at once.
async fn changes(app: &App, tables: u64) -> Result<Figure> {
    let caller = app.operator()?;
    let ask = LineageAsk { direction: Direction::Both, depth: 10, columns: false, skip: 0 };
    let (mut dice, mut taken, mut found) = (chance(19), Vec::new(), 0);
    for _ in 0..ASKED / 4 {
        let number = tables / LAYERS + dice.below(tables - tables / LAYERS);
        let job = EdgeJob { namespace: "scheduler".to_owned(), name: format!("job_{number}") };
        let edges = edges_into(number, tables, &mut dice);
        let mut tx = app.store().begin().await?;
        tx.edges().replace(&job, None, Replaces::All, &edges, Timestamp::from_micros(2)).await?;
        tx.commit().await?;
        let began = Instant::now();
        let answer = app.lineage(&caller, &table(number, tables).to_string(), ask).await?;
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
        found = found.max(answer.nodes.len() + answer.more);
    }
    Ok(figure("ten hops both ways, after a change".to_owned(), taken, found))
}

fn chance(of: i64) -> Dice {
    Dice::new(SEED, Topic::Lineage, of)
}

fn figure(what: String, mut taken: Vec<f64>, found: usize) -> Figure {
    taken.sort_by(f64::total_cmp);
    let at = |share: f64| taken.get(((taken.len() as f64 * share) as usize).min(taken.len().saturating_sub(1))).copied();
    let [p50_ms, p95_ms, max_ms] = [0.5, 0.95, 1.0].map(|share| at(share).unwrap_or_default());
    Figure { what, asked: taken.len(), p50_ms, p95_ms, max_ms, found }
}
