//! Lists to browse, searches that are kept, and what is learned from choices, through the API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::{World, block_on};

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[test]
fn what_is_used_together_is_related_and_popular() {
    block_on(async {
        let world = World::new().await;
        let (kim, lee) = (world.session("kim", &["analyst"]).await, world.session("lee", &["analyst"]).await);
        let joined = "select count(*) as n from shop.purchase p join shop.user u on u.u_id = p.p_uid";
        for who in [&kim, &lee] {
            assert_eq!(world.sql(who, joined).await.status, StatusCode::OK);
        }
        assert_eq!(world.sql(&kim, "select count(*) as n from shop.access").await.status, StatusCode::OK);
        world.app.feed().await.unwrap();
        let near = world.get(&kim, "/api/v1/related?node=shop.purchase").await.json();
        assert_eq!(names(&near["joined"]), ["shop.user"], "{near}");
        assert!(!names(&near["samePeople"]).contains(&"shop.access"), "what one person does is told to nobody: {near}");
        assert!(!names(&near["sameLineage"]).is_empty(), "{near}");
        world.sql(&lee, "select count(*) as n from shop.access").await;
        let near = world.get(&kim, "/api/v1/related?node=shop.purchase").await.json();
        assert_eq!(near["samePeople"][0]["name"], "shop.access", "{near}");
        assert_eq!(near["samePeople"][0]["count"], 2);
        let browse = world.get(&kim, "/api/v1/browse").await.json();
        assert_eq!(browse["popular"][0]["count"], 2, "{browse}");
        assert!(names(&browse["popular"]).contains(&"shop.purchase"), "{browse}");
        assert!(!names(&browse["recent"]).is_empty(), "{browse}");
        let hits = world.get(&kim, "/api/v1/search?q=shop.purchase").await.json();
        let people = hits["hits"][0]["terms"].as_array().unwrap().iter().find(|t| t["name"] == "trust.people");
        assert!(people.is_some_and(|t| t["why"].as_str().unwrap().starts_with("2 people")), "the index heard of it: {hits}");
        let outsider = world.session("nobody", &[]).await;
        for path in ["/api/v1/browse", "/api/v1/related?node=shop.purchase", "/api/v1/saved-searches"] {
            assert_eq!(world.get(&outsider, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(world.get(&kim, "/api/v1/related?node=shop.nope").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_search_is_kept_for_whoever_kept_it() {
    block_on(async {
        let world = World::new().await;
        let (kim, lee) = (world.session("kim", &["viewer"]).await, world.session("lee", &["viewer"]).await);
        let path = "/api/v1/saved-searches/my%20revenue%2F%EB%A7%A4%EC%B6%9C";
        let body = json!({ "query": "매출 kind:metric" }).to_string();
        assert_eq!(world.by(&kim, "PUT", path, &body).await.status, StatusCode::OK);
        let own = world.get(&kim, "/api/v1/saved-searches").await.json();
        assert_eq!(names(&own["searches"]), ["my revenue/매출"], "{own}");
        assert_eq!(own["searches"][0]["query"], "매출 kind:metric");
        assert_eq!(world.get(&lee, "/api/v1/saved-searches").await.json()["searches"], json!([]));
        assert_eq!(world.by(&lee, "DELETE", path, "").await.status, StatusCode::NOT_FOUND);
        let long = json!({ "query": "x".repeat(301) }).to_string();
        for (path, body) in [(path, long.as_str()), (path, r#"{"query":" "}"#), ("/api/v1/saved-searches/%20", body.as_str())] {
            assert_eq!(world.by(&kim, "PUT", path, body).await.status, StatusCode::BAD_REQUEST, "{path} {body}");
        }
        assert_eq!(world.by(&kim, "DELETE", path, "").await.status, StatusCode::NO_CONTENT);
        assert_eq!(world.get(&kim, "/api/v1/saved-searches").await.json()["searches"], json!([]));
    });
}

/// What was learned of a hit for a question; 0 where nothing was.
async fn learned(world: &World, who: &str, q: &str, id: &str) -> f64 {
    let found = world.get(who, &format!("/api/v1/search?q={q}&limit=100")).await.json();
    let hit = found["hits"].as_array().unwrap().iter().find(|h| h["id"] == id).unwrap_or_else(|| panic!("no {id} in {found}"));
    let terms = hit["terms"].as_array().unwrap();
    let sum: f64 = terms.iter().map(|t| t["value"].as_f64().unwrap()).sum();
    assert!((sum - hit["score"].as_f64().unwrap()).abs() < 1e-6, "{hit}");
    terms.iter().find(|t| t["name"] == "learned.chosen").map_or(0.0, |t| t["value"].as_f64().unwrap())
}

#[test]
fn what_people_open_and_then_query_is_learned_once_for_each_of_them() {
    block_on(async {
        let world = World::new().await;
        let (kim, lee) = (world.session("kim", &["analyst"]).await, world.session("lee", &["analyst"]).await);
        let (q, id) = ("purchase%20record", "dataset:shop.purchase");
        let choose = json!({ "q": "purchase record", "id": id }).to_string();
        assert_eq!(learned(&world, &kim, q, id).await, 0.0);
        assert_eq!(world.by(&kim, "POST", "/api/v1/search/choices", &choose).await.status, StatusCode::NO_CONTENT);
        let once = learned(&world, &kim, q, id).await;
        assert!(once > 0.0);
        world.by(&kim, "POST", "/api/v1/search/choices", &choose).await;
        let again = learned(&world, &kim, q, id).await;
        assert!((again - once).abs() < 1e-3, "nobody counts twice: {once} {again}");
        world.sql(&kim, "select count(*) as n from shop.purchase").await;
        let queried = learned(&world, &kim, q, id).await;
        assert!(queried > again * 1.5, "whoever queries has found: {again} {queried}");
        world.by(&lee, "POST", "/api/v1/search/choices", &choose).await;
        assert!(learned(&world, &kim, q, id).await > queried, "another person counts as well");
        assert!(learned(&world, &kim, "record%20of%20purchases", id).await > queried, "the same in another form");
        let elsewhere = json!({ "q": "purchase record", "id": "dataset:shop.nope" }).to_string();
        assert_eq!(world.by(&kim, "POST", "/api/v1/search/choices", &elsewhere).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn topics_are_lists_to_browse_and_hidden_from_whoever_may_discover_nothing() {
    block_on(async {
        let world = World::new().await;
        let viewer = world.session("vi", &["viewer"]).await;
        world.app.regroup().await.unwrap();
        let topics = world.get(&viewer, "/api/v1/topics").await.json();
        let first = &topics["topics"][0];
        assert!(first["size"].as_u64().unwrap() >= 3 && !first["words"].as_array().unwrap().is_empty(), "{topics}");
        let whole = world.get(&viewer, &format!("/api/v1/topics/{}", first["id"].as_str().unwrap())).await.json();
        assert_eq!(
            (&whole["words"], whole["members"].as_array().unwrap().len() as u64),
            (&first["words"], whole["size"].as_u64().unwrap())
        );
        let outsider = world.session("nobody", &[]).await;
        assert_eq!(world.get(&outsider, "/api/v1/topics").await.json(), json!({ "topics": [] }));
        let path = format!("/api/v1/topics/{}", first["id"].as_str().unwrap());
        assert_eq!(world.get(&outsider, &path).await.status, StatusCode::NOT_FOUND);
    });
}
