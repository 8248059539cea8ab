//! One-time links: made in the operator's own terminal, used once, dead after an hour.

use garim_app::App;
use garim_core::{Result, name::PrincipalName};

use super::token::{hashed, token};

/// How long a link may wait, in seconds.
const LINK_SECONDS: i64 = 3600;

/// A token for `/sign-in#token=…`: works once, for an hour.
pub async fn sign_in_token(app: &App, user: &PrincipalName) -> Result<String> {
    let token = token()?;
    let expires = app.clock().now().plus_seconds(LINK_SECONDS);
    let mut tx = app.store().begin().await?;
    tx.sessions().put_link(&hashed(&token), user, expires).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whose link it was; a second use finds nobody.
pub(crate) async fn use_link(app: &App, token: &str) -> Result<Option<PrincipalName>> {
    let mut tx = app.store().begin().await?;
    let user = tx.sessions().use_link(&hashed(token), app.clock().now()).await?;
    tx.commit().await?;
    Ok(user)
}
