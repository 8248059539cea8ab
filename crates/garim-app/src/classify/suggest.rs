//! What the scanner says of a dataset's source today.

use garim_core::{Result, authz::Caller};
use serde::Serialize;

use crate::{App, runs::scan};

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

impl App {
    /// Looks at a sample of a dataset's source.
    pub async fn suggest_classes(&self, caller: &Caller, dataset: &str) -> Result<Vec<Suggestion>> {
        let found = self.discovered(caller, dataset).await?;
        let source = self.ports.sources.locate(&found.contract)?;
        let peek = self.ports.lake.peek(&source, SAMPLE_ROWS).await?;
        let found_in = scan(&peek);
        let suggestion = |column: &garim_ports::PeekColumn| {
            let told = found_in.get(column.name.as_str());
            let holds = found.contract.schema.columns.iter().find(|c| c.name.as_str() == column.name);
            Suggestion {
                column: column.name.clone(),
                holds: holds.map_or("unclassified", |c| c.class.as_str()).to_owned(),
                suggests: told.map(|f| f.class.to_string()),
                confidence: told.map(|f| f.confidence),
                evidence: told.map(|f| f.evidence.clone()),
            }
        };
        Ok(peek.columns.iter().map(suggestion).collect())
    }
}
