//! Users, sessions and one-time links. Tokens are kept as their SHA-256 only.

use async_trait::async_trait;
use garim_core::{Entity, Error, Result, name::PrincipalName, time::Timestamp};
use garim_ports::{Session, Sessions, User};
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, is_duplicate, is_orphan, parsed, to_json};

pub(crate) struct SessionRows<'a>(pub(crate) &'a mut SqliteConnection);

type UserRow = (String, String, Option<String>);

fn user((name, roles, password): UserRow) -> Result<User> {
    Ok(User { name: parsed(&name)?, roles: from_json(&roles)?, password })
}

const PUT_USER: &str = "
INSERT INTO users (
    name,
    roles,
    password
)
VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE
SET roles = excluded.roles,
    password = excluded.password
";

const USER: &str = "
SELECT
    name,
    roles,
    password
FROM users
WHERE name = $1
";

const USERS: &str = "
SELECT
    name,
    roles,
    password
FROM users
ORDER BY name
";

/// Swept whenever somebody signs in.
const DROP_EXPIRED_SESSIONS: &str = "
DELETE FROM sessions
WHERE expires_at <= $1
";

const BEGIN: &str = "
INSERT INTO sessions (
    token_hash,
    user_name,
    created_at,
    expires_at
)
VALUES ($1, $2, $3, $4)
";

const GET: &str = "
SELECT
    s.token_hash,
    s.created_at,
    s.expires_at,
    u.name,
    u.roles,
    u.password
FROM sessions s
JOIN users u
  ON u.name = s.user_name
WHERE s.token_hash = $1
  AND s.expires_at > $2
";

const END: &str = "
DELETE FROM sessions
WHERE token_hash = $1
";

const PUT_LINK: &str = "
INSERT INTO sign_in_links (
    token_hash,
    user_name,
    expires_at
)
VALUES ($1, $2, $3)
";

/// One statement, so that two at once cannot both use it. An expired link goes as well.
const USE_LINK: &str = "
DELETE FROM sign_in_links
WHERE token_hash = $1
RETURNING
    user_name,
    expires_at
";

#[async_trait]
impl Sessions for SessionRows<'_> {
    async fn put_user(&mut self, user: &User) -> Result<()> {
        sqlx::query(PUT_USER)
            .bind(user.name.as_str())
            .bind(to_json(&user.roles)?)
            .bind(user.password.as_deref())
            .execute(&mut *self.0)
            .await
            .map_err(failed("keeping a user"))?;
        Ok(())
    }

    async fn user(&mut self, name: &PrincipalName) -> Result<Option<User>> {
        let row: Option<UserRow> =
            sqlx::query_as(USER).bind(name.as_str()).fetch_optional(&mut *self.0).await.map_err(failed("reading a user"))?;
        row.map(user).transpose()
    }

    async fn users(&mut self) -> Result<Vec<User>> {
        let rows: Vec<UserRow> = sqlx::query_as(USERS).fetch_all(&mut *self.0).await.map_err(failed("reading users"))?;
        rows.into_iter().map(user).collect()
    }

    async fn begin(&mut self, session: &Session) -> Result<()> {
        sqlx::query(DROP_EXPIRED_SESSIONS)
            .bind(session.created.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed("beginning a session"))?;
        let begun = sqlx::query(BEGIN)
            .bind(&session.token_hash)
            .bind(session.user.as_str())
            .bind(session.created.micros())
            .bind(session.expires.micros())
            .execute(&mut *self.0)
            .await;
        of_user(&session.user, begun)
    }

    async fn get(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<(Session, User)>> {
        let row: Option<(String, i64, i64, String, String, Option<String>)> = sqlx::query_as(GET)
            .bind(token_hash)
            .bind(now.micros())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("reading a session"))?;
        let Some((token_hash, created, expires, name, roles, password)) = row else { return Ok(None) };
        let user = user((name, roles, password))?;
        let (created, expires) = (Timestamp::from_micros(created), Timestamp::from_micros(expires));
        Ok(Some((Session { token_hash, user: user.name.clone(), created, expires }, user)))
    }

    async fn end(&mut self, token_hash: &str) -> Result<()> {
        sqlx::query(END).bind(token_hash).execute(&mut *self.0).await.map_err(failed("ending a session"))?;
        Ok(())
    }

    async fn put_link(&mut self, token_hash: &str, user: &PrincipalName, expires: Timestamp) -> Result<()> {
        let put = sqlx::query(PUT_LINK).bind(token_hash).bind(user.as_str()).bind(expires.micros()).execute(&mut *self.0).await;
        of_user(user, put)
    }

    async fn use_link(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<PrincipalName>> {
        let used: Option<(String, i64)> = sqlx::query_as(USE_LINK)
            .bind(token_hash)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("using a sign-in link"))?;
        used.filter(|(_, expires)| *expires > now.micros()).map(|(user, _)| parsed(&user)).transpose()
    }
}

fn of_user<T>(user: &PrincipalName, kept: Result<T, sqlx::Error>) -> Result<()> {
    match kept {
        Ok(_) => Ok(()),
        Err(e) if is_orphan(&e) => Err(Error::not_found(Entity::Principal, user)),
        Err(e) if is_duplicate(&e) => Err(Error::conflict("this token has been used before; make a new one")),
        Err(e) => Err(failed("keeping a session")(e)),
    }
}
