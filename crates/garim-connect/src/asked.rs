//! What was asked for, without the input: an input may be for one thread at a time, what was asked for is for all.

use std::collections::BTreeMap;

use garim_core::time::{Timestamp, Zone};
use garim_ports::{ImportAsk, Position};

/// What readers of databases must know.
pub(crate) struct Asked {
    pub namespace: String,
    pub connections: BTreeMap<String, String>,
    pub zone: Zone,
    pub now: Timestamp,
    pub positions: Vec<Position>,
}

impl Asked {
    /// Of an ask.
    pub fn of(ask: &ImportAsk) -> Self {
        Self {
            namespace: ask.namespace.clone(),
            connections: ask.connections.clone(),
            zone: ask.zone,
            now: ask.now,
            positions: ask.positions.clone(),
        }
    }
}
