//! A vault in a temporary folder, and words to use it with.

use std::sync::Arc;

use garim_core::{
    name::{RequestId, RunId, SubjectType},
    subject::{Kind, Pseudonym, SubjectId},
    time::{Day, Timestamp},
};
use garim_ports::{Address, Clock, NewValue, Token, TokenAsk, Vault};
use garim_vault::{LocalVault, LocalVaultConfig};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(1_603_594_800_000_000)
    }
}

/// A vault and its folder.
pub struct World {
    pub folder: TempDir,
    pub vault: LocalVault,
}

pub const RUN: u128 = 1;

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = open(&folder).await;
        Self { folder, vault }
    }

    /// The vault as another process would have it.
    pub async fn another(&self) -> LocalVault {
        open(&self.folder).await
    }

    /// Asks for one row's pseudonym.
    pub async fn ask(&self, id: &str, row_day: &str, since: Option<&str>) -> Token {
        self.ask_in(RUN, id, row_day, since).await
    }

    pub async fn ask_in(&self, run_number: u128, id: &str, row_day: &str, since: Option<&str>) -> Token {
        let ask = TokenAsk { subject: customer(id), row_day: day(row_day), since: since.map(day) };
        self.vault.tokenise(run(run_number), &[ask]).await.unwrap()[0]
    }

    /// The pseudonym of an active subject.
    pub async fn pseudonym(&self, id: &str) -> Pseudonym {
        active(self.ask(id, "2020-10-25", None).await)
    }

    /// Puts one value away.
    pub async fn put(&self, subject: Pseudonym, kind: &str, value: &str) -> u32 {
        self.put_in(RUN, subject, kind, value).await
    }

    pub async fn put_in(&self, run_number: u128, subject: Pseudonym, kind: &str, value: &str) -> u32 {
        let value = NewValue { subject, kind: &Kind::new(kind).unwrap(), bytes: value.as_bytes() };
        self.vault.put(run(run_number), day("2020-10-25"), &[value]).await.unwrap()[0]
    }

    pub async fn reveal(&self, subject: Pseudonym, kind: &str, ordinal: u32) -> Option<String> {
        let address = Address { subject, kind: Kind::new(kind).unwrap(), ordinal };
        self.vault.reveal(&[address]).await.unwrap().remove(0).map(|b| String::from_utf8(b).unwrap())
    }

    /// Files and freezes a request for erasure.
    pub async fn freeze(&self, number: u128, id: &str) -> RequestId {
        self.vault.file(request(number), &customer(id)).await.unwrap();
        self.vault.freeze(request(number)).await.unwrap();
        request(number)
    }

    /// Erases somebody, on a day.
    pub async fn erase(&self, number: u128, id: &str, on: &str) {
        let request = self.freeze(number, id).await;
        self.vault.destroy(request, day(on)).await.unwrap();
        self.vault.remove_values(request).await.unwrap();
        self.vault.close(request).await.unwrap();
    }

    /// A connection past the vault, for looking and for tampering.
    pub async fn sql(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.folder.path().join("vault.db")).connect().await.unwrap()
    }

    /// Every file of the folder but the root key, as one.
    pub fn bytes(&self) -> Vec<u8> {
        ["vault.db", "vault.db-wal"].iter().flat_map(|f| std::fs::read(self.folder.path().join(f)).unwrap_or_default()).collect()
    }
}

pub fn config(folder: &TempDir) -> LocalVaultConfig {
    let at = |name| folder.path().join(name);
    LocalVaultConfig { database: at("vault.db"), root_key: at("root.key"), ledger: at("ledger") }
}

pub async fn open(folder: &TempDir) -> LocalVault {
    LocalVault::open(config(folder), Arc::new(Noon)).await.unwrap()
}

pub async fn try_open(folder: &TempDir) -> String {
    LocalVault::open(config(folder), Arc::new(Noon)).await.err().expect("should be refused").to_string()
}

pub fn customer(id: &str) -> SubjectId {
    SubjectId::from_text(SubjectType::new("customer").unwrap(), id).unwrap()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn run(number: u128) -> RunId {
    RunId::new(uuid::Uuid::from_u128(number))
}

pub fn request(number: u128) -> RequestId {
    RequestId::new(uuid::Uuid::from_u128(number))
}

pub fn active(token: Token) -> Pseudonym {
    match token {
        Token::Active(pseudonym) => pseudonym,
        Token::Suppressed => panic!("suppressed"),
    }
}

/// Whether `part` stands anywhere in `whole`.
pub fn contains(whole: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|w| w == part)
}
