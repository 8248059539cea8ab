//! A deep stack for parsing and planning, which recurse as deep as a statement nests.

use std::{future::Future, thread};

use garim_core::{Error, Result};
use tokio::{runtime::Handle, sync::oneshot};

use crate::limits::PLANNING_STACK_BYTES;

/// Runs something on a stack of its own and waits for it.
pub(crate) fn run<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("garim-plan".to_owned()).stack_size(PLANNING_STACK_BYTES);
        let running = builder.spawn_scoped(scope, work).map_err(|e| Error::internal("starting a thread", e.kind()))?;
        running.join().map_err(|_| Error::internal("reading a statement", "a panic in the parser"))
    })
}

/// Runs a future on a stack of its own; the caller's runtime drives what it spawns. Dropping the result does not stop it:
/// planning is bounded by the limits on statements.
pub(crate) async fn run_async<T, F>(work: impl FnOnce() -> F + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = T>,
{
    let (send, receive) = oneshot::channel();
    let runtime = Handle::current();
    let builder = thread::Builder::new().name("garim-plan".to_owned()).stack_size(PLANNING_STACK_BYTES);
    let started = builder.spawn(move || drop(send.send(runtime.block_on(work()))));
    started.map_err(|e| Error::internal("starting a thread", e.kind()))?;
    receive.await.map_err(|_| Error::internal("planning a statement", "a panic in the planner"))
}
