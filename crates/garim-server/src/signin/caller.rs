//! Who is asking: the session's cookie, or its token as a bearer.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, header, request::Parts},
};
use garim_core::{Error, authz::Caller};

use super::token::hashed;
use crate::{problem::Problem, router::Shared};

/// The session's cookie.
const COOKIE: &str = "garim_session";
/// A header that no form of another site can send: proof that our own page asks.
const OWN_PAGE: &str = "x-garim";
/// The purpose of a request, where it is not the role's default.
const PURPOSE: &str = "x-garim-purpose";

/// Somebody who is signed in. Extracted before any body is read.
pub(crate) struct SignedIn {
    /// Who, with the purpose of this request.
    pub(crate) caller: Caller,
    /// The session's token hash, for signing out.
    pub(crate) token_hash: String,
    /// Whether it is a program with a token rather than a person with a session.
    pub(crate) service: bool,
    /// Whether a password is set.
    pub(crate) has_password: bool,
}

/// The cookie that begins (or, with an empty token, ends) a session in a browser.
pub(crate) fn session_cookie(token: &str) -> String {
    let life = if token.is_empty() { "; Max-Age=0" } else { "" };
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict{life}")
}

/// Refuses what a form of another site could have sent: neither a change nor a sign-in may be forged.
pub(crate) fn own_page(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.contains_key(OWN_PAGE) {
        true => Ok(()),
        false => Err(Error::Forbidden(format!("send the header `{OWN_PAGE}: 1` with whatever changes something")).into()),
    }
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        let (token, by_cookie) = token_of(&parts.headers).ok_or_else(Problem::signed_out)?;
        let token_hash = hashed(token);
        let app = &state.app;
        let mut tx = app.store().read().await?;
        let now = app.clock().now();
        let session = tx.sessions().get(&token_hash, now).await?.map(|(_, user)| user);
        let service = session.is_none();
        let user = match session {
            Some(user) => Some(user),
            None if by_cookie => None,
            None => tx.tokens().user(&token_hash, now).await?,
        };
        drop(tx);
        let user = user.ok_or_else(Problem::signed_out)?;
        let changes = !matches!(parts.method, Method::GET | Method::HEAD);
        if by_cookie && changes {
            own_page(&parts.headers)?;
        }
        let purpose = parts.headers.get(PURPOSE).and_then(|p| p.to_str().ok());
        let caller = app.caller(user.name, user.roles, purpose)?;
        Ok(Self { caller, token_hash, service, has_password: user.password.is_some() })
    }
}

fn token_of(headers: &HeaderMap) -> Option<(&str, bool)> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|h| h.to_str().ok()).and_then(|h| h.strip_prefix("Bearer "));
    if let Some(token) = bearer {
        return Some((token, false));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok()).flat_map(|h| h.split(';'));
    let own = cookies.filter_map(|c| c.trim().split_once('=')).find(|(name, _)| *name == COOKIE);
    own.map(|(_, token)| (token, true))
}
