//! What people see in the terminal: tables, problems with the line and a mark under it, progress. Answers go to standard
//! output, everything else to standard error.

mod problems;
mod progress;
mod rows;
mod tables;

use std::io::{IsTerminal, Write};

use serde::Serialize;

pub use problems::report;
pub use progress::TerminalProgress;
pub use rows::{sql_json, sql_table};
pub use tables::{table, wide};

use crate::cli::Args;

/// One JSON document on standard output.
pub fn json(value: &impl Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => line(text),
        Err(problem) => error(&format!("the answer cannot be written as JSON: {problem}")),
    }
}

/// A line of the answer. A reader that has seen enough (`| head`) is no failure: what was begun is carried on, unheard.
pub fn line(text: impl std::fmt::Display) {
    writeln!(std::io::stdout(), "{text}").ok();
}

/// A line beside the answer.
pub fn note(text: impl std::fmt::Display) {
    writeln!(std::io::stderr(), "{text}").ok();
}

/// What went wrong.
pub fn error(text: &str) {
    let (mark, end) = if std::io::stderr().is_terminal() { ("\u{1b}[31merror\u{1b}[0m", "") } else { ("error", "") };
    note(format!("{mark}: {text}{end}"));
}

/// Sets up the log: errors, more of what our own crates do with `-v`; `GARIM_LOG` says exactly.
pub fn telemetry(args: &Args) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("GARIM_LOG").unwrap_or_else(|_| level(args.verbose).into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

/// What `-v` lets through. Libraries stay at warnings however often it is said: below that they print plans, literals of
/// statements and whole batches of rows.
const fn level(verbose: u8) -> &'static str {
    match verbose {
        0 => "error",
        1 => "warn,garim=info",
        _ => "warn,garim=debug",
    }
}
