//! JSON objects, one after another: lines of JSON, pretty-printed objects, or one array, however it is laid out.

use garim_core::Result;
use serde_json::Value;

use super::{
    Lines, MAX_RECORD,
    csv::{TOO_LONG, UNFINISHED},
};

/// Cuts a stream into objects.
pub(crate) struct JsonRecords {
    lines: Lines,
    scan: Scan,
    /// Where the unfinished last record begins, once it was met.
    unfinished: Option<(u64, u64)>,
}

/// One object, or why there is none.
#[derive(Debug)]
pub(crate) struct JsonRecord {
    /// The object, or the reason.
    pub value: Result<Value, &'static str>,
    /// The line on which it begins.
    pub line: u64,
}

/// Text between objects.
const NOT_AN_OBJECT: &str = "the line is not a JSON object";
/// An object with an error within.
const NOT_JSON: &str = "the record is not valid JSON";

/// What the scanner knows of the record that it is in.
#[derive(Default)]
struct Scan {
    text: Vec<u8>,
    depth: usize,
    string: bool,
    escaped: bool,
    garbage: bool,
    too_long: bool,
    /// Where the record began.
    began: (u64, u64),
    /// The byte before was a line feed, or this is the first.
    fresh: bool,
}

/// What a byte does.
#[derive(PartialEq)]
enum Step {
    /// Goes on.
    On,
    /// Ends the record, and belongs to it.
    Done,
    /// Shows that the record before was cut off; the byte is looked at again.
    Cut,
}

impl JsonRecords {
    /// Objects of a stream.
    pub fn new(lines: Lines) -> Self {
        Self { lines, scan: Scan { fresh: true, ..Scan::default() }, unfinished: None }
    }

    /// The input's name.
    pub fn name(&self) -> &str {
        self.lines.name()
    }

    /// Offset and lines before the next record.
    pub fn place(&self) -> (u64, u64) {
        self.unfinished.unwrap_or((self.lines.offset(), self.lines.line()))
    }

    /// The next object; `None` at the end.
    pub fn next(&mut self) -> Result<Option<JsonRecord>> {
        loop {
            let place = (self.lines.offset(), self.lines.line());
            let chunk = self.lines.bytes()?;
            if chunk.is_empty() {
                return Ok(self.end());
            }
            let (mut used, mut feeds, mut step) = (0, 0, Step::On);
            for byte in chunk {
                step = self.scan.step(*byte, (place.0 + used as u64, place.1 + feeds));
                if step == Step::Cut {
                    break;
                }
                used += 1;
                feeds += u64::from(*byte == b'\n');
                if step == Step::Done {
                    break;
                }
            }
            self.lines.consume(used, feeds);
            if step != Step::On {
                return Ok(Some(self.scan.take(step == Step::Cut)));
            }
        }
    }

    fn end(&mut self) -> Option<JsonRecord> {
        if self.scan.depth == 0 && !self.scan.garbage || self.unfinished.is_some() {
            return None;
        }
        let line = self.scan.began.1 + 1;
        self.unfinished = Some(self.scan.began);
        Some(JsonRecord { value: Err(UNFINISHED), line })
    }
}

