//! The document that the page's types are made from is what the service says.

use std::collections::BTreeSet;

use serde_json::Value;

#[test]
fn the_page_was_built_for_this_api() {
    let kept: Value = serde_json::from_str(include_str!("../../../../ui/openapi.json")).unwrap();
    let said = serde_json::to_value(garim_server::document()).unwrap();
    assert!(kept == said, "ui/openapi.json is old: run `cargo xtask openapi`");
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_how_it_refuses() {
    let document = serde_json::to_value(garim_server::document()).unwrap();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{method} {path} has the name `{name}` of another");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let media = response["content"].as_object().and_then(|c| c.keys().next()).map(String::as_str);
                let right = match status.as_str() {
                    "204" => media.is_none(),
                    s if s.starts_with('2') => media == Some("application/json"),
                    _ => media == Some("application/problem+json"),
                };
                assert!(right, "{method} {path} {status}: {media:?}");
            }
        }
    }
}
