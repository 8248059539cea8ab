//! A table of the lake as DataFusion sees it: the view's columns, whole partitions left out by `dt`, and nothing else
//! pushed down. No statistics leave it, since they would order and prune by what is hidden.

mod days;
mod part;
mod provider;

pub(crate) use provider::LakeTable;
