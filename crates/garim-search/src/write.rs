//! Changes: documents in, documents out, and what was removed rewritten away.

use std::sync::{Mutex, mpsc::sync_channel};

use garim_core::{Error, Result, search::Document};
use tantivy::{IndexWriter, TantivyError, Term, index::SegmentId, indexer::NoMergePolicy};

use crate::{disk::stored::stored, index::Inner, text::words::Splitter};

/// Memory of a writer of changes, in bytes, before it writes a segment.
const CHANGE_MEMORY: usize = 32 * 1024 * 1024;
/// Memory of each thread of a writer that builds anew.
const BUILD_MEMORY: usize = 240 * 1024 * 1024;
/// Threads that build anew: as many as a small machine has.
const BUILD_THREADS: usize = 2;
/// Documents that one thread takes at once.
const BATCH: usize = 256;
/// Small segments from which on they are merged into one: each costs a search a little.
const MANY_SEGMENTS: usize = 8;
/// A segment of so many documents is not rewritten for a few changes: they must be searchable at once.
const LARGE: u32 = 20_000;
/// The share of a large segment that is gone before it is rewritten all the same, in percent.
const MOST_GONE: u32 = 10;

/// An error while writing.
pub(crate) fn failed(e: TantivyError) -> Error {
    match e {
        TantivyError::LockFailure(..) => {
            Error::Unavailable("another process is writing the search index; try again shortly".to_owned())
        }
        e => Error::internal("writing the search index", e),
    }
}

fn lost() -> Error {
    Error::internal("writing the search index", "a thread was lost")
}

impl Inner {
    /// The one writer. Made for each change, so that another process may write in between.
    fn writer(&self, threads: usize, memory: usize) -> Result<IndexWriter> {
        let writer: IndexWriter = self.index.writer_with_num_threads(threads, threads * memory).map_err(failed)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        // Who was killed before a commit has left files with the very names that the same changes will want again.
        writer.garbage_collect_files().wait().map_err(failed)?;
        Ok(writer)
    }

    /// Adds, replaces and removes documents.
    pub fn change(&self, changed: &[Document], removed: &[String]) -> Result<()> {
        let mut held = self.held.lock().map_err(|_| lost())?;
        if let Some(writer) = held.as_mut() {
            // A large segment is being rewritten beside.
            self.put(writer, changed, removed)?;
            let (small, _) = self.worth_rewriting()?;
            return self.rewrite(writer, &small);
        }
        let mut writer = self.writer(1, CHANGE_MEMORY)?;
        self.put(&mut writer, changed, removed)?;
        let (small, large) = self.worth_rewriting()?;
        self.rewrite(&mut writer, &small)?;
        if large.is_empty() {
            return writer.wait_merging_threads().map_err(failed);
        }
        let rewriting = writer.merge(&large);
        *held = Some(writer);
        drop(held);
        let (held, reader) = (self.held.clone(), self.reader.clone());
        std::thread::spawn(move || {
            // What fails is tried again at a later change; the old segment stays until then.
            let _ = rewriting.wait();
            if let Ok(mut held) = held.lock()
                && let Some(writer) = held.take()
            {
                let _ = reader.reload();
                let _ = writer.garbage_collect_files().wait();
            }
        });
        Ok(())
    }

    fn put(&self, writer: &mut IndexWriter, changed: &[Document], removed: &[String]) -> Result<()> {
        let mut splitter = Splitter::new();
        for id in removed {
            writer.delete_term(Term::from_field_text(self.fields.id, id));
        }
        for document in changed {
            // Also of what was added just now: of two documents with one id the later stays.
            writer.delete_term(Term::from_field_text(self.fields.id, &document.id));
            writer.add_document(stored(document, &self.fields, &mut splitter)?).map_err(failed)?;
        }
        writer.commit().map_err(failed)?;
        // Seen before old text is rewritten away.
        self.reader.reload().map_err(failed)
    }

