//! Which assets a caller may know of, as the graph is walked.

use std::collections::HashSet;

use garim_core::{
    Result,
    authz::{Action, Caller, Resource},
    lineage::Node,
    search::Scope,
};

use crate::{App, find::IMPORTED_SCOPE};

/// What may be known of.
pub(crate) enum Sighted {
    /// Everything.
    Everything,
    /// These of ours, and what was imported if so.
    Some {
        /// Of ours.
        ours: HashSet<Node>,
        /// Whether what was imported as well.
        imported: bool,
    },
}

impl Sighted {
    /// Whether an asset may be known of.
    pub(crate) fn sees(&self, node: &Node) -> bool {
        match self {
            Self::Everything => true,
            Self::Some { ours, imported } => match node.namespace.as_str() {
                "" => ours.contains(node),
                _ => *imported,
            },
        }
    }
}

impl App {
    /// What a caller may know of; whoever may discover nothing is refused.
    pub(crate) async fn sighted(&self, caller: &Caller) -> Result<Sighted> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let labels = match self.ports.policy.scope(caller) {
            Scope::Everything => return Ok(Sighted::Everything),
            Scope::Labels(labels) => labels,
        };
        let mut tx = self.ports.store.read().await?;
        let datasets = tx.datasets().list().await?;
        drop(tx);
        let visible = datasets.iter().filter(|d| self.may_discover(caller, &d.contract));
        let ours = visible.map(|d| Node::ours(&d.contract.name)).collect();
        Ok(Sighted::Some { ours, imported: labels.iter().any(|l| l == IMPORTED_SCOPE) })
    }
}
