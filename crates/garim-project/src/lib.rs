//! garim-project.
