//! What each role may do, at the door; the whole matrix is in `policies/matrix.txt`.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::world::{World, ask, block_on};

const ROWS: &str = "select count(*) as n from shop.user";

#[test]
fn an_outsider_sees_nothing_at_all() {
    block_on(async {
        let world = World::new().await;
        let outsider = world.session("nobody", &[]).await;
        for (path, list) in [
            ("/api/v1/datasets", "datasets"),
            ("/api/v1/search?q=매출", "hits"),
            ("/api/v1/search?q=user", "hits"),
            ("/api/v1/suggest?q=us", "suggestions"),
            ("/api/v1/metrics", "metrics"),
            ("/api/v1/runs", "runs"),
        ] {
            let answer = world.get(&outsider, &path.replace("매출", "%EB%A7%A4%EC%B6%9C")).await;
            let empty = answer.json()[list].as_array().is_some_and(Vec::is_empty);
            assert!(empty || answer.status == StatusCode::FORBIDDEN, "{path}: {} {}", answer.status, answer.text);
        }
        let there = world.get(&outsider, "/api/v1/datasets/shop.user").await;
        let not = world.get(&outsider, "/api/v1/datasets/shop.nope").await;
        assert_eq!((there.status, not.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert_eq!(there.text.replace("shop.user", "shop.nope"), not.text, "what is there looks like what is not");
        for path in ["/api/v1/lineage?node=shop.user", "/api/v1/metrics/dr", "/api/v1/metrics/dr/values", "/api/v1/status"] {
            let answer = world.get(&outsider, path).await;
            let hidden = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status);
            assert!(hidden, "{path}: {} {}", answer.status, answer.text);
        }
        assert_eq!(world.sql(&outsider, ROWS).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn each_role_does_its_own_work_and_no_other() {
    block_on(async {
        let world = World::new().await;
        let (viewer, analyst) = (world.session("vi", &["viewer"]).await, world.session("an", &["analyst"]).await);
        let (dpo, admin) = (world.session("dp", &["dpo"]).await, world.session("ad", &["admin"]).await);
        let count = |v: Value| v["datasets"].as_array().unwrap().len();
        assert_eq!(count(world.get(&viewer, "/api/v1/datasets").await.json()), 8);
        assert_eq!(world.sql(&viewer, ROWS).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.sql(&analyst, ROWS).await.json()["rows"], json!([["120"]]));
        for (who, path) in [(&analyst, "/api/v1/requests"), (&viewer, "/api/v1/requests")] {
            assert_eq!(world.get(who, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let run = json!({ "pipeline": "daily", "day": "2020-10-25" }).to_string();
        for who in [&viewer, &analyst, &dpo] {
            assert_eq!(world.by(who, "POST", "/api/v1/runs", &run).await.status, StatusCode::FORBIDDEN);
        }
        let column = "/api/v1/datasets/shop.user/columns/u_email/classification";
        let tighter = json!({ "class": "sensitive.health" }).to_string();
        for who in [&viewer, &analyst] {
            assert_eq!(world.by(who, "PUT", column, &tighter).await.status, StatusCode::FORBIDDEN);
            let suggestions = world.get(who, "/api/v1/datasets/shop.user/suggestions").await;
            assert_eq!(suggestions.status, StatusCode::FORBIDDEN, "{}", suggestions.text);
        }
        let filed = json!({ "kind": "erasure", "subjectType": "customer", "subjectId": "7" }).to_string();
        let filed = world.by(&dpo, "POST", "/api/v1/requests", &filed).await.json();
        let approve = format!("/api/v1/requests/{}/approve", filed["id"].as_str().unwrap());
        for who in [&viewer, &analyst] {
            assert_eq!(world.by(who, "POST", &approve, "").await.status, StatusCode::FORBIDDEN);
        }
        let own = world.by(&dpo, "POST", &approve, "").await;
        assert!([403, 409].contains(&own.status.as_u16()), "one's own request: {} {}", own.status, own.text);
        let path = approve.trim_end_matches("/approve");
        assert_eq!(world.get(&dpo, path).await.json()["canApprove"], false);
        assert_eq!(world.get(&admin, path).await.json()["canApprove"], false);
        let second = world.session("second-dpo", &["dpo"]).await;
        assert_eq!(world.get(&second, path).await.json()["canApprove"], true);
    });
}

#[test]
fn nobody_is_who_a_header_says_and_no_purpose_is_taken() {
    block_on(async {
        let world = World::new().await;
        let outsider = world.session("nobody", &[]).await;
        let claims = ["x-user", "x-forwarded-user", "remote-user", "x-remote-user", "x-auth-request-user", "x-garim-user"];
        let roles = ["x-roles", "x-garim-roles", "x-remote-roles", "x-forwarded-groups"];
        for token in [None, Some(&outsider)] {
            let mut request = ask("GET", "/api/v1/datasets");
            for name in claims {
                request = request.header(name, "operator");
            }
            for name in roles {
                request = request.header(name, "admin");
            }
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let answer = world.send(request.body("".into()).unwrap()).await;
            match token {
                None => assert_eq!(answer.status, StatusCode::UNAUTHORIZED),
                Some(_) => assert_eq!(answer.json()["datasets"], json!([])),
            }
        }
        let viewer = world.session("vi", &["viewer"]).await;
        for (purpose, status) in [("legal_duty", 403), ("support", 403), ("no_such", 400)] {
            let body = json!({ "sql": ROWS, "purpose": purpose }).to_string();
            let answer = world.by(&viewer, "POST", "/api/v1/sql", &body).await;
            assert_eq!(answer.status.as_u16(), status, "{purpose}: {}", answer.text);
        }
    });
}
