//! A sealed file, written chunk by chunk: plain text stays in memory.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use garim_core::Result;
use garim_ports::{SealScope, Sealer, Vault};

use crate::{disk, failure};

/// Plain bytes that are sealed together: large enough to cost little, small enough to keep memory bounded.
const CHUNK_BYTES: usize = 256 * 1024;
const DOING: &str = "writing a sealed file";

/// Writes one sealed file.
pub(crate) struct SealedWriter {
    sealer: Box<dyn Sealer>,
    file: File,
    path: PathBuf,
    plain: Vec<u8>,
}

impl SealedWriter {
    /// Begins a file at `path`; its folders are made. `scope.file` is to be the file's name.
    pub(crate) async fn create(path: &Path, scope: &SealScope, vault: &dyn Vault) -> Result<Self> {
        let sealer = vault.sealer(scope).await?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| failure::disk(DOING, &e))?;
        }
        let file = File::create(path).map_err(|e| failure::disk(DOING, &e))?;
        Ok(Self { sealer, file, path: path.to_owned(), plain: Vec::new() })
    }

    /// Appends plain bytes; sealed and written as chunks fill.
    pub(crate) fn append(&mut self, plain: &[u8]) -> Result<()> {
        self.plain.extend_from_slice(plain);
        while self.plain.len() > CHUNK_BYTES {
            let rest = self.plain.split_off(CHUNK_BYTES);
            let chunk = std::mem::replace(&mut self.plain, rest);
            self.put(&chunk, false)?;
        }
        Ok(())
    }

    /// Seals the last chunk and makes file and folders durable.
    pub(crate) fn finish(mut self) -> Result<()> {
        let last = std::mem::take(&mut self.plain);
        self.put(&last, true)?;
        self.file.sync_all().map_err(|e| failure::disk(DOING, &e))?;
        let folder = self.path.parent().unwrap_or(&self.path);
        disk::sync_folders(folder, folder).map_err(|e| failure::disk(DOING, &e))
    }

    fn put(&mut self, chunk: &[u8], last: bool) -> Result<()> {
        let sealed = self.sealer.seal(chunk, last)?;
        self.file.write_all(&sealed).map_err(|e| failure::disk(DOING, &e))
    }
}
