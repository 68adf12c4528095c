//! `apigateway.rest_api`: a REST API with its routes, authorizers, models, stages and deployments.
//!
//! API Gateway has a call for every method, integration and response of every path, and limits all calls
//! together to 10 a second. So `read` asks for the whole API with a fixed number of calls, and `update`
//! holds what it has against what it is to have ([`canonical::Concrete`]) and writes the difference alone.
//! What is written is live once it is deployed ([`deployment`]).

mod authorizer;
mod canonical;
mod check;
mod check_integration;
mod check_routes;
mod check_stages;
mod cors;
mod deployment;
mod gateway_responses;
mod integration;
mod log_format;
mod models;
mod operations;
mod publish;
mod read;
mod route_changes;
mod routes;
mod snapshot;
mod stages;
#[cfg(test)]
mod tests;
mod write;
mod write_parts;
mod write_routes;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::apigateway::account::Account;
use crate::calls;
use crate::fields::is_default;
use crate::words::words;
use aws::Aws;
use aws::tags::Tags;
use kind::{
    Abilities, Access, Awaited, Calls, Concern, Consequences, Demand, Facts, Findings, Kind, Live,
    Named, PartlyReadable, Place, Prepare, Result,
};
use language::schema::{Finding, known_words};
use language::value::{Auto, Path, PolicyDocument};
use workspace::Workspace;

use authorizer::Authorizer;
use cors::Cors;
use gateway_responses::GatewayResponses;
use models::Models;
use routes::Routes;
use stages::Stage;

/// A REST API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestApi {
    /// The API's name. Others may have the same.
    #[schemars(length(min = 1, max = 1024))]
    pub name: String,
    /// What the API is for. Absent: nothing is said.
    #[serde(default)]
    #[schemars(length(min = 1, max = 1024))]
    pub description: Option<String>,
    /// Where callers reach it: at CloudFront's edges (`EDGE`, the default), in its region (`REGIONAL`),
    /// or by VPC endpoints alone (`PRIVATE`).
    #[serde(default)]
    pub endpoint_type: EndpointType,
    /// Ids of the VPC endpoints that know the API by its name. Only with `PRIVATE`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub vpc_endpoint_ids: BTreeSet<String>,
    /// The addresses that callers may come from: `ipv4`, or IPv6 as well (`dualstack`). Absent: `ipv4`,
    /// but `dualstack` with `PRIVATE`.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(&["ipv4", "dualstack"])))]
    pub ip_address_type: Option<String>,
    /// The versions and ciphers of TLS that callers may use. Absent: AWS's choice.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(SECURITY_POLICIES)))]
    pub security_policy: Auto<String>,
    /// `STRICT` refuses requests for another host than the certificate's; with security policies whose
    /// name begins with `SecurityPolicy_`, which need one of the two. Absent: AWS's choice.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(&["BASIC", "STRICT"])))]
    pub endpoint_access_mode: Auto<String>,
    /// Content types of bodies that are not text, such as `image/png`; `*/*` for all.
    #[serde(default, skip_serializing_if = "is_default")]
    pub binary_media_types: BTreeSet<String>,
    /// Bytes from which an answer is compressed, 0–10,485,760. Absent: none is.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_485_760))]
    pub minimum_compression_size: Option<i32>,
    /// Who says which API key a request has: its header `X-Api-Key` (`HEADER`, the default), or the
    /// authorizer (`AUTHORIZER`).
    #[serde(default)]
    pub api_key_source: ApiKeySource,
    /// Whether the API answers only at domain names of its own, and not at the `url` that AWS gives it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disable_execute_api_endpoint: bool,
    /// Who may call the API, from where. `execute-api:/<stage>/<method>/<path>` names the methods. Absent:
    /// whoever its methods let in. A `PRIVATE` API needs one.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    #[schemars(extend("x-policy" = "resource"))]
    pub policy: Option<PolicyDocument>,
    /// Which web pages may call the API from a browser. Absent: none but those at its own address, unless
    /// integrations say otherwise.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    pub cors: Option<Cors>,
    /// What bodies are like, by names of your own (letters and digits). `Empty` and `Error` are there
    /// anyway.
    #[serde(default, skip_serializing_if = "is_default")]
    pub models: Models,
    /// What is looked at before a request goes on, by names of your own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub request_validators: BTreeMap<String, RequestValidator>,
    /// Who decides whether a request may pass, by names of your own.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-grants" = true))]
    pub authorizers: BTreeMap<String, Authorizer>,
    /// Errors that API Gateway answers by itself, in other words than its own, by type, such as
    /// `UNAUTHORIZED`, or `DEFAULT_4XX` and `DEFAULT_5XX` for all without one of their own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gateway_responses: GatewayResponses,
    /// What the API serves: methods (`GET`, `POST` and so on, or `ANY`) by path, such as
    /// `/users/{user_id}`. `{proxy+}` at the end stands for everything below.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("propertyNames" = routes::paths()))]
    pub routes: Routes,
    /// Where the API can be called, by the first part of the path, such as `dev`. Every stage shows the
    /// API as it is written here; a change is deployed to all of them.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    pub stages: BTreeMap<String, Stage>,
    /// Tags of the API.
    #[serde(default)]
    pub tags: Tags,
}

