//! What `garim eval` takes.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

/// What is measured. Each reads standard input and writes standard output, a line for a line.
#[derive(Debug, Subcommand)]
pub enum Eval {
    /// Column lineage of SQL statements.
    Lineage {
        /// Lines of JSON; there is no other format yet.
        #[arg(long)]
        jsonl: bool,
    },
    /// What the search answers, over a catalog in a file or over the project's own.
    Search(EvalSearch),
    /// The personal data that a column holds, by its name and values.
    Pii {
        /// Lines of JSON; there is no other format yet.
        #[arg(long)]
        jsonl: bool,
    },
}

/// What is asked of which catalog.
#[derive(Debug, ClapArgs)]
pub struct EvalSearch {
    /// The catalog, one asset a line; without it the project's own.
    #[arg(long, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// The query log, one execution a line.
    #[arg(long, value_name = "FILE", requires = "catalog")]
    pub usage: Option<PathBuf>,
    /// What was chosen after which question, one a line: `{"text", "entity_id", "opened"?, "queried"?}`.
    #[arg(long, value_name = "FILE", requires = "catalog")]
    pub choices: Option<PathBuf>,
    /// The questions, one a line.
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Where the answers go, one a line.
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// The grades, one a line: the answers are judged.
    #[arg(long, value_name = "FILE")]
    pub qrels: Option<PathBuf>,
    /// How many answers to each question.
    #[arg(long, default_value_t = 100)]
    pub limit: usize,
}
