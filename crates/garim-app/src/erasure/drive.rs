//! Carries a request out, step by step, each recorded before the next begins.

use std::sync::Arc;

use garim_core::{
    Result,
    request::{Event, Request, RequestState, Step},
};
use garim_ports::Progress;

use crate::App;

impl App {
    /// Carries out whatever is approved, waiting for other writers to end.
    pub async fn erase(&self, progress: Arc<dyn Progress>) -> Result<()> {
        let lease = self.writer().await?;
        let done = async {
            self.recover().await?;
            self.resume_requests(progress).await
        }
        .await;
        lease.release().await?;
        done?;
        self.feed().await
    }

    /// Carries out whatever is approved, if nobody else is writing; otherwise it is left for later.
    pub async fn resume(&self, progress: Arc<dyn Progress>) -> Result<()> {
        let mut tx = self.ports.store.read().await?;
        let waiting = tx.requests().list().await?.iter().any(|r| matches!(r.state, RequestState::Running { .. }));
        drop(tx);
        if !waiting {
            return Ok(());
        }
        let Some(lease) = self.try_writer().await? else { return Ok(()) };
        let done = self.resume_requests(progress).await;
        lease.release().await?;
        done
    }

    /// Resumes every request that is running. The caller holds the writer's lease.
    pub(crate) async fn resume_requests(&self, progress: Arc<dyn Progress>) -> Result<()> {
        let mut tx = self.ports.store.read().await?;
        let all = tx.requests().list().await?;
        drop(tx);
        for request in all.into_iter().rev().filter(|r| matches!(r.state, RequestState::Running { .. })) {
            self.carry_out(request, &progress).await?;
        }
        Ok(())
    }

    async fn carry_out(&self, mut request: Request, progress: &Arc<dyn Progress>) -> Result<()> {
        progress.begin(&format!("erase {}", request.id), Some(Step::ALL.len() as u64));
        while let RequestState::Running { next } = request.state {
            let note = self.step(&request, next).await?;
            let after = self.moved(&request, &Event::Done(next))?;
            let mut tx = self.ports.store.begin().await?;
            tx.requests().done(request.id, next, self.now(), &note).await?;
            tx.requests().advance(&request, &after).await?;
            tx.commit().await?;
            request = after;
            progress.advance(1);
        }
        // The request's own key goes last: what it sealed is of no use to anybody any more.
        self.ports.vault.close(request.id).await?;
        progress.end("erased, read back and certified");
        Ok(())
    }

    async fn step(&self, request: &Request, step: Step) -> Result<String> {
        match step {
            Step::Freeze => self.freeze(request).await,
            Step::Linkage => self.link(request).await,
            Step::Ledger => self.enter_ledger(request).await,
            Step::Destroy => self.destroy(request).await,
            Step::RemoveValues => self.remove_values(request).await,
            Step::Rewrite => self.rewrite(request).await,
            Step::Purge => self.purge(request).await,
            Step::ReadBack => self.read_back(request).await,
            Step::Certify => self.certify(request).await,
        }
    }
}
