//! The project's own commands: `cargo xtask demo | test | tidy | bench | soak | openapi`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks on the terminal")]

mod bench;
mod build;
mod demo;
mod e2e;
mod fuzz;
mod mariadb;
mod openapi;
mod postgres;
mod real_tools;
mod run;
mod soak;
mod test;
mod tidy;
mod tools;
mod ui;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  demo [ARGS]     build everything, make a shop, run its pipeline for 14 days, serve it (ARGS go to `garim demo`)
  test            everything CI checks
  tidy            the walls, the paths that documents name, the size of files
  bench NAME      measure: pipeline (--users N --days N --json), search (--assets N --set DIR --misses --json),
                  pii (--alone --json), lineage (--json), graph (--edges N --json)
  soak            what takes longer than CI may (pipeline | fuzz [TARGET …] [--minutes N])
  openapi         write ui/openapi.json and the page's types anew";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let result = match command.as_str() {
        "demo" => demo::demo(&rest),
        "test" => test::test(&rest),
        "tidy" => tidy::tidy(),
        "bench" => bench::bench(&rest),
        "soak" => soak::soak(&rest),
        "openapi" => openapi::openapi(),
        "" | "help" | "--help" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("`{other}` is not a command\n{USAGE}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
