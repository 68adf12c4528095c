//! What the owner of an API writes, and what others may refer to.

use aws_sdk_apigateway::operation::create_request_validator::builders::CreateRequestValidatorFluentBuilder;
use aws_sdk_apigateway::operation::create_rest_api::builders::CreateRestApiFluentBuilder;
use aws_sdk_apigateway::operation::get_rest_api::GetRestApiOutput;
use aws_sdk_apigateway::types as sdk;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::authorizer::Authorizer;
use super::cors::Cors;
use super::gateway_responses::GatewayResponses;
use super::models::Models;
use super::routes::{self, Routes};
use super::stages::Stage;
use crate::apigateway::patch::Patch;
use crate::apigateway::support::arn;
use crate::apigateway::tls::SECURITY_POLICIES;
use crate::forms::{Word, tags_if_any};
use crate::prelude::*;
use kind::Place;
use language::value::PolicyDocument;

/// A REST API.
#[spec(GetRestApiOutput, request = CreateRestApiFluentBuilder, patch = Patch)]
#[inside(endpoint_configuration = sdk::EndpointConfiguration)]
pub struct RestApi {
    /// The API's name. Others may have the same.
    #[field(required, length = 1..=1024)]
    pub name: String,
    /// What the API is for. Absent: nothing is said.
    #[field(length = 1..=1024)]
    pub description: Option<String>,
    /// Where callers reach it: at CloudFront's edges (`EDGE`, the default), in its region (`REGIONAL`),
    /// or by VPC endpoints alone (`PRIVATE`).
    #[field(aws = endpoint_configuration.types, with = endpoint_types)]
    pub endpoint_type: EndpointType,
    /// Ids of the VPC endpoints that know the API by its name. Only with `PRIVATE`.
    #[field(omit_default, aws = endpoint_configuration.vpc_endpoint_ids, patch = elements)]
    pub vpc_endpoint_ids: BTreeSet<String>,
    /// The addresses that callers may come from: `ipv4`, or IPv6 as well (`dualstack`). Absent: `ipv4`,
    /// but `dualstack` with `PRIVATE`.
    #[field(known = ["ipv4", "dualstack"], aws = endpoint_configuration.ip_address_type, with = Word::<sdk::IpAddressType>)]
    pub ip_address_type: Option<String>,
    /// The versions and ciphers of TLS that callers may use. Absent: AWS's choice.
    #[field(known = SECURITY_POLICIES, with = Word::<sdk::SecurityPolicy>, patch = if_said)]
    pub security_policy: Auto<String>,
    /// `STRICT` refuses requests for another host than the certificate's; with security policies whose
    /// name begins with `SecurityPolicy_`, which need one of the two. Absent: AWS's choice.
    #[field(known = ["BASIC", "STRICT"], with = Word::<sdk::EndpointAccessMode>, patch = if_said)]
    pub endpoint_access_mode: Auto<String>,
    /// Content types of bodies that are not text, such as `image/png`; `*/*` for all.
    #[field(omit_default, patch = members)]
    pub binary_media_types: BTreeSet<String>,
    /// Bytes from which an answer is compressed, 0–10,485,760. Absent: none is.
    #[field(range = 0..=10_485_760, patch = or_unset)]
    pub minimum_compression_size: Option<i32>,
    /// Who says which API key a request has: its header `X-Api-Key` (`HEADER`, the default), or the
    /// authorizer (`AUTHORIZER`).
    #[field(patch)]
    pub api_key_source: ApiKeySource,
    /// Whether the API answers only at domain names of its own, and not at the `url` that AWS gives it.
    #[field(omit_default, patch)]
    pub disable_execute_api_endpoint: bool,
    /// Who may call the API, from where. `execute-api:/<stage>/<method>/<path>` names the methods. Absent:
    /// whoever its methods let in. A `PRIVATE` API needs one.
    #[field(grants, policy = "resource", not_in_answer, patch)]
    pub policy: Option<PolicyDocument>,
    /// Which web pages may call the API from a browser. Absent: none but those at its own address, unless
    /// integrations say otherwise.
    #[field(grants, not_in_answer, not_in_request)]
    pub cors: Option<Cors>,
    /// What bodies are like, by names of your own (letters and digits). `Empty` and `Error` are there
    /// anyway.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub models: Models,
    /// What is looked at before a request goes on, by names of your own.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub request_validators: BTreeMap<String, RequestValidator>,
    /// Who decides whether a request may pass, by names of your own.
    #[field(omit_default, grants, not_in_answer, not_in_request)]
    pub authorizers: BTreeMap<String, Authorizer>,
    /// Errors that API Gateway answers by itself, in other words than its own, by type, such as
    /// `UNAUTHORIZED`, or `DEFAULT_4XX` and `DEFAULT_5XX` for all without one of their own.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub gateway_responses: GatewayResponses,
    /// What the API serves: methods (`GET`, `POST` and so on, or `ANY`) by path, such as
    /// `/users/{user_id}`. `{proxy+}` at the end stands for everything below.
    #[field(omit_default, not_in_answer, not_in_request)]
    #[schemars(extend("propertyNames" = routes::paths()))]
    pub routes: Routes,
    /// Where the API can be called, by the first part of the path, such as `dev`. Every stage shows the
    /// API as it is written here; a change is deployed to all of them.
    #[field(omit_default, deferrable, late, not_in_answer, not_in_request)]
    pub stages: BTreeMap<String, Stage>,
    /// What becomes of the routes, models and authorizers that other stacks have added with
    /// `apigateway.rest_api_routes`: they are removed like all that does not stand here (`remove`, the default), or
    /// left alone (`keep`).
    #[field(omit_default, not_in_answer, not_in_request)]
    pub routes_of_others: RoutesOfOthers,
    /// Tags of the API.
    #[field(with = tags_if_any)]
    pub tags: Tags,
}

