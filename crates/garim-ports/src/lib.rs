//! garim-ports.
