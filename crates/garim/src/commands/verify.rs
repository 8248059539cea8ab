//! `garim verify …`: certificates and the audit log.

use std::{path::Path, process::ExitCode};

use garim_core::{Error, Result, erasure::SignedCertificate};

use super::{Context, Done};
use crate::{cli, render};

/// Audit records read at once.
const BATCH: u32 = 1000;

/// Checks, and fails with 1 if something is wrong.
pub async fn verify(context: &Context, command: cli::Verify) -> Done {
    let verdict = match &command {
        cli::Verify::Erasure { file, key } => erasure(file, key.as_deref())?,
        cli::Verify::Audit => audit(context).await?,
    };
    let (valid, text) = match verdict {
        Ok(text) => (true, text),
        Err(text) => (false, text),
    };
    if context.json {
        render::json(&serde_json::json!({ "valid": valid, "detail": text }));
    } else if valid {
        render::line(text);
    } else {
        render::error(&text);
    }
    Ok(if valid { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

type Verdict = std::result::Result<String, String>;

fn erasure(file: &Path, key: Option<&str>) -> Result<Verdict> {
    let text = std::fs::read_to_string(file).map_err(|e| Error::invalid(format!("`{}` cannot be read: {e}", file.display())))?;
    let signed: SignedCertificate = serde_json::from_str(&text)
        .map_err(|e| Error::invalid(format!("`{}` is not a certificate: line {}", file.display(), e.line())))?;
    let key = key.map(unhex).transpose()?;
    Ok(match garim_verify::verify_certificate(&signed, key.as_deref()) {
        Ok(_) => Ok(format!(
            "the certificate of request {} is genuine: {} datasets were read back{}",
            signed.certificate.request,
            signed.certificate.scanned.len(),
            if key.is_some() { "" } else { "; say --key to hold the signer against the published key" }
        )),
        Err(error) => Err(error.to_string()),
    })
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    let digits: Vec<u32> = text.trim().chars().filter_map(|c| c.to_digit(16)).collect();
    if digits.len() != 64 || text.trim().len() != 64 {
        return Err(Error::invalid("a public key is 64 hex digits"));
    }
    Ok(digits.chunks(2).filter_map(|d| u8::try_from(d[0] * 16 + d[1]).ok()).collect())
}

async fn audit(context: &Context) -> Result<Verdict> {
    let app = context.open().await.map_err(|_| Error::invalid("the project cannot be opened; `garim check` says why"))?;
    let mut records = Vec::new();
    loop {
        let mut tx = app.store().read().await?;
        let from = records.last().map_or(0, |(number, _, _): &(i64, _, _)| number + 1);
        let batch = tx.audit().from(from, BATCH).await?;
        if batch.is_empty() {
            break;
        }
        records.extend(batch);
    }
    let count = records.len();
    Ok(match garim_verify::verify_audit(records) {
        Ok(_) => Ok(format!("{count} audit records, each chained to the one before")),
        Err(error) => Err(error.to_string()),
    })
}
