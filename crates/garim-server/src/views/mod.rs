//! What answers look like: views of the product's cards, in camelCase, with schemas for the OpenAPI document.

mod answer;
mod browse;
mod dataset;
mod import;
mod lineage;
mod metric;
mod request;
mod run;
mod search;
mod session;
mod sql;
mod status;

pub(crate) use answer::{CanonicalAnswer, Standing};
pub(crate) use browse::{Browse, Related, Saved, SavedSearches, Topic, Topics};
pub(crate) use dataset::{ClassRow, ClassSuggestions, Classes, Classified, Dataset, Datasets};
pub(crate) use import::{Asset, EventHeard, Import, Imports};
pub(crate) use lineage::{Blame, Impact, Lineage, Way};
pub(crate) use metric::{Metric, Metrics, Values};
pub(crate) use request::{Certificate, Filed, Plan, Request, Requests};
pub(crate) use run::{Run, Runs};
pub(crate) use search::{Hits, Suggestions};
pub(crate) use session::Session;
pub(crate) use sql::Table;
pub(crate) use status::Status;

use serde::Serialize;
use utoipa::ToSchema;

/// A name and what people call it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// The name.
    pub(crate) name: String,
    /// What people call it.
    pub(crate) label: String,
}

impl From<(String, String)> for Named {
    fn from((name, label): (String, String)) -> Self {
        Self { name, label }
    }
}
