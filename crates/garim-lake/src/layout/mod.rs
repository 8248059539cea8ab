//! How a dataset's rows lie on disk: physical types, Parquet properties, the writer of one partition, sealed sidecars.

mod file;
mod partition;
mod physical;
mod properties;
mod sealed;
mod sidecar;

pub use physical::{PARTITION, arrow_schema, physical};

pub(crate) use file::{FileWriter, Place, ROWS_KEY, WrittenFile, WrittenFiles, durable};
pub(crate) use partition::PartitionWriter;
pub(crate) use physical::sealed_schema;
pub(crate) use properties::properties;
pub(crate) use sealed::SealedWriter;
pub(crate) use sidecar::{SidecarWriter, joined, open_sidecar, sidecar_path};
