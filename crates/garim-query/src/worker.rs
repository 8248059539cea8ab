//! Threads of their own for governed queries. A query may compute for long without giving its thread back (a cross join, an
//! aggregate over one); on the caller's threads that would keep a server from answering anybody, timers included.

use std::sync::OnceLock;

use datafusion::{arrow::record_batch::RecordBatch, common::DataFusionError, execution::SendableRecordBatchStream};
use futures::StreamExt;
use garim_core::{Error, Result};
use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc,
    task::JoinHandle,
};

/// Stack of such a thread: expressions are evaluated as deep as a statement nests.
const STACK_BYTES: usize = 16 * 1024 * 1024;
/// Threads for all queries together: more than a machine's cores, since one that computes without giving its thread back must
/// not keep the others waiting; the system shares the cores out among them.
const THREADS: usize = 16;
/// Batches that wait for their reader: one being made while one is read.
const WAITING: usize = 1;

/// The runtime, made once. It is never dropped: what still computes when the process ends is of no use to anybody.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(THREADS).thread_name("garim-query").thread_stack_size(STACK_BYTES).enable_all().build()
    });
    made.as_ref().map_err(|e| Error::internal("starting threads for queries", e.kind()))
}

/// Rows that are computed elsewhere. Dropping it ends their computation as soon as that gives its thread back.
pub(crate) struct Remote {
    rows: mpsc::Receiver<Result<RecordBatch, DataFusionError>>,
    task: JoinHandle<()>,
}

impl Remote {
    /// Begins to compute. A plan spawns tasks when it is begun already, so that happens over there too.
    pub(crate) fn start(begin: impl FnOnce() -> Result<SendableRecordBatchStream>) -> Result<Self> {
        let runtime = runtime()?;
        let mut rows = {
            let _there = runtime.enter();
            begin()?
        };
        let (send, receive) = mpsc::channel(WAITING);
        let task = runtime.spawn(async move {
            while let Some(next) = rows.next().await {
                if send.send(next).await.is_err() {
                    return;
                }
            }
        });
        Ok(Self { rows: receive, task })
    }

    /// The next rows. A computation that panicked ends them with an error, never as if they were all.
    pub(crate) async fn next(&mut self) -> Option<Result<RecordBatch, DataFusionError>> {
        match self.rows.recv().await {
            Some(next) => Some(next),
            None => match (&mut self.task).await {
                Ok(()) => None,
                Err(_) => Some(Err(DataFusionError::Internal("the computation ended early".to_owned()))),
            },
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::{sync::Arc, time::Duration};

    use datafusion::{arrow::datatypes::Schema, physical_plan::stream::RecordBatchStreamAdapter};
    use futures::stream;

    use super::*;

    fn rows<S>(of: S) -> SendableRecordBatchStream
    where
        S: futures::Stream<Item = Result<RecordBatch, DataFusionError>> + Send + 'static,
    {
        Box::pin(RecordBatchStreamAdapter::new(Arc::new(Schema::empty()), of))
    }

    #[tokio::test]
    async fn a_query_that_keeps_its_thread_does_not_keep_the_callers() {
        let slow = stream::once(async {
            std::thread::sleep(Duration::from_secs(2));
            Ok(RecordBatch::new_empty(Arc::new(Schema::empty())))
        });
        let mut remote = Remote::start(|| Ok(rows(slow))).unwrap();
        let waited = tokio::time::timeout(Duration::from_millis(100), remote.next()).await;
        assert!(waited.is_err(), "the caller's timer must fire while the query computes");
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_not_the_end_of_the_rows() {
        let broken = stream::once(async { panic!("on purpose") });
        let mut remote = Remote::start(|| Ok(rows(broken))).unwrap();
        assert!(remote.next().await.expect("something").is_err());
    }
}
