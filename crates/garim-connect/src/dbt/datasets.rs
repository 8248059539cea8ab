//! Models, seeds, snapshots and sources as datasets.

use garim_core::imported::{DatasetKind, Fact, ImportedColumn, ImportedDataset};

use super::{
    artifact::{Column, Node},
    project::Project,
};

/// Every dataset of the project.
pub(super) fn read(project: &Project) -> Vec<Fact> {
    let all = project.manifest.nodes.iter().chain(&project.manifest.sources);
    all.filter_map(|(id, node)| Some(Fact::Dataset(dataset(project, id, node)?))).collect()
}

fn dataset(project: &Project, id: &str, node: &Node) -> Option<ImportedDataset> {
    let key = project.keys.get(id)?.clone();
    let found = project.catalog.nodes.get(id).or_else(|| project.catalog.sources.get(id));
    let described = found.and_then(|f| f.metadata.as_ref());
    let stat = |names: [&str; 2]| {
        let stats = &found?.stats;
        let value = &names.iter().find_map(|n| stats.get(*n))?.value;
        value.as_u64().or_else(|| value.as_f64().map(|f| f as u64))
    };
    let columns = columns(node, found);
    Some(ImportedDataset {
        kind: kind(node, described.and_then(|d| d.kind.as_deref())),
        description: some(&node.description).or_else(|| described.and_then(|d| some(&d.comment))),
        columns: (!columns.is_empty()).then_some(columns),
        owners: project.owners(node).or_else(|| Some(vec![some(&described?.owner)?])),
        tags: (!node.tags.is_empty()).then(|| node.tags.clone()),
        rows: stat(["row_count", "num_rows"]),
        bytes: stat(["bytes", "num_bytes"]),
        ..ImportedDataset::new(key, project.at)
    })
}

fn some(text: &Option<String>) -> Option<String> {
    text.clone().filter(|t| !t.trim().is_empty())
}

fn kind(node: &Node, found: Option<&str>) -> Option<DatasetKind> {
    match (node.resource_type.as_str(), node.config.materialized.as_deref()) {
        ("source", _) => Some(DatasetKind::Source),
        ("seed", _) => Some(DatasetKind::Seed),
        ("snapshot", _) => Some(DatasetKind::Snapshot),
        (_, Some("view")) => Some(DatasetKind::View),
        (_, Some("materialized_view" | "dynamic_table")) => Some(DatasetKind::MaterialisedView),
        _ if found.is_some_and(|f| f.eq_ignore_ascii_case("view")) => Some(DatasetKind::View),
        _ => Some(DatasetKind::Table),
    }
}

/// The database says which columns there are and of what type, the project what they mean.
pub(super) fn columns(node: &Node, found: Option<&Node>) -> Vec<ImportedColumn> {
    let declared = |name: &str| node.columns.values().find(|c| c.name.eq_ignore_ascii_case(name));
    let Some(found) = found.filter(|f| !f.columns.is_empty()) else {
        return node.columns.values().map(|c| column(c, Some(c))).collect();
    };
    let mut there: Vec<&Column> = found.columns.values().collect();
    there.sort_by_key(|c| c.index);
    there.into_iter().map(|c| column(c, declared(&c.name))).collect()
}

fn column(there: &Column, declared: Option<&Column>) -> ImportedColumn {
    let said = declared.and_then(|d| some(&d.description));
    ImportedColumn {
        name: there.name.clone(),
        data_type: there.kind.clone().or_else(|| there.data_type.clone()).unwrap_or_default(),
        description: said.or_else(|| some(&there.comment)),
        tags: declared.map(|d| d.tags.clone()).unwrap_or_default(),
        ..ImportedColumn::default()
    }
}
