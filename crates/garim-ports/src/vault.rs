//! The vault: subjects' keys, protected values by subject, seals and signatures. It never sees Arrow.

use async_trait::async_trait;
use garim_core::{
    Result,
    name::{DatasetName, RequestId, RunId},
    subject::{Kind, Ordinal, Pseudonym, SubjectId},
    time::Day,
};

/// Asks for the pseudonym of one row's subject.
#[derive(Debug, Clone)]
pub struct TokenAsk {
    /// Whose.
    pub subject: SubjectId,
    /// The row's business day.
    pub row_day: Day,
    /// In the dataset that declares `since`: the day since when the subject is with us. After a suppression, a later
    /// `since` opens a new generation.
    pub since: Option<Day>,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// The subject's pseudonym of the generation that the row belongs to.
    Active(Pseudonym),
    /// The person is erased or frozen: the row gets the contract's action.
    Suppressed,
}

/// A protected value on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewValue<'a> {
    /// Whose.
    pub subject: Pseudonym,
    /// Of which kind.
    pub kind: &'a Kind,
    /// The value: type-tagged bytes that only the lake and the query engine read.
    pub bytes: &'a [u8],
}

/// Where a protected value lives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// Whose.
    pub subject: Pseudonym,
    /// Of which kind.
    pub kind: Kind,
    /// Which of them.
    pub ordinal: Ordinal,
}

/// What a sealed file belongs to: a key for each dataset and day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SealScope {
    /// The dataset.
    pub dataset: DatasetName,
    /// The business day.
    pub day: Day,
    /// The file's name: bound into every chunk, so that files cannot be swapped.
    pub file: String,
}

/// Seals a file in chunks. Each chunk binds scope, number and whether it is the last.
pub trait Sealer: Send {
    /// Seals the next chunk; `last` ends the file. The result is to be appended to the file as it is.
    fn seal(&mut self, chunk: &[u8], last: bool) -> Result<Vec<u8>>;
}

/// Opens a sealed file.
pub trait Opener: Send {
    /// The whole plain text, or one error whatever was wrong (dropped, swapped or altered chunks, another scope).
    fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>>;
}

/// What was destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Destroyed {
    /// Keys (one for each generation).
    pub keys: u64,
    /// Values that only those keys opened.
    pub values: u64,
}

/// An Ed25519 signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// 64 bytes.
    pub signature: Vec<u8>,
    /// 32 bytes.
    pub public_key: Vec<u8>,
}

/// Keeps subject keys and protected values.
#[async_trait]
pub trait Vault: Send + Sync {
    /// The pseudonyms of these subjects, in order; subjects never seen before get a key. Written under the run, so that
    /// abandoning it removes what only it wrote.
    async fn tokenise(&self, run: RunId, asks: &[TokenAsk]) -> Result<Vec<Token>>;

    /// Puts values away and says under which ordinal each one lives, in order. A value equal to one that is there gets
    /// that one's ordinal. `day` is remembered as the last on which the value was written.
    async fn put(&self, run: RunId, day: Day, values: &[NewValue<'_>]) -> Result<Vec<Ordinal>>;

    /// The values at these addresses, in order; `None` where the subject is erased or frozen or nothing is there.
    async fn reveal(&self, addresses: &[Address]) -> Result<Vec<Option<Vec<u8>>>>;

    /// A run's output is committed: what it wrote stays.
    async fn keep(&self, run: RunId) -> Result<()>;

    /// A run is abandoned: keys and values that only it wrote go.
    async fn forget(&self, run: RunId) -> Result<()>;

    /// Begins a sealed file.
    async fn sealer(&self, scope: &SealScope) -> Result<Box<dyn Sealer>>;

    /// Opens sealed files of a scope.
    async fn opener(&self, scope: &SealScope) -> Result<Box<dyn Opener>>;

    /// Changes with every freeze: output staged under another epoch is thrown away at commit.
    async fn freeze_epoch(&self) -> Result<u64>;

    /// A request is filed: its subject is kept, sealed under the request's own key, until the request ends.
    async fn file(&self, request: RequestId, subject: &SubjectId) -> Result<()>;

    /// The live pseudonyms of a request's subject, one for each generation; empty if we hold nothing.
    async fn pseudonyms(&self, request: RequestId) -> Result<Vec<Pseudonym>>;

    /// How many values the vault holds of a request's subject.
    async fn count_values(&self, request: RequestId) -> Result<u64>;

    /// SHA-256 over salt ‖ subject type ‖ 0 ‖ id of a request's subject, with the salt (made once for each request).
    async fn commitment(&self, request: RequestId) -> Result<([u8; 32], [u8; 32])>;

    /// From here the request's subject counts as suppressed. Idempotent.
    async fn freeze(&self, request: RequestId) -> Result<()>;

    /// Keeps bytes sealed under the request's own key (the linkage set). Replaces what was there under that name.
    async fn keep_for(&self, request: RequestId, name: &str, bytes: &[u8]) -> Result<()>;

    /// What was kept under that name.
    async fn kept_for(&self, request: RequestId, name: &str) -> Result<Option<Vec<u8>>>;

    /// Appends the suppression to the ledger, outside what is backed up with the rest. Idempotent by request.
    async fn enter_ledger(&self, request: RequestId, day: Day) -> Result<()>;

    /// One transaction: the suppression is written, the subject's keys are destroyed. Idempotent: says again what it did.
    async fn destroy(&self, request: RequestId, day: Day) -> Result<Destroyed>;

    /// The values whose keys were destroyed leave the vault. Says how many in all, also when repeated.
    async fn remove_values(&self, request: RequestId) -> Result<u64>;

    /// The request has ended: its own key goes, and with it the subject and the linkage set.
    async fn close(&self, request: RequestId) -> Result<()>;

    /// Removes sealed-file keys of a dataset's day (its sealed files are then unreadable wherever a copy is).
    async fn destroy_seal(&self, dataset: &DatasetName, day: Day) -> Result<()>;

    /// Truncates the write-ahead log; an error if a reader keeps it from being emptied.
    async fn compact(&self) -> Result<()>;

    /// Signs with the project's own key.
    async fn sign(&self, bytes: &[u8]) -> Result<Signature>;

    /// Protected values by kind: (kind, subjects, values), for the table of what was protected.
    async fn census(&self) -> Result<Vec<(String, u64, u64)>>;
}
