//! Tests, and how they went last.

use garim_core::imported::{Check, Fact, ImportedDataset};

use super::{
    artifact::{Node, Outcome},
    project::{Project, when},
};

/// The tests of each dataset.
pub(super) fn read(project: &Project) -> Vec<Fact> {
    let tests = project.manifest.nodes.iter().filter(|(_, n)| n.resource_type == "test");
    tests.filter_map(|(id, node)| test(project, id, node)).collect()
}

fn test(project: &Project, id: &str, node: &Node) -> Option<Fact> {
    let on = node.attached_node.as_ref().or(match node.depends_on.nodes.as_slice() {
        [only] => Some(only),
        _ => None,
    })?;
    let key = project.keys.get(on)?.clone();
    let outcome = last(project, id);
    let name = node.test_metadata.as_ref().map_or_else(|| node.name.clone().unwrap_or_default(), |t| t.name.clone());
    let passed = outcome.and_then(|(o, _)| match o.status.as_str() {
        "pass" | "success" => Some(true),
        "fail" | "error" | "warn" => Some(false),
        _ => None,
    });
    let at = outcome.and_then(|(_, at)| at).unwrap_or(project.at);
    let checks = vec![Check { name, column: node.column_name.clone(), passed }];
    Some(Fact::Dataset(ImportedDataset { checks, ..ImportedDataset::new(key, at) }))
}

/// The last outcome of a node, and when.
fn last<'a>(project: &'a Project, id: &str) -> Option<(&'a Outcome, Option<garim_core::time::Timestamp>)> {
    let all = project.results.iter().flat_map(|r| r.results.iter().map(|o| (o, when(r.metadata.generated_at.as_deref()))));
    all.filter(|(o, _)| o.unique_id == id).max_by_key(|(_, at)| *at)
}
