//! The graph in memory, kept in step with what runs and imports write into the store, in this process or another.

use std::{collections::HashMap, sync::Arc};

use garim_core::{
    Result,
    lineage::{ColumnId, Graph},
};
use garim_ports::{GraphChanges, GraphMark};
use tokio::sync::Mutex;

use crate::App;

/// The graph, and how far of the store it has taken in.
#[derive(Default)]
pub(crate) struct HeldGraph(Mutex<Held>);

#[derive(Default)]
struct Held {
    graph: Arc<Graph>,
    columns: HashMap<i64, ColumnId>,
    mark: GraphMark,
}

impl Held {
    /// Whoever still walks the former graph keeps it.
    fn take_in(&mut self, changes: &GraphChanges) {
        self.mark = changes.mark;
        if changes.columns.is_empty() && changes.edges.is_empty() {
            return;
        }
        let graph = Arc::make_mut(&mut self.graph);
        for (id, point) in &changes.columns {
            self.columns.insert(*id, graph.column(point));
        }
        for edge in &changes.edges {
            let ends = (self.columns.get(&edge.from), self.columns.get(&edge.to), changes.hows.get(edge.how as usize));
            if let (Some(from), Some(to), Some(how)) = ends {
                if edge.holds {
                    graph.add(*from, *to, how);
                } else {
                    graph.remove(*from, *to, how);
                }
            }
        }
    }
}

impl App {
    /// The graph as the store has it now. Only what has changed since is read.
    pub(crate) async fn graph(&self) -> Result<Arc<Graph>> {
        let mut held = self.graph.0.lock().await;
        let mut tx = self.ports.store.read().await?;
        let changes = tx.edges().changes(held.mark).await?;
        drop(tx);
        held.take_in(&changes);
        Ok(held.graph.clone())
    }

    /// Reads the graph before the first one asks for it.
    pub async fn load_graph(&self) -> Result<()> {
        self.graph().await.map(|_| ())
    }
}
