//! One imported asset, whole.

use garim_core::{
    Entity, Error, Result,
    authz::Caller,
    imported::{Dashboard, DashboardKey, DatasetKey, DatasetState, ImportedColumn},
    lineage::{Node, NodeKind},
};
use garim_ports::{Kept, Tx};

use super::card::{ImportedCard, ImportedColumnCard, ImportedQuery};
use crate::App;

/// Users, queries and days shown with an asset.
const SHOWN: u32 = 50;

impl App {
    /// An asset of another system, by its id or its name.
    pub async fn imported(&self, caller: &Caller, wanted: &str) -> Result<ImportedCard> {
        let sighted = self.sighted(caller).await?;
        let graph = self.graph().await?;
        let node = self.resolve(wanted, &graph, &sighted).await?.node;
        let mut tx = self.ports.store.read().await?;
        let missing = || Error::not_found(Entity::Asset, wanted.chars().take(128).collect::<String>());
        let mut card = match node.kind {
            NodeKind::Dashboard => {
                let key = DashboardKey::new(&node.namespace, &node.name).map_err(|_| missing())?;
                let kept = tx.imported().dashboard(&key).await?.ok_or_else(missing)?;
                let views = tx.usage().views(&key, SHOWN).await?;
                ImportedCard { views, ..self.dashboard_card(&mut *tx, &node, kept).await? }
            }
            _ => {
                let key = DatasetKey::new(&node.namespace, &node.name).map_err(|_| missing())?;
                let kept = tx.imported().dataset(&key).await?.ok_or_else(missing)?;
                self.dataset_card(&mut *tx, &node, kept).await?
            }
        };
        card.users = tx.usage().users(&node, SHOWN).await?;
        let queries = tx.usage().queries(&node, SHOWN).await?;
        card.queries = queries.into_iter().map(|q| ImportedQuery { fingerprint: q.shape.fingerprint, times: q.times }).collect();
        Ok(card)
    }

    async fn dataset_card(&self, tx: &mut dyn Tx, node: &Node, kept: Kept<DatasetState>) -> Result<ImportedCard> {
        let Kept { state, first_seen, gone, .. } = kept;
        let form = state.kind.map(|k| k.value).and_then(|k| serde_json::to_value(k).ok());
        let form = form.and_then(|f| f.as_str().map(|f| f.replace('_', " "))).unwrap_or_else(|| "dataset".to_owned());
        let field = |c: ImportedColumn| ImportedColumnCard {
            name: c.name,
            data_type: c.data_type,
            description: c.description,
            nullable: c.nullable,
            partition: c.partition,
        };
        Ok(ImportedCard {
            node: self.graph_node(tx, node).await?,
            form,
            description: state.description.map(|d| d.value),
            owners: state.owners.map(|o| o.value).unwrap_or_default(),
            tags: state.tags.map(|t| t.value).unwrap_or_default(),
            fields: state.columns.map(|c| c.value).unwrap_or_default().into_iter().map(field).collect(),
            location: state.location.map(|l| l.value),
            rows: state.rows.map(|r| r.value),
            changed: state.changed.map(|c| c.value),
            first_seen,
            gone,
            users: Vec::new(),
            queries: Vec::new(),
            views: Vec::new(),
        })
    }

    async fn dashboard_card(&self, tx: &mut dyn Tx, node: &Node, kept: Kept<Dashboard>) -> Result<ImportedCard> {
        let Kept { state, first_seen, gone, .. } = kept;
        let chart = |c: garim_core::imported::Chart| ImportedColumnCard {
            name: if c.title.trim().is_empty() { c.id } else { c.title },
            data_type: "chart".to_owned(),
            description: c.description,
            nullable: None,
            partition: false,
        };
        Ok(ImportedCard {
            node: self.graph_node(tx, node).await?,
            form: "dashboard".to_owned(),
            description: state.description,
            owners: state.owners,
            tags: state.tags,
            fields: state.charts.into_iter().map(chart).collect(),
            location: state.url,
            rows: None,
            changed: state.changed,
            first_seen,
            gone,
            users: Vec::new(),
            queries: Vec::new(),
            views: Vec::new(),
        })
    }
}
