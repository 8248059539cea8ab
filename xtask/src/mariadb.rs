//! A MariaDB of our own for tests: on loopback, on a free port, in a temporary folder, stopped when it is dropped.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    run::{Result, output, program},
    tools,
};

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct MariaDb {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl MariaDb {
    /// Starts one.
    pub fn start() -> Result<Self> {
        tools::ensure(&[&tools::MARIADB])?;
        let folder =
            tempfile::Builder::new().prefix("garim-mariadb-").tempdir().map_err(|e| format!("a temporary folder: {e}"))?;
        let data = folder.path().join("data");
        let user = output(&mut program("id", &["-un"])).unwrap_or_default().trim().to_owned();
        let install = Command::new("mariadb-install-db")
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--user={user}"))
            .arg(format!("--datadir={}", data.display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        install
            .map_err(|e| format!("mariadb-install-db: {e}"))
            .and_then(|s| if s.success() { Ok(()) } else { Err("mariadb-install-db failed".to_owned()) })?;
        let port = free_port()?;
        let child = serve(&data, folder.path(), &user, port)?;
        let mut server = Self { child, port, _folder: folder };
        server.wait()?;
        Ok(server)
    }

    /// Where tests reach it.
    pub fn url(&self) -> String {
        format!("mysql://root@127.0.0.1:{}/garim_test", self.port)
    }

    fn wait(&mut self) -> Result {
        let began = Instant::now();
        let port = self.port.to_string();
        loop {
            let create = [
                "--no-defaults",
                "-h",
                "127.0.0.1",
                "-P",
                &port,
                "-u",
                "root",
                "-e",
                "CREATE DATABASE IF NOT EXISTS garim_test CHARACTER SET utf8mb4",
            ];
            if output(Command::new("mariadb").args(create)).is_some() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("mariadbd ended ({status}) before it answered"));
            }
            if began.elapsed() > PATIENCE {
                return Err("mariadbd did not answer within a minute".to_owned());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn serve(data: &Path, folder: &Path, user: &str, port: u16) -> Result<Child> {
    let program = if Path::new("/usr/sbin/mariadbd").is_file() { "/usr/sbin/mariadbd" } else { "mariadbd" };
    Command::new(program)
        .args(["--no-defaults", "--bind-address=127.0.0.1", "--skip-log-bin", "--character-set-server=utf8mb4"])
        .arg(format!("--user={user}"))
        .arg(format!("--datadir={}", data.display()))
        .arg(format!("--socket={}", folder.join("my.sock").display()))
        .arg(format!("--pid-file={}", folder.join("my.pid").display()))
        .arg(format!("--port={port}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("mariadbd: {e}"))
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| format!("a free port: {e}"))?;
    listener.local_addr().map(|a| a.port()).map_err(|e| format!("a free port: {e}"))
}

/// How long a server may take to stop by itself.
const STOPPING: Duration = Duration::from_secs(10);

/// Asks a process that we started to end, and sees to it that it does.
pub fn stop(child: &mut Child) {
    // SIGTERM through kill(1): the standard library only knows SIGKILL.
    let asked = Command::new("kill").arg(child.id().to_string()).status();
    let began = Instant::now();
    while asked.is_ok() && began.elapsed() < STOPPING {
        if let Ok(Some(_)) = child.try_wait() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}
