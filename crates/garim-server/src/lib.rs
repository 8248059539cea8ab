//! Speaks: HTTP with OpenAPI, sign-in, the page. Handlers take typed input, call one use case, turn the answer into a view.
//!
//! This crate holds no rule of the product and knows no adapter. Only here do meanings become status codes.

mod api;
mod background;
mod document;
mod headers;
mod page;
mod problem;
mod router;
mod server;
mod signin;
mod views;

pub use router::{document, router};
pub use server::Server;
pub use signin::{create_token, sign_in_token};
