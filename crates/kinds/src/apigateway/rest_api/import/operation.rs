//! A method as a document says it.

use aws_sdk_apigateway::operation::put_integration::builders::PutIntegrationInputBuilder;
use aws_sdk_apigateway::types as sdk;
use serde_json::{Map, Value, json};

use super::{schemas, security};
use crate::apigateway::rest_api::path_parameters;
use crate::apigateway::rest_api::routes::{Method, Response};
use crate::prelude::*;
use kind::Place;

/// What stands in the place of a pattern, of the answer for all that matches no other.
pub(super) const DEFAULT: &str = "default";

/// Where a parameter of a request stands, in OpenAPI's words, and its name; nothing if OpenAPI has no such place.
pub(super) fn parameter(name: &str) -> Option<(&'static str, &str)> {
    let (place, name) = name.strip_prefix("method.request.")?.split_once('.')?;
    let place = match place {
        "header" => "header",
        "path" => "path",
        "querystring" => "query",
        _ => return None,
    };
    Some((place, name))
}

/// The name of an HTTP method in a path of a document.
pub(super) fn verb(verb: &str) -> String {
    match verb {
        "ANY" => "x-amazon-apigateway-any-method".to_owned(),
        verb => verb.to_lowercase(),
    }
}

/// What stands there.
pub(super) fn operation(path: &str, method: &Method, place: &Place) -> Result<Value> {
    let mut operation = Object::default();
    operation.put("operationId", method.operation_name.as_ref());
    operation.put("parameters", filled(parameters(path, method)));
    let content = content(&method.request_models);
    operation.put("requestBody", content.map(|content| json!({ "content": content })));
    let responses = method.responses.iter();
    let responses =
        responses.map(|(status, response)| (status.clone(), response_of(status, response)));
    operation.put("responses", Some(responses.collect::<Map<_, _>>()));
    operation.put("security", filled(security::requirements(method)));
    operation.put("x-amazon-apigateway-request-validator", method.request_validator.as_ref());
    operation.put("x-amazon-apigateway-integration", integration(method, place)?);
    Ok(operation.into())
}

/// The parameters, and all variables of the path: OpenAPI demands them, and an import declares them anyway.
fn parameters(path: &str, method: &Method) -> Vec<Value> {
    let mut declared = method.request_parameters.clone();
    declared.extend(path_parameters::of_path(path).into_iter().map(|name| (name, true)));
    let declared = declared.iter().filter_map(|(name, is_required)| {
        let (place, name) = parameter(name)?;
        let is_required = *is_required || place == "path";
        let schema = json!({ "type": "string" });
        Some(json!({ "name": name, "in": place, "required": is_required, "schema": schema }))
    });
    declared.collect()
}

/// Models by content type.
fn content(models: &BTreeMap<String, String>) -> Option<Map<String, Value>> {
    let content = models.iter().map(|(content_type, model)| {
        (content_type.clone(), json!({ "schema": schemas::reference(model) }))
    });
    filled(content.collect())
}

/// What the method declares of an answer.
fn response_of(status: &str, response: &Response) -> Value {
    let mut declared = Object::default();
    // OpenAPI demands one.
    declared.put("description", Some(format!("{status} response")));
    let headers = response.headers.keys();
    let headers = headers.map(|name| (name.clone(), json!({ "schema": { "type": "string" } })));
    declared.put("headers", filled(headers.collect::<Map<_, _>>()));
    declared.put("content", content(&response.models));
    declared.into()
}

/// What answers the method, with what the calls that make it would have.
fn integration(method: &Method, place: &Place) -> Result<Option<Value>> {
    let Some(integration) = &method.integration else {
        return Ok(None);
    };
    let mut answers = Map::new();
    for (status, response) in &method.responses {
        let pattern = response.selection_pattern.as_deref().unwrap_or(DEFAULT);
        let response =
            response.to_aws()?.unwrap_or_else(|| sdk::IntegrationResponse::builder().build());
        answers.insert(pattern.to_owned(), answer(status, response));
    }
    let mut object = request(&integration.request(place)?);
    object.put("responses", filled(answers));
    Ok(Some(object.into()))
}

fn request(request: &PutIntegrationInputBuilder) -> Object {
    let mut object = Object::default();
    let word = |word: &str| word.to_lowercase();
    object.put("type", request.get_type().as_ref().map(|kind| word(kind.as_str())));
    object.put("uri", request.get_uri().as_ref());
    object.put("httpMethod", request.get_integration_http_method().as_ref());
    object.put("connectionType", request.get_connection_type().as_ref().map(|it| it.as_str()));
    object.put("connectionId", request.get_connection_id().as_ref());
    object.put("integrationTarget", request.get_integration_target().as_ref());
    object.put("credentials", request.get_credentials().as_ref());
    object.put("requestParameters", sorted(request.get_request_parameters().clone()));
    object.put("requestTemplates", sorted(request.get_request_templates().clone()));
    let passthrough = request.get_passthrough_behavior().as_deref();
    object.put("passthroughBehavior", Some(word(passthrough.unwrap_or("WHEN_NO_MATCH"))));
    object.put("contentHandling", request.get_content_handling().as_ref().map(|it| it.as_str()));
    object.put("timeoutInMillis", request.get_timeout_in_millis().as_ref());
    object.put("cacheNamespace", request.get_cache_namespace().as_ref());
    object.put("cacheKeyParameters", request.get_cache_key_parameters().clone().and_then(filled));
    let tls = request.get_tls_config().as_ref();
    let tls =
        tls.map(|tls| json!({ "insecureSkipVerification": tls.insecure_skip_verification() }));
    object.put("tlsConfig", tls);
    let transfer = request.get_response_transfer_mode().as_ref();
    object.put("responseTransferMode", transfer.map(|mode| mode.as_str()));
    object
}

fn answer(status: &str, response: sdk::IntegrationResponse) -> Value {
    let mut answer = Object::default();
    answer.put("statusCode", Some(status));
    answer.put("contentHandling", response.content_handling.as_ref().map(|it| it.as_str()));
    answer.put("responseParameters", sorted(response.response_parameters));
    answer.put("responseTemplates", sorted(response.response_templates));
    answer.into()
}

/// A map in the order of its keys, if it has any.
fn sorted(
    map: Option<std::collections::HashMap<String, String>>,
) -> Option<BTreeMap<String, String>> {
    filled(BTreeMap::from_iter(map.unwrap_or_default()))
}

/// A collection that is not empty.
fn filled<T: Default + PartialEq>(collection: T) -> Option<T> {
    Some(collection).filter(|collection| *collection != T::default())
}

/// An object of JSON of what is there.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn put(&mut self, member: &str, value: Option<impl serde::Serialize>) {
        if let Some(value) = value {
            self.0.insert(member.to_owned(), json!(value));
        }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
