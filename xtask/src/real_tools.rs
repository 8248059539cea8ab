//! `cargo xtask soak tools`: the real dbt with its OpenLineage sender, and a real PostgreSQL under pgbench, write; we read.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    build::PROFILE,
    postgres::Postgres,
    run::{Result, cargo, program, root, step, target},
    tools,
};

/// What is installed from PyPI.
const PACKAGES: [&str; 4] = ["dbt-core~=1.11.0", "dbt-duckdb", "openlineage-dbt==1.54.0", "openlineage-python==1.54.0"];
/// Transactions of each of pgbench's two clients.
const TRANSACTIONS: &str = "200";

/// Runs the tools, then the tests that read what they wrote.
pub fn real_tools() -> Result {
    let folder = tempfile::tempdir().map_err(|e| format!("a temporary folder: {e}"))?;
    let shop = folder.path().join("shop");
    dbt(&shop)?;
    let log = bench(&shop)?;
    let tests = ["test", "-p", "garim-connect", "--lib", "--profile", PROFILE, "--", "--ignored", "real::"];
    let mut read = cargo(&tests);
    read.args(["--skip", "draw_what_is_named"]).env("GARIM_REAL_DBT", shop.join("target")).env("GARIM_REAL_CSVLOG", log);
    step("read what they wrote", read.env("GARIM_REAL_EVENTS", shop.join("ol.jsonl")))
}

fn dbt(shop: &Path) -> Result {
    tools::ensure(&[&tools::PYTHON])?;
    let python = target().join("real-tools");
    if !python.join("bin/dbt-ol").is_file() {
        let folder = python.display().to_string();
        step("a Python of its own", &mut program("python3", &["-m", "venv", &folder]))?;
        let mut install = Command::new(python.join("bin/pip"));
        step("install dbt and OpenLineage", install.args(["install", "--quiet"]).args(PACKAGES))?;
    }
    let copy = ["-r", "crates/garim-connect/tests/shop", &shop.display().to_string()];
    step("copy the shop", &mut program("cp", &copy))?;
    let here = |name: &str, args: &[&str]| {
        let path = format!("{}:{}", python.join("bin").display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(python.join("bin").join(name));
        command.args(args).current_dir(shop).env("PATH", path).env("DBT_PROFILES_DIR", ".");
        command.env("DBT_SEND_ANONYMOUS_USAGE_STATS", "false").env("OPENLINEAGE_NAMESPACE", "dbt");
        command
    };
    step("dbt seed", &mut here("dbt", &["seed", "--quiet"]))?;
    step("dbt build, with events", &mut here("dbt-ol", &["build", "--exclude", "resource_type:seed"]))?;
    step("dbt docs generate", &mut here("dbt", &["docs", "generate", "--quiet"]))
}

/// A PostgreSQL that logs every statement, under load; gives its log's folder.
fn bench(shop: &Path) -> Result<PathBuf> {
    let log = shop.join("log");
    fs::create_dir_all(&log).map_err(|e| format!("a folder for the log: {e}"))?;
    let server = Postgres::start_logging()?;
    let url = server.url();
    let psql = |title: &str, name: &str, args: &[&str]| step(title, &mut program(name, &[args, &[url.as_str()]].concat()));
    psql("pgbench: tables", "pgbench", &["-i", "-q"])?;
    psql("pgbench: load", "pgbench", &["-c", "2", "-t", TRANSACTIONS, "-M", "prepared"])?;
    let script = root().join("crates/garim-connect/tests/shop/bench.sql").display().to_string();
    psql("what people do", "psql", &["-q", "-f", &script, "-d"])?;
    for file in server.csvlogs() {
        let name = file.file_name().unwrap_or_default().to_owned();
        fs::copy(&file, log.join(name)).map_err(|e| format!("the log: {e}"))?;
    }
    Ok(log)
}
