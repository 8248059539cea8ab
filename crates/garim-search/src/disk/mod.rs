//! What stands on disk: the fields, and a document as they hold it.

pub(crate) mod mask;
pub(crate) mod schema;
pub(crate) mod shown;
pub(crate) mod signals;
pub(crate) mod standing;
pub(crate) mod stored;
