//! Discovery through the API: facets and pages, and owners' words that search and answers heed at once.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::{World, block_on};

fn ids(found: &Value) -> Vec<String> {
    let hits = found["hits"].as_array().unwrap().iter();
    hits.map(|h| h["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn facets_count_what_their_filters_find_and_pages_follow_each_other() {
    block_on(async {
        let world = World::new().await;
        let viewer = world.session("vi", &["viewer"]).await;
        let whole = world.get(&viewer, "/api/v1/search?q=revenue&limit=100&facets=true").await.json();
        let total = whole["total"].as_u64().unwrap();
        assert!(total >= 3 && ids(&whole).len() as u64 == total, "{whole}");
        for hit in whole["hits"].as_array().unwrap() {
            let sum: f64 = hit["terms"].as_array().unwrap().iter().map(|t| t["value"].as_f64().unwrap()).sum();
            assert!((sum - hit["score"].as_f64().unwrap()).abs() < 1e-6, "{hit}");
        }
        let kinds = whole["facets"].as_array().unwrap().iter().filter(|f| f["facet"] == "kind");
        for facet in kinds {
            let path = format!("/api/v1/search?q=revenue%20kind:{}&limit=100", facet["value"].as_str().unwrap());
            let narrowed = world.get(&viewer, &path).await.json();
            assert_eq!(narrowed["total"], facet["count"], "{facet}");
            assert_eq!(narrowed["filters"], json!([format!("kind:{}", facet["value"].as_str().unwrap())]));
            assert_eq!(narrowed["facets"], json!([]), "counts are given where they were asked for");
        }
        let (mut pages, mut after) = (Vec::new(), String::new());
        loop {
            let page = world.get(&viewer, &format!("/api/v1/search?q=revenue&limit=2&after={after}")).await.json();
            pages.extend(ids(&page));
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => break,
            }
        }
        assert_eq!(pages, ids(&whole));
        let wrong = world.get(&viewer, "/api/v1/search?q=revenue&after=x").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.text);
        let outsider = world.session("nobody", &[]).await;
        let nothing = world.get(&outsider, "/api/v1/search?q=revenue&facets=true").await.json();
        assert_eq!((&nothing["total"], &nothing["facets"], &nothing["next"]), (&json!(0), &json!([]), &Value::Null));
    });
}

#[test]
fn a_completion_says_which_part_was_typed() {
    block_on(async {
        let world = World::new().await;
        let viewer = world.session("vi", &["viewer"]).await;
        let found = world.get(&viewer, "/api/v1/suggest?q=purch").await.json();
        let first = &found["suggestions"][0];
        assert_eq!((&first["id"], &first["kind"]), (&json!("dataset:shop.purchase"), &json!("dataset")), "{found}");
        let matched = &first["matched"];
        let text: Vec<char> = matched["text"].as_str().unwrap().chars().collect();
        let (from, to) = (matched["from"].as_u64().unwrap() as usize, matched["to"].as_u64().unwrap() as usize);
        assert_eq!(text[from..to].iter().collect::<String>(), "purch");
    });
}

