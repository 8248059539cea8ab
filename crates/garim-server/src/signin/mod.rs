//! Sign-in: one-time links and passwords make sessions; only hashes of tokens are kept.

mod caller;
mod link;
mod password;
mod service;
mod token;
mod tries;

pub(crate) use caller::{SignedIn, own_page, session_cookie};
pub use link::sign_in_token;
pub(crate) use link::use_link;
pub(crate) use password::{hash, matches};
pub use service::create_token;
pub(crate) use token::begin;
pub(crate) use tries::Tries;
