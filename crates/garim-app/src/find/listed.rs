//! An asset as lists name it: for those who browse, with why it is in the list.

use garim_core::{
    Result,
    asset::Metric,
    lineage::{Node, NodeKind},
    time::Timestamp,
};
use garim_ports::Tx;
use serde::Serialize;

use crate::App;

/// An asset in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// As the index knows it.
    pub id: String,
    /// `dataset`, `metric`, `dashboard`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// How many: people, queries or assets, as the list counts.
    pub count: u32,
    /// Since when it is known, in a list of what is new.
    pub at: Option<Timestamp>,
}

impl App {
    /// An asset with its label.
    pub(crate) async fn listed(&self, tx: &mut dyn Tx, node: &Node, count: u32) -> Result<Listed> {
        let metric = |m: &&Metric| node.kind == NodeKind::Metric && m.name.as_str() == node.name;
        let label = match self.project.metrics.iter().find(metric) {
            Some(metric) => Some(metric.label.clone()),
            None => self.label_of(tx, node).await?,
        };
        Ok(Listed { id: node.to_string(), kind: node.kind.as_str(), name: node.name.clone(), label, count, at: None })
    }
}
