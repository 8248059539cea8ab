//! A vault of which only the seals work: header with the scope, then the bytes flipped. A destroyed day opens nothing.

use std::sync::Mutex;

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    name::{DatasetName, RequestId, RunId},
    subject::{Ordinal, Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{Address, Destroyed, NewValue, Opener, SealScope, Sealer, Signature, Token, TokenAsk, Vault};

#[derive(Default)]
pub(super) struct Seals {
    pub(super) destroyed: Mutex<Vec<(DatasetName, Day)>>,
}

struct Flip(Vec<u8>);

fn header(scope: &SealScope) -> Vec<u8> {
    format!("sealed {} {} {}\n", scope.dataset, scope.day, scope.file).into_bytes()
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
    Err(Error::internal("the vault of these tests", "only seals"))
}

#[async_trait]
impl Vault for Seals {
    async fn tokenise(&self, _: RunId, _: &[TokenAsk]) -> Result<Vec<Token>> {
        unused()
    }
    async fn put(&self, _: RunId, _: Day, _: &[NewValue<'_>]) -> Result<Vec<Ordinal>> {
        unused()
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
    async fn sealer(&self, scope: &SealScope) -> Result<Box<dyn Sealer>> {
        Ok(Box::new(Flip(header(scope))))
    }
    async fn opener(&self, scope: &SealScope) -> Result<Box<dyn Opener>> {
        Ok(Box::new(Flip(header(scope))))
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
    async fn destroy_seal(&self, dataset: &DatasetName, day: Day) -> Result<()> {
        self.destroyed.lock().unwrap().push((dataset.clone(), day));
        Ok(())
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
