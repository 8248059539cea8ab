//! What other systems send: who may, that twice counts once, and that it is found, traced, and not read through SQL.

use axum::http::{StatusCode, header};
use garim_core::name::{PrincipalName, RoleName};
use serde_json::{Value, json};

use super::world::{Answered, World, ask, block_on};

/// A log of two people and a program over a warehouse.
const LOG: &str = r#"{"id":"1","ts":"2026-01-05T01:00:00Z","user":"kim","user_kind":"person","sql":"insert into mart.daily select o.amount as total, o.day from raw.orders o where o.state = 'done-7'"}
{"id":"2","ts":"2026-01-05T02:00:00Z","user":"lee","user_kind":"person","sql":"select total from mart.daily where day = '2026-01-04'"}
{"id":"3","ts":"2026-01-05T03:00:00Z","user":"airflow","user_kind":"service","sql":"select total from mart.daily where day = '2026-01-03'"}
{"id":"4","ts":"2026-01-05T04:00:00Z","user":"lee","user_kind":"person","sql":"selec nonsense from from"}
"#;
const LOGS: &str = "/api/v1/imports/query-jsonl?namespace=warehouse&dialect=postgres";

impl World {
    async fn token(&self, name: &str, roles: &[&str]) -> String {
        let roles: Vec<RoleName> = roles.iter().map(|r| RoleName::new(*r).unwrap()).collect();
        garim_server::create_token(&self.app, &PrincipalName::new(name).unwrap(), &roles, None).await.unwrap()
    }

    async fn import(&self, token: &str) -> Value {
        let answer = self.by(token, "POST", LOGS, LOG).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json()
    }
}

fn names(answer: &Answered, list: &str, field: &str) -> Vec<String> {
    answer.json()[list].as_array().unwrap().iter().map(|v| v[field].as_str().unwrap().to_owned()).collect()
}

