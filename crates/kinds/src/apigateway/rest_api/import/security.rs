//! Who may call, as a document says it.

use serde_json::{Value, json};

use crate::apigateway::rest_api::authorizer::{Authorizer, AuthorizerType};
use crate::apigateway::rest_api::routes::Method;
use crate::apigateway::rest_api::spec::RestApi;
use crate::prelude::*;
use kind::Place;

/// What a document calls the keys of usage plans, and signed requests.
pub(super) const API_KEY: &str = "api_key";
pub(super) const SIGNATURE: &str = "sigv4";

/// The header that an identity stands in; what AWS writes where there is none; nothing where it stands elsewhere.
pub(super) fn header(authorizer: &Authorizer) -> Option<String> {
    if authorizer.r#type == AuthorizerType::Request {
        return Some("Unused".to_owned());
    }
    let mut full = authorizer.clone();
    full.spell_out();
    let [source] = full.identity_sources.as_slice() else {
        return None;
    };
    source.strip_prefix("method.request.header.").map(str::to_owned)
}

/// The security schemes of a document: authorizers by name, and what methods have besides.
pub(super) fn schemes(api: &RestApi, place: &Place) -> Result<BTreeMap<String, Value>> {
    let in_header = |header: &str| json!({ "type": "apiKey", "name": header, "in": "header" });
    let mut schemes = BTreeMap::new();
    for (name, authorizer) in &api.authorizers {
        let mut scheme = in_header(&header(authorizer).unwrap_or_default());
        scheme["x-amazon-apigateway-authtype"] = match authorizer.r#type {
            AuthorizerType::CognitoUserPools => json!("cognito_user_pools"),
            _ => json!("custom"),
        };
        scheme["x-amazon-apigateway-authorizer"] = definition(name, authorizer, place)?;
        schemes.insert(name.clone(), scheme);
    }
    let methods = || api.routes.values().flat_map(BTreeMap::values);
    if methods().any(|method| method.api_key_required) {
        schemes.insert(API_KEY.to_owned(), in_header("x-api-key"));
    }
    if methods().any(|method| method.authorization == "AWS_IAM") {
        let mut scheme = in_header("Authorization");
        scheme["x-amazon-apigateway-authtype"] = json!("awsSigv4");
        schemes.insert(SIGNATURE.to_owned(), scheme);
    }
    Ok(schemes)
}

/// An authorizer, with what the call that creates it would have.
fn definition(name: &str, authorizer: &Authorizer, place: &Place) -> Result<Value> {
    let request = authorizer.creation(name, place)?;
    let mut definition = json!({ "type": authorizer.r#type.as_str().to_lowercase() });
    let texts = [
        ("authorizerUri", request.get_authorizer_uri()),
        ("authorizerCredentials", request.get_authorizer_credentials()),
        ("identityValidationExpression", request.get_identity_validation_expression()),
    ];
    for (member, text) in texts {
        if let Some(text) = text {
            definition[member] = json!(text);
        }
    }
    if let Some(pools) = request.get_provider_arns().as_ref().filter(|pools| !pools.is_empty()) {
        definition["providerARNs"] = json!(pools);
    }
    if let Some(seconds) = request.get_authorizer_result_ttl_in_seconds() {
        definition["authorizerResultTtlInSeconds"] = json!(seconds);
    }
    // The header says it for the others.
    if let (AuthorizerType::Request, Some(source)) =
        (authorizer.r#type, request.get_identity_source())
    {
        definition["identitySource"] = json!(source);
    }
    Ok(definition)
}

/// What a caller of a method must have: each is one of the schemes.
pub(super) fn requirements(method: &Method) -> Vec<Value> {
    let mut requirements = Vec::new();
    match method.authorization.as_str() {
        "NONE" => {}
        "AWS_IAM" => requirements.push(json!({ SIGNATURE: [] })),
        authorizer => requirements.push(json!({ authorizer: method.scopes })),
    }
    if method.api_key_required {
        requirements.push(json!({ API_KEY: [] }));
    }
    requirements
}
