//! CSV records that span lines, found again after a broken one.

use std::collections::VecDeque;

use garim_core::Result;

use super::{Line, Lines, MAX_RECORD};

/// Cuts lines into records by their quotes, and records into fields.
pub(crate) struct CsvRecords {
    lines: Lines,
    /// Lines that were read with a broken record, and are looked at again.
    again: VecDeque<Line>,
    delimiter: u8,
    /// Says whether a line looks like the beginning of a record, to find the way again after a broken one.
    begins: Box<dyn Fn(&str) -> bool + Send>,
    /// Where the unfinished last record begins, once it was met.
    unfinished: Option<(u64, u64)>,
}

/// One record, or why there is none.
#[derive(Debug)]
pub(crate) struct CsvRecord {
    /// Its fields, or the reason.
    pub fields: Result<Vec<String>, &'static str>,
    /// The number of its first line.
    pub line: u64,
}

/// A record whose quote is never closed.
const OPEN: &str = "a quote is not closed";
/// A record beyond the limit.
pub(super) const TOO_LONG: &str = "the record is longer than 8 MB";
/// A record that has more or fewer fields than its format or header.
const FIELDS: &str = "the number of fields is not that of a record";
/// The last record of a file that is still being written.
pub(super) const UNFINISHED: &str = "the last record is not finished; it is read when the file has grown";

impl CsvRecords {
    /// Records of lines.
    pub fn new(lines: Lines, delimiter: u8, begins: impl Fn(&str) -> bool + Send + 'static) -> Self {
        Self { lines, again: VecDeque::new(), delimiter, begins: Box::new(begins), unfinished: None }
    }

    /// The input's name.
    pub fn name(&self) -> &str {
        self.lines.name()
    }

    /// Offset and lines before the next record.
    pub fn place(&self) -> (u64, u64) {
        match (self.unfinished, self.again.front()) {
            (Some(place), _) => place,
            (None, Some(line)) => (line.offset, line.number - 1),
            (None, None) => (self.lines.offset(), self.lines.line()),
        }
    }

    fn line(&mut self) -> Result<Option<Line>> {
        match self.again.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// The next record; `None` at the end. `fits` says whether that many fields make one.
    pub fn next(&mut self, fits: impl Fn(usize) -> bool) -> Result<Option<CsvRecord>> {
        if self.unfinished.is_some() {
            return Ok(None);
        }
        let Some(first) = self.line()? else { return Ok(None) };
        if first.text.is_empty() {
            return self.next(fits);
        }
        let (line, mut quotes, mut bytes) = (first.number, quotes(&first.text), first.text.len());
        let mut taken = vec![first];
        while quotes % 2 == 1 && bytes <= MAX_RECORD && !taken.iter().any(|l| l.too_long) {
            let Some(more) = self.line()? else { return Ok(Some(self.ended_open(taken, line))) };
            quotes += self::quotes(&more.text);
            bytes += more.text.len() + 1;
            taken.push(more);
        }
        if bytes > MAX_RECORD || taken.iter().any(|l| l.too_long) {
            return Ok(Some(self.broken(taken, line, TOO_LONG)));
        }
        let text = taken.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n");
        match split(&text, self.delimiter) {
            Some(fields) if fits(fields.len()) => Ok(Some(CsvRecord { fields: Ok(fields), line })),
            _ if taken.last().is_some_and(|l| !l.ended) => Ok(Some(self.ended_open(taken, line))),
            _ => Ok(Some(self.broken(taken, line, FIELDS))),
        }
    }

    /// The input ends within a record: it is broken if others seem to begin within it, else it is still being written.
    fn ended_open(&mut self, taken: Vec<Line>, line: u64) -> CsvRecord {
        if taken.iter().skip(1).any(|l| (self.begins)(&l.text)) {
            return self.broken(taken, line, OPEN);
        }
        self.unfinished = taken.first().map(|l| (l.offset, l.number - 1));
        CsvRecord { fields: Err(UNFINISHED), line }
    }

    /// Gives up the first line, and goes on where the next record seems to begin.
    fn broken(&mut self, taken: Vec<Line>, line: u64, why: &'static str) -> CsvRecord {
        let rest: Vec<Line> = taken.into_iter().skip(1).skip_while(|l| !(self.begins)(&l.text)).collect();
        rest.into_iter().rev().for_each(|l| self.again.push_front(l));
        CsvRecord { fields: Err(why), line }
    }
}

fn quotes(text: &str) -> usize {
    text.bytes().filter(|b| *b == b'"').count()
}

/// The fields of one record.
pub(super) fn split(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => Some(record.iter().map(str::to_owned).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::{super::lines::tests::lines, *};

    fn read(text: &str) -> (Vec<String>, (u64, u64)) {
        let mut records = CsvRecords::new(lines(text), b',', |l| l.starts_with("t"));
        let mut shown = Vec::new();
        while let Some(record) = records.next(|n| n == 2).unwrap() {
            shown.push(match record.fields {
                Ok(fields) => format!("{}: {}", record.line, fields.join("|").replace('\n', "/")),
                Err(why) => format!("{}: {why}", record.line),
            });
        }
        (shown, records.place())
    }

    #[test]
    fn records_span_lines_and_quotes_are_doubled() {
        let (shown, place) = read("t1,\"a\n\"\"b\"\"\nc\"\nt2,d\n");
        assert_eq!(shown, ["1: t1|a/\"b\"/c", "4: t2|d"]);
        assert_eq!(place, (20, 4));
    }

    #[test]
    fn after_a_record_that_was_cut_the_others_are_found() {
        let (shown, _) = read("t1,\"cut by a cra\nt2,\"a\"\nt3,b,c\nt4,d\n");
        assert_eq!(shown, ["1: a quote is not closed", "2: t2|a", "3: the number of fields is not that of a record", "4: t4|d"]);
    }

    #[test]
    fn an_unfinished_record_is_left_for_the_next_time() {
        let (shown, place) = read("t1,a\nt2,\"select\n 1");
        assert_eq!(shown, ["1: t1|a", &format!("2: {UNFINISHED}")]);
        assert_eq!(place, (5, 1));
    }
}
