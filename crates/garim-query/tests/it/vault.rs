//! A vault of a few values, which counts what it is asked.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    name::{DatasetName, RequestId, RunId},
    subject::{Kind, Ordinal, Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{Address, Destroyed, NewValue, Opener, SealScope, Sealer, Signature, Token, TokenAsk, Vault};

#[derive(Default)]
pub struct FewValues {
    values: HashMap<Address, Vec<u8>>,
    asked: AtomicUsize,
}

impl FewValues {
    /// `text` with its type tag, such as `s` for a string.
    pub fn with(mut self, subject: Pseudonym, kind: &str, ordinal: Ordinal, tagged: &str) -> Self {
        let kind = Kind::new(kind).unwrap();
        self.values.insert(Address { subject, kind, ordinal }, tagged.as_bytes().to_vec());
        self
    }

    /// How many addresses were asked for.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn no<T>() -> Result<T> {
    Err(Error::internal("asking the test's vault", "it only reveals"))
}

/// Seals by forgetting: these tests never open.
struct Hides;

impl Sealer for Hides {
    fn seal(&mut self, chunk: &[u8], _: bool) -> Result<Vec<u8>> {
        Ok(vec![0; chunk.len()])
    }
}

#[async_trait]
impl Vault for FewValues {
    async fn reveal(&self, addresses: &[Address]) -> Result<Vec<Option<Vec<u8>>>> {
        self.asked.fetch_add(addresses.len(), Ordering::SeqCst);
        Ok(addresses.iter().map(|a| self.values.get(a).cloned()).collect())
    }
    async fn freeze_epoch(&self) -> Result<u64> {
        Ok(0)
    }
    async fn tokenise(&self, _: RunId, _: &[TokenAsk]) -> Result<Vec<Token>> {
        no()
    }
    async fn put(&self, _: RunId, _: Day, _: &[NewValue<'_>]) -> Result<Vec<Ordinal>> {
        no()
    }
    async fn keep(&self, _: RunId) -> Result<()> {
        no()
    }
    async fn forget(&self, _: RunId) -> Result<()> {
        no()
    }
    async fn sealer(&self, _: &SealScope) -> Result<Box<dyn Sealer>> {
        Ok(Box::new(Hides))
    }
    async fn opener(&self, _: &SealScope) -> Result<Box<dyn Opener>> {
        no()
    }
    async fn file(&self, _: RequestId, _: &SubjectId) -> Result<()> {
        no()
    }
    async fn pseudonyms(&self, _: RequestId) -> Result<Vec<Pseudonym>> {
        no()
    }
    async fn count_values(&self, _: RequestId) -> Result<u64> {
        no()
    }
    async fn commitment(&self, _: RequestId) -> Result<([u8; 32], [u8; 32])> {
        no()
    }
    async fn freeze(&self, _: RequestId) -> Result<()> {
        no()
    }
    async fn keep_for(&self, _: RequestId, _: &str, _: &[u8]) -> Result<()> {
        no()
    }
    async fn kept_for(&self, _: RequestId, _: &str) -> Result<Option<Vec<u8>>> {
        no()
    }
    async fn enter_ledger(&self, _: RequestId, _: Day) -> Result<()> {
        no()
    }
    async fn destroy(&self, _: RequestId, _: Day) -> Result<Destroyed> {
        no()
    }
    async fn remove_values(&self, _: RequestId) -> Result<u64> {
        no()
    }
    async fn close(&self, _: RequestId) -> Result<()> {
        no()
    }
    async fn destroy_seal(&self, _: &DatasetName, _: Day) -> Result<()> {
        no()
    }
    async fn compact(&self) -> Result<()> {
        no()
    }
    async fn sign(&self, _: &[u8]) -> Result<Signature> {
        no()
    }
    async fn census(&self) -> Result<Vec<(String, u64, u64)>> {
        no()
    }
}
