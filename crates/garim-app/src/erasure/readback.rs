//! Everything is read back from disk: whoever finds the person still there gets no certificate.

use garim_core::{Error, Result, erasure::Scanned, request::Request};

use crate::App;

impl App {
    pub(crate) async fn read_back(&self, request: &Request) -> Result<String> {
        let scanned = self.scan_back(request).await?;
        let (files, rows): (u64, u64) = scanned.iter().fold((0, 0), |(f, r), s| (f + s.files, r + s.rows));
        Ok(format!("{rows} rows in {files} files read back: the person is in none"))
    }

    /// Reads back every dataset that could hold the person.
    pub(crate) async fn scan_back(&self, request: &Request) -> Result<Vec<Scanned>> {
        let links = self.linkage(request).await?;
        let mut scanned = Vec::new();
        for (stored, schema) in self.holders(request).await? {
            let found = self.ports.lake.read_back(&stored.contract.name, &schema, &links.pseudonyms).await?;
            if found.found > 0 {
                return Err(Error::conflict(format!(
                    "{} rows of `{}` still hold the person after the rewrite; the request stays open",
                    found.found, stored.contract.name
                )));
            }
            scanned.push(found);
        }
        Ok(scanned)
    }
}
