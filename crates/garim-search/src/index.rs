//! The index on disk: opened, changed, and purged of what was removed.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    search::{Document, Hit, Scope},
};
use garim_ports::{Index, Suggestion};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term, directory::MmapDirectory, indexer::NoMergePolicy};
use tokio::sync::Mutex;

use crate::{
    schema::{Fields, schema, stored},
    search::search,
    suggest::suggest,
    weights::Weights,
    words::Splitter,
};

/// Memory of a writer, in bytes, before it writes a segment.
const WRITER_MEMORY: usize = 32 * 1024 * 1024;
/// Segments from which on they are merged into one: each costs a search a little.
const MANY_SEGMENTS: usize = 8;

/// What the blocking threads share.
struct Inner {
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    weights: Weights,
}

/// The search index in a folder. Any number of processes may read it; one at a time writes.
pub struct TantivyIndex {
    inner: Arc<Inner>,
    writing: Mutex<()>,
}

impl TantivyIndex {
    /// Opens the index in a folder, making both if they are not there. An index of another layout is thrown away and begun
    /// anew, empty: it can be rebuilt from the store at any time.
    pub fn open(folder: &Path) -> Result<Self> {
        let doing = "opening the search index";
        std::fs::create_dir_all(folder).map_err(|e| Error::internal(doing, e))?;
        let (schema, fields) = schema();
        let open = || -> Result<tantivy::Index, TantivyError> {
            let directory = MmapDirectory::open(folder)?;
            tantivy::Index::open_or_create(directory, schema.clone())
        };
        let index = match open() {
            Err(TantivyError::SchemaError(_) | TantivyError::DataCorruption(_) | TantivyError::IncompatibleIndex(_)) => {
                std::fs::remove_dir_all(folder).map_err(|e| Error::internal(doing, e))?;
                std::fs::create_dir_all(folder).map_err(|e| Error::internal(doing, e))?;
                open()
            }
            opened => opened,
        };
        let index = index.map_err(|e| Error::internal(doing, e))?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into();
        let reader = reader.map_err(|e: TantivyError| Error::internal(doing, e))?;
        Ok(Self { inner: Arc::new(Inner { index, reader, fields, weights: Weights::shipped()? }), writing: Mutex::new(()) })
    }

    /// Runs work on a thread that may block.
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Inner) -> Result<T> + Send + 'static) -> Result<T> {
        let inner = self.inner.clone();
        let done = tokio::task::spawn_blocking(move || work(&inner)).await;
        done.map_err(|e| Error::internal("searching the index", e))?
    }
}

/// An error while writing.
fn failed(e: TantivyError) -> Error {
    match e {
        TantivyError::LockFailure(..) => {
            Error::Unavailable("another process is writing the search index; try again shortly".to_owned())
        }
        e => Error::internal("writing the search index", e),
    }
}

impl Inner {
    /// The one writer. Made for each change, so that another process may write in between.
    fn writer(&self) -> Result<IndexWriter> {
        let writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_MEMORY).map_err(failed)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        // Who was killed before a commit has left files with the very names that the same changes will want again.
        writer.garbage_collect_files().wait().map_err(failed)?;
        Ok(writer)
    }

    fn write(&self, changed: &[Document], removed: &[String], all: bool) -> Result<()> {
        let mut writer = self.writer()?;
        let mut splitter = Splitter::new();
        if all {
            writer.delete_all_documents().map_err(failed)?;
        }
        for id in removed {
            writer.delete_term(Term::from_field_text(self.fields.id, id));
        }
        for document in changed {
            // Also of what was added just now: of two documents with one id the later stays.
            writer.delete_term(Term::from_field_text(self.fields.id, &document.id));
            writer.add_document(stored(document, &self.fields, &mut splitter)?).map_err(failed)?;
        }
        writer.commit().map_err(failed)?;
        self.purge(&mut writer)?;
        writer.wait_merging_threads().map_err(failed)
    }

    /// Rewrites every segment that holds something deleted: the store keeps its text otherwise. Then removes the old files.
    fn purge(&self, writer: &mut IndexWriter) -> Result<()> {
        // The metas must be gone before files are collected: each keeps its segment's files alive.
        let dirty: Vec<_> = {
            let metas = self.index.searchable_segment_metas().map_err(failed)?;
            let many = metas.len() >= MANY_SEGMENTS;
            metas.iter().filter(|m| many || m.num_deleted_docs() > 0).map(|m| m.id()).collect()
        };
        if !dirty.is_empty() {
            writer.merge(&dirty).wait().map_err(failed)?;
        }
        self.reader.reload().map_err(failed)?;
        writer.garbage_collect_files().wait().map_err(failed)?;
        Ok(())
    }
}

#[async_trait]
impl Index for TantivyIndex {
    async fn apply(&self, changed: Vec<Document>, removed: Vec<String>) -> Result<()> {
        if changed.is_empty() && removed.is_empty() {
            return Ok(());
        }
        let _one = self.writing.lock().await;
        self.blocking(move |inner| inner.write(&changed, &removed, false)).await
    }

    async fn rebuild(&self, all: Vec<Document>) -> Result<()> {
        let _one = self.writing.lock().await;
        self.blocking(move |inner| inner.write(&all, &[], true)).await
    }

    async fn search(&self, query: &str, scope: &Scope, limit: usize) -> Result<Vec<Hit>> {
        let (query, scope) = (query.to_owned(), scope.clone());
        self.blocking(move |i| search(&i.reader.searcher(), &i.fields, &i.weights, &query, &scope, limit)).await
    }

    async fn suggest(&self, prefix: &str, scope: &Scope, limit: usize) -> Result<Vec<Suggestion>> {
        let (prefix, scope) = (prefix.to_owned(), scope.clone());
        self.blocking(move |i| suggest(&i.reader.searcher(), &i.fields, &i.weights, &prefix, &scope, limit)).await
    }

    async fn count(&self) -> Result<u64> {
        self.blocking(|i| Ok(i.reader.searcher().num_docs())).await
    }
}
