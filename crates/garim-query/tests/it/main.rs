//! The engine against real lake folders.
