//! What a deployment holds, by its hash.
//!
//! Stages show deployments, and a deployment is a copy of the API as it was. So whether a change is live
//! does not show in the API, but in the deployment that a stage shows; and of what is in one AWS tells
//! no more than the methods and who may call them. Ours carry the hash of what they were made of in their
//! description.

use std::collections::HashMap;

use aws_sdk_apigateway::types as sdk;
use sha2::{Digest, Sha256};

use super::canonical::Concrete;
use super::spec::RestApi;
use super::stages::Stage;
use crate::prelude::*;
use language::value::Value;

const MARK: &str = "diatonic:";

/// The hash of all that takes effect with a deployment of the API.
pub(super) fn hash(api: &RestApi) -> String {
    let Concrete { routes, gateway_responses } = Concrete::of(api);
    let mut content = serde_json::json!({
        "api_key_source": api.api_key_source,
        "authorizers": api.authorizers,
        "binary_media_types": api.binary_media_types,
        "disable_execute_api_endpoint": api.disable_execute_api_endpoint,
        "endpoint_access_mode": api.endpoint_access_mode,
        "endpoint_type": api.endpoint_type,
        "gateway_responses": gateway_responses,
        "minimum_compression_size": api.minimum_compression_size,
        "models": api.models,
        "policy": api.policy,
        "request_validators": api.request_validators,
        "routes": routes,
        "security_policy": api.security_policy,
        "vpc_endpoint_ids": api.vpc_endpoint_ids,
    });
    if unknown::in_value(&content) {
        // It will be another one, as what is unknown now has not been deployed.
        return unknown::mark("the hash of what is deployed");
    }
    drop_nulls(&mut content);
    // Maps are written in the order of their keys.
    let digest = Sha256::digest(content.to_string());
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Fields that a later version of this program adds must not change the hash where nobody sets them.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(drop_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// The description of a deployment of this content.
pub(super) fn description(hash: &str) -> String {
    format!("{MARK}{hash}")
}

/// The hash in a deployment's description, if it is one of ours.
pub(super) fn hash_in(description: &str) -> Option<&str> {
    description.strip_prefix(MARK)
}

/// How a stage shows a deployment that is not one of ours.
const FOREIGN: &str = "deployment ";

/// What a deployment holds by AWS's summary, which `GetDeployment` alone gives: methods by path.
pub(super) type Summary = HashMap<String, HashMap<String, sdk::MethodSnapshot>>;

/// A deployment that is not one of ours, with words that say more if the API has visibly changed since.
pub(super) fn described(
    id: &str,
    summary: Option<&Summary>,
    resources: &[sdk::Resource],
) -> String {
    let differences = summary.map_or_else(Vec::new, |summary| differences(summary, resources));
    match differences.as_slice() {
        [] => format!("{FOREIGN}{id}"),
        [one] => format!("{FOREIGN}{id}, {one}"),
        [one, others @ ..] => format!("{FOREIGN}{id}, {one} and {} more", others.len()),
    }
}

/// The methods in which a deployment and the API differ.
fn differences(summary: &Summary, resources: &[sdk::Resource]) -> Vec<String> {
    let deployed: BTreeMap<(&str, &str), &sdk::MethodSnapshot> = summary
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.iter();
            methods.map(move |(verb, method)| ((path.as_str(), verb.as_str()), method))
        })
        .collect();
    let present: BTreeMap<(&str, &str), &sdk::Method> = resources
        .iter()
        .flat_map(|resource| {
            let path = resource.path().unwrap_or_default();
            let methods = resource.resource_methods().into_iter().flatten();
            methods.map(move |(verb, method)| ((path, verb.as_str()), method))
        })
        .collect();
    let methods: BTreeSet<&(&str, &str)> = deployed.keys().chain(present.keys()).collect();
    let difference = |method: &(&str, &str)| {
        let (path, verb) = method;
        match (deployed.get(method), present.get(method)) {
            (Some(deployed), Some(non_empty)) if is_alike(deployed, non_empty) => None,
            (Some(_), Some(_)) => Some(format!("with other callers of {verb} {path}")),
            (Some(_), None) => Some(format!("with {verb} {path}")),
            (None, _) => Some(format!("without {verb} {path}")),
        }
    };
    methods.into_iter().filter_map(difference).collect()
}

/// Whether the same callers may call a method, as far as a summary says.
fn is_alike(deployed: &sdk::MethodSnapshot, present: &sdk::Method) -> bool {
    let authorization = deployed.authorization_type();
    let same_authorization =
        authorization.is_none_or(|deployed| present.authorization_type() == Some(deployed));
    same_authorization && deployed.api_key_required() == present.api_key_required().unwrap_or(false)
}

impl Stage {
    /// Whether it shows a deployment that is not one of ours, and that may hold what the API is.
    pub(super) fn shows_untold(&self) -> bool {
        let shown = self.deployment.as_deref().unwrap_or_default();
        shown.strip_prefix(FOREIGN).is_some_and(|id| !id.contains(','))
    }
}

impl RestApi {
    /// Says on every stage what it is to show, but where it says so itself: an API that is taken over as it
    /// is shows what it did.
    pub(super) fn deploy(mut self) -> Self {
        let hash = hash(&self);
        for stage in self.stages.values_mut() {
            stage.deployment.get_or_insert_with(|| hash.clone());
        }
        self
    }
}
