//! `purposes.yaml`.

use std::collections::BTreeSet;

use garim_core::{
    asset::{LegalBasis, Purpose},
    name::{PurposeName, RoleName},
};

use crate::{
    document::{Document, Map},
    node::Node,
};

const KEYS: [&str; 7] = ["name", "description", "basis", "objectable", "restrictable", "roles", "default_for"];

const BASES: [(&str, LegalBasis); 6] = [
    ("consent", LegalBasis::Consent),
    ("contract", LegalBasis::Contract),
    ("legal_obligation", LegalBasis::LegalObligation),
    ("vital_interests", LegalBasis::VitalInterests),
    ("public_task", LegalBasis::PublicTask),
    ("legitimate_interests", LegalBasis::LegitimateInterests),
];

/// Reads the purposes; names of those that came to nothing go to `broken`.
pub(crate) fn read<'a>(document: Document<'a>, node: &'a Node, broken: &mut BTreeSet<String>) -> Vec<Purpose> {
    let Some(top) = document.map(node, "purposes.yaml") else { return Vec::new() };
    top.known("purposes.yaml", &["purposes"]);
    let mut purposes: Vec<Purpose> = Vec::new();
    for node in top.list("purposes") {
        let Some(map) = document.map(node, "a purpose") else { continue };
        let Some(purpose) = purpose(&map) else {
            broken.extend(node.named("name"));
            continue;
        };
        if purposes.iter().any(|p| p.name == purpose.name) {
            document.problem(map.span, format!("purpose `{}` is defined twice", purpose.name), None);
        }
        for role in &purpose.default_for {
            if let Some(other) = purposes.iter().find(|p| p.default_for.contains(role)) {
                let message = format!("role `{role}` has two default purposes, `{}` and `{}`", other.name, purpose.name);
                document.problem(map.span, message, Some("name it in one `default_for` only".to_owned()));
            }
        }
        purposes.push(purpose);
    }
    purposes
}

fn purpose(map: &Map<'_>) -> Option<Purpose> {
    map.known("a purpose", &KEYS);
    let name = map.required("name", "name: reporting")?.parse::<PurposeName>();
    let basis = map.required("basis", "basis: legal_obligation")?.one_of("a legal basis", &BASES);
    let roles = roles(map, "roles");
    let default_for = roles_of_default(map, &roles);
    Some(Purpose {
        name: name?,
        description: map.string("description"),
        basis: basis?,
        objectable: map.boolean("objectable").unwrap_or(false),
        restrictable: map.boolean("restrictable").unwrap_or(false),
        roles,
        default_for,
    })
}

fn roles(map: &Map<'_>, key: &str) -> Vec<RoleName> {
    map.texts(key).iter().filter_map(|text| text.parse()).collect()
}

/// The roles whose default it is: each must be allowed to use it.
fn roles_of_default(map: &Map<'_>, allowed: &[RoleName]) -> Vec<RoleName> {
    let mut found = Vec::new();
    for text in map.texts("default_for") {
        let Some(role) = text.parse::<RoleName>() else { continue };
        if !allowed.contains(&role) {
            text.problem(format!("`{role}` may not use this purpose"), Some("add it to `roles`".to_owned()));
        }
        found.push(role);
    }
    found
}
