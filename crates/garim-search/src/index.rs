//! The index in a folder: opened, asked, changed.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    learned::Question,
    search::{Ask, Document, Found, Scope, Topic},
};
use garim_ports::{Index, Suggestion};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyError, directory::MmapDirectory};
use tokio::sync::Mutex;

use crate::{
    disk::schema::{Fields, register, schema, settings},
    search::{Memory, find},
    suggest::suggest,
    topics::{Kept, Topics},
};

/// Blocks of 16 KiB of what hits show that are kept unpacked for each segment: the trusted ones, which are most answers.
const KEPT_BLOCKS: usize = 1_024;

/// What the blocking threads share.
pub(crate) struct Inner {
    pub index: tantivy::Index,
    pub reader: IndexReader,
    pub fields: Fields,
    /// The writer, while it rewrites a large segment: changes go through it meanwhile.
    pub held: Arc<std::sync::Mutex<Option<IndexWriter>>>,
    memory: Memory,
}

/// The search index in a folder. Any number of processes may read it; one at a time writes.
pub struct TantivyIndex {
    inner: Arc<Inner>,
    writing: Mutex<()>,
    topics: Arc<Kept>,
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
            tantivy::Index::builder().schema(schema.clone()).settings(settings()).open_or_create(directory)
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
        register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay);
        let reader = reader.doc_store_cache_num_blocks(KEPT_BLOCKS).try_into();
        let reader = reader.map_err(|e: TantivyError| Error::internal(doing, e))?;
        let inner = Arc::new(Inner { index, reader, fields, held: Arc::default(), memory: Memory::default() });
        Ok(Self { inner, writing: Mutex::new(()), topics: Arc::new(Kept::beside(folder)) })
    }

    /// Throws everything away and builds anew from documents as they come. How many there were.
    pub fn build(&self, all: impl Iterator<Item = Document>) -> Result<u64> {
        self.inner.build(all)
    }

    /// Rewrites what still holds the text of something removed. Small indices do so at every change.
    pub fn purge(&self) -> Result<()> {
        self.inner.purge()
    }

    /// What [`Index::find`] answers, on this thread.
    pub fn find_now(&self, ask: &Ask, scope: &Scope) -> Result<Found> {
        self.inner.find(ask, scope)
    }

    /// What [`Index::suggest`] answers, on this thread.
    pub fn suggest_now(&self, prefix: &str, scope: &Scope, limit: usize) -> Result<Vec<Suggestion>> {
        self.inner.suggest(prefix, scope, limit)
    }

    /// Runs work on a thread that may block.
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Inner) -> Result<T> + Send + 'static) -> Result<T> {
        let inner = self.inner.clone();
        let done = tokio::task::spawn_blocking(move || work(&inner)).await;
        done.map_err(|e| Error::internal("searching the index", e))?
    }
}

impl Inner {
    fn find(&self, ask: &Ask, scope: &Scope) -> Result<Found> {
        find(&self.reader.searcher(), &self.fields, &self.memory, ask, scope)
    }

    fn suggest(&self, prefix: &str, scope: &Scope, limit: usize) -> Result<Vec<Suggestion>> {
        suggest(&self.reader.searcher(), &self.fields, &self.memory.counts, prefix, scope, limit)
    }
}

#[async_trait]
impl Index for TantivyIndex {
    async fn apply(&self, changed: Vec<Document>, removed: Vec<String>) -> Result<()> {
        if changed.is_empty() && removed.is_empty() {
            return Ok(());
        }
        let _one = self.writing.lock().await;
        self.blocking(move |inner| inner.change(&changed, &removed)).await
    }

    async fn rebuild(&self, all: Vec<Document>) -> Result<()> {
        let _one = self.writing.lock().await;
        self.blocking(move |inner| inner.build(all.into_iter()).map(|_| ())).await
    }

    async fn find(&self, ask: &Ask, scope: &Scope) -> Result<Found> {
        let (ask, scope) = (ask.clone(), scope.clone());
        self.blocking(move |inner| inner.find(&ask, &scope)).await
    }

    async fn suggest(&self, prefix: &str, scope: &Scope, limit: usize) -> Result<Vec<Suggestion>> {
        let (prefix, scope) = (prefix.to_owned(), scope.clone());
        self.blocking(move |inner| inner.suggest(&prefix, &scope, limit)).await
    }

    fn question(&self, words: &str) -> Result<Question> {
        crate::learned::question(words)
    }

    async fn group(&self, all: Vec<Document>) -> Result<()> {
        let kept = self.topics.clone();
        self.blocking(move |_| kept.put(&Topics::of(&all))).await
    }

    async fn topics(&self, scope: &Scope, members: usize) -> Result<Vec<Topic>> {
        let (kept, scope) = (self.topics.clone(), scope.clone());
        self.blocking(move |_| Ok(kept.get()?.seen(&scope, members))).await
    }

    async fn count(&self) -> Result<u64> {
        self.blocking(|i| Ok(i.reader.searcher().num_docs())).await
    }
}
