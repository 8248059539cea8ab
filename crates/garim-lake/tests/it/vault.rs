//! A vault in memory: pseudonyms are hashes of ids, values stand in lists, seals flip bits behind a header.

use std::{
    collections::{HashMap, HashSet},
    sync::Mutex,
};

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    name::{DatasetName, RequestId, RunId},
    subject::{Kind, Ordinal, Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{Address, Destroyed, NewValue, Opener, SealScope, Sealer, Signature, Token, TokenAsk, Vault};
use sha2::{Digest, Sha256};

/// By subject and kind, in the order of their ordinals.
type Values = HashMap<(Pseudonym, Kind), Vec<Vec<u8>>>;

#[derive(Default)]
pub struct FakeVault {
    people: Mutex<HashMap<Pseudonym, String>>,
    values: Mutex<Values>,
    suppressed: Mutex<HashSet<String>>,
    pub asks: Mutex<u64>,
}

fn pseudonym(subject: &SubjectId) -> Pseudonym {
    let digest = Sha256::digest(format!("{}/{}", subject.subject_type(), subject.reveal()));
    Pseudonym::new(digest[..16].try_into().unwrap())
}

impl FakeVault {
    /// From here the person counts as erased.
    pub fn suppress(&self, id: &str) {
        self.suppressed.lock().unwrap().insert(id.to_owned());
    }

    /// The id behind a pseudonym.
    pub fn id(&self, bytes: &[u8]) -> String {
        let pseudonym = Pseudonym::new(bytes.try_into().expect("a pseudonym has 16 bytes"));
        self.people.lock().unwrap().get(&pseudonym).cloned().unwrap_or_else(|| "?".to_owned())
    }

    /// A subject's value, with its tag.
    pub fn value(&self, subject: &[u8], kind: &str, ordinal: i32) -> String {
        let address = (Pseudonym::new(subject.try_into().unwrap()), Kind::new(kind).unwrap());
        let values = self.values.lock().unwrap();
        String::from_utf8(values[&address][ordinal as usize].clone()).unwrap()
    }

    /// Every value as `id kind value`, in order.
    pub fn census(&self) -> Vec<String> {
        let people = self.people.lock().unwrap();
        let values = self.values.lock().unwrap();
        let line = |((who, kind), all): (&(Pseudonym, Kind), &Vec<Vec<u8>>)| {
            let all: Vec<_> = all.iter().map(|v| String::from_utf8_lossy(v).into_owned()).collect();
            format!("{} {kind} {}", people[who], all.join(" "))
        };
        let mut lines: Vec<String> = values.iter().map(line).collect();
        lines.sort();
        lines
    }
}

struct Flip(Vec<u8>);

fn header(scope: &SealScope) -> Vec<u8> {
    format!("sealed {} {} {}\n", scope.dataset, scope.day, scope.file).into_bytes()
}

/// The plain text of a sealed file, whatever its scope.
pub fn unseal(sealed: &[u8]) -> Vec<u8> {
    let end = sealed.iter().position(|b| *b == b'\n').unwrap();
    sealed[end + 1..].iter().map(|b| !b).collect()
}

impl Sealer for Flip {
    fn seal(&mut self, chunk: &[u8], _last: bool) -> Result<Vec<u8>> {
        let mut out = std::mem::take(&mut self.0);
        out.extend(chunk.iter().map(|b| !b));
        Ok(out)
    }
}

impl Opener for Flip {
    fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>> {
        let body = sealed.strip_prefix(self.0.as_slice()).ok_or_else(|| Error::internal("opening", "another scope"))?;
        Ok(body.iter().map(|b| !b).collect())
    }
}

fn unused<T>() -> Result<T> {
    Err(Error::internal("the vault of these tests", "does not do that"))
}

#[async_trait]
impl Vault for FakeVault {
    async fn tokenise(&self, _: RunId, asks: &[TokenAsk]) -> Result<Vec<Token>> {
        *self.asks.lock().unwrap() += asks.len() as u64;
        let suppressed = self.suppressed.lock().unwrap();
        let mut people = self.people.lock().unwrap();
        let token = |ask: &TokenAsk| {
            if suppressed.contains(ask.subject.reveal()) {
                return Token::Suppressed;
            }
            let pseudonym = pseudonym(&ask.subject);
            people.insert(pseudonym, ask.subject.reveal().to_owned());
            Token::Active(pseudonym)
        };
        Ok(asks.iter().map(token).collect())
    }
    async fn put(&self, _: RunId, _: Day, new: &[NewValue<'_>]) -> Result<Vec<Ordinal>> {
        let mut values = self.values.lock().unwrap();
        let put = |value: &NewValue<'_>| {
            let all = values.entry((value.subject, value.kind.clone())).or_default();
            let at = all.iter().position(|v| v == value.bytes).unwrap_or_else(|| {
                all.push(value.bytes.to_vec());
                all.len() - 1
            });
            at as Ordinal
        };
        Ok(new.iter().map(put).collect())
    }
    async fn sealer(&self, scope: &SealScope) -> Result<Box<dyn Sealer>> {
        Ok(Box::new(Flip(header(scope))))
    }
    async fn opener(&self, scope: &SealScope) -> Result<Box<dyn Opener>> {
        Ok(Box::new(Flip(header(scope))))
    }
    async fn reveal(&self, _: &[Address]) -> Result<Vec<Option<Vec<u8>>>> {
        unused()
    }
    async fn keep(&self, _: RunId) -> Result<()> {
        unused()
    }
    async fn forget(&self, _: RunId) -> Result<()> {
        unused()
    }
    async fn freeze_epoch(&self) -> Result<u64> {
        unused()
    }
    async fn file(&self, _: RequestId, _: &SubjectId) -> Result<()> {
        unused()
    }
    async fn pseudonyms(&self, _: RequestId) -> Result<Vec<Pseudonym>> {
        unused()
    }
    async fn count_values(&self, _: RequestId) -> Result<u64> {
        unused()
    }
    async fn commitment(&self, _: RequestId) -> Result<([u8; 32], [u8; 32])> {
        unused()
    }
    async fn freeze(&self, _: RequestId) -> Result<()> {
        unused()
    }
    async fn keep_for(&self, _: RequestId, _: &str, _: &[u8]) -> Result<()> {
        unused()
    }
    async fn kept_for(&self, _: RequestId, _: &str) -> Result<Option<Vec<u8>>> {
        unused()
    }
    async fn enter_ledger(&self, _: RequestId, _: Day) -> Result<()> {
        unused()
    }
    async fn destroy(&self, _: RequestId, _: Day) -> Result<Destroyed> {
        unused()
    }
    async fn remove_values(&self, _: RequestId) -> Result<u64> {
        unused()
    }
    async fn close(&self, _: RequestId) -> Result<()> {
        unused()
    }
    async fn destroy_seal(&self, _: &DatasetName, _: Day) -> Result<()> {
        unused()
    }
    async fn compact(&self) -> Result<()> {
        unused()
    }
    async fn sign(&self, _: &[u8]) -> Result<Signature> {
        unused()
    }
    async fn census(&self) -> Result<Vec<(String, u64, u64)>> {
        unused()
    }
}
