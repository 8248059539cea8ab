//! garim-server.
