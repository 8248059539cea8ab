//! Tokens of service principals, kept as SHA-256.

use async_trait::async_trait;
use garim_core::{Entity, Error, Result, name::PrincipalName, time::Timestamp};
use garim_ports::{ServiceToken, Tokens, User};
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, is_orphan, parsed};

pub(crate) struct TokenRows<'a>(pub(crate) &'a mut SqliteConnection);

const PUT: &str = "
INSERT INTO service_tokens (
    name,
    token_hash,
    created_at,
    expires_at
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE
SET token_hash = excluded.token_hash,
    created_at = excluded.created_at,
    expires_at = excluded.expires_at
";

const USER: &str = "
SELECT
    u.name,
    u.roles
FROM service_tokens t
JOIN users u
  ON u.name = t.name
WHERE t.token_hash = $1
  AND (t.expires_at IS NULL OR t.expires_at > $2)
";

const LIST: &str = "
SELECT
    t.token_hash,
    t.created_at,
    t.expires_at,
    u.name,
    u.roles
FROM service_tokens t
JOIN users u
  ON u.name = t.name
ORDER BY u.name
";

const REVOKE: &str = "
DELETE FROM service_tokens
WHERE name = $1
";

/// A program has no password.
fn program(name: &str, roles: &str) -> Result<User> {
    Ok(User { name: parsed(name)?, roles: from_json(roles)?, password: None })
}

#[async_trait]
impl Tokens for TokenRows<'_> {
    async fn put(&mut self, token: &ServiceToken) -> Result<()> {
        let put = sqlx::query(PUT)
            .bind(token.user.as_str())
            .bind(&token.token_hash)
            .bind(token.created.micros())
            .bind(token.expires.map(|e| e.micros()))
            .execute(&mut *self.0)
            .await;
        match put {
            Ok(_) => Ok(()),
            Err(e) if is_orphan(&e) => Err(Error::not_found(Entity::Principal, &token.user)),
            Err(e) => Err(failed("keeping a token")(e)),
        }
    }

    async fn user(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<User>> {
        let row: Option<(String, String)> = sqlx::query_as(USER)
            .bind(token_hash)
            .bind(now.micros())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("reading a token"))?;
        row.map(|(name, roles)| program(&name, &roles)).transpose()
    }

    async fn list(&mut self) -> Result<Vec<(ServiceToken, User)>> {
        let rows: Vec<(String, i64, Option<i64>, String, String)> =
            sqlx::query_as(LIST).fetch_all(&mut *self.0).await.map_err(failed("reading tokens"))?;
        rows.into_iter()
            .map(|(token_hash, created, expires, name, roles)| {
                let user = program(&name, &roles)?;
                let created = Timestamp::from_micros(created);
                let expires = expires.map(Timestamp::from_micros);
                Ok((ServiceToken { token_hash, user: user.name.clone(), created, expires }, user))
            })
            .collect()
    }

    async fn revoke(&mut self, user: &PrincipalName) -> Result<bool> {
        let gone = sqlx::query(REVOKE).bind(user.as_str()).execute(&mut *self.0).await.map_err(failed("revoking a token"))?;
        Ok(gone.rows_affected() > 0)
    }
}