impl Scan {
    fn step(&mut self, byte: u8, place: (u64, u64)) -> Step {
        let fresh = std::mem::replace(&mut self.fresh, byte == b'\n');
        if self.garbage {
            return if byte == b'\n' { Step::Done } else { Step::On };
        }
        if self.depth == 0 {
            match byte {
                b'{' => {
                    self.began = place;
                    self.depth = 1;
                    self.keep(byte);
                }
                // Between objects: white space, the signs of an array, and a byte order mark.
                b' ' | b'\t' | b'\r' | b'\n' | b'[' | b']' | b',' | 0xef | 0xbb | 0xbf => {}
                _ => (self.garbage, self.began) = (true, place),
            }
            return Step::On;
        }
        // A bare line feed cannot be in a string, and an object at a line's very beginning is never inside another.
        if (self.string && byte == b'\n') || (fresh && byte == b'{') {
            self.fresh = fresh;
            return Step::Cut;
        }
        self.keep(byte);
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.string => self.escaped = true,
            b'"' => self.string = !self.string,
            b'{' | b'[' if !self.string => self.depth += 1,
            b'}' | b']' if !self.string => self.depth -= 1,
            _ => {}
        }
        if self.depth == 0 { Step::Done } else { Step::On }
    }

    fn keep(&mut self, byte: u8) {
        if self.text.len() < MAX_RECORD {
            self.text.push(byte);
        } else {
            self.too_long = true;
        }
    }

    fn take(&mut self, cut: bool) -> JsonRecord {
        let done = std::mem::replace(self, Self { fresh: self.fresh, ..Self::default() });
        let value = match serde_json::from_slice(&done.text) {
            _ if done.garbage => Err(NOT_AN_OBJECT),
            _ if done.too_long => Err(TOO_LONG),
            Ok(value) if !cut => Ok(value),
            _ => Err(NOT_JSON),
        };
        JsonRecord { value, line: done.began.1 + 1 }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::{super::lines::tests::lines, *};

    fn read(text: &str) -> (Vec<String>, (u64, u64)) {
        let mut records = JsonRecords::new(lines(text));
        let mut shown = Vec::new();
        while let Some(record) = records.next().unwrap() {
            shown.push(match record.value {
                Ok(value) => format!("{}: {value}", record.line),
                Err(why) => format!("{}: {why}", record.line),
            });
        }
        (shown, records.place())
    }

    #[test]
    fn lines_pretty_objects_and_arrays_are_one_to_us() {
        let expected = [r#"1: {"a":"}\n{"}"#, r#"2: {"b":[{}]}"#];
        assert_eq!(read("{\"a\":\"}\\n{\"}\n{\"b\":[{}]}\n").0, expected);
        assert_eq!(read("{\"a\":\n  \"}\\n{\"\n}{\"b\":\n [\n {} ] }").0, [expected[0], r#"3: {"b":[{}]}"#]);
        assert_eq!(read("[{\"a\":\"}\\n{\"},\n{\"b\":[{}]}]").0, expected);
        assert_eq!(read("[\n{\"a\":1}\n,\n{\"a\":2}\n]\n").0, ["2: {\"a\":1}", "4: {\"a\":2}"]);
    }

    #[test]
    fn what_is_broken_costs_one_record() {
        let (shown, _) = read("{\"a\":1}\nnot json\n{\"a\":\"cut\n{\"a\":3}\n{\"a\":[1,\n{\"a\":5}\n{\"a\" 6}\n");
        assert_eq!(
            shown,
            [
                "1: {\"a\":1}",
                "2: the line is not a JSON object",
                "3: the record is not valid JSON",
                "4: {\"a\":3}",
                "5: the record is not valid JSON",
                "6: {\"a\":5}",
                "7: the record is not valid JSON"
            ]
        );
    }

    #[test]
    fn an_unfinished_record_is_left_for_the_next_time() {
        let (shown, place) = read("{\"a\":1}\n{\"a\":");
        assert_eq!(shown, ["1: {\"a\":1}", &format!("2: {UNFINISHED}")]);
        assert_eq!(place, (8, 1));
    }

    #[test]
    fn deep_and_endless_records_are_refused() {
        let deep = "[".repeat(100_000);
        assert_eq!(read(&format!("{{\"a\":{deep}\n{{\"a\":2}}")).0.last().unwrap(), "2: {\"a\":2}");
        let long = format!("{{\"a\":\"{}\"}}\n{{\"a\":2}}\n", "x".repeat(MAX_RECORD));
        assert_eq!(read(&long).0, ["1: the record is longer than 8 MB", "2: {\"a\":2}"]);
    }
}
