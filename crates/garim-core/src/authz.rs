//! Permission: who asks for what, who decides, and the permit that writes demand.
//!
//! `require` is the only way to a [`Permit`]; stores and engines take one, so that an unauthorised write does not compile,
//! and write the audit record from it, so that an unaudited one does not either. `garim-policy` is the only implementation
//! of [`Decide`].

use serde::{Deserialize, Serialize};

use crate::{
    asset::Contract,
    error::{Entity, Error, Result},
    name::{DatasetName, PrincipalName, PurposeName, RoleName},
    search::Scope,
    view::TableView,
};

/// Someone who is signed in: a name and roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Who.
    pub name: PrincipalName,
    /// With which roles.
    pub roles: Vec<RoleName>,
}

/// A principal with the purpose of this session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// What for.
    pub purpose: PurposeName,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $text:literal;)*) => {
        /// What can be asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)*
        }

        impl Action {
            /// Every action, in the order of the matrix.
            pub const ALL: &[Action] = &[$(Action::$variant,)*];

            /// The name, as policies write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Action::$variant => $text,)* }
            }
        }
    };
}

actions! {
    /// Know that an asset exists, and read its metadata.
    Discover = "discover";
    /// Have its rows in a query, under a view.
    ReadRows = "read.rows";
    /// See a column through a mask.
    ReadMasked = "read.masked";
    /// See a column as it is.
    ReadClear = "read.clear";
    /// Set a column's classification.
    Classify = "classify";
    /// Certify or deprecate an asset.
    Certify = "certify";
    /// Start a pipeline's run.
    Run = "run";
    /// File a data subject request.
    FileRequest = "file_request";
    /// See data subject requests and their plans.
    ReadRequest = "read_request";
    /// Approve a data subject request.
    ApproveRequest = "approve_request";
    /// Approve somebody's access.
    ApproveAccess = "approve_access";
    /// See who did what.
    ReadAudit = "read_audit";
    /// Bring in what other systems know.
    Import = "import";
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// The whole catalog.
    Catalog,
    /// A dataset.
    Dataset(DatasetName),
}

/// A question of permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who asks, what for.
    pub caller: Caller,
    /// To do what.
    pub action: Action,
    /// With what.
    pub resource: Resource,
}

/// The answer, with the policies that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be done.
    Allowed {
        /// By these policies.
        policies: Vec<String>,
    },
    /// It may not; also where any policy failed to evaluate.
    Denied {
        /// By these policies; empty where nothing permitted it.
        policies: Vec<String>,
    },
}

/// Decides. Contracts are given, since this crate looks nothing up; the classes in `contract.schema` are those that hold.
pub trait Decide: Send + Sync {
    /// May this be done?
    fn decide(&self, ask: &Ask, contract: Option<&Contract>) -> Verdict;

    /// What may be seen of a table; `None` where it does not exist for the caller.
    fn view(&self, caller: &Caller, contract: &Contract) -> Option<TableView>;

    /// What may be discovered.
    fn scope(&self, caller: &Caller) -> Scope;
}

/// Proof that a question was asked and allowed. Only [`require`] makes one.
#[derive(Debug, Clone)]
pub struct Permit {
    ask: Ask,
    policies: Vec<String>,
}

impl Permit {
    /// What was allowed.
    pub fn ask(&self) -> &Ask {
        &self.ask
    }

    /// By which policies.
    pub fn policies(&self) -> &[String] {
        &self.policies
    }
}

/// Asks, and gives a permit or the error that the caller may see: what one may not discover is not found.
pub fn require(policy: &dyn Decide, ask: Ask, contract: Option<&Contract>) -> Result<Permit> {
    match policy.decide(&ask, contract) {
        Verdict::Allowed { policies } => Ok(Permit { ask, policies }),
        Verdict::Denied { .. } => Err(refusal(policy, &ask, contract)),
    }
}

fn refusal(policy: &dyn Decide, ask: &Ask, contract: Option<&Contract>) -> Error {
    let discover = Ask { action: Action::Discover, ..ask.clone() };
    let visible = ask.action != Action::Discover && matches!(policy.decide(&discover, contract), Verdict::Allowed { .. });
    match &ask.resource {
        Resource::Dataset(name) if !visible => Error::not_found(Entity::Dataset, name),
        _ => Error::Forbidden(format!(
            "`{}` may not `{}` for the purpose `{}`",
            ask.caller.principal.name,
            ask.action.as_str(),
            ask.caller.purpose
        )),
    }
}
