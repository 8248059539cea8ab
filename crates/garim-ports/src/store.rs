//! The store: what the catalog remembers. A transaction gives one repository for each noun.

use async_trait::async_trait;
use garim_core::{
    Result,
    asset::Contract,
    audit::AuditRecord,
    authz::Permit,
    canon::Endorsement,
    class::Classified,
    erasure::{ErasurePlan, SignedCertificate},
    lineage::Edge,
    name::{ColumnName, ColumnRef, DatasetName, MetricName, PipelineName, PrincipalName, RequestId, RoleName, RunId},
    request::{Request, Step},
    run::{Output, Run, RunFacts},
    schema::SchemaVersion,
    time::{Day, Timestamp},
};

/// Begins transactions. A write transaction is exclusive on SQLite: keep it short, never await the lake or the vault in it.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins one that may write. Dropped without commit, it rolls back.
    async fn begin(&self) -> Result<Box<dyn Tx>>;

    /// Begins one that only reads a consistent snapshot.
    async fn read(&self) -> Result<Box<dyn Tx>>;

    /// Truncates the write-ahead log; an error if a reader keeps it from being emptied.
    async fn compact(&self) -> Result<()>;
}

/// One transaction.
#[async_trait]
pub trait Tx: Send {
    /// Datasets, contracts and schema versions.
    fn datasets(&mut self) -> Box<dyn Datasets + '_>;
    /// Classifications.
    fn columns(&mut self) -> Box<dyn Columns + '_>;
    /// Runs, and the lineage that they captured.
    fn runs(&mut self) -> Box<dyn Runs + '_>;
    /// Metric values.
    fn metrics(&mut self) -> Box<dyn Metrics + '_>;
    /// Data subject requests.
    fn requests(&mut self) -> Box<dyn Requests + '_>;
    /// The audit log.
    fn audit(&mut self) -> Box<dyn AuditLog + '_>;
    /// Background jobs.
    fn jobs(&mut self) -> Box<dyn Jobs + '_>;
    /// Leases.
    fn leases(&mut self) -> Box<dyn Leases + '_>;
    /// Recorded queries.
    fn queries(&mut self) -> Box<dyn crate::Queries + '_>;
    /// Certifications and deprecations.
    fn endorsements(&mut self) -> Box<dyn Endorsements + '_>;
    /// Searches that people keep.
    fn saved_searches(&mut self) -> Box<dyn crate::SavedSearches + '_>;
    /// What was chosen for a question.
    fn choices(&mut self) -> Box<dyn crate::Choices + '_>;
    /// Users and sessions.
    fn sessions(&mut self) -> Box<dyn Sessions + '_>;
    /// What the index has yet to hear of.
    fn outbox(&mut self) -> Box<dyn Outbox + '_>;
    /// The graph's edges.
    fn edges(&mut self) -> Box<dyn crate::Edges + '_>;
    /// Imports.
    fn imports(&mut self) -> Box<dyn crate::Imports + '_>;
    /// What other systems know.
    fn imported(&mut self) -> Box<dyn crate::Imported + '_>;
    /// Usage of what other systems keep.
    fn usage(&mut self) -> Box<dyn crate::Usage + '_>;
    /// Tokens of service principals.
    fn tokens(&mut self) -> Box<dyn Tokens + '_>;
    /// Makes it last.
    async fn commit(self: Box<Self>) -> Result<()>;
}

/// A dataset as the store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDataset {
    /// What git declares.
    pub contract: Contract,
    /// The newest schema version; `None` before the first run.
    pub schema: Option<SchemaVersion>,
    /// The lake's version that governed reads use; `None` before the first run.
    pub version: Option<i64>,
    /// Columns that a source has ever shown.
    pub ever_present: std::collections::HashSet<ColumnName>,
}

