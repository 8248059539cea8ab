//! What the product does: one folder a capability, one file a verb, each a method of [`App`].
//!
//! Use cases load, ask policy, decide, record and commit, over ports. This crate knows no adapter: no SQL database, no
//! Delta, no DataFusion, no tantivy, no HTTP, and it prints nothing.

mod catalog;
mod classify;
mod erasure;
mod find;
mod import;
mod jobs;
mod metrics;
mod requests;
mod runs;
mod sql;
mod trace;

use std::sync::Arc;

use garim_core::{
    Error, Result,
    asset::{Contract, Metric, Pipeline},
    authz::{Action, Ask, Caller, Decide, Permit, Resource, require},
    name::{PipelineName, PrincipalName, PurposeName, RoleName},
    time::Timestamp,
};
use garim_ports::{Announce, Clock, Connect, Engine, Ids, Index, Lake, Progress, SourceQuery, Store, Vault};
use garim_project::Project;

pub use catalog::{
    ColumnCard, DatasetCard, DatasetRow, MetricCard, MetricRow, PartitionRow, ProtectedRow, RecomputedRow, Status, VersionRow,
};
pub use classify::Suggestion as ClassSuggestion;
pub use erasure::PersonCopy;
pub use find::{
    AnswerCard, Browse, Definition, Endorse, Evidence, Listed, LookAlike, Named, Related, Said, Standing, Vouched, WhyNot,
};
pub use import::{Heard, ImportRequest, ImportedCard, ImportedColumnCard, ImportedQuery};
pub use metrics::{KpiTable, Reconciliation};
pub use requests::{Filed, RequestCard, StepRow};
pub use runs::{DayReport, JobReport, RunOptions};
pub use sql::Answer;
pub use trace::{
    BlameAnswer, BlameStep, Direction, Flow, GraphEdge, GraphNode, ImpactAnswer, ImpactAsset, LineageAnswer, LineageAsk,
    PathAnswer, PathHop,
};

/// Finds where a source's rows are: the binary knows the environment and the project's root.
pub trait Sources: Send + Sync {
    /// What to read for a contract's source.
    fn locate(&self, contract: &Contract) -> Result<SourceQuery>;
}

/// Everything that the use cases stand on.
pub struct Ports {
    /// Remembers.
    pub store: Arc<dyn Store>,
    /// Keeps keys and protected values.
    pub vault: Arc<dyn Vault>,
    /// Holds and moves data.
    pub lake: Arc<dyn Lake>,
    /// Plans and runs SQL.
    pub engine: Arc<dyn Engine>,
    /// Finds.
    pub index: Arc<dyn Index>,
    /// Decides.
    pub policy: Arc<dyn Decide>,
    /// Locates sources.
    pub sources: Arc<dyn Sources>,
    /// Says what time it is.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn Ids>,
    /// Reads other systems.
    pub connect: Arc<dyn Connect>,
    /// Tells other systems of our runs, where the project wants that.
    pub announce: Option<Arc<dyn Announce>>,
    /// The commit that the project stands at, where it is under version control.
    pub commit: Option<String>,
}

/// The product: a project and what it stands on.
#[derive(Clone)]
pub struct App {
    ports: Arc<Ports>,
    project: Arc<Project>,
    holder: Arc<jobs::Holder>,
    graph: Arc<trace::HeldGraph>,
    learning: Arc<find::Learning>,
}

/// Roles of the operator: whoever holds the project's folder and root key. Policy still decides; nobody reads clear.
pub const OPERATOR_ROLES: [&str; 2] = ["admin", "engineer"];
/// The operator's name until the project says otherwise.
pub const OPERATOR: &str = "operator";
/// Who approves requests at the command line unless told otherwise: the project's data protection officer.
pub const DPO: &str = "dpo";

impl App {
    /// Wires the product. `holder` names this process for leases; `alive` says whether a holder's process still lives.
    pub fn new(ports: Ports, project: Project, holder: String, alive: fn(&str) -> bool) -> Self {
        Self {
            ports: Arc::new(ports),
            project: Arc::new(project),
            holder: Arc::new(jobs::Holder { name: holder, alive }),
            graph: Arc::default(),
            learning: Arc::default(),
        }
    }