#[test]
fn only_those_may_import_who_are_allowed_to() {
    block_on(async {
        let world = World::new().await;
        for (user, roles) in [("an", "analyst"), ("vi", "viewer"), ("dp", "dpo")] {
            let session = world.session(user, &[roles]).await;
            for path in [LOGS, "/api/v1/lineage"] {
                assert_eq!(world.by(&session, "POST", path, LOG).await.status, StatusCode::FORBIDDEN, "{roles} {path}");
            }
        }
        let importer = world.token("airflow", &["importer"]).await;
        world.import(&importer).await;
        assert_eq!(world.get(&importer, "/api/v1/datasets").await.json()["datasets"], json!([]));
        for path in ["/api/v1/lineage?node=shop.user", "/api/v1/assets?node=mart.daily", "/api/v1/imports"] {
            assert_eq!(world.get(&importer, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let password = json!({ "password": super::world::PASSWORD }).to_string();
        let taken = world.by(&importer, "PUT", "/api/v1/session/password", &password).await;
        assert_eq!(taken.status, StatusCode::FORBIDDEN, "a program becomes no person");
    });
}

#[test]
fn a_token_works_as_a_bearer_until_it_is_replaced_or_revoked() {
    block_on(async {
        let world = World::new().await;
        let first = world.token("airflow", &["importer"]).await;
        let cookie = ask("GET", "/api/v1/session").header(header::COOKIE, format!("garim_session={first}"));
        assert_eq!(world.send(cookie.body("".into()).unwrap()).await.status, StatusCode::UNAUTHORIZED, "it is no session");
        let second = world.token("airflow", &["importer"]).await;
        assert_eq!(world.get(&first, "/api/v1/session").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(world.get(&second, "/api/v1/session").await.json()["name"], "airflow");
        let mut tx = world.app.store().begin().await.unwrap();
        assert!(tx.tokens().revoke(&PrincipalName::new("airflow").unwrap()).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(world.get(&second, "/api/v1/session").await.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn the_same_log_twice_counts_once_and_what_was_not_understood_is_told() {
    block_on(async {
        let world = World::new().await;
        let engineer = world.session("en", &["engineer"]).await;
        let first = world.import(&engineer).await;
        assert_eq!(first["datasets"]["new"], 2, "{first}");
        assert_eq!((&first["executions"], &first["failed"]), (&json!(4), &json!(1)), "{first}");
        assert!(!first["notUnderstood"].as_array().unwrap().is_empty() || first["failed"] == 1);
        let second = world.import(&engineer).await;
        assert_eq!((&second["executions"], &second["repeated"]), (&json!(0), &json!(4)), "{second}");
        assert_eq!(second["edges"]["new"], 0);
        let listed = world.get(&engineer, "/api/v1/imports").await.json();
        assert_eq!(listed["imports"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn what_was_imported_is_found_traced_and_not_read_here() {
    block_on(async {
        let world = World::new().await;
        let engineer = world.session("en", &["engineer"]).await;
        world.import(&engineer).await;
        let analyst = world.session("an", &["analyst"]).await;
        let hits = world.get(&analyst, "/api/v1/search?q=mart.daily").await;
        assert!(names(&hits, "hits", "id").contains(&"dataset:warehouse/mart.daily".to_owned()), "{}", hits.text);
        let lineage = world.get(&analyst, "/api/v1/lineage?node=mart.daily&columns=true").await;
        assert_eq!(names(&lineage, "nodes", "id"), ["dataset:warehouse/mart.daily", "dataset:warehouse/raw.orders"]);
        let flows = lineage.json()["edges"][0]["columns"].clone();
        assert!(flows.as_array().unwrap().contains(&json!({ "from": "amount", "to": "total", "how": "identity" })), "{flows}");
        let card = world.get(&analyst, "/api/v1/assets?node=warehouse/mart.daily").await.json();
        assert_eq!(card["users"].as_array().unwrap().len(), 2, "{card}");
        assert!(!card.to_string().contains("2026-01-04"), "a literal was kept: {card}");
        let impact = world.get(&analyst, "/api/v1/impact?node=warehouse/raw.orders.amount").await.json();
        assert_eq!((&impact["datasets"], &impact["columns"]), (&json!(1), &json!(1)), "{impact}");
        let refused = world.sql(&analyst, "select total from mart.daily").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text.contains("kept by `warehouse`"), "{}", refused.text);
    });
}

#[test]
fn a_kind_that_reads_a_database_is_not_sent() {
    block_on(async {
        let world = World::new().await;
        let engineer = world.session("en", &["engineer"]).await;
        for (kind, body) in [("postgres", "postgres://localhost/x"), ("no-such-kind", "{}")] {
            let answer = world.by(&engineer, "POST", &format!("/api/v1/imports/{kind}"), body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}: {}", answer.text);
        }
    });
}

#[test]
fn blame_and_paths_lead_from_a_metric_down_to_the_source() {
    block_on(async {
        let world = World::new().await;
        let analyst = world.session("an", &["analyst"]).await;
        let blame = world.get(&analyst, "/api/v1/blame?node=arpu").await.json();
        let jobs: Vec<&str> = blame["steps"].as_array().unwrap().iter().map(|s| s["job"].as_str().unwrap()).collect();
        assert!(jobs.contains(&"metrics"), "{blame}");
        let sources: Vec<&str> = blame["sources"].as_array().unwrap().iter().map(|s| s["column"].as_str().unwrap()).collect();
        assert!(sources.iter().any(|s| s.starts_with("shop.purchase.")), "{blame}");
        let way = world.get(&analyst, "/api/v1/path?from=shop.purchase&to=arpu").await.json();
        assert_eq!((&way["reversed"], way["hops"].as_array().unwrap().len()), (&json!(false), 2), "{way}");
        let back = world.get(&analyst, "/api/v1/path?from=arpu&to=shop.purchase").await.json();
        assert_eq!(back["reversed"], true);
        let missing = world.get(&analyst, "/api/v1/impact?node=shop.user.no_such").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        missing.assert_problem("a column that is not there");
    });
}

const EVENT: &str = r#"{
    "eventType": "COMPLETE", "eventTime": "2026-01-05T01:00:00Z",
    "run": { "runId": "01941c29-7c00-7000-8000-000000000001" },
    "job": { "namespace": "airflow", "name": "daily.load" },
    "inputs": [{ "namespace": "postgres://db:5432", "name": "shop.public.orders" }],
    "outputs": [{ "namespace": "postgres://db:5432", "name": "shop.mart.daily", "facets": { "columnLineage": {
        "_producer": "https://example.org", "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json",
        "fields": { "total": { "inputFields": [{
            "namespace": "postgres://db:5432", "name": "shop.public.orders", "field": "amount",
            "transformations": [{ "type": "DIRECT", "subtype": "AGGREGATION" }]
        }] } }
    } } }],
    "producer": "https://example.org", "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
}"#;

fn packed(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn an_event_counts_once_plain_or_packed() {
    block_on(async {
        let world = World::new().await;
        let importer = world.token("airflow", &["importer"]).await;
        let first = world.by(&importer, "POST", "/api/v1/lineage", EVENT).await;
        assert_eq!((first.status, &first.json()["new"]), (StatusCode::CREATED, &json!(true)), "{}", first.text);
        let request = ask("POST", "/api/v1/lineage")
            .header(header::AUTHORIZATION, format!("Bearer {importer}"))
            .header(header::CONTENT_ENCODING, "gzip");
        let second = world.send(request.body(packed(EVENT).into()).unwrap()).await;
        assert_eq!((second.status, &second.json()["new"]), (StatusCode::CREATED, &json!(false)), "{}", second.text);
        let wrong = world.by(&importer, "POST", "/api/v1/lineage", "{\"eventTime\": 7}").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.text);
        wrong.assert_problem("a body that is no event");
        let analyst = world.session("an", &["analyst"]).await;
        let blame = world.get(&analyst, "/api/v1/blame?node=postgres://db:5432/shop.mart.daily.total").await.json();
        let step = &blame["steps"][0];
        assert_eq!(
            (&step["job"], &step["from"]),
            (&json!("airflow/daily.load"), &json!("postgres://db:5432/shop.public.orders.amount")),
            "{blame}"
        );
    });
}
