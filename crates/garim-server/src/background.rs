//! What goes on while the server runs: the index is kept in step, approved requests are carried out.

use std::{sync::Arc, time::Duration};

use garim_app::App;
use garim_ports::NoProgress;
use tokio::task::JoinHandle;

/// A change is searchable within two seconds: look twice as often.
const FEED: Duration = Duration::from_millis(900);
/// Every so many feeds, look for requests that a dead process left.
const RESUME_EVERY: u32 = 20;

/// Every so many feeds, an hour's worth, the topics are made anew: they are for looking around, not for finding what is new.
const REGROUP_EVERY: u32 = 4_000;

/// Starts the loop.
pub(crate) fn start(app: App) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = app.load_graph().await {
            tracing::warn!(error = %error.for_operator(), "the lineage could not be read yet");
        }
        regroup(&app).await;
        let mut round = 0_u32;
        loop {
            tokio::time::sleep(FEED).await;
            if let Err(error) = app.feed().await {
                tracing::warn!(error = %error.for_operator(), "the index is behind");
            }
            round = round.wrapping_add(1);
            if round.is_multiple_of(RESUME_EVERY) {
                carry_out(&app).await;
            }
            if round.is_multiple_of(REGROUP_EVERY) {
                regroup(&app).await;
            }
        }
    })
}

/// Groups the catalog into topics anew.
async fn regroup(app: &App) {
    if let Err(error) = app.regroup().await {
        tracing::warn!(error = %error.for_operator(), "the topics are as they were");
    }
}

/// Carries out approved requests.
pub(crate) async fn carry_out(app: &App) {
    if let Err(error) = app.resume(Arc::new(NoProgress)).await {
        tracing::error!(error = %error.for_operator(), "a request could not be carried out; it will be tried again");
    }
}