/// Datasets, contracts and schema versions.
#[async_trait]
pub trait Datasets: Send {
    /// Records what git declares; keeps schema version and lake version. Writes an outbox entry.
    async fn declare(&mut self, contract: &Contract, at: Timestamp) -> Result<()>;
    /// One dataset.
    async fn get(&mut self, name: &DatasetName) -> Result<Option<StoredDataset>>;
    /// Every dataset, by name.
    async fn list(&mut self) -> Result<Vec<StoredDataset>>;
    /// Datasets that were first filled at that time or later, the newest first.
    async fn newcomers(&mut self, since: Timestamp, limit: u32) -> Result<Vec<(DatasetName, Timestamp)>>;
    /// Registers a schema version (the number must be the newest plus one, or equal with the same schema).
    async fn register(&mut self, name: &DatasetName, schema: &SchemaVersion, run: RunId, at: Timestamp) -> Result<()>;
    /// Every schema version, oldest first, with the time of its registration.
    async fn versions(&mut self, name: &DatasetName) -> Result<Vec<(SchemaVersion, Timestamp)>>;
    /// Remembers that a source has shown these columns.
    async fn seen(&mut self, name: &DatasetName, columns: &[ColumnName]) -> Result<()>;
    /// Publishes the lake's version for governed reads (a run's or an erasure's commit). Writes an outbox entry.
    async fn publish(&mut self, name: &DatasetName, version: i64, at: Timestamp) -> Result<()>;
}

/// Classifications: what holds for each column, and every decision that led there.
#[async_trait]
pub trait Columns: Send {
    /// What holds for each column of a dataset.
    async fn of(&mut self, dataset: &DatasetName) -> Result<Vec<(ColumnName, Classified)>>;
    /// A person's decision, under a permit. Keeps the former ones as history. Writes an outbox entry.
    async fn classify(&mut self, permit: &Permit, column: &ColumnRef, classified: &Classified) -> Result<()>;
    /// What contract, inheritance or scanner say, as settled by a run.
    async fn settle(&mut self, column: &ColumnRef, classified: &Classified) -> Result<()>;
    /// Every classification that a column had, newest first.
    async fn history(&mut self, column: &ColumnRef) -> Result<Vec<Classified>>;
}

/// Runs and their lineage.
#[async_trait]
pub trait Runs: Send {
    /// Records the intent: the run as `Running`. Fails with a conflict if the same job already runs for the day.
    async fn begin(&mut self, run: &Run) -> Result<()>;
    /// Keeps what the run will be once its commit stands, before the lake is asked to commit: after a crash a commit that
    /// stands is adopted from here. Replaces what was prepared before.
    async fn prepare(&mut self, run: &Run, facts: &RunFacts, schemas: &[(DatasetName, SchemaVersion)]) -> Result<()>;
    /// What was prepared for a run that has not ended.
    async fn prepared(&mut self, id: RunId) -> Result<Option<(Run, RunFacts, Vec<(DatasetName, SchemaVersion)>)>>;
    /// Records the end, with everything it found; replaces the lineage that this job captured before.
    async fn end(&mut self, run: &Run, facts: &RunFacts) -> Result<()>;
    /// One run.
    async fn get(&mut self, id: RunId) -> Result<Option<Run>>;
    /// The newest runs, newest first; of one dataset's jobs (as output) if given.
    async fn list(&mut self, dataset: Option<&DatasetName>, limit: u32) -> Result<Vec<Run>>;
    /// Runs that never ended: a process died.
    async fn unfinished(&mut self) -> Result<Vec<Run>>;
    /// The next sequence and attempt of a job for a day.
    async fn next(&mut self, pipeline: &PipelineName, job: &str, day: Day) -> Result<(i64, u32)>;
    /// The newest successful run of a job for a day.
    async fn last_success(&mut self, pipeline: &PipelineName, job: &str, day: Day) -> Result<Option<Run>>;
    /// The newest outputs of every dataset and day.
    async fn outputs(&mut self, dataset: &DatasetName) -> Result<Vec<(Day, Output, RunId)>>;
    /// All column edges that hold now between datasets of ours.
    async fn edges(&mut self) -> Result<Vec<Edge>>;
}

