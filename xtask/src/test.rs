//! `cargo xtask test`: everything CI checks, the quick things first.

use std::time::Instant;

use crate::{
    build::{self, PROFILE},
    e2e,
    mariadb::MariaDb,
    postgres::Postgres,
    run::{Result, cargo, root, step},
    tidy, tools, ui,
};

/// cargo-deny's version: pinned, so that its verdict is.
const DENY: &str = "0.20.2";
/// cargo-nextest's version.
const NEXTEST: &str = "0.9.143";

/// Runs everything; names of steps leave the others out (`fmt`, `tidy`, `page`, `clippy`, `rust`, `deny`, `e2e`).
pub fn test(only: &[String]) -> Result {
    let began = Instant::now();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|o| o == name);
    if wanted("fmt") {
        step("format", &mut cargo(&["fmt", "--all", "--check"]))?;
    }
    if wanted("tidy") {
        tidy::tidy()?;
    }
    if wanted("page") {
        tools::ensure(&[&tools::NPM])?;
        ui::install()?;
        step("check the page", ui::npm(&["run", "--silent", "check"]).current_dir(root().join("ui")))?;
    }
    if wanted("clippy") {
        let lint = ["clippy", "--workspace", "--all-targets", "--profile", PROFILE, "--quiet", "--", "-D", "warnings"];
        step("clippy", &mut cargo(&lint))?;
    }
    if wanted("rust") {
        build::binary()?;
        rust()?;
    }
    if wanted("deny") {
        tools::cargo_tool("cargo-deny", DENY)?;
        step("licences, bans, sources", &mut cargo(&["deny", "check", "licenses", "bans", "sources"]))?;
    }
    if wanted("e2e") {
        tools::ensure(&[&tools::CHROMIUM])?;
        e2e::e2e()?;
    }
    println!("everything passed in {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}

fn rust() -> Result {
    tools::cargo_tool("cargo-nextest", NEXTEST)?;
    let (server, postgres) = (MariaDb::start()?, Postgres::start()?);
    let tests = ["nextest", "run", "--workspace", "--cargo-profile", PROFILE, "--no-fail-fast"];
    let mut tests = cargo(&tests);
    tests.env("GARIM_TEST_MYSQL_URL", server.url()).env("GARIM_TEST_POSTGRES_URL", postgres.url());
    let run = step("tests", tests.env("GARIM_REQUIRE_SERVERS", "1"));
    drop((server, postgres));
    run
}
