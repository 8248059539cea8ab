//! The OpenAPI document, made to say what the derives cannot know.

use utoipa::openapi::{OpenApi, PathItem, RefOr, Schema, path::Operation};

/// What the reference to a schema begins with.
const SCHEMAS: &str = "#/components/schemas/";
/// The media type of errors.
const PROBLEM: &str = "application/problem+json";

/// Names every operation once, gives errors their media type, and requires each field of an answer: null is sent, nothing is
/// left out.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    let mut asked = Vec::new();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            operation.operation_id = Some(name(method, path));
            asked.extend(body_of(operation));
            problems(operation);
        }
    }
    if let Some(components) = &mut document.components {
        for (name, schema) in &mut components.schemas {
            if !asked.contains(name) {
                require(schema);
            }
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [("get", &mut item.get), ("put", &mut item.put), ("post", &mut item.post), ("delete", &mut item.delete)];
    all.into_iter().filter_map(|(method, operation)| operation.as_mut().map(|o| (method, o)))
}

/// Such as `get_datasets_name`.
fn name(method: &str, path: &str) -> String {
    let parts = path.trim_start_matches("/api/v1/").split('/').map(|p| p.trim_matches(['{', '}']));
    std::iter::once(method).chain(parts).collect::<Vec<_>>().join("_")
}

/// The schema of what an operation takes: there an optional field may be left out.
fn body_of(operation: &Operation) -> Option<String> {
    let RefOr::T(body) = operation.request_body.as_ref()? else { return None };
    let RefOr::T(content) = body.content.get("application/json")? else { return None };
    match content.schema.as_ref()? {
        RefOr::Ref(reference) => reference.ref_location.strip_prefix(SCHEMAS).map(str::to_owned),
        RefOr::T(_) => None,
    }
}

fn problems(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && !status.starts_with('2')
            && let Some(content) = response.content.shift_remove("application/json")
        {
            response.content.insert(PROBLEM.to_owned(), content);
        }
    }
}

fn require(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => object.required = object.properties.keys().cloned().collect(),
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter_mut().for_each(require),
        _ => {}
    }
}
