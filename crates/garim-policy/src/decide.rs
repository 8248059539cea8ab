//! Verdicts, views and the scope.

use std::collections::BTreeSet;

use cedar_policy::{Authorizer, Decision, Entities, EntityUid, PolicyId, Request};
use garim_core::{
    Result,
    asset::{Contract, Purpose},
    authz::{Action, Ask, Caller, Decide, Resource, Verdict},
    class::Treatment,
    schema::Column,
    search::Scope,
    view::{Mask, RowFilter, Sight, TableView},
};

use crate::{
    load::{Loaded, load},
    world::{Purposes, Types, World},
};

/// The policies of a project, ready to be asked. A changed policy, contract or purpose needs a new one: nothing is kept
/// from one question to the next.
pub struct CedarPolicy {
    loaded: Loaded,
    types: Types,
    purposes: Purposes,
    authorizer: Authorizer,
}

/// What Cedar said: whether, and by which policies.
struct Answer {
    allowed: bool,
    policies: Vec<PolicyId>,
}

impl Answer {
    /// Nothing could be asked, so nothing is allowed.
    fn unanswerable() -> Self {
        Self { allowed: false, policies: Vec::new() }
    }

    fn ids(&self) -> impl Iterator<Item = String> {
        self.policies.iter().map(ToString::to_string)
    }
}

impl CedarPolicy {
    /// Reads the shipped policies and a project's own (file name, text), and checks all of them strictly.
    ///
    /// # Errors
    /// `Invalid`, naming file, line and policy, for what does not parse or validate, an id that stands elsewhere already,
    /// an unknown mask, or a policy about `discover` that depends on more than the principal.
    pub fn new(project: &[(String, String)], purposes: &[Purpose]) -> Result<Self> {
        Ok(Self {
            loaded: load(project)?,
            types: Types::new()?,
            purposes: Purposes::new(purposes),
            authorizer: Authorizer::new(),
        })
    }

    /// A policy that fails to evaluate is skipped by Cedar, even a forbid: then nothing is allowed.
    fn ask(&self, caller: &Caller, action: Action, resource: EntityUid, entities: &Entities) -> Answer {
        let Ok(context) = self.types.context(caller) else { return Answer::unanswerable() };
        let (principal, action) = (self.types.principal(caller), self.types.action(action));
        let Ok(request) = Request::new(principal, action, resource, context, Some(&self.loaded.schema)) else {
            return Answer::unanswerable();
        };
        let response = self.authorizer.is_authorized(&request, &self.loaded.policies, entities);
        let failed = response.diagnostics().errors().next().is_some();
        let mut policies: Vec<PolicyId> = response.diagnostics().reason().cloned().collect();
        policies.sort();
        Answer { allowed: response.decision() == Decision::Allow && !failed, policies }
    }

    fn answer(&self, ask: &Ask, contract: Option<&Contract>) -> Result<Answer> {
        let world = World::new(&self.types, &self.loaded.actions, &self.purposes, &ask.caller)?;
        let (world, resource) = match &ask.resource {
            Resource::Catalog => (world, self.types.catalog()),
            Resource::Dataset(name) => {
                let contract = contract.filter(|c| c.name == *name);
                (world.with_dataset(name, contract)?, self.types.dataset(name))
            }
        };
        Ok(self.ask(&ask.caller, ask.action, resource, &world.entities()?))
    }

    fn table(&self, caller: &Caller, contract: &Contract) -> Result<Option<TableView>> {
        let world = World::new(&self.types, &self.loaded.actions, &self.purposes, caller)?;
        let entities = world.with_dataset(&contract.name, Some(contract))?.with_columns(contract)?.entities()?;
        let rows = self.ask(caller, Action::ReadRows, self.types.dataset(&contract.name), &entities);
        if !rows.allowed {
            return Ok(None);
        }
        let mut policies: BTreeSet<String> = rows.ids().collect();
        let mut columns = Vec::with_capacity(contract.schema.columns.len());
        for column in &contract.schema.columns {
            let (sight, by) = self.sight(caller, contract, column, &entities);
            policies.extend(by.ids());
            columns.push((column.name.clone(), sight));
        }
        let policies = policies.into_iter().collect();
        Ok(Some(TableView { dataset: contract.name.clone(), columns, rows: RowFilter::All, policies }))
    }

    /// The strongest that is permitted: clear, else masked (an identifier's mask is its pseudonym), else nothing.
    fn sight(&self, caller: &Caller, contract: &Contract, column: &Column, entities: &Entities) -> (Sight, Answer) {
        let about = |action| self.ask(caller, action, self.types.column(&contract.name, column), entities);
        let clear = about(Action::ReadClear);
        if clear.allowed {
            return (Sight::Clear, clear);
        }
        let masked = about(Action::ReadMasked);
        let sight = match column.treatment() {
            _ if !masked.allowed => Sight::Denied,
            Treatment::Sealed => Sight::Denied,
            Treatment::Identifier => Sight::Pseudonym,
            _ => Sight::Masked(self.strictest(&masked.policies)),
        };
        (sight, masked)
    }

    /// Of the masks that apply the one that hides most; a permit that names none hides everything.
    fn strictest(&self, permits: &[PolicyId]) -> Mask {
        permits.iter().map(|id| self.loaded.masks.get(id).copied().unwrap_or(Mask::Full)).max().unwrap_or(Mask::Full)
    }
}

impl Decide for CedarPolicy {
    fn decide(&self, ask: &Ask, contract: Option<&Contract>) -> Verdict {
        let answer = self.answer(ask, contract).unwrap_or_else(|_| Answer::unanswerable());
        let policies = answer.ids().collect();
        if answer.allowed { Verdict::Allowed { policies } } else { Verdict::Denied { policies } }
    }

    fn view(&self, caller: &Caller, contract: &Contract) -> Option<TableView> {
        self.table(caller, contract).unwrap_or(None)
    }

    fn scope(&self, caller: &Caller) -> Scope {
        let ask = Ask { caller: caller.clone(), action: Action::Discover, resource: Resource::Catalog };
        match self.decide(&ask, None) {
            Verdict::Allowed { .. } => Scope::Everything,
            Verdict::Denied { .. } => Scope::Labels(Vec::new()),
        }
    }
}
