//! CSV files, plain or gzip by content, with a header, in UTF-8.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use csv::{ByteRecord, Reader, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use garim_core::{Error, Result};

use super::{
    Batches, Reading,
    glob::{self, Found},
};
use crate::check::{Checker, Header, Value, vanished};

/// What a gzip file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// What some programs put before UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];
/// Bytes that are read at once.
const BUFFER: usize = 256 * 1024;
/// Bytes of the largest record: a quote that is never closed, or a decompressed file without an end of line, must not take
/// the memory of the machine. MySQL's largest packet by default is as large.
const MAX_RECORD_BYTES: usize = 64 * 1024 * 1024;

/// The files of a source; at least one, else it does not answer.
pub(super) fn files(root: &Path, pattern: &str, shown_as: &str) -> Result<Vec<Found>> {
    let files = glob::find(root, pattern)?;
    if files.is_empty() {
        return Err(Error::Unavailable(format!("source `{shown_as}`: no file matches `{pattern}`")));
    }
    Ok(files)
}

/// Reads file after file and sends batches. Blocks: run it on a thread of its own.
pub(super) fn read(files: &[Found], reading: &Reading, batches: &Batches) {
    let mut checker = reading.checker();
    for (at, file) in files.iter().enumerate() {
        let newest = at + 1 == files.len();
        match read_file(file, newest, reading, &mut checker, batches) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                // Nobody listens any more: the stage has ended with an error of its own.
                let _ = batches.blocking_send(Err(error));
                return;
            }
        }
    }
}

/// Whether to go on.
fn read_file(file: &Found, newest: bool, reading: &Reading, checker: &mut Checker, batches: &Batches) -> Result<bool> {
    let (mut reader, names) = open(file)?;
    let mut header = Header::new(&file.shown, names, &reading.schema);
    if newest {
        let gone = vanished(&file.shown, &header, &reading.schema, &reading.ever_present);
        header.contradictions.extend(gone);
    }
    checker.begin(&file.shown, header);
    let mut record = ByteRecord::new();
    while next(&mut reader, &mut record, file)? {
        let line = record.position().map_or(0, csv::Position::line);
        let fields: Vec<Value<'_>> = record.iter().map(|f| if f.is_empty() { Value::Null } else { Value::Lexical(f) }).collect();
        checker.row(line, &fields);
        if checker.full() && batches.blocking_send(checker.finish()).is_err() {
            return Ok(false);
        }
    }
    Ok(batches.blocking_send(checker.finish()).is_ok())
}

/// What is left of a file after its header.
pub(super) type Records = Reader<Bounded>;

/// Bytes of a file; refuses to go on within a record that is too large.
pub(super) struct Bounded {
    bytes: Box<dyn Read>,
    given: usize,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given > MAX_RECORD_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.bytes.read(into)?;
        self.given += read;
        Ok(read)
    }
}

/// The next record; whether there was one.
pub(super) fn next(reader: &mut Records, record: &mut ByteRecord, file: &Found) -> Result<bool> {
    reader.get_mut().given = 0;
    reader.read_byte_record(record).map_err(|e| unreadable(file, &e))
}

/// Opens a file and reads its header.
pub(super) fn open(file: &Found) -> Result<(Records, Vec<String>)> {
    let bytes = plain(&file.path).map_err(|e| broken(file, &e))?;
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(BUFFER).from_reader(Bounded { bytes, given: 0 });
    let mut header = ByteRecord::new();
    next(&mut reader, &mut header, file)?;
    let names = header.iter().map(|n| String::from_utf8_lossy(n).into_owned()).collect();
    Ok((reader, names))
}

fn plain(path: &Path) -> io::Result<Box<dyn Read>> {
    let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
    let zipped = file.fill_buf()?.starts_with(&GZIP);
    let bytes: Box<dyn Read> = if zipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut bytes = BufReader::with_capacity(BUFFER, bytes);
    if bytes.fill_buf()?.starts_with(&BYTE_ORDER_MARK) {
        bytes.consume(BYTE_ORDER_MARK.len());
    }
    Ok(Box::new(bytes))
}

fn unreadable(file: &Found, error: &csv::Error) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(error) => broken(file, error),
        _ => Error::Unavailable(format!("`{}` cannot be read as CSV", file.shown)),
    }
}

/// Only the sort of error: texts of decoders are not ours to vouch for.
fn broken(file: &Found, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::FileTooLarge {
        let most = MAX_RECORD_BYTES / 1024 / 1024;
        return Error::Unavailable(format!("`{}` has a record of more than {most} MiB; is a quote left open?", file.shown));
    }
    Error::Unavailable(format!("`{}` cannot be read: {}", file.shown, error.kind()))
}
