//! garim-vault.
