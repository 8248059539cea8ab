//! What the scanner says of a dataset's columns: of a sample of the source today, and of what streamed past in earlier runs.

use garim_core::{
    Result,
    authz::{Action, Caller, Resource},
    class::{Basis, Class},
    name::ColumnName,
};
use garim_ports::PeekColumn;
use serde::Serialize;

use crate::{App, catalog::Effective, runs::scan};

/// Rows that are looked at.
const SAMPLE_ROWS: usize = 1000;

/// What the scanner says of one column; evidence in words, never a value.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The column.
    pub column: String,
    /// The class that holds.
    pub holds: String,
    /// The class that the scanner suggests.
    pub suggests: Option<String>,
    /// 0 to 1.
    pub confidence: Option<f64>,
    /// In words.
    pub evidence: Option<String>,
}

/// A class, how sure, and why.
type Told = (Class, f64, String);

impl App {
    /// Looks at a sample of a dataset's source, for somebody who may classify its columns.
    pub async fn suggest_classes(&self, caller: &Caller, dataset: &str) -> Result<Vec<Suggestion>> {
        let found = self.discovered(caller, dataset).await?;
        let resource = Resource::Dataset(found.contract.name.clone());
        self.permit(caller, Action::Classify, resource, Some(&found.contract))?;
        let source = self.ports.sources.locate(&found.contract)?;
        let peek = self.ports.lake.peek(&source, SAMPLE_ROWS).await?;
        let today = scan(&peek);
        let suggestion = |column: &PeekColumn| {
            let told = today.get(&column.name).map(|f| (f.class, f.confidence, f.evidence.clone()));
            let told = surer(told, recorded(&found, &column.name));
            let holds = found.contract.schema.columns.iter().find(|c| c.name.as_str() == column.name);
            Suggestion {
                column: column.name.clone(),
                holds: holds.map_or("unclassified", |c| c.class.as_str()).to_owned(),
                suggests: told.as_ref().map(|(class, ..)| class.to_string()),
                confidence: told.as_ref().map(|(_, confidence, _)| *confidence),
                evidence: told.map(|(.., evidence)| evidence),
            }
        };
        Ok(peek.columns.iter().map(suggestion).collect())
    }
}

/// What a run recorded: it has seen more than a sample.
fn recorded(found: &Effective, column: &str) -> Option<Told> {
    let held = found.classified.get(&ColumnName::new(column).ok()?)?;
    match &held.basis {
        Basis::Scanner { evidence, confidence } => Some((held.class, *confidence, evidence.clone())),
        _ => None,
    }
}

fn surer(a: Option<Told>, b: Option<Told>) -> Option<Told> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.1 > a.1 { b } else { a }),
        (a, b) => a.or(b),
    }
}
