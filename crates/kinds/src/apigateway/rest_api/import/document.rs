//! An API as an OpenAPI document with AWS's extensions.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::operation::{operation, verb};
use super::{schemas, security};
use crate::apigateway::rest_api::gateway_responses::GatewayResponses;
use crate::apigateway::rest_api::spec::RestApi;
use crate::prelude::*;
use kind::Place;

/// OpenAPI demands a version of the API. It says nothing to anybody.
const VERSION: &str = "1.0";

/// The document of an API of which it can say everything ([`sayable`](RestApi::sayable)). It has the routes, what they
/// refer to and the errors of API Gateway's own. `version` is the one that the API has, if it has any.
pub(super) fn document(api: &RestApi, version: Option<&str>, place: &Place) -> Result<Value> {
    let mut info = json!({ "title": api.name, "version": version.unwrap_or(VERSION) });
    if let Some(description) = &api.description {
        info["description"] = json!(description);
    }
    let mut paths = Map::new();
    for (path, methods) in &api.routes {
        let mut operations = Map::new();
        for (name, method) in methods {
            operations.insert(verb(name), operation(path, method, place)?);
        }
        paths.insert(path.clone(), Value::Object(operations));
    }
    let mut document = json!({
        "openapi": "3.0.1",
        "info": info,
        "paths": paths,
        "components": {
            "schemas": schemas::schemas(api),
            "securitySchemes": security::schemes(api, place)?,
        },
    });
    if !api.request_validators.is_empty() {
        let validators = api.request_validators.iter().map(|(name, validator)| {
            let parameters = validator.parameters;
            let what = json!({
                "validateRequestBody": validator.body,
                "validateRequestParameters": parameters,
            });
            (name.clone(), what)
        });
        document["x-amazon-apigateway-request-validators"] = Value::Object(validators.collect());
    }
    if !api.gateway_responses.is_empty() {
        document["x-amazon-apigateway-gateway-responses"] = errors(&api.gateway_responses)?;
    }
    Ok(document)
}

fn errors(responses: &GatewayResponses) -> Result<Value> {
    let mut errors = Map::new();
    for (kind, response) in responses {
        let Some(response) = response.to_aws()? else {
            errors.insert(kind.clone(), json!({}));
            continue;
        };
        let mut error = Map::new();
        if let Some(status) = response.status_code {
            // AWS's own exports have it as text.
            error.insert("statusCode".to_owned(), json!(status));
        }
        for (member, map) in [
            ("responseParameters", response.response_parameters),
            ("responseTemplates", response.response_templates),
        ] {
            let map: HashMap<String, String> = map.unwrap_or_default();
            if !map.is_empty() {
                error.insert(member.to_owned(), json!(BTreeMap::from_iter(map)));
            }
        }
        errors.insert(kind.clone(), Value::Object(error));
    }
    Ok(Value::Object(errors))
}
