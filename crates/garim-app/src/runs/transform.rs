//! One transformation for one day: plan, stage, commit, record with the lineage of the analysed plan.

use std::sync::Arc;

use garim_core::{
    Entity, Error, Result,
    asset::Pipeline,
    name::DatasetName,
    run::{Run, RunFacts},
    schema::SchemaVersion,
    time::Day,
};
use garim_ports::{Input, InputTable, Prepared, Progress, Staging, StoredDataset, Transform};

use super::{Begun, Finished};
use crate::App;

/// A transformation as declared, with its SQL parsed.
pub(crate) struct Planned {
    pub(crate) dataset: DatasetName,
    pub(crate) file: String,
    pub(crate) prepared: Arc<dyn Prepared>,
}

impl Planned {
    /// Whether a day is computed from the day before.
    pub(crate) fn cumulative(&self) -> bool {
        self.prepared.uses_parameter("previous_day")
    }
}

impl App {
    /// Computes a dataset's day.
    pub(crate) async fn transform(
        &self,
        pipeline: &Pipeline,
        planned: &Planned,
        day: Day,
        progress: Arc<dyn Progress>,
    ) -> Result<Run> {
        let begun = self.begin_run(&pipeline.name, &format!("transform:{}", planned.dataset), day).await?;
        let run = begun.run.clone();
        match self.try_transform(begun, planned, day, progress).await {
            Ok(run) => Ok(run),
            Err(error) => {
                self.ports.lake.abandon(&planned.dataset, run.id).await?;
                self.fail_run(run, &error).await
            }
        }
    }

    async fn try_transform(&self, mut begun: Begun, planned: &Planned, day: Day, progress: Arc<dyn Progress>) -> Result<Run> {
        let stored = self.stored(&planned.dataset).await?;
        let inputs = self.inputs(planned.prepared.tables()).await?;
        begun.run.inputs = inputs.iter().filter_map(|i| Some((i.contract.name.clone(), Some(day), i.version?))).collect();
        let transform = Transform {
            output: planned.dataset.clone(),
            declared: Some(stored.contract.schema.clone()),
            inputs,
            day,
            zone: self.project.settings.zone,
            file: planned.file.clone(),
        };
        let epoch = self.ports.vault.freeze_epoch().await?;
        let transformed = self.ports.engine.transform(&*planned.prepared, transform).await?;
        let schema = next_version(&stored, transformed.schema);
        let plan = self.computed_plan(&begun, &stored.contract, schema.clone(), day, epoch);
        let staging = self.ports.lake.stage(&plan, Input::Rows(transformed.rows), self.ports.vault.clone(), progress).await?;
        let Staging::Staged(staged) = staging else {
            return Err(Error::internal("staging a transformation", "computed rows were quarantined"));
        };
        begun.run.counts = staged.counts;
        let facts = RunFacts { profiles: vec![(planned.dataset.clone(), staged.profile.clone())], edges: transformed.edges };
        let finished = Finished { facts, schemas: vec![(planned.dataset.clone(), schema)], staged: vec![staged] };
        self.publish_run(begun, finished).await
    }

    /// Tables as the engine is given them: with the version that the store has recorded.
    pub(crate) async fn inputs(&self, tables: &[DatasetName]) -> Result<Vec<InputTable>> {
        let mut tx = self.ports.store.read().await?;
        let mut inputs = Vec::new();
        for table in tables {
            let stored = tx.datasets().get(table).await?.ok_or_else(|| Error::not_found(Entity::Dataset, table))?;
            inputs.push(input(stored));
        }
        Ok(inputs)
    }
}

/// A stored dataset as the engine is given it.
pub(crate) fn input(stored: StoredDataset) -> InputTable {
    let schema = stored.schema.unwrap_or_else(|| SchemaVersion { number: 0, schema: stored.contract.schema.clone() });
    InputTable { contract: stored.contract, schema, version: stored.version }
}

/// The next number if the computed schema differs from the registered one.
pub(crate) fn next_version(stored: &StoredDataset, schema: garim_core::schema::Schema) -> SchemaVersion {
    match &stored.schema {
        Some(before) if before.schema == schema => before.clone(),
        Some(before) => SchemaVersion { number: before.number + 1, schema },
        None => SchemaVersion { number: 1, schema },
    }
}
