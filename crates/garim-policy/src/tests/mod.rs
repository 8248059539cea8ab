#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod matrix;
mod project;
mod sight;
mod world;

use garim_core::{
    asset::{BadRows, Contract, DayRule, ErasureAction, LegalBasis, Owner, Purpose, Stage, Standing},
    authz::{Action, Ask, Caller, Decide, Principal, Resource, Verdict},
    class::Class,
    name::RoleName,
    schema::{Column, LogicalType, Role, Schema},
};

use crate::CedarPolicy;

/// Every role that the baseline knows, and one that it does not.
const ROLES: [&str; 9] = ["admin", "engineer", "owner", "analyst", "viewer", "cs_agent", "dpo", "importer", "outsider"];

fn purpose(name: &str, roles: &[&str]) -> Purpose {
    Purpose {
        name: name.parse().unwrap(),
        description: None,
        basis: LegalBasis::LegalObligation,
        objectable: false,
        restrictable: false,
        roles: roles.iter().map(|r| r.parse().unwrap()).collect(),
        default_for: vec![],
    }
}

/// `reporting` for everyone, `marketing` for analysts.
fn purposes() -> [Purpose; 2] {
    [purpose("reporting", &ROLES), purpose("marketing", &["analyst"])]
}

fn policy(project: &[(&str, &str)]) -> CedarPolicy {
    loaded(project).unwrap_or_else(|e| panic!("{}", e.for_operator()))
}

fn loaded(project: &[(&str, &str)]) -> garim_core::Result<CedarPolicy> {
    let project: Vec<(String, String)> = project.iter().map(|(f, t)| ((*f).to_owned(), (*t).to_owned())).collect();
    CedarPolicy::new(&project, &purposes())
}

fn caller(name: &str, roles: &[&str], purpose: &str) -> Caller {
    let roles: Vec<RoleName> = roles.iter().map(|r| r.parse().unwrap()).collect();
    Caller { principal: Principal { name: name.parse().unwrap(), roles }, purpose: purpose.parse().unwrap() }
}

/// Someone with one role; the owner is the one whom the contract names.
fn with_role(role: &str, purpose: &str) -> Caller {
    let name = if role == "owner" { "lee" } else { "kim" };
    caller(name, &[role], purpose)
}

fn column(name: &str, class: Class) -> Column {
    Column {
        name: name.parse().unwrap(),
        logical: LogicalType::String,
        required: false,
        optional: false,
        class,
        role: Role::Neutral,
    }
}

/// `shop.user`, owned by lee.
fn user() -> Contract {
    let columns = vec![
        column("u_id", Class::Identifier),
        column("u_name", Class::PiiName),
        column("u_email", Class::PiiEmail),
        column("u_phone", Class::PiiPhone),
        column("u_address", Class::PiiAddress),
        column("u_birth", Class::PiiBirthDate),
        column("u_gender", Class::QuasiGender),
        column("u_allergy", Class::SensitiveHealth),
        column("u_signup", Class::None),
        column("u_pin", Class::Secret),
        column("u_new", Class::Unclassified),
    ];
    Contract {
        name: "shop.user".parse().unwrap(),
        version: "1.0.0".into(),
        business_name: None,
        description: None,
        domain: Some("crm".into()),
        owner: Owner { team: Some("team-crm".into()), people: vec!["lee".parse().unwrap()] },
        standing: Standing::Active,
        stage: Stage::Source,
        synonyms: vec![],
        tags: vec![],
        source: None,
        schema: Schema { columns },
        column_texts: vec![],
        day: DayRule::Snapshot,
        key: vec![],
        received: None,
        late_days: 3,
        bad_rows: BadRows::Batch,
        erasure: ErasureAction::Delete,
        since: None,
        row_owner: None,
    }
}

fn allowed(policy: &CedarPolicy, caller: &Caller, action: Action, resource: Resource, contract: Option<&Contract>) -> bool {
    let ask = Ask { caller: caller.clone(), action, resource };
    matches!(policy.decide(&ask, contract), Verdict::Allowed { .. })
}

fn on_user() -> Resource {
    Resource::Dataset("shop.user".parse().unwrap())
}