words! {
    /// Where callers reach an API.
    #[derive(Default)]
    EndpointType = aws_sdk_apigateway::types::EndpointType {
        #[default]
        Edge = "EDGE",
        Regional = "REGIONAL",
        Private = "PRIVATE",
    }
    /// Who says which API key a request has.
    #[derive(Default)]
    ApiKeySource = aws_sdk_apigateway::types::ApiKeySourceType {
        #[default]
        Header = "HEADER",
        Authorizer = "AUTHORIZER",
    }
}

impl EndpointType {
    /// The addresses that callers may come from unless something else is said.
    fn usual_ip_address_type(self) -> &'static str {
        match self {
            Self::Private => "dualstack",
            _ => "ipv4",
        }
    }
}

/// What is looked at before a request goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RequestValidator {
    /// Whether the body must fit the method's model.
    pub body: bool,
    /// Whether the parameters that a request must have are there.
    pub parameters: bool,
}

/// The security policies of APIs (CreateRestApi).
const SECURITY_POLICIES: &[&str] = &[
    "TLS_1_0",
    "TLS_1_2",
    "SecurityPolicy_TLS12_2018_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
];

/// What others may refer to.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Outputs {
    /// The id that AWS gives the API.
    pub id: Option<String>,
    /// Name of the API.
    pub name: Option<String>,
    /// ARN of the API itself, as policies about its management name it.
    pub arn: Option<String>,
    /// ARN under which calls stand, as the policies of functions and callers name it:
    /// `<this>/<stage>/<method>/<path>`.
    pub execution_arn: Option<String>,
    /// Id of the path `/`.
    pub root_resource_id: Option<String>,
    /// Where the API is called: `<this>/<stage>/<path>`.
    pub url: Option<String>,
}

impl Kind for RestApi {
    const NAME: &'static str = "apigateway.rest_api";
    const FACTS: Facts = Facts { concern: Concern::Api, data: None, volatile: &[], parent: None };
    const CALLS: &'static [Calls] = calls::APIGATEWAY_REST_API;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [Demand] = operations::DEMANDS;
    /// API Gateway refuses a stage that logs as long as the account has no role for it.
    const AWAITS: &'static [Awaited] = &[
        Awaited::all("stages.*.access_log", Account::NAME),
        Awaited::all("stages.*.methods.*.logging_level", Account::NAME),
    ];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3d4e5`";
    const MISSED: &'static str = "its address, which the new one does not have, answers 403";
    const ABILITIES: Abilities<Self> = Abilities::NONE.prepared().partly_readable();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = Option<std::sync::Arc<snapshot::Snapshot>>;

    fn id(_: &Named, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for (name, stage) in &live.stages {
            let field = Path::field("stages").key(name);
            let Some(wanted) = self.stages.get(name) else {
                consequences.interrupt(field, "the stage is deleted; its address answers 403", "");
                continue;
            };
            if wanted.cache_cluster_size != stage.cache_cluster_size
                && stage.cache_cluster_size.is_some()
            {
                consequences.interrupt(
                    field.key("cache_cluster_size"),
                    "all that is cached is lost, and for some minutes every request reaches the \
                     integrations",
                    "",
                );
            }
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.name, ownership).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        write::update(self, aws, id, live.details.as_ref()).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}

impl Prepare for RestApi {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        *self = self.clone().canonical().deploy();
        Ok(())
    }
}

impl PartlyReadable for RestApi {
    fn spelled_out(&self) -> Option<Self> {
        Some(self.clone().in_full())
    }

    fn unreadable_fields(&self) -> Vec<Path> {
        let stages = self.stages.iter();
        let shown = stages.filter(|(_, stage)| stage.shows_untold());
        shown.map(|(name, _)| Path::field("stages").key(name).key("deployment")).collect()
    }
}
