//! Where events go.

use std::path::PathBuf;

use async_trait::async_trait;
use garim_core::{Error, Result};
use garim_ports::{Announce, RunTold};
use tokio::io::AsyncWriteExt;

use super::event::event;
use crate::outward::{Post, Reach};

/// Tells of runs as OpenLineage events.
pub struct Announcer {
    namespace: String,
    to: To,
}

enum To {
    /// A line each.
    File(PathBuf),
    Url(Post),
}

impl Announcer {
    /// Into a file, to which lines are added.
    pub fn to_file(namespace: impl Into<String>, file: PathBuf) -> Self {
        Self { namespace: namespace.into(), to: To::File(file) }
    }

    /// To a URL, such as `https://host/api/v1/lineage`, with a bearer token if it wants one.
    pub fn to_url(namespace: impl Into<String>, url: String, token: Option<String>, reach: Reach) -> Self {
        Self { namespace: namespace.into(), to: To::Url(Post::new(url, token, reach)) }
    }
}

#[async_trait]
impl Announce for Announcer {
    async fn run(&self, told: &RunTold) -> Result<()> {
        let value = event(told, &self.namespace);
        match &self.to {
            To::File(file) => {
                let failed =
                    |e: std::io::Error| Error::Unavailable(format!("the file for events cannot be written: {}", e.kind()));
                let mut open = tokio::fs::OpenOptions::new().create(true).append(true).open(file).await.map_err(failed)?;
                // One write for the line, so that lines of several processes do not mix.
                open.write_all(format!("{value}\n").as_bytes()).await.map_err(failed)?;
                open.flush().await.map_err(failed)
            }
            To::Url(post) => post.json(value.to_string().into_bytes()).await,
        }
    }
}