#[test]
fn an_owners_word_is_heeded_at_once_and_nobody_elses() {
    block_on(async {
        let world = World::new().await;
        let (viewer, admin) = (world.session("vi", &["viewer"]).await, world.session("ad", &["admin"]).await);
        let standing = "/api/v1/assets/shop.purchase/standing";
        let certify = json!({ "standing": "certified", "reason": "reconciled with the ledger" }).to_string();
        assert_eq!(world.by(&viewer, "PUT", standing, &certify).await.status, StatusCode::FORBIDDEN);
        let card = world.get(&viewer, "/api/v1/datasets/shop.purchase").await.json();
        assert_eq!((&card["vouched"]["canCertify"], &card["vouched"]["said"]), (&json!(false), &json!([])));

        let said = world.by(&admin, "PUT", standing, &certify).await;
        assert_eq!(said.status, StatusCode::OK, "{}", said.text);
        let card = world.get(&admin, "/api/v1/datasets/shop.purchase").await.json();
        let vouched = &card["vouched"];
        assert_eq!((&vouched["standing"]["held"], &vouched["standing"]["by"]), (&json!("certified"), &json!("ad")), "{vouched}");
        assert_eq!(vouched["said"][0]["reason"], "reconciled with the ledger");
        assert_eq!(vouched["canCertify"], true);
        let found = world.get(&viewer, "/api/v1/search?q=shop.purchase").await.json();
        assert_eq!((&found["hits"][0]["id"], &found["hits"][0]["certified"]), (&json!("dataset:shop.purchase"), &json!(true)));

        let own = json!({ "standing": "deprecated", "successor": "shop.purchase" }).to_string();
        assert_eq!(world.by(&admin, "PUT", standing, &own).await.status, StatusCode::BAD_REQUEST);
        let retire = json!({ "standing": "deprecated", "successor": "mart.dim_user" }).to_string();
        assert_eq!(world.by(&admin, "PUT", standing, &retire).await.status, StatusCode::OK);
        let found = world.get(&viewer, "/api/v1/search?q=shop.purchase").await.json();
        assert_eq!(found["hits"][0]["id"], "dataset:shop.purchase", "an exact name comes first all the same");
        assert_eq!(found["hits"][0]["deprecated"]["successor"], "mart.dim_user");

        let back = json!({ "standing": "none" }).to_string();
        assert_eq!(world.by(&admin, "PUT", standing, &back).await.status, StatusCode::OK);
        let card = world.get(&viewer, "/api/v1/datasets/shop.purchase").await.json();
        assert_eq!(card["vouched"]["standing"]["held"], "none");
        let history: Vec<&str> =
            card["vouched"]["said"].as_array().unwrap().iter().map(|s| s["standing"].as_str().unwrap()).collect();
        assert_eq!(history, ["none", "deprecated", "certified"], "nothing that was said is forgotten");
    });
}

#[test]
fn where_nobody_vouches_the_answer_says_so_until_somebody_does() {
    block_on(async {
        let world = World::new().await;
        let admin = world.session("ad", &["admin"]).await;
        let before = world.get(&admin, "/api/v1/answers/shop.access").await.json();
        assert_eq!(before["verdict"], "none", "{before}");
        assert!(before["how"].as_str().unwrap().contains("shop.access"), "{before}");
        let certify = json!({ "standing": "certified" }).to_string();
        assert_eq!(world.by(&admin, "PUT", "/api/v1/assets/shop.access/standing", &certify).await.status, StatusCode::OK);
        let after = world.get(&admin, "/api/v1/answers/shop.access").await.json();
        assert_eq!((&after["verdict"], &after["dataset"]["name"]), (&json!("canonical"), &json!("shop.access")), "{after}");
        assert_eq!(after["how"], Value::Null);
        let like = &before["lookAlikes"];
        assert!(like.as_array().unwrap().iter().all(|l| l["whyNot"][0]["why"].is_string()), "{like}");
    });
}

#[test]
fn a_certification_rests_while_the_newest_run_fails() {
    block_on(async {
        let world = World::new().await;
        let admin = world.session("ad", &["admin"]).await;
        let certify = json!({ "standing": "certified" }).to_string();
        world.by(&admin, "PUT", "/api/v1/assets/shop.user/standing", &certify).await;
        let certified = async || {
            world.app.feed().await.unwrap();
            world.get(&admin, "/api/v1/search?q=shop.user").await.json()["hits"][0]["certified"].as_bool().unwrap()
        };
        assert!(certified().await);
        end_a_run(&world, "ingest:shop.user").await;
        assert!(!certified().await, "the index heard of the failed run");
        let held = world.get(&admin, "/api/v1/datasets/shop.user").await.json()["vouched"]["standing"].clone();
        assert_eq!(held["held"], "expired", "{held}");
        assert!(held["expired"].as_str().unwrap().contains("failed"), "{held}");
    });
}

/// A run of a job that began after all others, and failed.
async fn end_a_run(world: &World, job: &str) {
    let mut tx = world.app.store().begin().await.unwrap();
    let mut run = tx.runs().list(None, 500).await.unwrap().into_iter().find(|r| r.job == job).unwrap();
    let (sequence, attempt) = tx.runs().next(&run.pipeline, job, run.day).await.unwrap();
    run.id = garim_core::name::RunId::new(world.app.ids().id());
    (run.sequence, run.attempt, run.started, run.ended) = (sequence, attempt, world.app.clock().now(), None);
    run.state = garim_core::run::RunState::Running;
    run.outputs.clear();
    tx.runs().begin(&run).await.unwrap();
    run.state = garim_core::run::RunState::Failed { message: "the source is gone".to_owned() };
    run.ended = Some(run.started);
    tx.runs().end(&run, &garim_core::run::RunFacts::default()).await.unwrap();
    tx.commit().await.unwrap();
}
