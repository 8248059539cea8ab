//! Lines of bounded length, with their places.

use std::io::BufRead;

use garim_core::Result;

use super::files::unreadable;

/// Longest record, in bytes: the longest statement that is read (2 MB), doubly escaped.
pub(crate) const MAX_RECORD: usize = 8 * 1024 * 1024;

/// Reads lines.
pub(crate) struct Lines {
    reader: Box<dyn BufRead + Send>,
    name: String,
    offset: u64,
    line: u64,
}

/// One line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its text; bytes that are not UTF-8 are replaced. Cut at [`MAX_RECORD`].
    pub text: String,
    /// Its number, from 1.
    pub number: u64,
    /// Where it begins.
    pub offset: u64,
    /// It was longer than [`MAX_RECORD`].
    pub too_long: bool,
    /// It ends with a line feed; the last line of a growing file may not.
    pub ended: bool,
}

impl Lines {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, name: String, offset: u64, line: u64) -> Self {
        Self { reader, name, offset, line }
    }

    /// The input's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the next line begins.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Lines before the next one.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The rest, as it is.
    pub fn into_reader(self) -> Box<dyn BufRead + Send> {
        self.reader
    }

    /// Bytes that come next; none at the end.
    pub(super) fn bytes(&mut self) -> Result<&[u8]> {
        self.reader.fill_buf().map_err(|e| unreadable(&self.name, &e))
    }

    /// Goes on by so many bytes, with so many line feeds among them.
    pub(super) fn consume(&mut self, bytes: usize, feeds: u64) {
        self.reader.consume(bytes);
        self.offset += bytes as u64;
        self.line += feeds;
    }

    /// The next line; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Line>> {
        let mut bytes = Vec::new();
        let (offset, mut too_long, mut ended) = (self.offset, false, false);
        while !ended {
            let chunk = self.reader.fill_buf().map_err(|e| unreadable(&self.name, &e))?;
            if chunk.is_empty() {
                break;
            }
            let end = chunk.iter().position(|b| *b == b'\n');
            let taken = end.map_or(chunk.len(), |e| e + 1);
            let room = MAX_RECORD.saturating_sub(bytes.len());
            too_long |= taken > room;
            bytes.extend_from_slice(&chunk[..taken.min(room)]);
            ended = end.is_some();
            self.reader.consume(taken);
            self.offset += taken as u64;
        }
        if self.offset == offset {
            return Ok(None);
        }
        self.line += 1;
        while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            bytes.pop();
        }
        if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        Ok(Some(Line { text, number: self.line, offset, too_long, ended }))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io::Cursor;

    use super::*;

    /// Lines of a text.
    pub(crate) fn lines(text: impl Into<Vec<u8>>) -> Lines {
        Lines::new(Box::new(Cursor::new(text.into())), "test".to_owned(), 0, 0)
    }

    #[test]
    fn lines_have_places_and_lose_marks_and_returns() {
        let mut lines = lines("\u{feff}one\r\ntwo\n\nlast");
        let all: Vec<Line> = std::iter::from_fn(|| lines.next().unwrap()).collect();
        let shown: Vec<(&str, u64, u64, bool)> = all.iter().map(|l| (l.text.as_str(), l.number, l.offset, l.ended)).collect();
        assert_eq!(shown, [("one", 1, 0, true), ("two", 2, 8, true), ("", 3, 12, true), ("last", 4, 13, false)]);
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_is_found() {
        let mut lines = lines([vec![b'x'; MAX_RECORD + 10], b"\nnext\n".to_vec()].concat());
        let long = lines.next().unwrap().unwrap();
        assert!(long.too_long && long.text.len() == MAX_RECORD);
        assert_eq!(lines.next().unwrap().unwrap().text, "next");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced() {
        assert_eq!(lines(b"a\xffb\n".to_vec()).next().unwrap().unwrap().text, "a\u{fffd}b");
    }
}
