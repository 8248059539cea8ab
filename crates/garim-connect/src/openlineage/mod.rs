//! OpenLineage events in. A pure room: one event's JSON becomes facts. What may be personal (error texts, source code,
//! environments, extremes of columns, facets that are not the standard's) becomes none: it stays in the event as it came, which
//! goes to the sealed journal.

mod columns;
mod dataset;
mod event;
mod import;
mod job;
mod keep;
mod named;
mod run;
mod sql;

pub(crate) use self::{event::read, import::EventImport, keep::address, sql::ColumnsOf};
