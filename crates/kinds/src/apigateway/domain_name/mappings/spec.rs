//! A mapping, and how AWS spells its path.

use aws_sdk_apigateway::operation::create_base_path_mapping::builders::CreateBasePathMappingFluentBuilder;
use aws_sdk_apigateway::types as sdk;

use crate::apigateway::patch::Patch;
use crate::prelude::*;

/// What a path of a domain leads to.
#[spec(sdk::BasePathMapping, request = CreateBasePathMappingFluentBuilder, patch = Patch)]
pub struct Mapping {
    /// Id of the REST API (`apigateway.rest_api`); on a regional domain with `TLS_1_2` also of an HTTP or a WebSocket
    /// API (`apigatewayv2.api`). One domain cannot lead to a WebSocket API and to others.
    #[field(required, length = 1.., aws = rest_api_id, patch = "/restapiId")]
    pub api: String,
    /// Name of its stage, which must exist. Absent: callers name it, as the next part of the path, which REST APIs alone
    /// take.
    #[field(length = 1..=128, pattern = r"^(\$default|[A-Za-z0-9_-]+)$", patch)]
    pub stage: Option<String>,
}

pub type Mappings = BTreeMap<String, Mapping>;

/// What AWS writes for a path or a stage that is not there.
pub(super) const NONE: &str = "(none)";

/// A path as specs have it, of which AWS has no slash at the beginning.
pub(super) fn path(key: Option<String>) -> String {
    let key = non_empty(key).filter(|key| key != NONE);
    format!("/{}", key.unwrap_or_default())
}

/// AWS's key of a path, of which the root has none.
pub(super) fn key(path: &str) -> Option<&str> {
    Some(path.trim_start_matches('/')).filter(|key| !key.is_empty())
}
