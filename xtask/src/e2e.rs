//! The real pages of the real binary in Debian's Chromium: a demo shop, two people, Playwright.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::{
    build,
    mariadb::{free_port, stop},
    run::{Result, output, root, step},
    ui,
};

/// The person who is erased in the tests: the demo's shop always has her.
const SUBJECT: &str = "42";

/// A server that is stopped when it is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.0);
    }
}

/// Makes a small shop, serves it, and lets Playwright use it.
pub fn e2e() -> Result {
    let binary = build::binary()?;
    ui::install()?;
    let folder = tempfile::Builder::new().prefix("garim-e2e-").tempdir().map_err(|e| format!("a temporary folder: {e}"))?;
    let shop = folder.path().join("shop");
    let shop = shop.to_string_lossy();
    step(
        "make a shop",
        Command::new(&binary)
            .args(["demo", &shop, "--users", "300", "--days", "4", "--no-serve", "--json"])
            .stdout(Stdio::null()),
    )?;
    let listen = format!("127.0.0.1:{}", free_port()?);
    let mut child = Command::new(&binary)
        .args(["-C", &shop, "serve", "--listen", &listen])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("garim serve: {e}"))?;
    let stdout = child.stdout.take();
    let _server = Server(child);
    let mut lines = BufReader::new(stdout.ok_or("garim serve says nothing")?).lines();
    let link = lines
        .find_map(|line| line.ok()?.split_whitespace().find(|w| w.contains("#token=")).map(str::to_owned))
        .ok_or("garim serve printed no sign-in link")?;
    let dpo = output(Command::new(&binary).args(["-C", &shop, "sign-in-link", "dpo"])).ok_or("no sign-in link for dpo")?;
    let dpo = dpo.trim().split_once("/sign-in").map_or_else(|| dpo.clone(), |(_, rest)| format!("http://{listen}/sign-in{rest}"));
    let mut play = ui::npm(&["run", "--silent", "e2e"]);
    play.current_dir(root().join("ui"))
        .env("GARIM_E2E_URL", format!("http://{listen}"))
        .env("GARIM_E2E_LINK", link)
        .env("GARIM_E2E_LINK_DPO", dpo)
        .env("GARIM_E2E_SUBJECT", SUBJECT);
    step("pages in Chromium", &mut play)
}
