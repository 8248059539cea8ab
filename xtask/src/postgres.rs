//! A PostgreSQL of our own for tests: on loopback, on a free port, in a temporary folder, stopped when it is dropped.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    mariadb::free_port,
    run::{Result, output, program},
    tools,
};

/// A running server.
pub struct Postgres {
    tools: PathBuf,
    port: u16,
    folder: TempDir,
}

impl Postgres {
    /// Starts one.
    pub fn start() -> Result<Self> {
        Self::start_with("")
    }

    /// Starts one that writes every statement to its csvlog.
    pub fn start_logging() -> Result<Self> {
        Self::start_with(
            " -c logging_collector=on -c log_destination=csvlog -c log_statement=all -c log_min_duration_statement=0",
        )
    }

    /// Its csvlogs, as far as they are written.
    pub fn csvlogs(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.folder.path().join("data/log")).into_iter().flatten().flatten().map(|e| e.path());
        files.filter(|p| p.extension().is_some_and(|e| e == "csv")).collect()
    }

    fn start_with(more: &str) -> Result<Self> {
        tools::ensure(&[&tools::POSTGRES])?;
        let folder =
            tempfile::Builder::new().prefix("garim-postgres-").tempdir().map_err(|e| format!("a temporary folder: {e}"))?;
        // The server refuses to run as root, and then has to reach a folder of ours.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).map_err(|e| format!("a temporary folder: {e}"))?;
        let server = Self { tools: tools_folder(), port: free_port()?, folder };
        let data = server.data();
        server.run("initdb", &["-D", &data, "-A", "trust", "-U", "garim", "-E", "UTF8"])?;
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off{more}",
            server.port,
            server.folder.path().display()
        );
        server.run("pg_ctl", &["-D", &data, "-w", "-o", &options, "-l", &format!("{data}.log"), "start"])?;
        Ok(server)
    }

    /// Where tests reach it.
    pub fn url(&self) -> String {
        format!("postgres://garim@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Runs one of its programs, as the package's own user where we are root.
    fn run(&self, name: &str, args: &[&str]) -> Result {
        let path = self.tools.join(name);
        let root = output(&mut program("id", &["-u"])).is_some_and(|id| id.trim() == "0");
        let mut command = if root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&path);
            command
        } else {
            Command::new(&path)
        };
        // Somebody else may not be allowed to be where we are.
        command.current_dir("/").args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().map_err(|e| format!("{name}: {e}"))?;
        if status.success() { Ok(()) } else { Err(format!("{name} failed")) }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.data();
        // What is in it is of no use to anybody afterwards.
        let _ = self.run("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
    }
}

/// Its programs, the newest: Debian's folder, or wherever the PATH has them.
fn tools_folder() -> PathBuf {
    tools::postgres_folders().pop().unwrap_or_default()
}