/// A metric's value for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricValue {
    /// The metric.
    pub metric: MetricName,
    /// The day.
    pub day: Day,
    /// The value as exact decimal text; `None`: null (a denominator of 0).
    pub value: Option<String>,
    /// The run that stored it last.
    pub run: RunId,
    /// When it was published.
    pub at: Timestamp,
    /// What came out when the day was computed again after erasures; `None`: nothing was.
    pub recomputed: Option<Recomputed>,
}

/// A published value is a fact (SEMANTICS section 6): where only erasures changed what it is computed from, what comes out
/// of a later computation stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recomputed {
    /// As exact decimal text; `None`: null.
    pub value: Option<String>,
    /// How many erasures were carried out since the value was published.
    pub erased_since: u64,
}

/// Metric values: small rows, so that search and pages never wait for the lake.
#[async_trait]
pub trait Metrics: Send {
    /// Puts values (replacing those of the same metric and day).
    async fn put(&mut self, values: &[MetricValue]) -> Result<()>;
    /// Values of one metric between two days, by day.
    async fn values(&mut self, metric: &MetricName, from: Day, to: Day) -> Result<Vec<MetricValue>>;
    /// Values of every metric of a day.
    async fn on(&mut self, day: Day) -> Result<Vec<MetricValue>>;
    /// The newest value of a metric.
    async fn latest(&mut self, metric: &MetricName) -> Result<Option<MetricValue>>;
}

/// Data subject requests, with a row for each step.
#[async_trait]
pub trait Requests: Send {
    /// Files a request.
    async fn file(&mut self, permit: &Permit, request: &Request) -> Result<()>;
    /// One request.
    async fn get(&mut self, id: RequestId) -> Result<Option<Request>>;
    /// Every request, newest first.
    async fn list(&mut self) -> Result<Vec<Request>>;
    /// Replaces a request's state, if it still stands as `before`; otherwise a conflict.
    async fn advance(&mut self, before: &Request, after: &Request) -> Result<()>;
    /// Records that a step is done, with a note in words. Idempotent.
    async fn done(&mut self, id: RequestId, step: Step, at: Timestamp, note: &str) -> Result<()>;
    /// The steps that are done, in order.
    async fn steps(&mut self, id: RequestId) -> Result<Vec<(Step, Timestamp, String)>>;
    /// Keeps the plan as it was approved.
    async fn keep_plan(&mut self, id: RequestId, plan: &ErasurePlan) -> Result<()>;
    /// The plan as it was approved.
    async fn plan(&mut self, id: RequestId) -> Result<Option<ErasurePlan>>;
    /// Keeps the certificate (without the person's salt).
    async fn keep_certificate(&mut self, id: RequestId, certificate: &SignedCertificate) -> Result<()>;
    /// The certificate.
    async fn certificate(&mut self, id: RequestId) -> Result<Option<SignedCertificate>>;
}

/// The audit log: appended, chained, never changed.
#[async_trait]
pub trait AuditLog: Send {
    /// Appends a record and chains it to the one before.
    async fn append(&mut self, record: &AuditRecord) -> Result<()>;
    /// The newest records, newest first, with their numbers and hashes.
    async fn newest(&mut self, limit: u32) -> Result<Vec<(i64, AuditRecord, String)>>;
    /// Every record in order from a number on, for verification.
    async fn from(&mut self, number: i64, limit: u32) -> Result<Vec<(i64, AuditRecord, String)>>;
}

/// A background job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// What kind: `erase`.
    pub kind: String,
    /// What it is about, such as a request's id; with `kind` it is the idempotency key.
    pub key: String,
    /// Tries so far.
    pub attempts: u32,
    /// The fencing token of the lease under which it is held.
    pub fence: i64,
}

/// Background jobs: leases, fencing tokens, idempotency by (kind, key).
#[async_trait]
pub trait Jobs: Send {
    /// Enqueues; the same kind and key twice is one job.
    async fn enqueue(&mut self, kind: &str, key: &str, due: Timestamp) -> Result<()>;
    /// Takes the job that is longest due, until a time; its fence grows.
    async fn take(&mut self, now: Timestamp, until: Timestamp) -> Result<Option<Job>>;
    /// It is done. A conflict if the fence is no longer ours.
    async fn finish(&mut self, job: &Job) -> Result<()>;
    /// It failed and is due again. A conflict if the fence is no longer ours.
    async fn retry(&mut self, job: &Job, due: Timestamp, why: &str) -> Result<()>;
}

