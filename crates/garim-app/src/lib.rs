//! garim-app.
