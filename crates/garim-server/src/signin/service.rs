//! Tokens of service principals: programs that send or ask without a person beside them. Shown once, kept as SHA-256.

use garim_app::App;
use garim_core::{
    Error, Result,
    name::{PrincipalName, RoleName},
};
use garim_ports::{ServiceToken, User};

use super::token::{hashed, token};

/// What a service token begins with, so that leaked ones can be found by scanning for it.
const PREFIX: &str = "garim_";

/// Makes a token for a program, and the principal where it is new. A person (somebody with a password) has none.
pub async fn create_token(app: &App, name: &PrincipalName, roles: &[RoleName], days: Option<u32>) -> Result<String> {
    let token = format!("{PREFIX}{}", token()?);
    let created = app.clock().now();
    let expires = days.map(|d| created.plus_seconds(i64::from(d) * 86_400));
    let mut tx = app.store().begin().await?;
    if tx.sessions().user(name).await?.is_some_and(|u| u.password.is_some()) {
        return Err(Error::conflict(format!("`{name}` is a person with a password; give the program a name of its own")));
    }
    tx.sessions().put_user(&User { name: name.clone(), roles: roles.to_vec(), password: None }).await?;
    tx.tokens().put(&ServiceToken { token_hash: hashed(&token), user: name.clone(), created, expires }).await?;
    tx.commit().await?;
    Ok(token)
}
