//! Reading input that may be compressed, without being blown up by it.

use std::{
    io::{self, BufRead, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;

/// Most bytes that one compressed byte may become: logs shrink to a tenth, or a hundredth where they repeat themselves.
const MAX_EXPANSION: u64 = 400;
/// Expansion is not judged before so many bytes came out.
const JUDGED_FROM: u64 = 16 * 1024 * 1024;
/// Size of the buffers.
pub(super) const BUFFER: usize = 128 * 1024;
/// How every gzip file begins.
pub(super) const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Counts what goes through.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        Ok(bytes)
    }
}

/// Refuses what expands beyond reason.
struct Limited<R> {
    inner: R,
    compressed: Arc<AtomicU64>,
    came_out: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.came_out += bytes as u64;
        // What the decoder has read ahead counts for it: a buffer at most.
        let allowed = self.compressed.load(Ordering::Relaxed).saturating_mul(MAX_EXPANSION);
        if self.came_out > JUDGED_FROM && self.came_out > allowed {
            return Err(io::Error::other(format!("it expands more than {MAX_EXPANSION} times")));
        }
        Ok(bytes)
    }
}

/// Opens a stream: gzip is recognised by its first bytes.
pub(super) fn open(raw: Box<dyn Read + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let compressed = Arc::new(AtomicU64::new(0));
    let mut reader = BufReader::with_capacity(BUFFER, Counted { inner: raw, bytes: Arc::clone(&compressed) });
    if !reader.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(reader));
    }
    let limited = Limited { inner: MultiGzDecoder::new(reader), compressed, came_out: 0 };
    Ok(Box::new(BufReader::with_capacity(BUFFER, limited)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_recognised_by_content_also_when_files_were_joined() {
        let joined = [gzip(b"one\n"), gzip(b"two\n")].concat();
        let mut text = String::new();
        open(Box::new(io::Cursor::new(joined))).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "one\ntwo\n");
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = gzip(&vec![b'a'; 64 * 1024 * 1024]);
        let read = io::copy(&mut open(Box::new(io::Cursor::new(bomb))).unwrap(), &mut io::sink());
        assert!(read.unwrap_err().to_string().contains("expands"));
    }
}
