//! How a dataset's rows lie on disk: physical types, Parquet properties, the writer of one partition, sealed sidecars.

mod partition;
mod physical;
mod properties;
mod sealed;
mod sidecar;

pub use physical::{PARTITION, arrow_schema, physical};

pub(crate) use partition::{MAX_FILE_ROWS, PartitionWriter, WrittenFile, WrittenFiles};
pub(crate) use physical::sealed_schema;
pub(crate) use properties::properties;
pub(crate) use sealed::SealedWriter;
pub(crate) use sidecar::{open_sidecar, sidecar_path};
