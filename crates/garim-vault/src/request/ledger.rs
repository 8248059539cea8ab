//! The ledger: a file of its own, outside what is backed up with the rest, from which suppressions are replayed after a
//! restore. One JSON object a line: request, keyed hash of the person, day.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use garim_core::{Error, Result, name::RequestId, time::Day};
use serde::{Deserialize, Serialize};

use super::{file::subject_of, keep::Open};
use crate::{local::LocalVault, sql::failed};

/// One line.
#[derive(Serialize, Deserialize)]
struct Entry {
    request: RequestId,
    suppression: String,
    day: Day,
}

/// See [`garim_ports::Vault::enter_ledger`].
pub(crate) async fn enter_ledger(vault: &LocalVault, id: RequestId, day: Day) -> Result<()> {
    let mut conn = vault.database.readers.acquire().await.map_err(failed("reading a request"))?;
    let open = Open::load(vault, &mut conn, id).await?;
    let person = vault.master.suppression(&subject_of(&open, &mut conn).await?);
    drop(conn);
    let suppression = person.iter().map(|b| format!("{b:02x}")).collect();
    let (path, entry) = (vault.ledger.clone(), Entry { request: id, suppression, day });
    let task = tokio::task::spawn_blocking(move || append(&path, &entry));
    task.await.map_err(|e| Error::internal("writing the ledger", e))?
}

/// Appends and waits for the disk, unless the request has its line. A line that a crash tore was never confirmed: it goes.
fn append(path: &Path, entry: &Entry) -> Result<()> {
    let failed = |e: std::io::Error| Error::internal("writing the ledger", e);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path).map_err(failed)?;
    file.lock().map_err(failed)?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(failed)?;
    let whole = text.rfind('\n').map_or(0, |at| at + 1);
    for line in text[..whole].lines() {
        let known: Entry = serde_json::from_str(line)
            .map_err(|e| Error::internal("reading the ledger", format!("a line is damaged at column {}", e.column())))?;
        if known.request == entry.request {
            return Ok(());
        }
    }
    let mut line = serde_json::to_vec(entry).map_err(|e| Error::internal("writing the ledger", e))?;
    line.push(b'\n');
    file.set_len(whole as u64).map_err(failed)?;
    file.seek(SeekFrom::Start(whole as u64)).map_err(failed)?;
    file.write_all(&line).and_then(|()| file.sync_all()).map_err(failed)?;
    File::open(folder).and_then(|f| f.sync_all()).map_err(failed)
}
