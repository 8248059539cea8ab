//! What the product asks of the world: a trait for each noun that is kept, sent or computed elsewhere, and [`Rows`].
//!
//! Adapters implement these and know nothing of each other; `garim-app` calls them and knows no adapter. Arrow's arrays
//! and schemas are vocabulary here, as serde is; DataFusion, Delta, sqlx and HTTP are not.

mod announce;
mod clock;
mod connect;
mod discovery;
mod engine;
mod graph;
mod imports;
mod index;
mod lake;
mod progress;
mod queries;
mod rows;
mod store;
mod vault;
mod watch;

pub use announce::{Announce, DatasetTold, RunTold};
pub use clock::{Clock, Ids};
pub use connect::{
    Batch, Connect, Import, ImportAsk, ImportFrom, ImportKind, Known, MAX_PLACES, MAX_REASONS, Mark, Occurrences, Position, Tally,
};
pub use discovery::{Choices, SavedSearch, SavedSearches};
pub use engine::{Engine, InputTable, Prepared, Transform, Transformed};
pub use graph::{EdgeChange, EdgeJob, Edges, GraphChanges, GraphMark, KeptEdge, Origin, Replaced, Replaces};
pub use imports::{
    AssetQuery, AssetUser, Changes, ImportRecord, ImportSource, ImportSummary, Imported, Imports, Kept, ShownThing, Usage,
};
pub use index::{Index, Match, Suggestion};
pub use lake::{
    Committed, Erase, Input, Lake, PartitionInfo, Peek, PeekColumn, Purged, Rewritten, SourceLocation, SourceQuery, Staged,
    StagedDay, Staging, WritePlan,
};
pub use progress::{NoProgress, Progress};
pub use queries::{Queries, RecordedQuery};
pub use rows::Rows;
pub use store::{
    AuditLog, Columns, Datasets, Endorsements, Job, Jobs, Leases, MetricValue, Metrics, Outbox, OutboxEntry, Recomputed,
    Requests, Runs, ServiceToken, Session, Sessions, Store, StoredDataset, Tokens, Tx, User,
};
pub use vault::{Address, Destroyed, NewValue, Opener, SealScope, Sealer, Signature, Token, TokenAsk, Vault};
pub use watch::{Unwatched, Watch};
