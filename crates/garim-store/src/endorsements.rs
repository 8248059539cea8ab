//! What owners said of their assets: the newest row of an asset holds, the others are its history.

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    audit::AuditRecord,
    authz::{Action, Permit},
    canon::{Endorsement, Mark},
};
use garim_ports::Endorsements;
use sqlx::SqliteConnection;

use crate::{
    audit,
    convert::{failed, from_json, to_json},
    outbox,
};

pub(crate) struct EndorsementRows<'a>(pub(crate) &'a mut SqliteConnection);

const KEEP: &str = "
INSERT INTO endorsements (
    asset,
    body,
    at
)
VALUES ($1, $2, $3)
";

const NEWEST: &str = "
SELECT
    e.body
FROM endorsements e
WHERE e.number = (
    SELECT
        max(newer.number)
    FROM endorsements newer
    WHERE newer.asset = e.asset
)
ORDER BY e.asset
";

const HISTORY: &str = "
SELECT
    body
FROM endorsements
WHERE asset = $1
ORDER BY number DESC
";

#[async_trait]
impl Endorsements for EndorsementRows<'_> {
    async fn endorse(&mut self, permit: &Permit, said: &Endorsement) -> Result<()> {
        if permit.ask().action != Action::Certify || permit.ask().caller.principal.name != said.who {
            return Err(Error::Forbidden(format!("the permit at hand is not one to certify `{}`", said.asset)));
        }
        sqlx::query(KEEP)
            .bind(&said.asset)
            .bind(to_json(said)?)
            .bind(said.at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed("keeping a certification"))?;
        let detail = match &said.mark {
            Mark::Certified => format!("{}: certified", said.asset),
            Mark::Deprecated { successor } => {
                format!("{}: deprecated, successor {}", said.asset, successor.as_deref().unwrap_or("none"))
            }
            Mark::Withdrawn => format!("{}: withdrawn", said.asset),
        };
        audit::append(self.0, &AuditRecord::of(permit, said.at, detail)).await?;
        outbox::tell(self.0, &said.asset).await
    }

    async fn newest(&mut self) -> Result<Vec<Endorsement>> {
        let rows: Vec<(String,)> =
            sqlx::query_as(NEWEST).fetch_all(&mut *self.0).await.map_err(failed("reading certifications"))?;
        rows.iter().map(|(body,)| from_json(body)).collect()
    }

    async fn history(&mut self, asset: &str) -> Result<Vec<Endorsement>> {
        let rows: Vec<(String,)> =
            sqlx::query_as(HISTORY).bind(asset).fetch_all(&mut *self.0).await.map_err(failed("reading certifications"))?;
        rows.iter().map(|(body,)| from_json(body)).collect()
    }
}
