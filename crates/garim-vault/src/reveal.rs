//! Addresses in, values out: for whoever policy allowed to see them. Keys are read anew with every call, so that what any
//! process destroyed or froze is gone from the next call on.

use std::collections::HashMap;

use garim_core::{
    Result,
    subject::{Kind, Pseudonym},
};
use garim_ports::Address;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use crate::{
    crypt::Cipher,
    local::LocalVault,
    sql::{failed, fixed, marks, spans},
    subject::SubjectKey,
};

/// A subject's key in the clear, for the length of the call.
struct Holder {
    key: SubjectKey,
    cipher: Cipher,
}

impl LocalVault {
    /// See [`garim_ports::Vault::reveal`].
    pub(crate) async fn reveal_batch(&self, addresses: &[Address]) -> Result<Vec<Option<Vec<u8>>>> {
        let mut wanted: HashMap<&Address, Vec<usize>> = HashMap::with_capacity(addresses.len());
        for (at, address) in addresses.iter().enumerate() {
            wanted.entry(address).or_default().push(at);
        }
        let mut answers = vec![None; addresses.len()];
        let failed = failed("reading values");
        // One snapshot for keys and values, ended before anything else: an open reader keeps the log from being emptied.
        let mut tx = self.database.readers.begin().await.map_err(&failed)?;
        let holders = self.keys(&mut tx, addresses).await?;
        let sealed = values(&mut tx, &holders, addresses).await?;
        tx.rollback().await.map_err(&failed)?;
        for (subject, kind, ordinal, sealed) in sealed {
            let holder = &holders[&subject];
            let address = Address { subject: holder.key.pseudonym, kind, ordinal };
            let Some(places) = wanted.get(&address) else { continue };
            let plain = holder.cipher.open(&sealed, &holder.key.value_aad(&self.project, &address.kind, ordinal))?;
            for &at in places {
                answers[at] = Some(plain.clone());
            }
        }
        Ok(answers)
    }

    /// Keys of those who are neither frozen nor erased, by subject number.
    async fn keys(&self, conn: &mut SqliteConnection, addresses: &[Address]) -> Result<HashMap<i64, Holder>> {
        let mut people: Vec<Pseudonym> = addresses.iter().map(|a| a.subject).collect();
        people.sort_unstable();
        people.dedup();
        let mut holders = HashMap::with_capacity(people.len());
        for span in spans(people.len()) {
            let part = &people[span];
            let sql = format!(
                "SELECT pseudonym, subject, generation, wrapped, commitment FROM subject_key WHERE frozen = 0 AND pseudonym IN ({})",
                marks(part.len())
            );
            let query = part.iter().fold(sqlx::query(AssertSqlSafe(sql)), |q, p| q.bind(&p.bytes()[..]));
            for row in query.fetch_all(&mut *conn).await.map_err(failed("reading keys"))? {
                let pseudonym = Pseudonym::new(fixed(row.get(0))?);
                let key = SubjectKey::unwrap(&self.master, &self.project, pseudonym, row.get(2), row.get(3), row.get(4))?;
                let cipher = key.values()?;
                holders.insert(row.get(1), Holder { key, cipher });
            }
        }
        Ok(holders)
    }
}

/// Every sealed value of these subjects in the kinds that were asked for.
async fn values(
    conn: &mut SqliteConnection,
    holders: &HashMap<i64, Holder>,
    addresses: &[Address],
) -> Result<Vec<(i64, Kind, u32, Vec<u8>)>> {
    let mut kinds: Vec<&Kind> = Vec::new();
    for address in addresses {
        if !kinds.contains(&&address.kind) {
            kinds.push(&address.kind);
        }
    }
    let mut subjects: Vec<i64> = holders.keys().copied().collect();
    subjects.sort_unstable();
    let mut found = Vec::new();
    for span in spans(subjects.len()) {
        let part = &subjects[span];
        let sql = format!(
            "SELECT subject, kind, ordinal, sealed FROM value WHERE subject IN ({}) AND kind IN ({})",
            marks(part.len()),
            marks(kinds.len())
        );
        let query = part.iter().fold(sqlx::query(AssertSqlSafe(sql)), |q, s| q.bind(s));
        let query = kinds.iter().fold(query, |q, kind| q.bind(kind.as_str()));
        for row in query.fetch_all(&mut *conn).await.map_err(failed("reading values"))? {
            let stored: &str = row.get(1);
            let Some(kind) = kinds.iter().find(|k| k.as_str() == stored) else { continue };
            found.push((row.get(0), (*kind).clone(), row.get(2), row.get(3)));
        }
    }
    Ok(found)
}
