//! `api/routes.json`: what the spec of the API and the tests need of each route, and what functions take tables for.

use serde_json::{Map, Value, json};
use shared::api::{Description, Who};
use shared::data::Table;

use crate::models;
use crate::verticals::{descriptions, path_parameters, tables};

/// Routes by path and method, models and tables by name.
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
    let tables: Map<String, Value> =
        tables().into_iter().map(|it| (it.name.to_owned(), table(it))).collect();
    json!({ "routes": routes, "models": bodies, "tables": tables })
}

/// The keys of a table and of its indexes: the partition, and what sorts it.
fn table(table: &Table) -> Value {
    let keys = |partition: &str, sort: Option<&str>| -> Vec<Value> {
        [partition].into_iter().chain(sort).map(Value::from).collect()
    };
    let indexes: Map<String, Value> = table
        .indexes
        .iter()
        .map(|index| (index.name.to_owned(), keys(index.partition, Some(index.sort)).into()))
        .collect();
    json!({ "keys": keys(table.partition, table.sort), "indexes": indexes })
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
