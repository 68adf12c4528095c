//! What the owner of an API writes, and what others may refer to.

use aws_sdk_apigatewayv2::operation::get_api::GetApiOutput;
use aws_sdk_apigatewayv2::types as sdk;

use super::authorizer::Authorizer;
use super::integration::Integration;
use super::models::Model;
use super::route::Route;
use super::stage::Stage;
use crate::apigateway::support::arn;
use crate::forms::tags;
use crate::prelude::*;
use kind::Place;

/// An HTTP or a WebSocket API. A domain name of one's own before it is an `apigateway.domain_name`, whose `mappings` name
/// the API and a stage.
#[spec(GetApiOutput)]
pub struct Api {
    /// The API's name. Others may have the same.
    #[field(required, length = 1..=128)]
    pub name: String,
    /// `HTTP`, or `WEBSOCKET` for connections that stay open.
    #[field(create_only, aws = protocol_type)]
    pub protocol: Protocol,
    /// What the API is for. Absent: nothing is said.
    #[field(length = 1..=1024)]
    pub description: Option<String>,
    /// A name of the API's version. AWS makes nothing of it. Absent: none.
    #[field(length = 1..=64)]
    pub version: Option<String>,
    /// Which web pages may call an HTTP API from a browser: API Gateway answers them by itself. Absent: none but those
    /// at its own address, unless integrations say otherwise.
    #[field(grants, aws = cors_configuration)]
    pub cors: Option<Cors>,
    /// Whether the API answers only at domain names of its own, and not at the `endpoint` that AWS gives it.
    #[field(omit_default)]
    pub disable_execute_api_endpoint: bool,
    /// Whether messages of a WebSocket API are not held against the models of their routes.
    #[field(omit_default)]
    pub disable_schema_validation: bool,
    /// Which addresses callers may come from: `ipv4`, or `dualstack` for IPv6 as well. Absent: `ipv4`.
    #[field(omit_default)]
    pub ip_address_type: IpAddressType,
    /// Where in a message of a WebSocket API its route stands, such as `$request.body.action`. HTTP APIs go by method
    /// and path.
    #[field(length = 1..)]
    pub route_selection_expression: Option<String>,
    /// Where the API key of a WebSocket API's caller stands: `$request.header.x-api-key` (the default), or
    /// `$context.authorizer.usageIdentifierKey`.
    #[field(known = [DEFAULT_KEY, "$context.authorizer.usageIdentifierKey"])]
    pub api_key_selection_expression: Option<String>,
    /// What messages of a WebSocket API are like, by names of your own (letters and digits).
    #[field(omit_default, not_in_answer)]
    pub models: BTreeMap<String, Model>,
    /// Who decides whether a request may pass, by names of your own.
    #[field(omit_default, grants, not_in_answer)]
    pub authorizers: BTreeMap<String, Authorizer>,
    /// What the API serves, by route keys: `GET /things/{id}` (or `ANY`, and `{proxy+}` at the end for everything below),
    /// `$default` for all else; of a WebSocket API `$connect`, `$disconnect`, `$default`, and what
    /// `route_selection_expression` finds.
    #[field(omit_default, not_in_answer)]
    pub routes: BTreeMap<String, Route>,
    /// Where the API can be called, by the first part of the path, such as `live`; `$default` is the root of an HTTP API.
    /// Every stage shows the API as it is written here.
    #[field(omit_default, deferrable, late, not_in_answer)]
    pub stages: BTreeMap<String, Stage>,
    /// Tags of the API.
    #[field(with = tags)]
    pub tags: Tags,
}

/// Where keys stand unless something else is said.
pub(super) const DEFAULT_KEY: &str = "$request.header.x-api-key";

aws_enum! {
    /// What callers speak.
    #[derive(Default)]
    Protocol = sdk::ProtocolType {
        #[default]
        Http = "HTTP",
        WebSocket = "WEBSOCKET",
    }
    /// Which addresses callers may come from.
    #[derive(Default)]
    IpAddressType = sdk::IpAddressType {
        #[default]
        Ipv4 = "ipv4",
        Dualstack = "dualstack",
    }
}

/// Which web pages may call an API from a browser.
#[spec(sdk::Cors)]
pub struct Cors {
    /// Whether requests may carry cookies and other credentials. Not with `*` as origin.
    #[field(omit_default)]
    pub allow_credentials: bool,
    /// Request headers that pages may send, or `*`.
    #[field(omit_default)]
    pub allow_headers: BTreeSet<String>,
    /// Methods that pages may use, such as `GET`, or `*`.
    #[field(omit_default)]
    pub allow_methods: BTreeSet<String>,
    /// Sites that may call, such as `https://example.com`, or `*`.
    #[field(omit_default, value_only)]
    pub allow_origins: BTreeSet<String>,
    /// Response headers that pages may read.
    #[field(omit_default)]
    pub expose_headers: BTreeSet<String>,
    /// Seconds that a browser may keep the answer to a preflight request, -1 (not at all)–86,400. Absent: 0.
    #[field(omit_default, range = -1..=86_400, aws = max_age)]
    pub max_age_seconds: i32,
}

outputs! {
    /// The id that AWS gives the API.
    id,
    /// Name of the API.
    name,
    /// ARN of the API itself, as policies about its management name it.
    arn,
    /// ARN under which calls stand, as the policies of functions and callers name it:
    /// `<this>/<stage>/<method>/<path>` of an HTTP API, `<this>/<stage>/<route key>` of a WebSocket API.
    execution_arn,
    /// Where the API is called: `<this>/<stage>`, with `https://` or `wss://`; the stage `$default` is this itself.
    endpoint,
}

impl Outputs {
    /// Those that follow from the id.
    pub(super) fn of_id(id: &str, place: &Place) -> Self {
        Self {
            id: Some(id.to_owned()),
            arn: Some(arn(place, &format!("/apis/{id}"))),
            execution_arn: Some(place.arn("execute-api", id)),
            ..Self::default()
        }
    }
}

impl Api {
    pub(super) fn is_http(&self) -> bool {
        self.protocol != Protocol::WebSocket
    }

    /// Brings everything to its one spelling: nothing that goes without saying.
    pub(super) fn normalise(&mut self) {
        let is_http = self.is_http();
        // That of HTTP APIs nobody can change.
        self.route_selection_expression.take_if(|_| is_http);
        self.api_key_selection_expression.take_if(|text| text == DEFAULT_KEY);
        self.cors.take_if(|cors| *cors == Cors::default());
        self.authorizers.values_mut().for_each(|authorizer| authorizer.normalise(is_http));
        self.routes.values_mut().for_each(|route| route.normalise(is_http));
        self.stages.values_mut().for_each(Stage::normalise);
    }

    /// Each integration that answers a route, once.
    pub(super) fn integrations(&self) -> Vec<Integration> {
        let mut distinct: Vec<Integration> = Vec::new();
        for integration in self.routes.values().filter_map(Route::answering) {
            if !distinct.contains(&integration) {
                distinct.push(integration);
            }
        }
        distinct
    }
}
