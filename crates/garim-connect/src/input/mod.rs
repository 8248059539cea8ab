//! Input as it comes: files and bodies, plain or gzip, cut into records of bounded size, each with its place.

mod csv;
mod files;
mod head;
mod json;
mod limited;
mod lines;
mod row;
mod table;

pub(crate) use self::{
    csv::CsvRecords,
    files::{Source, sources},
    head::{Head, PositionOf},
    json::JsonRecords,
    lines::{Line, Lines, MAX_RECORD},
    row::Row,
    table::Table,
};
