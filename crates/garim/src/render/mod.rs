//! What people see in the terminal: tables, problems with the line and a mark under it, progress. Answers go to standard
//! output, everything else to standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the binary speaks")]

mod problems;
mod progress;
mod rows;
mod tables;

use std::io::IsTerminal;

use serde::Serialize;

pub use problems::report;
pub use progress::TerminalProgress;
pub use rows::{sql_json, sql_table};
pub use tables::{table, wide};

use crate::cli::Args;

/// One JSON document on standard output.
pub fn json(value: &impl Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => println!("{text}"),
        Err(problem) => error(&format!("the answer cannot be written as JSON: {problem}")),
    }
}

/// A line of the answer.
pub fn line(text: impl std::fmt::Display) {
    println!("{text}");
}

/// A line beside the answer.
pub fn note(text: impl std::fmt::Display) {
    eprintln!("{text}");
}

/// What went wrong.
pub fn error(text: &str) {
    let (mark, end) = if std::io::stderr().is_terminal() { ("\u{1b}[31merror\u{1b}[0m", "") } else { ("error", "") };
    eprintln!("{mark}: {text}{end}");
}

/// Sets up the log: warnings and errors, more with `-v`; `GARIM_LOG` says exactly.
pub fn telemetry(args: &Args) {
    let level = match args.verbose {
        0 => "error",
        1 => "info,datafusion=warn,tantivy=warn,deltalake=warn,sqlx=warn",
        _ => "debug,datafusion=info,tantivy=info",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("GARIM_LOG").unwrap_or_else(|_| level.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