    /// Waits for what is being rewritten.
    fn settle(&self) -> Result<()> {
        let held = self.held.lock().map_err(|_| lost())?.take();
        held.map_or(Ok(()), |writer| writer.wait_merging_threads().map_err(failed))
    }

    /// Throws everything away and builds anew, as one segment.
    pub fn build(&self, all: impl Iterator<Item = Document>) -> Result<u64> {
        self.settle()?;
        let mut writer = self.writer(BUILD_THREADS, BUILD_MEMORY)?;
        writer.delete_all_documents().map_err(failed)?;
        let count = self.read(&writer, all)?;
        writer.commit().map_err(failed)?;
        let made: Vec<SegmentId> = self.index.searchable_segment_ids().map_err(failed)?;
        let made = if made.len() > 1 { made } else { Vec::new() };
        self.rewrite(&mut writer, &made)?;
        writer.wait_merging_threads().map_err(failed)?;
        Ok(count)
    }

    /// Puts documents into the index, several at once. How many there were.
    fn read(&self, writer: &IndexWriter, mut all: impl Iterator<Item = Document>) -> Result<u64> {
        let (send, receive) = sync_channel::<Vec<Document>>(BUILD_THREADS);
        let receive = Mutex::new(receive);
        std::thread::scope(|scope| {
            let put = || -> Result<u64> {
                let (mut splitter, mut count) = (Splitter::new(), 0);
                while let Some(batch) = receive.lock().ok().and_then(|r| r.recv().ok()) {
                    for document in batch {
                        writer.add_document(stored(&document, &self.fields, &mut splitter)?).map_err(failed)?;
                        count += 1;
                    }
                }
                Ok(count)
            };
            let threads: Vec<_> = (0..BUILD_THREADS).map(|_| scope.spawn(put)).collect();
            loop {
                let batch: Vec<Document> = all.by_ref().take(BATCH).collect();
                // Nobody receives any more once one has failed; it says why below.
                if batch.is_empty() || send.send(batch).is_err() {
                    break;
                }
            }
            drop(send);
            threads.into_iter().map(|thread| thread.join().map_err(|_| lost())?).sum()
        })
    }

    /// Rewrites every segment that holds something removed.
    pub fn purge(&self) -> Result<()> {
        self.settle()?;
        let mut writer = self.writer(1, CHANGE_MEMORY)?;
        let dirty: Vec<SegmentId> = {
            let metas = self.index.searchable_segment_metas().map_err(failed)?;
            metas.iter().filter(|m| m.num_deleted_docs() > 0).map(|m| m.id()).collect()
        };
        self.rewrite(&mut writer, &dirty)?;
        writer.wait_merging_threads().map_err(failed)
    }

    /// Segments that are to be rewritten after a change: small ones that hold something removed or are many; and large ones
    /// that have lost much, which takes long.
    fn worth_rewriting(&self) -> Result<(Vec<SegmentId>, Vec<SegmentId>)> {
        // The metas must be gone before files are collected: each keeps its segment's files alive.
        let metas = self.index.searchable_segment_metas().map_err(failed)?;
        let (large, small): (Vec<_>, Vec<_>) = metas.iter().partition(|m| m.max_doc() >= LARGE);
        let many = small.len() >= MANY_SEGMENTS;
        let small = small.into_iter().filter(|m| many || m.num_deleted_docs() > 0);
        let large = large.into_iter().filter(|m| m.num_deleted_docs() >= m.max_doc() / 100 * MOST_GONE);
        Ok((small.map(|m| m.id()).collect(), large.map(|m| m.id()).collect()))
    }

    /// Merges segments into one, and removes the old files: the store keeps the text of what was removed otherwise.
    fn rewrite(&self, writer: &mut IndexWriter, segments: &[SegmentId]) -> Result<()> {
        if !segments.is_empty() {
            writer.merge(segments).wait().map_err(failed)?;
        }
        self.reader.reload().map_err(failed)?;
        writer.garbage_collect_files().wait().map_err(failed)?;
        Ok(())
    }
}