    /// The project as declared.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The store, for doors that keep sessions.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.ports.store
    }

    /// The clock, for doors.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.ports.clock
    }

    /// The ids, for doors.
    pub fn ids(&self) -> &Arc<dyn Ids> {
        &self.ports.ids
    }

    fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// Whoever runs commands in the project's folder.
    pub fn operator(&self) -> Result<Caller> {
        self.local(OPERATOR, &OPERATOR_ROLES)
    }

    /// The data protection officer on record.
    pub fn dpo(&self) -> Result<Caller> {
        self.local(DPO, &[DPO])
    }

    /// A caller of this machine with the default purpose of its roles.
    pub fn local(&self, name: &str, roles: &[&str]) -> Result<Caller> {
        let roles: Vec<RoleName> = roles.iter().filter_map(|r| RoleName::new(r).ok()).collect();
        let name = PrincipalName::new(name).map_err(|e| Error::invalid(e.to_string()))?;
        self.caller(name, roles, None)
    }

    /// A caller with a purpose: the one asked for, else the default of its roles. Whether the roles may use it is
    /// policy's to say.
    pub fn caller(&self, name: PrincipalName, roles: Vec<RoleName>, purpose: Option<&str>) -> Result<Caller> {
        let purposes = &self.project.purposes;
        let purpose = match purpose {
            Some(wanted) => purposes.iter().find(|p| p.name.as_str() == wanted).map(|p| p.name.clone()).ok_or_else(|| {
                let known: Vec<&str> = purposes.iter().map(|p| p.name.as_str()).collect();
                Error::invalid(format!("`{wanted}` is not a purpose; `{}` are", known.join("`, `")))
            })?,
            None => purposes
                .iter()
                .find(|p| p.default_for.iter().any(|r| roles.contains(r)))
                .or_else(|| purposes.iter().find(|p| p.roles.iter().any(|r| roles.contains(r))))
                .map(|p| p.name.clone())
                .map_or_else(|| PurposeName::new("none").map_err(|e| Error::internal("naming a purpose", e)), Ok)?,
        };
        Ok(Caller { principal: garim_core::authz::Principal { name, roles }, purpose })
    }

    fn permit(&self, caller: &Caller, action: Action, resource: Resource, contract: Option<&Contract>) -> Result<Permit> {
        require(&*self.ports.policy, Ask { caller: caller.clone(), action, resource }, contract)
    }

    /// Whether a caller may do something at all: asked before a door reads a body. The use case asks again, of the resource.
    pub fn authorise(&self, caller: &Caller, action: Action) -> Result<()> {
        self.permit(caller, action, Resource::Catalog, None).map(|_| ())
    }

    /// The pipeline of that name.
    pub fn pipeline(&self, name: &PipelineName) -> Result<&Pipeline> {
        self.project.pipelines.iter().find(|p| &p.name == name).ok_or_else(|| Error::NotFound {
            entity: garim_core::Entity::Pipeline,
            name: name.to_string(),
            nearest: garim_core::name::nearest(name.as_str(), self.project.pipelines.iter().map(|p| p.name.as_str())),
        })
    }

    fn metric(&self, name: &str) -> Result<&Metric> {
        self.project.metrics.iter().find(|m| m.name.as_str() == name).ok_or_else(|| Error::NotFound {
            entity: garim_core::Entity::Metric,
            name: name.chars().take(64).collect(),
            nearest: garim_core::name::nearest(name, self.project.metrics.iter().map(|m| m.name.as_str())),
        })
    }

    /// Brings the catalog up to what the project declares, finishes what a dead process began, and feeds the index.
    /// Called when a door opens.
    pub async fn open(&self, progress: Arc<dyn Progress>) -> Result<()> {
        self.declare().await?;
        if let Some(lease) = self.try_writer().await? {
            self.recover().await?;
            self.resume_requests(progress).await?;
            lease.release().await?;
        }
        // An index of another layout, or none, starts empty.
        if self.ports.index.count().await? == 0 {
            self.rebuild_index().await?;
        }
        self.feed().await
    }
}
