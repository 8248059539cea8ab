//! `policies/matrix.txt`: role × action × resource, from real Cedar, reviewed as a diff.

use std::fmt::Write;

use garim_core::{
    authz::{Action, Caller, Decide, Resource},
    view::{Mask, Sight},
};

use super::{CedarPolicy, ROLES, allowed, on_user, policy, user, with_role};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/matrix.txt");

/// Actions on a dataset, and on the catalog.
const ON_DATASET: [Action; 6] =
    [Action::Discover, Action::ReadRows, Action::Classify, Action::Certify, Action::ApproveAccess, Action::Run];
const ON_CATALOG: [Action; 7] = [
    Action::Discover,
    Action::Run,
    Action::FileRequest,
    Action::ReadRequest,
    Action::ApproveRequest,
    Action::ReadAudit,
    Action::Import,
];

#[test]
fn the_matrix_is_as_reviewed() {
    let now = matrix();
    let reviewed = std::fs::read_to_string(FILE).unwrap_or_default();
    if now != reviewed && option_env!("GARIM_ACCEPT").is_some() {
        std::fs::write(FILE, &now).unwrap();
        return;
    }
    assert!(now == reviewed, "policies/matrix.txt is not what Cedar says; build with GARIM_ACCEPT=1 to accept this:\n{now}");
}

fn matrix() -> String {
    let policy = policy(&[]);
    let mut text =
        String::from("# What the shipped policies allow: role × action × resource, as Cedar decides. Reviewed as a diff.\n");
    text.push_str("# `owner` is one whom the contract names. Nobody holds a grant, since there are none yet.\n");
    for purpose in ["reporting", "marketing"] {
        let who = if purpose == "reporting" { "for every role" } else { "for analysts only" };
        writeln!(text, "\n## purpose {purpose} ({who})").unwrap();
        table(&mut text, "dataset shop.user (owner: lee)", &ON_DATASET, |role, action| {
            tick(allowed(&policy, &with_role(role, purpose), action, on_user(), Some(&user())))
        });
        table(&mut text, "catalog", &ON_CATALOG, |role, action| {
            tick(allowed(&policy, &with_role(role, purpose), action, Resource::Catalog, None))
        });
        columns(&mut text, &policy, purpose);
    }
    text
}

fn table(text: &mut String, what: &str, actions: &[Action], cell: impl Fn(&str, Action) -> &'static str) {
    writeln!(text, "\n{what}").unwrap();
    let heads: Vec<String> = actions.iter().map(|a| format!("{:<16}", a.as_str())).collect();
    writeln!(text, "{}", format!("  {:<10}{}", "", heads.concat()).trim_end()).unwrap();
    for role in ROLES {
        let cells: Vec<String> = actions.iter().map(|a| format!("{:<16}", cell(role, *a))).collect();
        writeln!(text, "{}", format!("  {role:<10}{}", cells.concat()).trim_end()).unwrap();
    }
}

/// A line for each column, since there are more of them than roles.
fn columns(text: &mut String, policy: &CedarPolicy, purpose: &str) {
    writeln!(text, "\ncolumns of shop.user").unwrap();
    let heads: Vec<String> = ROLES.iter().map(|r| format!("{r:<12}")).collect();
    writeln!(text, "{}", format!("  {:<29}{}", "", heads.concat()).trim_end()).unwrap();
    for column in &user().schema.columns {
        let seen = |caller: &Caller| policy.view(caller, &user()).map_or(Sight::Denied, |v| v.sight(&column.name));
        let cells: Vec<String> = ROLES.iter().map(|r| format!("{:<12}", shown(seen(&with_role(r, purpose))))).collect();
        let name = format!("{} ({})", column.name, column.class);
        writeln!(text, "{}", format!("  {name:<29}{}", cells.concat()).trim_end()).unwrap();
    }
}

fn tick(allowed: bool) -> &'static str {
    if allowed { "✔" } else { "✘" }
}

fn shown(sight: Sight) -> &'static str {
    match sight {
        Sight::Clear => "clear",
        Sight::Masked(Mask::Last4) => "last4",
        Sight::Masked(Mask::Email) => "email",
        Sight::Masked(Mask::Initial) => "initial",
        Sight::Masked(Mask::FirstWord) => "first_word",
        Sight::Masked(Mask::Full) => "***",
        Sight::Pseudonym => "pseudonym",
        Sight::Denied => "✘",
    }
}
