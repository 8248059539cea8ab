//! People: who answers for a dataset, and which column names whose values a row holds.

use garim_core::{
    asset::Owner,
    class::Treatment,
    name::{ColumnName, PrincipalName},
    schema::Column,
};

use crate::{document::Map, node::Value};

/// The only identifier of a table.
pub(super) fn only_identifier(columns: &[Column]) -> Option<ColumnName> {
    let mut found = columns.iter().filter(|c| c.treatment() == Treatment::Identifier);
    match (found.next(), found.next()) {
        (Some(column), None) => Some(column.name.clone()),
        _ => None,
    }
}

/// The team and its members with the role of owner. Version 3.0 has a list of members, 3.1 a map with a name.
pub(super) fn owner(top: &Map<'_>) -> Owner {
    let Some(node) = top.get("team") else { return Owner::default() };
    match &node.value {
        Value::List(_) => Owner { team: None, people: members(top, "team") },
        _ => top.map("team").map_or_else(Owner::default, |team| {
            team.known(
                "`team`",
                &["id", "name", "description", "members", "tags", "customProperties", "authoritativeDefinitions"],
            );
            Owner { team: team.string("name"), people: members(&team, "members") }
        }),
    }
}

fn members(map: &Map<'_>, key: &str) -> Vec<PrincipalName> {
    let mut people = Vec::new();
    for node in map.list(key) {
        let Some(member) = map.document.map(node, "a member") else { continue };
        let owns = member.text("role").is_some_and(|r| r.value == "owner");
        let name = member.required("username", "username: kim").and_then(|t| t.parse::<PrincipalName>());
        people.extend(name.filter(|_| owns));
    }
    people
}
