//! What one statement may cost. Each limit has its reason; tests hold a statement at each of them to a small stack.

use std::time::Duration;

/// Longest text, in bytes. People write up to some 20 KiB; generators seldom pass 100.
pub const MAX_BYTES: usize = 256 * 1024;
/// Deepest nesting of brackets and CASE; the parser has the same limit for itself.
pub const MAX_DEPTH: usize = 50;
/// Most terms (names, literals and parameters): planning takes more than linear time, 4,000 took 27 s.
pub const MAX_TERMS: usize = 1_000;
/// Most words and signs in a row at one level of nesting, without a comma or a clause between them. Each can make the tree
/// one deeper: `1 + 1 + …` overflowed a stack of 2 MiB at 1,000 terms, and 200 passed.
pub const MAX_CHAIN: usize = 400;
/// Most set operations (UNION, EXCEPT, INTERSECT): each makes the plan one deeper.
pub const MAX_SET_OPERATIONS: usize = 32;
/// Most tables and joins: the plan of a cross join of 64 tables is planned in well under a second.
pub const MAX_TABLES: usize = 64;
/// The stack on which statements are parsed and planned: unoptimised planning takes up to 40 KiB for each level of depth.
pub const PLANNING_STACK_BYTES: usize = 128 * 1024 * 1024;
/// Longest time in which a governed query is planned and all of its rows are taken.
pub const QUERY_TIMEOUT: Duration = Duration::from_secs(60);
/// Memory of one governed query; more is refused, since nothing is ever spilled to a disk.
pub const QUERY_MEMORY_BYTES: usize = 512 * 1024 * 1024;
/// Memory of one transformation: a join of a million people with their history takes some 500 MiB.
pub const TRANSFORM_MEMORY_BYTES: usize = 2 * 1024 * 1024 * 1024;
