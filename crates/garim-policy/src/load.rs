//! From policy files to one set that has been checked strictly.

use std::{collections::HashMap, str::FromStr};

use cedar_policy::{
    ActionConstraint, Entity, Policy, PolicyId, PolicySet, ResourceConstraint, Schema, ValidationMode, Validator,
};
use garim_core::{Error, Result, view::Mask};
use miette::Diagnostic;

/// What policies may speak of.
const SCHEMA: &str = include_str!("../../../policies/schema.cedarschema");

/// The policies that every project has.
const BASELINE: &str = include_str!("../../../policies/baseline.cedar");

/// How the baseline is called in messages and in the ids of its unnamed policies.
const BASELINE_FILE: &str = "policies/baseline.cedar";

/// The masks that an annotation may name.
const MASKS: [(&str, Mask); 5] = [
    ("last4", Mask::Last4),
    ("email", Mask::Email),
    ("initial", Mask::Initial),
    ("first_word", Mask::FirstWord),
    ("full", Mask::Full),
];

/// Policies that may be asked.
pub(crate) struct Loaded {
    pub(crate) schema: Schema,
    /// The actions in their groups: Cedar knows groups only from the entities that it is given.
    pub(crate) actions: Vec<Entity>,
    pub(crate) policies: PolicySet,
    /// The masks that permits of `read.masked` give.
    pub(crate) masks: HashMap<PolicyId, Mask>,
}

/// Where each policy stands, for messages.
type Places<'a> = HashMap<PolicyId, (&'a str, &'a str)>;

/// Reads and checks the baseline with a project's files (name, text).
pub(crate) fn load(project: &[(String, String)]) -> Result<Loaded> {
    let (schema, _) = Schema::from_cedarschema_str(SCHEMA).map_err(|e| Error::internal("reading the policy schema", e))?;
    let (mut policies, mut masks, mut places) = (PolicySet::new(), HashMap::new(), Places::new());
    let shipped = std::iter::once((BASELINE_FILE, BASELINE));
    for (file, text) in shipped.chain(project.iter().map(|(f, t)| (f.as_str(), t.as_str()))) {
        for policy in read(file, text)? {
            let id = policy.id().clone();
            if let Some(mask) = mask(file, &policy)? {
                masks.insert(id.clone(), mask);
            }
            discovers_by_who_alone(file, &policy)?;
            if let Some((other, _)) = places.insert(id.clone(), (file, text)) {
                return Err(Error::Invalid(format!("{file}: policy `{id}` stands in {other} already; choose another id")));
            }
            policies.add(policy).map_err(|e| Error::Invalid(format!("{file}: policy `{id}`: {e}")))?;
        }
    }
    validate(&schema, &policies, &places)?;
    let actions = schema.action_entities().map_err(|e| Error::internal("reading the policy schema", e))?;
    Ok(Loaded { actions: actions.iter().cloned().collect(), schema, policies, masks })
}

/// The policies of a file, each under its `@id`, else under the file's name and its number.
fn read(file: &str, text: &str) -> Result<Vec<Policy>> {
    let set = PolicySet::from_str(text).map_err(|e| Error::Invalid(format!("{}: {e}", place(file, text, &e))))?;
    if let Some(template) = set.templates().next() {
        let id = template.annotation("id").unwrap_or("without an id");
        return Err(Error::Invalid(format!("{file}: policy `{id}` has a slot; policies name whom they mean")));
    }
    let named = |policy: &Policy| match policy.annotation("id") {
        Some(id) => policy.new_id(PolicyId::new(id)),
        None => policy.new_id(PolicyId::new(policy.id().to_string().replace("policy", &format!("{file}#")))),
    };
    let mut policies: Vec<Policy> = set.policies().map(named).collect();
    policies.sort_by(|a, b| a.id().cmp(b.id()));
    Ok(policies)
}

fn mask(file: &str, policy: &Policy) -> Result<Option<Mask>> {
    let Some(wanted) = policy.annotation("mask") else { return Ok(None) };
    match MASKS.iter().find(|(name, _)| *name == wanted) {
        Some((_, mask)) => Ok(Some(*mask)),
        None => Err(Error::Invalid(format!(
            "{file}: policy `{}`: `{wanted}` is not a mask; `last4`, `email`, `initial`, `first_word` and `full` are",
            policy.id()
        ))),
    }
}

/// Search asks once and filters by the answer. A policy that would hide or show single assets to it must not be possible.
fn discovers_by_who_alone(file: &str, policy: &Policy) -> Result<()> {
    let means_discover = |uid: &cedar_policy::EntityUid| uid.id().unescaped() == "discover";
    let discovers = match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::In(actions) => actions.iter().any(means_discover),
        ActionConstraint::Eq(action) => means_discover(&action),
    };
    let by_who_alone = policy.resource_constraint() == ResourceConstraint::Any && !policy.has_non_scope_constraint();
    match discovers && !by_who_alone {
        true => Err(Error::Invalid(format!(
            "{file}: policy `{}` covers `discover`, which may depend on the principal only; name the other actions, or leave out the resource and the conditions",
            policy.id()
        ))),
        false => Ok(()),
    }
}

fn validate(schema: &Schema, policies: &PolicySet, places: &Places<'_>) -> Result<()> {
    let result = Validator::new(schema.clone()).validate(policies, ValidationMode::Strict);
    let mut wrong: Vec<String> = result
        .validation_errors()
        .map(|e| match places.get(e.policy_id()) {
            Some((file, text)) => format!("{}: {e}", place(file, text, e)),
            None => e.to_string(),
        })
        .collect();
    wrong.sort();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(wrong.join("\n"))),
    }
}

/// `file:line`, where the diagnostic says where; else the file.
fn place(file: &str, text: &str, found: &dyn Diagnostic) -> String {
    let offset = found.labels().and_then(|mut labels| labels.next()).map(|label| label.offset());
    match offset.and_then(|at| text.get(..at)) {
        Some(before) => format!("{file}:{}", before.matches('\n').count() + 1),
        None => file.to_owned(),
    }
}
