//! Headers of every answer, hosts that are answered, files that are served.

use axum::http::{Method, Request, StatusCode, header};

use super::world::{World, ask, block_on};

#[test]
fn every_answer_carries_the_headers_that_guard_it() {
    block_on(async {
        let world = World::new().await;
        let lee = world.session("lee", &["analyst"]).await;
        let page = world.send(ask("GET", "/").body("".into()).unwrap()).await;
        let inner = world.send(ask("GET", "/datasets/shop.user").body("".into()).unwrap()).await;
        let health = world.send(ask("GET", "/health").body("".into()).unwrap()).await;
        assert_eq!((health.status, health.text.as_str()), (StatusCode::OK, "{\"status\":\"ok\"}"));
        let refused = world.send(ask("GET", "/api/v1/datasets").body("".into()).unwrap()).await;
        for answer in [page, inner, health, refused, world.get(&lee, "/api/v1/datasets").await] {
            let csp = answer.header(header::CONTENT_SECURITY_POLICY);
            assert!(csp.starts_with("default-src 'self';"), "{csp}");
            for loose in ["unsafe", "blob:", "data:", "*", "http"] {
                assert!(!csp.contains(loose), "{csp}");
            }
            for strict in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
                assert!(csp.contains(strict), "{csp}");
            }
            assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer");
            assert_eq!(answer.header(header::X_FRAME_OPTIONS), "DENY");
            assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "", "no other origin reads an answer");
        }
        let api = world.get(&lee, "/api/v1/datasets").await;
        assert_eq!(api.header(header::CACHE_CONTROL), "no-store");
    });
}

#[test]
fn a_loopback_server_answers_to_its_own_names_only() {
    block_on(async {
        let world = World::new().await;
        for (host, status) in [
            (Some("127.0.0.1:7878"), 200),
            (Some("localhost:7878"), 200),
            (Some("localhost"), 200),
            (Some("[::1]:7878"), 200),
            (Some("evil.example"), 400),
            (Some("localhost.evil.example"), 400),
            (Some("127.0.0.1.evil.example"), 400),
            (Some("127.0.0.1@evil.example"), 400),
            (Some("192.168.0.10:7878"), 400),
            (Some(""), 400),
            (None, 400),
        ] {
            for path in ["/health", "/api/v1/session"] {
                let mut request = Request::builder().method(Method::GET).uri(path);
                if let Some(host) = host {
                    request = request.header(header::HOST, host);
                }
                let answer = world.send(request.body("".into()).unwrap()).await;
                let expected = if status == 200 && path != "/health" { 401 } else { status };
                assert_eq!(answer.status.as_u16(), expected, "{host:?} {path}");
            }
        }
    });
}

#[test]
fn what_the_framework_refuses_is_a_problem_too() {
    block_on(async {
        let world = World::new().await;
        let lee = world.session("lee", &["analyst"]).await;
        for (method, path, status) in [
            ("GET", "/api/v1/no-such-route", 404),
            ("POST", "/api/v1/no-such-route", 404),
            ("DELETE", "/api/v1/datasets", 405),
            ("GET", "/api/v1/search", 400),
            ("GET", "/api/v1/search?q=a&limit=many", 400),
            ("GET", "/api/v1/datasets?limit=-1", 400),
            ("GET", "/api/v1/datasets/%ff", 400),
            ("GET", "/api/v1/lineage?node=shop.user&direction=sideways", 400),
            ("GET", "/api/v1/metrics/dr/values?from=yesterday", 400),
            ("GET", "/api/v1/runs/not-an-id", 404),
        ] {
            let answer = world.by(&lee, method, path, "").await;
            assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text);
            answer.assert_problem(path);
        }
    });
}

#[test]
fn no_path_leads_to_a_file_of_the_machine() {
    block_on(async {
        let world = World::new().await;
        for path in [
            "/../../etc/passwd",
            "/assets/../../../../etc/passwd",
            "/assets/..%2f..%2f..%2fetc%2fpasswd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
            "/.garim/root.key",
            "/garim.toml",
        ] {
            let answer = world.send(ask("GET", path).body("".into()).unwrap()).await;
            assert!(!answer.text.contains("root:") && !answer.text.contains("[server]"), "{path}");
            let page = answer.header(header::CONTENT_TYPE).starts_with("text/html");
            assert!(page || answer.status == StatusCode::NOT_FOUND, "{path}: {}", answer.status);
        }
    });
}