/// What becomes of what other stacks have added to an API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoutesOfOthers {
    /// It is removed.
    #[default]
    Remove,
    /// It is left alone.
    Keep,
}

aws_enum! {
    /// Where callers reach an API.
    #[derive(Default)]
    EndpointType = sdk::EndpointType {
        #[default]
        Edge = "EDGE",
        Regional = "REGIONAL",
        Private = "PRIVATE",
    }
    /// Who says which API key a request has.
    #[derive(Default)]
    ApiKeySource = sdk::ApiKeySourceType {
        #[default]
        Header = "HEADER",
        Authorizer = "AUTHORIZER",
    }
}

impl EndpointType {
    /// The addresses that callers may come from unless something else is said.
    pub(super) fn usual_ip_address_type(self) -> &'static str {
        match self {
            Self::Private => "dualstack",
            _ => "ipv4",
        }
    }
}

/// An API has one type of endpoint, in a list.
mod endpoint_types {
    use super::{EndpointType, sdk};
    use kind::Result;

    pub(super) fn of(types: Option<Vec<sdk::EndpointType>>) -> Result<Option<EndpointType>> {
        let types = types.unwrap_or_default();
        Ok(EndpointType::from_aws(types.first()))
    }

    pub(super) fn to_aws(own: &EndpointType) -> Result<Option<Vec<sdk::EndpointType>>> {
        Ok(Some(vec![(*own).into()]))
    }
}

/// What is looked at before a request goes on.
#[spec(sdk::RequestValidator, request = CreateRequestValidatorFluentBuilder, patch = Patch)]
pub struct RequestValidator {
    /// Whether the body must fit the method's model.
    #[field(aws = validate_request_body, patch)]
    pub body: bool,
    /// Whether the parameters that a request must have are there.
    #[field(aws = validate_request_parameters, patch)]
    pub parameters: bool,
}

outputs! {
    /// The id that AWS gives the API.
    id,
    /// Name of the API.
    name,
    /// ARN of the API itself, as policies about its management name it.
    arn,
    /// ARN under which calls stand, as the policies of functions and callers name it:
    /// `<this>/<stage>/<method>/<path>`.
    execution_arn,
    /// Id of the path `/`.
    root_resource_id,
    /// Where the API is called: `<this>/<stage>/<path>`.
    url,
}

impl Outputs {
    /// Those that follow from the id.
    pub(super) fn of_id(id: &str, place: &Place) -> Self {
        let Place { region, .. } = place;
        Self {
            id: Some(id.to_owned()),
            arn: Some(arn(place, &format!("/restapis/{id}"))),
            execution_arn: Some(place.arn("execute-api", id)),
            url: Some(format!("https://{id}.execute-api.{region}.{}", place.dns_suffix())),
            ..Self::default()
        }
    }
}
