//! Rows that were not let in: JSON lines in one sealed file for each run, made when the first such row comes.

use garim_core::{Error, Result};
use garim_ports::SealScope;
use serde_json::Value as Json;

use super::context::Context;
use crate::{check::Field, disk, layout::SealedWriter};

/// The sealed file of a run.
pub(super) struct Quarantine {
    file: Option<SealedWriter>,
}

impl Quarantine {
    pub(super) fn new() -> Self {
        Self { file: None }
    }

    /// Seals one row: where it stood, why it was not let in, its fields by name. Fields of a row about somebody who is
    /// erased are not to be given.
    pub(super) async fn put(
        &mut self,
        context: &Context<'_>,
        place: (&str, u64),
        why: &str,
        names: &[String],
        fields: Option<&[Field]>,
    ) -> Result<()> {
        let mut line = serde_json::json!({ "file": place.0, "row": place.1, "why": why });
        if let Some(fields) = fields {
            // Pairs, not an object: a header may name a column twice, and a ragged row has fields without a name.
            let pairs = fields.iter().enumerate().map(|(at, field)| Json::Array(vec![name(names, at), text(field)]));
            line["fields"] = pairs.collect();
        }
        let mut bytes = serde_json::to_vec(&line).map_err(|e| Error::internal("sealing a row", format!("{:?}", e.classify())))?;
        bytes.push(b'\n');
        self.file(context).await?.append(&bytes)
    }

    async fn file(&mut self, context: &Context<'_>) -> Result<&mut SealedWriter> {
        let file = match self.file.take() {
            Some(file) => file,
            None => {
                let plan = context.plan;
                let name = disk::quarantine_name(plan.day, plan.run);
                let path = context.lake.sealed_folder(&plan.dataset).join(disk::QUARANTINE).join(&name);
                let scope = SealScope { dataset: plan.dataset.clone(), day: plan.day, file: name };
                SealedWriter::create(&path, &scope, &*context.vault).await?
            }
        };
        Ok(self.file.insert(file))
    }

    /// Makes the file durable, if there is one.
    pub(super) fn finish(self) -> Result<()> {
        self.file.map_or(Ok(()), SealedWriter::finish)
    }
}

fn name(names: &[String], at: usize) -> Json {
    names.get(at).map_or(Json::Null, |n| Json::String(n.clone()))
}

/// Text, or `{"hex": …}` for bytes that are none.
fn text(field: &Field) -> Json {
    match field {
        None => Json::Null,
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Json::String(text.to_owned()),
            Err(_) => serde_json::json!({ "hex": bytes.iter().map(|b| format!("{b:02x}")).collect::<String>() }),
        },
    }
}
