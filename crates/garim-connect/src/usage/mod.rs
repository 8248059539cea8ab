//! From logs to usage: statements as logs have them, what they read and write, who ran them how often.

mod gather;
mod generations;
mod import;
mod joined;
mod names;
mod quiet;
mod row_log;
mod shapes;
mod sink;
mod statement;

pub(crate) use self::{
    generations::Generations,
    import::{LogImport, LogReader, Opener},
    joined::{Join, open_joined},
    names::{Names, dialect_named, folded},
    row_log::{RowFormat, open_rows},
    shapes::Shapes,
    sink::Sink,
    statement::{Context, Statement, Told},
};
