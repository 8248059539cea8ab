//! Every route of the document, without a session and without rights. A new route is walked without anybody thinking of it.

use axum::{
    body::Body,
    http::{StatusCode, Uri, header},
};

use super::world::{World, ask, block_on};

/// Routes that are there to begin a session.
const PUBLIC: &[(&str, &str)] = &[("post", "/api/v1/session"), ("post", "/api/v1/session/link")];
/// Routes about one's own session: whoever is signed in has the right to them.
const OWN: &[(&str, &str)] = &[("put", "/api/v1/session/password"), ("delete", "/api/v1/session")];

/// Ways to write a path differently, in the hope that a guard reads it otherwise than the router.
const DISGUISES: &[(&str, &str)] = &[
    ("/api/v1", "/api/v1/"),
    ("/api/v1", "//api/v1"),
    ("/api/v1", "/./api/v1"),
    ("/api/v1", "/api/./v1"),
    ("/api/v1", "/assets/../api/v1"),
    ("/api/v1", "/assets/%2e%2e/api/v1"),
    ("/api/v1", "/sign-in/../api/v1"),
    ("/api/v1", "/sign-in/..%2fapi/v1"),
    ("/api/v1", "/health/../api/v1"),
    ("/api/v1", "/health;/api/v1"),
    ("/api/v1", "/health/..;/api/v1"),
    ("/api/v1", "/API/V1"),
    ("/api/v1", "/Api/v1"),
    ("/api/v1", "/api/V1"),
    ("/api/v1", "/%61pi/v1"),
    ("/api/v1", "/api%2fv1"),
    ("/api/v1", "/api%252fv1"),
    ("/api/v1", "/api/v1/session/.."),
    ("/api/v1", "/api/v1/session/link/../.."),
    ("/api/v1", "/api/v1/%2e"),
    ("/api/v1", "/api/v1/openapi.json/.."),
    ("/api/v1", "/api/v1;x=1"),
    ("/api/v1", "/api//v1"),
    ("/api/v1", "/api/v1//"),
    ("/api/v1", "/%2fapi/v1"),
    ("/api/v1", "/api/v1%00"),
    ("/api/v1", "/api/v1%20"),
    ("/api/v1", "/api/v1%09"),
    ("/api/v1", "http://127.0.0.1/api/v1"),
    ("/api/v1", "http://localhost:1/api/v1"),
];
/// And ways to end it.
const ENDINGS: &[&str] = &[
    "/",
    "//",
    "/.",
    "/..",
    "%2f",
    "%00",
    "%20",
    ";",
    ";.css",
    ".json",
    ".css",
    "?",
    "?x=1",
    "?q=a&q=b",
    "?limit=-1",
    "?%ff",
    "#",
];

/// (method, path with its parameters filled in).
fn routes() -> Vec<(String, String, String)> {
    let document = serde_json::to_value(garim_server::document()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let name = if path.contains("/metrics/") { "dr" } else { "shop.user" };
            let id = "01a1fca5-c2ac-71dc-8218-960093a861c9";
            let filled =
                path.replace("{name}", name).replace("{column}", "u_email").replace("{id}", id).replace("{kind}", "query-jsonl");
            let filled = filled.replace("{word}", "revenue");
            routes.push((method.clone(), path.clone(), filled));
        }
    }
    assert!(routes.len() >= 27, "the document lost routes: {}", routes.len());
    routes
}

fn listed(list: &[(&str, &str)], method: &str, path: &str) -> bool {
    list.iter().any(|(m, p)| *m == method && *p == path)
}

#[test]
fn no_route_answers_without_a_session() {
    block_on(async {
        let world = World::new().await;
        for (method, path, filled) in routes() {
            if listed(PUBLIC, &method, &path) {
                continue;
            }
            for token in [None, Some(""), Some("x"), Some(&*"0".repeat(64))] {
                let mut request = ask(&method, &filled).header("x-garim", "1");
                if let Some(token) = token {
                    request = request.header(header::COOKIE, format!("garim_session={token}"));
                }
                let answer = world.send(request.body(Body::from("{not json")).unwrap()).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}: {}", answer.text);
                answer.assert_problem(&format!("{method} {path}"));
            }
        }
    });
}

#[test]
fn no_disguise_of_a_path_gets_past_the_session() {
    block_on(async {
        let world = World::new().await;
        let mut tried = 0;
        for (method, path, filled) in routes() {
            if listed(PUBLIC, &method, &path) {
                continue;
            }
            let disguised = DISGUISES.iter().map(|(from, to)| filled.replacen(from, to, 1));
            let ended = ENDINGS.iter().map(|end| format!("{filled}{end}"));
            for path in disguised.chain(ended) {
                if path.parse::<Uri>().is_err() {
                    continue;
                }
                let answer = world.send(ask(&method, &path).body(Body::from("{}")).unwrap()).await;
                // Whatever is not the API's is the page, which holds nothing; for a change it is nothing at all.
                let page = method == "get" && answer.header(header::CONTENT_TYPE).starts_with("text/html");
                let document = answer.status == StatusCode::OK && path.starts_with("/api/v1/openapi.json");
                let refused = [400, 401, 404, 405].contains(&answer.status.as_u16());
                assert!((refused || page) && !document, "{method} {path}: {} {}", answer.status, answer.text);
                tried += 1;
            }
        }
        assert!(tried > 1000, "{tried} disguises are too few");
    });
}

#[test]
fn without_rights_a_body_is_not_even_read() {
    block_on(async {
        let world = World::new().await;
        let outsider = world.session("nobody", &[]).await;
        for (method, path, filled) in routes() {
            if method == "get" || listed(PUBLIC, &method, &path) || listed(OWN, &method, &path) {
                continue;
            }
            for body in ["{not json", "", "[]", "{\"kind\":1}"] {
                let answer = world.by(&outsider, &method, &filled, body).await;
                let hidden = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status);
                assert!(hidden, "{method} {path} with `{body}`: {} {}", answer.status, answer.text);
                answer.assert_problem(&path);
            }
        }
    });
}
