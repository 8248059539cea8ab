//! The writer's lease: runs and erasures exclude each other, also across processes.

use std::time::Duration;

use garim_core::{Error, Result};
use tokio::task::JoinHandle;

use crate::App;

/// The lease's name.
const WRITER: &str = "writer";
/// How long a lease holds without a heartbeat, in seconds: a machine that is busy compiling may pause a process for some.
const LEASE_SECONDS: i64 = 30;
/// Time between heartbeats.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long to wait for another process before giving up.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often to look while waiting.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// This process, as leases name it.
pub(crate) struct Holder {
    pub(crate) name: String,
    pub(crate) alive: fn(&str) -> bool,
}

/// A held lease; its heartbeat stops when it is dropped.
pub(crate) struct Lease {
    app: App,
    name: String,
    heartbeat: JoinHandle<()>,
}

impl Lease {
    /// Gives the lease back.
    pub(crate) async fn release(self) -> Result<()> {
        self.heartbeat.abort();
        let mut tx = self.app.ports.store.begin().await?;
        tx.leases().release(WRITER, &self.name).await?;
        tx.commit().await
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.heartbeat.abort();
    }
}

impl App {
    /// Waits for the lease, within patience.
    pub(crate) async fn writer(&self) -> Result<Lease> {
        let began = tokio::time::Instant::now();
        loop {
            if let Some(lease) = self.try_writer().await? {
                return Ok(lease);
            }
            if began.elapsed() > PATIENCE {
                return Err(Error::conflict("another process is writing into this project; try again when it has ended"));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// The lease, if nobody alive holds it.
    pub(crate) async fn try_writer(&self) -> Result<Option<Lease>> {
        // Each holding has a name of its own, so that two tasks of one process exclude each other too.
        let name = format!("{}/{}", self.holder.name, self.ports.ids.id());
        if !self.take_lease(&name).await? && !self.take_from_the_dead(&name).await? {
            return Ok(None);
        }
        let (app, held) = (self.clone(), name.clone());
        let heartbeat = tokio::spawn(async move {
            loop {
                tokio::time::sleep(HEARTBEAT).await;
                if let Err(error) = app.take_lease(&held).await {
                    tracing::warn!(error = %error.for_operator(), "the writer's lease was not prolonged");
                }
            }
        });
        Ok(Some(Lease { app: self.clone(), name, heartbeat }))
    }

    async fn take_lease(&self, name: &str) -> Result<bool> {
        let now = self.now();
        let mut tx = self.ports.store.begin().await?;
        let taken = tx.leases().take(WRITER, name, now, now.plus_seconds(LEASE_SECONDS)).await?.is_some();
        tx.commit().await?;
        Ok(taken)
    }

    async fn take_from_the_dead(&self, name: &str) -> Result<bool> {
        let mut tx = self.ports.store.begin().await?;
        let holder = tx.leases().holder(WRITER).await?;
        let dead = holder.as_deref().is_some_and(|h| !(self.holder.alive)(h.split('/').next().unwrap_or(h)));
        if let (true, Some(holder)) = (dead, holder) {
            tx.leases().release(WRITER, &holder).await?;
        }
        tx.commit().await?;
        if dead { self.take_lease(name).await } else { Ok(false) }
    }
}
