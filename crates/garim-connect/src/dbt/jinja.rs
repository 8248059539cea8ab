//! The SQL of a node: compiled where dbt compiled it, else as written, with `ref` and `source` put in. Other templates stay:
//! the analyser says that they are there.

use super::{artifact::Node, project::Project};

/// The SQL; `None` for seeds and for models in Python.
pub(super) fn sql(node: &Node, project: &Project) -> Option<String> {
    if node.resource_type == "seed" || node.language.as_deref().is_some_and(|l| l != "sql") {
        return None;
    }
    let text = |t: &Option<String>| t.clone().filter(|t| !t.trim().is_empty());
    text(&node.compiled_code).or_else(|| text(&node.raw_code).map(|raw| put_in(&raw, project)))
}

fn put_in(raw: &str, project: &Project) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(begin) = rest.find("{{") {
        out.push_str(&rest[..begin]);
        let Some(end) = rest[begin..].find("}}") else {
            out.push_str(&rest[begin..]);
            return out;
        };
        let whole = &rest[begin..begin + end + 2];
        match called(whole.trim_matches(['{', '}', '-', ' ', '\n', '\t']), project) {
            Called::Relation(name) => out.push_str(&name),
            Called::Nothing => {}
            Called::Other => out.push_str(whole),
        }
        rest = &rest[begin + end + 2..];
    }
    out + rest
}

enum Called {
    Relation(String),
    /// It puts nothing into the SQL.
    Nothing,
    Other,
}

/// What a call puts in: `ref('orders')`, `ref('package', 'orders')`, `source('raw', 'orders')`, `config(…)`.
fn called(call: &str, project: &Project) -> Called {
    let Some((function, arguments)) = call.split_once('(') else { return Called::Other };
    let names: Vec<&str> = arguments
        .split([',', ')'])
        .map(|a| a.trim().trim_matches(['\'', '"']))
        .filter(|a| !a.is_empty() && !a.contains('='))
        .collect();
    let node = match (function.trim(), names.as_slice()) {
        ("config", _) => return Called::Nothing,
        ("ref", [.., name]) => project.manifest.nodes.values().find(|n| n.name.as_deref() == Some(*name) && n.is_dataset()),
        ("source", [source, name]) => {
            let same = |n: &&Node| n.source_name.as_deref() == Some(*source) && n.name.as_deref() == Some(*name);
            project.manifest.sources.values().find(same)
        }
        _ => None,
    };
    node.map_or(Called::Other, |n| Called::Relation(relation(n)))
}

fn relation(node: &Node) -> String {
    let parts = node.database.as_deref().into_iter().chain(node.schema.as_deref()).chain(node.table());
    parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(".")
}
