//! `api/routes.json`: what the spec of the API and the tests need of each route.

use serde_json::{Map, Value, json};
use shared::api::{Description, Who};

use crate::{descriptions, models, path_parameters};

/// Routes by path and method, and models by name.
pub fn routes() -> Value {
    let mut routes = Map::new();
    let mut bodies = Map::new();
    for description in descriptions() {
        if let Some(model) = description.takes.filter(|_| description.has_body()) {
            bodies.insert(model.name(), models::body(model));
        }
        let path = routes.entry(description.path).or_insert_with(|| json!({}));
        path[description.method] = route(&description);
    }
    json!({ "routes": routes, "models": bodies })
}

fn route(description: &Description) -> Value {
    let mut route = json!({
        "operation_id": description.operation,
        "function": description.function,
        "who": description.who.word(),
        "authorization": if description.who == Who::Open { "none" } else { "users" },
        "status": description.status,
        "path_parameters": path_parameters(description.path),
        "query": query(description),
    });
    if let Some(model) = description.takes.filter(|_| description.has_body()) {
        route["model"] = json!(model.name());
    }
    if let Some(model) = description.gives {
        route["answer"] = json!(model.name());
    }
    route
}

/// The query parameters with their limits.
pub fn query(description: &Description) -> Map<String, Value> {
    let model = description.takes.filter(|_| !description.has_body());
    let schema = model.map(models::whole).unwrap_or_default();
    schema["properties"].as_object().cloned().unwrap_or_default()
}
