//! Models as a document says them.

use serde_json::{Map, Value, json};

use crate::apigateway::rest_api::models::Model;
use crate::apigateway::rest_api::routes::Method;
use crate::apigateway::rest_api::spec::RestApi;
use crate::prelude::*;

const OWN: &str = "#/models/";
const IN_DOCUMENT: &str = "#/components/schemas/";

/// The keywords of JSON Schema that OpenAPI has as well, and those of them whose value holds schemas: one, a list or one
/// by each name.
const KEYWORDS: [&str; 19] = [
    "$ref", "default", "description", "enum", "exclusiveMaximum", "exclusiveMinimum", "format",
    "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties",
    "minimum", "multipleOf", "pattern", "required", "title",
];
const OF_ONE: [&str; 3] = ["additionalProperties", "items", "not"];
const OF_MANY: [&str; 3] = ["allOf", "anyOf", "oneOf"];
const BY_NAME: &str = "properties";

/// A name of a model as a reference to it.
pub(super) fn reference(model: &str) -> Value {
    json!({ "$ref": format!("{IN_DOCUMENT}{model}") })
}

/// The schemas of a document: models by name, and those of AWS that methods name.
pub(super) fn schemas(api: &RestApi) -> BTreeMap<String, Value> {
    let methods = api.routes.values().flat_map(BTreeMap::values);
    let named = methods.flat_map(Method::models);
    let named = named.chain(api.models.values().flat_map(|model| model.schema.references()));
    let of_aws = named.filter_map(|name| Some((name.to_owned(), Model::built_in(name)?)));
    let mut schemas: BTreeMap<String, Value> =
        of_aws.map(|(name, model)| (name, schema(&model))).collect();
    schemas.extend(api.models.iter().map(|(name, model)| (name.clone(), schema(model))));
    schemas
}

/// The schema of a model, without what OpenAPI does not know. AWS makes the description of a schema that of the model.
fn schema(model: &Model) -> Value {
    let mut schema = known(model.schema.as_value());
    if let Value::Object(keywords) = &mut schema {
        let description = keywords.get("description").and_then(Value::as_str);
        if description != model.description.as_deref() {
            keywords.remove("description");
        }
    }
    schema
}

fn known(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let mut kept = Map::new();
    for (keyword, value) in keywords {
        let word = keyword.as_str();
        let value = match value {
            Value::String(target) if word == "$ref" => {
                target.strip_prefix(OWN).map(|name| json!(format!("{IN_DOCUMENT}{name}")))
            }
            // OpenAPI has one type at a time.
            Value::String(_) if word == "type" => Some(value.clone()),
            Value::Object(_) | Value::Bool(_) if OF_ONE.contains(&word) => Some(known(value)),
            Value::Array(schemas) if OF_MANY.contains(&word) => {
                Some(schemas.iter().map(known).collect())
            }
            Value::Object(schemas) if word == BY_NAME => {
                let schemas = schemas.iter().map(|(name, schema)| (name.clone(), known(schema)));
                Some(Value::Object(schemas.collect()))
            }
            _ if KEYWORDS.contains(&word) => Some(value.clone()),
            _ => None,
        };
        kept.extend(value.map(|value| (keyword.clone(), value)));
    }
    Value::Object(kept)
}
