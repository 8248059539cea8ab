//! `[openlineage]`: where the events of our own runs go.

use crate::document::Map;

/// What `garim.toml` says of it. A token stands in the environment, never in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLineage {
    /// Where events go.
    pub to: EventsTo,
    /// The namespace of our jobs and datasets.
    pub namespace: String,
}

/// Where events go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventsTo {
    /// A file, from the project's root, to which lines are added.
    File(String),
    /// A URL.
    Url {
        /// The URL.
        url: String,
        /// The environment variable with the bearer token, where one is wanted.
        token: Option<String>,
        /// Whether this machine and private networks may be reached.
        allow_private: bool,
    },
}

/// The namespace if nothing is said.
const DEFAULT_NAMESPACE: &str = "garim";

/// Reads the section.
pub(crate) fn read(top: &Map<'_>) -> Option<OpenLineage> {
    let map = top.map("openlineage")?;
    map.known("`openlineage`", &["url", "file", "token", "namespace", "allow-private"]);
    let token = map.text("token").and_then(|text| {
        let name = text.value.strip_prefix("env:").filter(|n| !n.is_empty());
        if name.is_none() {
            text.problem(
                "a token is no setting of a file",
                Some("name the variable that holds it: `env:LINEAGE_TOKEN`".to_owned()),
            );
        }
        name.map(str::to_owned)
    });
    let to = match (map.text("url"), map.text("file")) {
        (Some(url), None) => {
            if !(url.value.starts_with("https://") || url.value.starts_with("http://")) || url.value.contains('@') {
                url.problem(
                    "events go to an `http:` or `https:` URL without user and password",
                    Some("such as `https://lineage.example.com/api/v1/lineage`".to_owned()),
                );
            }
            let allow_private = map.boolean("allow-private").unwrap_or(false);
            EventsTo::Url { url: url.value.to_owned(), token, allow_private }
        }
        (None, Some(file)) => EventsTo::File(file.value.to_owned()),
        (Some(_), Some(file)) => {
            file.problem("events go to a `url` or to a `file`, not to both", None);
            return None;
        }
        (None, None) => {
            map.missing("url", "url = \"https://lineage.example.com/api/v1/lineage\"");
            return None;
        }
    };
    Some(OpenLineage { to, namespace: map.string("namespace").unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()) })
}
