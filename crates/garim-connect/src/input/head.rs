//! How a log is known again: by its first bytes, not by its name, since logs are renamed, copied and compressed.

use garim_ports::Position;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes of a stream's beginning that name it: logs differ from each other in their first time stamps and sessions.
pub(crate) const HEAD_BYTES: usize = 4 * 1024;

/// The beginning of a stream.
pub(crate) struct Head(Vec<u8>);

/// A place in a stream, and what the reader must remember there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct PositionOf {
    /// Bytes of the (decompressed) stream before it.
    pub offset: u64,
    /// Lines before it.
    pub line: u64,
    /// What the format remembers: sessions with their users and schemas.
    #[serde(default)]
    pub memory: serde_json::Value,
}

impl Head {
    /// From the first bytes, of which more than [`HEAD_BYTES`] are ignored.
    pub fn new(mut bytes: Vec<u8>) -> Self {
        bytes.truncate(HEAD_BYTES);
        Self(bytes)
    }

    /// Its name now.
    pub fn stream(&self) -> String {
        name(&self.0)
    }

    /// The position among former ones that is of this stream: the one that knew most of its beginning.
    pub fn find<'a>(&self, positions: &'a [Position]) -> Option<&'a Position> {
        let known = positions.iter().filter_map(|p| Some((p, length(&p.stream)?)));
        let ours = known.filter(|(p, n)| *n > 0 && self.0.get(..*n).is_some_and(|head| name(head) == p.stream));
        ours.max_by_key(|(_, n)| *n).map(|(p, _)| p)
    }

    /// The position to be kept, which replaces the one that was found.
    pub fn position(&self, found: Option<&str>, place: &PositionOf) -> Position {
        let stream = self.stream();
        let replaces = found.filter(|f| *f != stream).map(str::to_owned);
        Position { stream, replaces, place: serde_json::to_string(place).unwrap_or_default() }
    }
}

fn name(head: &[u8]) -> String {
    let digest = Sha256::digest(head);
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("head:{}:{hex}", head.len())
}

fn length(stream: &str) -> Option<usize> {
    stream.strip_prefix("head:")?.split(':').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_short_log_is_known_again_when_it_has_grown() {
        let young = Head::new(b"first\n".to_vec());
        let position = young.position(None, &PositionOf { offset: 6, line: 1, ..PositionOf::default() });
        let grown = Head::new(b"first\nsecond\n".to_vec());
        let found = grown.find(std::slice::from_ref(&position)).unwrap();
        let next = grown.position(Some(&found.stream), &PositionOf { offset: 13, line: 2, ..PositionOf::default() });
        assert_eq!(next.replaces.as_deref(), Some(position.stream.as_str()));
        assert!(Head::new(b"other\nsecond\n".to_vec()).find(&[position, next]).is_none());
    }
}
