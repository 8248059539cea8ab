//! Errors of the layers below, made fit to be shown. Their own texts may hold rows and values, so that they never become the
//! message; file-system errors are safe and go into the operator's context.

use garim_core::Error;

/// The file system failed.
pub(crate) fn disk(doing: &str, error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::Unavailable(format!("{doing} failed: the disk is full")),
        _ => Error::internal(doing, error),
    }
}

/// Parquet or Arrow failed. Only the sort of error is kept: their texts quote values.
pub(crate) fn format(doing: &str, error: &parquet::errors::ParquetError) -> Error {
    use parquet::errors::ParquetError as P;
    let sort = match error {
        P::EOF(_) => "the file ends too early",
        P::ArrowError(_) => "arrow error",
        P::NYI(_) => "not supported",
        P::IndexOutOfBound(..) => "index out of bounds",
        P::External(_) => "external error",
        _ => "the file is not readable",
    };
    Error::internal(doing, sort)
}

/// Arrow failed. Only the sort of error is kept.
pub(crate) fn arrow(doing: &str, error: &arrow_schema::ArrowError) -> Error {
    use arrow_schema::ArrowError as A;
    let sort = match error {
        A::SchemaError(_) => "schemas differ",
        A::MemoryError(_) => "out of memory",
        A::InvalidArgumentError(_) => "invalid argument",
        A::CastError(_) => "cast error",
        A::ParseError(_) => "parse error",
        A::ComputeError(_) => "compute error",
        _ => "arrow error",
    };
    Error::internal(doing, sort)
}

/// Delta failed. Its errors on data print rows; those on the log print paths. Only the variant's name is kept.
pub(crate) fn delta(doing: &str, error: &deltalake_core::DeltaTableError) -> Error {
    use deltalake_core::DeltaTableError as D;
    let sort = match error {
        D::ObjectStore { source } => return Error::internal(doing, format!("object store: {source}")),
        D::NotATable(_) => "not a table",
        D::InvalidVersion(_) => "no such version",
        D::VersionAlreadyExists(_) => "the version exists",
        D::Transaction { .. } => "transaction error",
        D::KernelError(_) | D::Kernel { .. } => "kernel error",
        D::InvalidJsonLog { .. } | D::SerializeLogJson { .. } => "the log is not readable",
        _ => "delta error",
    };
    Error::internal(doing, sort)
}
