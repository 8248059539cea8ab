//! Somebody decides a column's class.

use garim_core::{
    Entity, Error, Result,
    authz::{Action, Caller, Resource},
    class::{Class, Classified, Decision},
    name::ColumnRef,
};

use crate::App;

impl App {
    /// Whether a caller may classify columns of a dataset: asked before a door reads a body.
    pub async fn may_classify(&self, caller: &Caller, dataset: &str) -> Result<()> {
        let found = self.discovered(caller, dataset).await?;
        let resource = Resource::Dataset(found.contract.name.clone());
        self.permit(caller, Action::Classify, resource, Some(&found.contract)).map(|_| ())
    }

    /// Records a person's decision, in force at once: reads are denied wherever the lake's bytes do not fit it yet.
    pub async fn classify(&self, caller: &Caller, wanted: &str, class: &str, reason: Option<String>) -> Result<Classified> {
        let (dataset, column) = wanted.rsplit_once('.').ok_or_else(|| {
            Error::invalid(format!(
                "`{}` is not `schema.table.column`, such as `shop.user.u_email`",
                wanted.chars().take(64).collect::<String>()
            ))
        })?;
        let found = self.discovered(caller, dataset).await?;
        let names = || found.contract.schema.columns.iter().map(|c| c.name.as_str());
        let column = found.contract.schema.columns.iter().find(|c| c.name.as_str() == column).ok_or_else(|| Error::NotFound {
            entity: Entity::Column,
            name: wanted.chars().take(64).collect(),
            nearest: garim_core::name::nearest(column, names()).map(|n| format!("{}.{n}", found.contract.name)),
        })?;
        let resource = Resource::Dataset(found.contract.name.clone());
        let permit = self.permit(caller, Action::Classify, resource, Some(&found.contract))?;
        let class: Class = class.parse().map_err(|e: garim_core::class::UnknownClass| Error::invalid(e.to_string()))?;
        let now = self.now();
        let held = found
            .classified
            .get(&column.name)
            .cloned()
            .unwrap_or_else(|| Classified { class: column.class, ..Classified::absent(now) });
        let decision = Decision { class, who: caller.principal.name.clone(), reason };
        let decided = held.decide(decision, now).map_err(|e| Error::invalid(e.to_string()))?;
        let at = ColumnRef { dataset: found.contract.name.clone(), column: column.name.clone() };
        let mut tx = self.ports.store.begin().await?;
        tx.columns().classify(&permit, &at, &decided).await?;
        tx.commit().await?;
        self.feed().await?;
        Ok(decided)
    }
}
