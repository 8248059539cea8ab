//! Links, passwords, sessions, and what another site cannot do with them.

use axum::http::{StatusCode, header};
use serde_json::json;

use super::world::{Answered, PASSWORD, World, ask, block_on};

async fn sign_in(world: &World, name: &str, password: &str) -> Answered {
    let body = json!({ "name": name, "password": password }).to_string();
    world.send(ask("POST", "/api/v1/session").header("x-garim", "1").body(body.into()).unwrap()).await
}

#[test]
fn a_link_works_once_and_its_session_ends_when_it_is_signed_out() {
    block_on(async {
        let world = World::new().await;
        let link = world.link("lee", &["analyst"]).await;
        let first = world.use_link(&link).await;
        assert_eq!(first.status, StatusCode::OK);
        assert_eq!(first.json()["name"], "lee");
        assert_eq!(first.json()["purpose"], "reporting");
        let cookie = first.header(header::SET_COOKIE).to_owned();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!first.text.contains(&link), "an answer repeats the token");
        let second = world.use_link(&link).await;
        assert_eq!(second.status, StatusCode::UNAUTHORIZED);
        second.assert_problem("a used link");

        let cookie = cookie.split(';').next().unwrap().to_owned();
        let whoami = || ask("GET", "/api/v1/session").header(header::COOKIE, &cookie).body("".into()).unwrap();
        assert_eq!(world.send(whoami()).await.status, StatusCode::OK);
        let out = ask("DELETE", "/api/v1/session").header(header::COOKIE, &cookie).header("x-garim", "1");
        let out = world.send(out.body("".into()).unwrap()).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert!(out.header(header::SET_COOKIE).contains("Max-Age=0"));
        assert_eq!(world.send(whoami()).await.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn passwords_are_long_and_guessing_is_slow() {
    block_on(async {
        let world = World::new().await;
        let lee = world.session("lee", &["analyst"]).await;
        let set = |p: &str| json!({ "password": p }).to_string();
        let short = world.by(&lee, "PUT", "/api/v1/session/password", &set("eleven char")).await;
        assert_eq!(short.status, StatusCode::BAD_REQUEST);
        assert!(!short.text.contains("eleven char"), "an error repeats a password");
        assert_eq!(world.by(&lee, "PUT", "/api/v1/session/password", &set(PASSWORD)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(sign_in(&world, "lee", PASSWORD).await.status, StatusCode::OK);

        // A minute may end in between, so at most twice as many are wrong before the brake holds.
        for name in ["somebody-else", "no such name!"] {
            let mut wrong = 0;
            loop {
                let answer = sign_in(&world, name, "wrong wrong wrong").await;
                answer.assert_problem("a wrong password");
                match answer.status {
                    StatusCode::UNAUTHORIZED => wrong += 1,
                    StatusCode::TOO_MANY_REQUESTS => break,
                    other => panic!("{other}: {}", answer.text),
                }
                assert!(wrong <= 20, "nobody slows guessing down");
            }
            assert!(wrong >= 10, "slowed down after {wrong}");
        }
        assert_eq!(sign_in(&world, "lee", PASSWORD).await.status, StatusCode::OK, "the brake is each name's own");
    });
}

#[test]
fn another_site_can_neither_sign_in_nor_change_anything() {
    block_on(async {
        let world = World::new().await;
        let link = world.link("dpo", &["dpo"]).await;
        let body = json!({ "token": link }).to_string();
        let forged = ask("POST", "/api/v1/session/link").header(header::CONTENT_TYPE, "text/plain").body(body.into());
        assert_eq!(world.send(forged.unwrap()).await.status, StatusCode::FORBIDDEN, "and the link was not used");
        let cookie = world.use_link(&link).await.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();

        let request = json!({ "kind": "erasure", "subjectType": "customer", "subjectId": "42" }).to_string();
        let post = || ask("POST", "/api/v1/requests").header(header::COOKIE, &cookie);
        let forged = world.send(post().body(request.clone().into()).unwrap()).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        let listed = world.send(ask("GET", "/api/v1/requests").header(header::COOKIE, &cookie).body("".into()).unwrap()).await;
        assert_eq!(listed.json(), json!({ "requests": [] }));
        let own = world.send(post().header("x-garim", "1").body(request.into()).unwrap()).await;
        assert_eq!(own.status, StatusCode::CREATED, "{}", own.text);
        assert!(!own.text.contains("\"42\""), "the person's id is not repeated");
    });
}
