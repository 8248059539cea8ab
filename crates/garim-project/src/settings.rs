//! `garim.toml`.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use garim_core::{name::SourceName, time::Zone};

use crate::{
    announce::{self, OpenLineage},
    document::{Document, Map, Text},
    node::{Node, parse_toml},
    source::SourceSetting,
};

/// What `garim.toml` says. Paths are from the project's root; [`Settings::path`] makes them whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The project's name.
    pub name: String,
    /// The zone of the business day.
    pub zone: Zone,
    /// `sqlite:PATH`.
    pub catalog_url: String,
    /// A folder.
    pub lake_url: String,
    /// `sqlite:PATH`.
    pub vault_url: String,
    /// `file:PATH`.
    pub vault_root: String,
    /// A folder or file that no backup takes together with the rest.
    pub ledger_url: String,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where rows come from.
    pub sources: BTreeMap<SourceName, SourceSetting>,
    /// Where the events of our own runs go, if anywhere.
    pub openlineage: Option<OpenLineage>,
}

/// Where the server listens if nothing is said: loopback only.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7878);

impl Settings {
    /// A setting such as `sqlite:.garim/catalog.db`, `file:.garim/root.key` or `.garim/lake` as a path under `root`.
    pub fn path(&self, root: &Path, setting: &str) -> PathBuf {
        let path = setting.split_once(':').map_or(setting, |(_, path)| path);
        root.join(path.strip_prefix("//").unwrap_or(path))
    }
}

/// Reads `garim.toml`; nothing where it cannot be understood well enough to go on. Names of sources that came to nothing go to
/// `broken`.
pub(crate) fn read(document: Document<'_>, broken: &mut BTreeSet<String>) -> Option<Settings> {
    let node = match parse_toml(document.text) {
        Ok(node) => node,
        Err(error) => {
            document.problem(error.span, error.message, None);
            return None;
        }
    };
    settings(document, &node, broken)
}

fn settings<'a>(document: Document<'a>, node: &'a Node, broken: &mut BTreeSet<String>) -> Option<Settings> {
    let top = document.map(node, "garim.toml")?;
    top.known("garim.toml", &["name", "timezone", "catalog", "lake", "vault", "ledger", "server", "sources", "openlineage"]);
    let name = top.required("name", "name = \"lgde\"");
    let zone = top.required("timezone", "timezone = \"Asia/Seoul\"").and_then(|t| t.parse::<Zone>());
    let catalog = section(&top, "catalog", &["url"]);
    let lake = section(&top, "lake", &["url"]);
    let vault = section(&top, "vault", &["url", "root"]);
    let ledger = section(&top, "ledger", &["url"]);
    let server = section(&top, "server", &["listen"]);
    Some(Settings {
        name: name?.value.to_owned(),
        catalog_url: database(&catalog, "url", "sqlite:.garim/catalog.db"),
        lake_url: folder(&lake, "url", ".garim/lake"),
        vault_url: database(&vault, "url", "sqlite:.garim/vault.db"),
        vault_root: root_key(&vault),
        ledger_url: folder(&ledger, "url", ".garim-ledger"),
        listen: server.and_then(|s| s.text("listen")).and_then(|t| address(&t)).unwrap_or(DEFAULT_LISTEN),
        sources: sources(&top, broken),
        openlineage: announce::read(&top),
        zone: zone?,
    })
}

fn section<'a>(top: &Map<'a>, key: &str, keys: &[&str]) -> Option<Map<'a>> {
    let map = top.map(key)?;
    map.known(&format!("`{key}`"), keys);
    Some(map)
}

fn database(section: &Option<Map<'_>>, key: &str, default: &str) -> String {
    let Some(text) = section.and_then(|s| s.text(key)) else { return default.to_owned() };
    if !text.value.starts_with("sqlite:") {
        text.problem("only SQLite is supported here for now", Some(format!("such as `{default}`")));
    }
    text.value.to_owned()
}

fn folder(section: &Option<Map<'_>>, key: &str, default: &str) -> String {
    let Some(text) = section.and_then(|s| s.text(key)) else { return default.to_owned() };
    if text.value.contains("://") {
        text.problem("only a folder is supported here for now", Some(format!("such as `{default}`")));
    }
    text.value.to_owned()
}

fn root_key(section: &Option<Map<'_>>) -> String {
    const DEFAULT: &str = "file:.garim/root.key";
    let Some(text) = section.and_then(|s| s.text("root")) else { return DEFAULT.to_owned() };
    if !text.value.starts_with("file:") {
        text.problem("only a key in a file is supported for now", Some(format!("such as `{DEFAULT}`")));
    }
    text.value.to_owned()
}

fn address(text: &Text<'_>) -> Option<SocketAddr> {
    let address = text.value.parse().ok();
    if address.is_none() {
        text.problem("this is not an address and port", Some("such as `127.0.0.1:7878`".to_owned()));
    }
    address
}

fn sources(top: &Map<'_>, broken: &mut BTreeSet<String>) -> BTreeMap<SourceName, SourceSetting> {
    let Some(map) = top.map("sources") else { return BTreeMap::new() };
    let mut sources = BTreeMap::new();
    for (key, node) in map.entries {
        let name = match SourceName::new(&key.text) {
            Ok(name) => name,
            Err(error) => {
                map.document.problem(key.span, error.to_string(), None);
                continue;
            }
        };
        let setting = map.document.text(node, "a source").and_then(|text| text.parse::<SourceSetting>());
        match setting {
            Some(setting) => {
                sources.insert(name, setting);
            }
            None => {
                broken.insert(key.text.clone());
            }
        }
    }
    sources
}
