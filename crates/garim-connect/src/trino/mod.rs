//! Trino's query events, as its HTTP and Kafka listeners post them and its MySQL listener keeps them.

mod event;

pub(crate) use event::Events;
