//! Topics in a file beside the index, made anew with it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::SystemTime,
};

use garim_core::{Error, Result};

use super::Topics;

/// The file's name.
const FILE: &str = "topics.json";

/// Topics as they were when their file was written.
type Read = (SystemTime, Arc<Topics>);

/// The topics of an index, read again when another process has made them anew.
pub(crate) struct Kept {
    file: PathBuf,
    read: Mutex<Option<Read>>,
}

impl Kept {
    /// Those of the index in a folder.
    pub fn beside(folder: &Path) -> Self {
        Self { file: folder.join(FILE), read: Mutex::default() }
    }

    /// Keeps topics.
    pub fn put(&self, topics: &Topics) -> Result<()> {
        let doing = "keeping the topics";
        let json = serde_json::to_vec(topics).map_err(|e| Error::internal(doing, e))?;
        // Whoever reads meanwhile reads the old ones whole.
        let fresh = self.file.with_extension("new");
        std::fs::write(&fresh, json).map_err(|e| Error::internal(doing, e))?;
        std::fs::rename(&fresh, &self.file).map_err(|e| Error::internal(doing, e))
    }

    /// The newest topics; none before they were made.
    pub fn get(&self) -> Result<Arc<Topics>> {
        let doing = "reading the topics";
        let Ok(changed) = std::fs::metadata(&self.file).and_then(|m| m.modified()) else { return Ok(Arc::default()) };
        if let Some((at, topics)) = self.read.lock().ok().and_then(|r| r.clone())
            && at == changed
        {
            return Ok(topics);
        }
        let json = std::fs::read(&self.file).map_err(|e| Error::internal(doing, e))?;
        // Of another version: as if they had not been made yet.
        let topics: Arc<Topics> = Arc::new(serde_json::from_slice(&json).unwrap_or_default());
        if let Ok(mut read) = self.read.lock() {
            *read = Some((changed, topics.clone()));
        }
        Ok(topics)
    }
}
