//! `api/openapi.json`: OpenAPI 3.1, for clients and for readers.

use serde_json::{Map, Value, json};
use shared::api::{Description, Who};

use crate::models::{Generators, PLACE};
use crate::routes::query;
use crate::verticals::{descriptions, path_parameters};

const DESCRIPTION: &str = "The platform's REST API. Send the id token of the user pool as `Authorization: Bearer`. A repeated \
    `POST` with the same `Idempotency-Key` is done once. Every answer has the header `x-request-id`.";

/// The document.
pub fn openapi() -> Value {
    let mut generators = Generators::referring();
    let mut paths = Map::new();
    for description in descriptions() {
        let path = paths.entry(description.path).or_insert_with(|| json!({}));
        path[description.method.to_lowercase()] = operation(&description, &mut generators);
    }
    let mut models = generators.models();
    models.insert("Error".to_owned(), error());
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Platform", "version": "1", "description": DESCRIPTION },
        "paths": paths,
        "components": {
            "schemas": models,
            "securitySchemes": {
                "user": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An id token of the user pool.",
                },
                "key": { "type": "apiKey", "in": "header", "name": "X-Api-Key" },
            },
        },
    })
}

fn operation(description: &Description, generators: &mut Generators) -> Value {
    let mut operation = json!({
        "operationId": description.operation,
        "summary": summary(description.operation),
        "tags": [tag(description.path)],
        "x-who": description.who.word(),
        "security": [security(description)],
        "parameters": parameters(description),
        "responses": responses(description, generators),
    });
    if let Some(model) = description.takes.filter(|_| description.has_body()) {
        operation["requestBody"] =
            json!({ "required": true, "content": content(generators.taken(model)) });
    }
    operation
}

fn security(description: &Description) -> Value {
    match (description.who, description.method) {
        // What anybody can call is metered by a key where it makes something.
        (Who::Open, "POST") => json!({ "key": [] }),
        (Who::Open, _) => json!({}),
        _ => json!({ "user": [] }),
    }
}

fn parameters(description: &Description) -> Vec<Value> {
    let path = path_parameters(description.path).into_iter().map(
        |name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
    );
    let query = query(description).into_iter().map(|(name, mut schema)| {
        let text = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        let mut parameter = json!({ "name": name, "in": "query", "schema": schema });
        if let Some(text) = text {
            parameter["description"] = text;
        }
        parameter
    });
    let mut parameters: Vec<Value> = path.chain(query).collect();
    if description.method == "POST" && description.who != Who::Open {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header",
            "description": "A name for this call: sent again within 24 hours it is answered and not done again.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 128 },
        }));
    }
    parameters
}

fn responses(description: &Description, generators: &mut Generators) -> Value {
    let mut success = json!({ "description": "Done.", "headers": headers() });
    if let Some(model) = description.gives {
        success["content"] = content(generators.given(model));
    }
    let mut responses = Map::new();
    responses.insert(description.status.to_string(), success);
    responses.insert(
        "default".to_owned(),
        json!({
            "description": "It was refused, or failed.",
            "headers": headers(),
            "content": content(json!({ "$ref": format!("{PLACE}Error") })),
        }),
    );
    Value::Object(responses)
}

fn headers() -> Value {
    json!({ "x-request-id": { "description": "Which request it was.", "schema": { "type": "string" } } })
}

fn content(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

/// The body of errors, those of API Gateway among them.
fn error() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    json!({
        "type": "object",
        "description": "Why there is no answer.",
        "required": ["error"],
        "properties": { "error": {
            "type": "object",
            "required": ["code", "message", "request_id"],
            "properties": {
                "code": text("A word for programs, such as `not_found`."),
                "message": text("A sentence for people."),
                "request_id": text("Which request it was."),
                "fields": {
                    "type": "array",
                    "description": "What is wrong with which field.",
                    "items": {
                        "type": "object",
                        "required": ["field", "message"],
                        "properties": {
                            "field": text("The field, such as `tags[2]`."),
                            "message": text("What is wrong with it."),
                        },
                    },
                },
            },
        }},
    })
}

/// `listCourses`: List courses.
fn summary(operation: &str) -> String {
    let mut text = String::new();
    for (place, letter) in operation.chars().enumerate() {
        match (place, letter.is_uppercase()) {
            (0, _) => text.extend(letter.to_uppercase()),
            (_, true) => {
                text.push(' ');
                text.extend(letter.to_lowercase());
            }
            (_, false) => text.push(letter),
        }
    }
    text
}

/// The first part of a path.
fn tag(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}