/// Leases: who may write into what.
#[async_trait]
pub trait Leases: Send {
    /// Takes or prolongs a lease for a holder; `None` if another holds it until after `now`.
    async fn take(&mut self, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<Option<i64>>;
    /// Who holds it, whether or not the lease has expired.
    async fn holder(&mut self, name: &str) -> Result<Option<String>>;
    /// Gives it back.
    async fn release(&mut self, name: &str, holder: &str) -> Result<()>;
}

/// Certifications and deprecations: what owners said of their assets.
#[async_trait]
pub trait Endorsements: Send {
    /// Keeps somebody's word, under a permit. Keeps the former ones as history. Writes an outbox entry.
    async fn endorse(&mut self, permit: &Permit, said: &Endorsement) -> Result<()>;
    /// The newest of every asset, by asset.
    async fn newest(&mut self) -> Result<Vec<Endorsement>>;
    /// Everything that was said of an asset, newest first.
    async fn history(&mut self, asset: &str) -> Result<Vec<Endorsement>>;
}

/// A local user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub name: PrincipalName,
    /// Roles.
    pub roles: Vec<RoleName>,
    /// Argon2id in PHC format; `None` until a password is set.
    pub password: Option<String>,
}

/// A session: only the token's SHA-256 is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// Whose.
    pub user: PrincipalName,
    /// Since when.
    pub created: Timestamp,
    /// Until when.
    pub expires: Timestamp,
}

/// Users, sessions and one-time links.
#[async_trait]
pub trait Sessions: Send {
    /// Adds a user or replaces roles and password.
    async fn put_user(&mut self, user: &User) -> Result<()>;
    /// One user.
    async fn user(&mut self, name: &PrincipalName) -> Result<Option<User>>;
    /// Every user.
    async fn users(&mut self) -> Result<Vec<User>>;
    /// Begins a session.
    async fn begin(&mut self, session: &Session) -> Result<()>;
    /// The session of a token that has not expired, with its user.
    async fn get(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<(Session, User)>>;
    /// Ends a session.
    async fn end(&mut self, token_hash: &str) -> Result<()>;
    /// Keeps a one-time sign-in token (its hash) for a user.
    async fn put_link(&mut self, token_hash: &str, user: &PrincipalName, expires: Timestamp) -> Result<()>;
    /// Uses up a one-time token: whose it was, if it was valid. A second use finds nothing.
    async fn use_link(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<PrincipalName>>;
}

/// A service principal's token, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceToken {
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// The principal, a user with roles; has one token at most.
    pub user: PrincipalName,
    /// Since when.
    pub created: Timestamp,
    /// Until when; `None`: until it is revoked.
    pub expires: Option<Timestamp>,
}

/// Tokens of service principals: programs that send or ask without a person beside them.
#[async_trait]
pub trait Tokens: Send {
    /// Keeps a token; replaces the principal's former one.
    async fn put(&mut self, token: &ServiceToken) -> Result<()>;
    /// Whose a token is that has not expired.
    async fn user(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<User>>;
    /// Every token, with its principal.
    async fn list(&mut self) -> Result<Vec<(ServiceToken, User)>>;
    /// Revokes a principal's token; whether it had one.
    async fn revoke(&mut self, user: &PrincipalName) -> Result<bool>;
}

/// Something that the index has yet to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// In order.
    pub number: i64,
    /// `dataset:shop.user`, `metric:dr`, `query:…`.
    pub subject: String,
}

/// What the index has yet to hear of, written in the same transaction as the change.
#[async_trait]
pub trait Outbox: Send {
    /// Adds an entry.
    async fn add(&mut self, subject: &str) -> Result<()>;
    /// The oldest entries.
    async fn pending(&mut self, limit: u32) -> Result<Vec<OutboxEntry>>;
    /// They are done, up to a number.
    async fn done(&mut self, up_to: i64) -> Result<()>;
}
