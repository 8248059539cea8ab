//! What a hit shows of its document: kept beside the index, read for the few documents of an answer only.

use garim_core::{
    Error, Result,
    search::{Deprecation, Document},
};
use serde::{Deserialize, Serialize};
use tantivy::{DocAddress, Searcher, TantivyDocument, schema::Value};

use super::schema::Fields;

/// Longest description that is shown, in characters.
const MAX_DESCRIPTION: usize = 300;
/// Most synonyms that are kept: what is found by the others is found all the same.
const MAX_SYNONYMS: usize = 24;

/// The shown part of a document. Short keys: there are a million of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Shown {
    #[serde(rename = "i")]
    pub id: String,
    #[serde(rename = "n")]
    pub name: String,
    #[serde(rename = "l", skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    #[serde(rename = "s", skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    #[serde(rename = "d", skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(rename = "x", skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
}

impl Shown {
    /// What of a document is shown, as it is written.
    pub fn write(document: &Document) -> Result<String> {
        let shown = Self {
            id: document.id.clone(),
            name: document.name.clone(),
            labels: document.labels.clone(),
            synonyms: document.synonyms.iter().take(MAX_SYNONYMS).cloned().collect(),
            description: document.description.chars().take(MAX_DESCRIPTION).collect(),
            deprecated: document.signals.deprecated.clone(),
        };
        serde_json::to_string(&shown).map_err(|e| Error::internal("writing a search document", e))
    }

    /// What is shown of the document at an address.
    pub fn read(searcher: &Searcher, fields: &Fields, at: DocAddress) -> Result<Self> {
        let doing = "reading a search document";
        let stored: TantivyDocument = searcher.doc(at).map_err(|e| Error::internal(doing, e))?;
        let json = stored.get_first(fields.shown).and_then(|v| v.as_str()).unwrap_or_default();
        serde_json::from_str(json).map_err(|e| Error::internal(doing, e))
    }
}
