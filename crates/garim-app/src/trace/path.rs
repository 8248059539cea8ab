//! How one asset or column leads to another.

use garim_core::{Result, authz::Caller, lineage::Node};
use serde::Serialize;

use super::Flow;
use crate::App;

/// One step of a path.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PathHop {
    /// The asset that is read.
    pub from: String,
    /// The asset that is written.
    pub to: String,
    /// What flows on this step.
    pub columns: Vec<Flow>,
}

/// A shortest way, if there is one.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PathAnswer {
    /// Where one starts.
    pub from: String,
    /// Where one wants to get.
    pub to: String,
    /// Whether the second leads to the first instead: the hops are of that way then.
    pub reversed: bool,
    /// The steps; `None`: neither leads to the other.
    pub hops: Option<Vec<PathHop>>,
}

impl App {
    /// A shortest way from one to the other; if none leads there, the other way round.
    pub async fn path(&self, caller: &Caller, from: &str, to: &str) -> Result<PathAnswer> {
        let sighted = self.sighted(caller).await?;
        let graph = self.graph().await?;
        let from = self.resolve(from, &graph, &sighted).await?;
        let to = self.resolve(to, &graph, &sighted).await?;
        let visible = |n: &Node| sighted.sees(n);
        let (reversed, way) = match graph.path(&from, &to, &visible) {
            Some(way) => (false, Some(way)),
            None => {
                let back = graph.path(&to, &from, &visible);
                (back.is_some(), back)
            }
        };
        let hop = |hop: garim_core::lineage::Hop| PathHop {
            from: hop.from.to_string(),
            to: hop.to.to_string(),
            columns: hop
                .flows
                .into_iter()
                .map(|f| (f.from.unwrap_or_default(), f.to.unwrap_or_default(), f.how.to_string()))
                .collect(),
        };
        let hops = way.map(|hops| hops.into_iter().map(hop).collect());
        Ok(PathAnswer { from: from.to_string(), to: to.to_string(), reversed, hops })
    }
}
