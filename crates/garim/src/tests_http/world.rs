//! A shop of one day, its service, and what it answers.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header, request::Builder},
};
use garim_app::{App, RunOptions};
use garim_core::name::{PrincipalName, RoleName};
use garim_ports::{NoProgress, User};
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::{demo::Shop, wire};

/// A password that is long enough.
pub const PASSWORD: &str = "correct horse battery";

/// As the binary does: planning SQL recurses and needs room for that.
pub fn block_on<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().thread_stack_size(16 << 20).worker_threads(2).build().unwrap();
    runtime.block_on(async { tokio::spawn(future).await.unwrap() })
}

/// A service over a small shop.
pub struct World {
    pub app: App,
    router: Router,
    _folder: TempDir,
}

/// An answer, whole.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// An RFC 9457 problem that says nothing of how we are built.
    pub fn assert_problem(&self, what: &str) {
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json", "{what}: {}", self.text);
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16(), "{what}");
        let detail = body["detail"].as_str().unwrap();
        let inside =
            ["datafusion", "sqlx", "sqlite", "tantivy", "panick", ".rs:", "::", "src/", "/tmp", ".garim", "serde", "arrow"];
        for word in inside {
            assert!(!detail.to_lowercase().contains(word), "{what} tells `{word}`: {detail}");
        }
    }
}

/// A request as our own machine sends it.
pub fn ask(method: &str, path: &str) -> Builder {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:7878")
}

impl World {
    /// Makes the shop, runs its first day, serves it.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shop = Shop::generate(folder.path(), 120, 1, 7, &NoProgress).await.unwrap();
        let Ok(app) = wire::open(folder.path(), Arc::new(NoProgress)).await else { panic!("the shop cannot be opened") };
        shop.advance(shop.start(), &NoProgress).await.unwrap();
        let (caller, day) = (app.operator().unwrap(), shop.start());
        let pipeline = "daily".parse().unwrap();
        let ran = app.run(&caller, &pipeline, (day, day), RunOptions::default(), Arc::new(NoProgress)).await.unwrap();
        assert!(ran.iter().all(|r| r.succeeded));
        app.feed().await.unwrap();
        let router = garim_server::router(app.clone(), true);
        Self { app, router, _folder: folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answered { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// A token for a one-time link.
    pub async fn link(&self, user: &str, roles: &[&str]) -> String {
        let name = PrincipalName::new(user).unwrap();
        let roles = roles.iter().map(|r| RoleName::new(*r).unwrap()).collect();
        let mut tx = self.app.store().begin().await.unwrap();
        if tx.sessions().user(&name).await.unwrap().is_none() {
            tx.sessions().put_user(&User { name: name.clone(), roles, password: None }).await.unwrap();
        }
        tx.commit().await.unwrap();
        garim_server::sign_in_token(&self.app, &name).await.unwrap()
    }

    /// Uses a link as the page does.
    pub async fn use_link(&self, token: &str) -> Answered {
        let body = serde_json::json!({ "token": token }).to_string();
        self.send(ask("POST", "/api/v1/session/link").header("x-garim", "1").body(body.into()).unwrap()).await
    }

    /// A session's token for somebody with these roles.
    pub async fn session(&self, user: &str, roles: &[&str]) -> String {
        let link = self.link(user, roles).await;
        let answer = self.use_link(&link).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let cookie = answer.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
        cookie.strip_prefix("garim_session=").unwrap().to_owned()
    }

    /// Asks as somebody.
    pub async fn by(&self, token: &str, method: &str, path: &str, body: &str) -> Answered {
        let request = ask(method, path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(body.to_owned().into()).unwrap()).await
    }

    pub async fn get(&self, token: &str, path: &str) -> Answered {
        self.by(token, "GET", path, "").await
    }

    pub async fn sql(&self, token: &str, sql: &str) -> Answered {
        self.by(token, "POST", "/api/v1/sql", &serde_json::json!({ "sql": sql }).to_string()).await
    }
}
