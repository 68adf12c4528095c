//! What a deployment holds, by its hash.
//!
//! Stages show deployments, and a deployment is a copy of the API as it was. So whether a change is live
//! does not show in the API, but in the deployment that a stage shows; and AWS tells nothing of what is
//! in one. Ours carry the hash of what they were made of in their description.

use sha2::{Digest, Sha256};

use super::RestApi;
use super::canonical::Concrete;
use crate::value::{Value, unknown};

const MARK: &str = "diatonic:";

/// The hash of all that takes effect with a deployment of the API.
pub(super) fn hash(api: &RestApi) -> String {
    let Concrete {
        routes,
        gateway_responses,
    } = Concrete::of(api);
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
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
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
