//! Protecting values.
