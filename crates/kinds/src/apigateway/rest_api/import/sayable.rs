//! What of an API a document can say.

use super::operation::{DEFAULT, parameter};
use super::security;
use crate::apigateway::rest_api::authorizer::Authorizer;
use crate::apigateway::rest_api::models::Model;
use crate::apigateway::rest_api::route_changes::RouteChanges;
use crate::apigateway::rest_api::routes::Method;
use crate::apigateway::rest_api::spec::RestApi;
use crate::prelude::*;
use serde::Serialize;

impl RestApi {
    /// The part of an API, [unfolded](RestApi::unfolded), that a document can say: methods whose models and authorizer it
    /// can say, and so on.
    pub(super) fn sayable(mut self) -> Self {
        self.retain_sayable_models();
        self.authorizers.retain(|name, authorizer| is_component(name) && says(authorizer));
        let mut operations = BTreeSet::new();
        let (models, authorizers) = (&self.models, &self.authorizers);
        let (validators, mut routes) = (&self.request_validators, self.routes);
        for methods in routes.values_mut() {
            methods.retain(|_, method| {
                let parts = Parts { models, authorizers };
                let mut names = method.request_validator.iter();
                parts.say(method)
                    && names.all(|name| validators.contains_key(name))
                    // A document has each name of an operation once.
                    && method.operation_name.iter().all(|name| operations.insert(name.clone()))
            });
        }
        // Whether an import makes a path without methods is written nowhere.
        routes.retain(|_, methods| !methods.is_empty());
        self.routes = routes;
        self.gateway_responses.retain(|_, response| is_literal(response));
        self
    }

    /// The part of it with the routes that are to be written, and with what these refer to.
    pub(super) fn with_routes_of(mut self, changes: &RouteChanges) -> Self {
        for (path, methods) in &mut self.routes {
            let writes = changes.methods.get(path);
            methods.retain(|verb, _| writes.is_some_and(|writes| writes.contains_key(verb)));
        }
        self.routes.retain(|_, methods| !methods.is_empty());
        let methods = || self.routes.values().flat_map(BTreeMap::values);
        let authorizers: BTreeSet<&String> =
            methods().map(|method| &method.authorization).collect();
        let validators: BTreeSet<&String> =
            methods().filter_map(|method| method.request_validator.as_ref()).collect();
        self.authorizers.retain(|name, _| authorizers.contains(name));
        self.request_validators.retain(|name, _| validators.contains(name));
        let mut models: BTreeSet<String> =
            methods().flat_map(Method::models).map(str::to_owned).collect();
        let mut found = 0;
        while found < models.len() {
            found = models.len();
            let named = self.models.iter().filter(|(name, _)| models.contains(*name));
            let named = named.flat_map(|(_, model)| model.schema.references());
            let named: Vec<String> = named.map(str::to_owned).collect();
            models.extend(named);
        }
        self.models.retain(|name, _| models.contains(name));
        self.gateway_responses.clear();
        self
    }

    fn retain_sayable_models(&mut self) {
        self.models.retain(|_, model| says_model(model));
        loop {
            let names: BTreeSet<String> = self.models.keys().cloned().collect();
            let is_known = |name: &str| names.contains(name) || Model::built_in(name).is_some();
            self.models.retain(|_, model| model.schema.references().into_iter().all(is_known));
            if self.models.len() == names.len() {
                return;
            }
        }
    }
}

/// OpenAPI's models are of JSON.
fn says_model(model: &Model) -> bool {
    let is_object = model.schema.as_value().is_object();
    is_object && model.content_type == "application/json" && is_literal(model)
}

/// Whether an authorizer has its identity where a document says it: in one header, or, with `REQUEST`, anywhere.
fn says(authorizer: &Authorizer) -> bool {
    security::header(authorizer).is_some() && is_literal(authorizer)
}

/// Whether something may have this name in a document, and does not have it by the document itself.
fn is_component(name: &str) -> bool {
    let is_free = ![security::API_KEY, security::SIGNATURE].contains(&name);
    is_free && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

/// What methods may refer to.
#[derive(Clone, Copy)]
struct Parts<'a> {
    models: &'a BTreeMap<String, Model>,
    authorizers: &'a BTreeMap<String, Authorizer>,
}

impl Parts<'_> {
    fn say(self, method: &Method) -> bool {
        let authorization = method.authorization.as_str();
        let is_known =
            |name: &str| self.models.contains_key(name) || Model::built_in(name).is_some();
        let is_of_aws = ["NONE", "AWS_IAM"].contains(&authorization) && method.scopes.is_empty();
        (is_of_aws || self.authorizers.contains_key(authorization))
            && method.models().all(is_known)
            && method.request_parameters.keys().all(|name| parameter(name).is_some())
            && has_one_answer_for_each_pattern(method)
            && is_literal(method)
    }
}

/// A document has the answers of an integration by their patterns.
fn has_one_answer_for_each_pattern(method: &Method) -> bool {
    let mut patterns = BTreeSet::new();
    let mut answers = method.responses.values();
    answers.all(|response| match response.selection_pattern.as_deref() {
        Some(DEFAULT) => false,
        pattern => patterns.insert(pattern),
    })
}

/// Whether no text holds what an import puts words of AWS's in the place of (AWS variables for OpenAPI import).
fn is_literal(value: &impl Serialize) -> bool {
    serde_json::to_string(value).is_ok_and(|text| !text.contains("${AWS::"))
}
