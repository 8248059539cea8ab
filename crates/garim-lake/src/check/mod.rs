//! Checking values against a schema.
