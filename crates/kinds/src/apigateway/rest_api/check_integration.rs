//! Rules of what answers a method (API reference of PutIntegration and PutIntegrationResponse).

use super::check_references::check_sources;
use super::check_routes::RouteCheck;
use super::integration::{DEFAULT_TIMEOUT, Integration, IntegrationType};
use super::spec::EndpointType;
use crate::rules::rules;

impl RouteCheck<'_> {
    pub(super) fn integration(&mut self, integration: &Integration) {
        use IntegrationType::{Aws, AwsProxy, Http, HttpProxy, Mock};
        let kind = integration.kind();
        let is_http = matches!(kind, Some(Http | HttpProxy));
        let has_function = integration.function.is_some();
        let method = integration.http_method.as_deref();
        let uri = integration.uri.as_deref();
        let starts = |starts: &[&str]| {
            uri.is_none_or(|uri| starts.iter().any(|start| uri.starts_with(start)))
        };
        let needs_uri = !has_function && matches!(kind, Some(Aws | AwsProxy | Http | HttpProxy));
        rules! { self.findings, self.at.key("integration");
            Warning "type" if kind.is_none() =>
                "nothing answers the method",
                "there is neither a `function` nor a `type`, and AWS deploys no API with such a method",
                "add `function`, or a `type` with what belongs to it";
            Error "uri" if has_function && integration.uri.is_some() =>
                "there are a function and a URI",
                "the URI follows from the function",
                "keep one of the two";
            Error "type" if has_function && !matches!(kind, Some(Aws | AwsProxy)) =>
                "a function is a service of AWS",
                "its type is `AWS_PROXY`, or `AWS` with templates",
                "remove `type`";
            Warning "http_method" if has_function && method.is_some_and(|method| method != "POST") =>
                "functions are called by `POST`",
                "whatever the method of the request is, AWS calls a function by no other",
                "remove `http_method`";
            Error "uri" if needs_uri && integration.uri.is_none() =>
                "the integration has no address",
                "its type calls something else",
                "add `uri`";
            Error "http_method" if needs_uri && method.is_none() =>
                "it does not say by which HTTP method to call",
                "AWS does not take over the one of the request by itself",
                "add `http_method`";
            Warning "type"
                if kind == Some(Mock) && (integration.uri.is_some() || method.is_some()) =>
                "`MOCK` calls nobody",
                "there is a `uri` or an `http_method`",
                "remove them";
            Error "uri" if is_http && !starts(&["http://", "https://", "$"]) =>
                "this is not a web address",
                "the type is that of a web server",
                "write `https://…`, or change the type";
            Error "uri" if needs_uri && !is_http && !starts(&["arn:"]) =>
                "this is not an address of a service",
                "services of AWS are called by an ARN",
                "write `arn:aws:apigateway:<region>:<service>:path/…`, or `function`";
            Error "vpc_link" if integration.vpc_link.is_some() && !is_http =>
                "VPC links lead to web servers alone",
                "the type is another one",
                "write `type: HTTP_PROXY` or `type: HTTP`, or remove it";
            Error "response_transfer_mode" if integration.is_streamed() && !integration.is_proxy() =>
                "only the answers of proxies can be streamed",
                "this integration's go through templates",
                "remove it, or write `type: AWS_PROXY` or `HTTP_PROXY`";
        }
        self.timeout(integration);
    }

    fn timeout(&mut self, integration: &Integration) {
        let timeout = integration.timeout_milliseconds.unwrap_or(DEFAULT_TIMEOUT);
        let is_too_long = timeout > DEFAULT_TIMEOUT && !integration.is_streamed();
        let is_at_edges = self.api.endpoint_type == EndpointType::Edge;
        let message = "API Gateway does not wait that long";
        rules! { self.findings, self.at.key("integration");
            Error "timeout_milliseconds" if is_too_long && is_at_edges =>
                message,
                "29,000 ms are the most at edges",
                "lower it, or write `endpoint_type: REGIONAL` and have the quota raised";
            Warning "timeout_milliseconds" if is_too_long && !is_at_edges =>
                message,
                "29,000 ms are the most until the account's quota is raised",
                "have it raised, or lower this";
        }
    }

    /// What the integration takes from the request must be declared.
    pub(super) fn mappings(&mut self, integration: &Integration) {
        const PARTS: [&str; 5] = [
            "method.request.header.", "method.request.querystring.", "method.request.path.",
            "method.request.multivalueheader.", "method.request.multivaluequerystring.",
        ];
        let starts = ["'", "method.request.", "context.", "stageVariables."];
        let at = self.at.key("integration");
        let (parameters, keys) = (at.key("request_parameters"), at.key("cache_key_parameters"));
        check_sources(&integration.request_parameters, &starts, &parameters, self.findings);
        let mapped = integration.request_parameters.iter();
        let mapped = mapped.map(|(name, source)| (parameters.key(name), source));
        let keys = integration.cache_key_parameters.iter().map(|name| (keys.clone(), name));
        let declared = &self.method.request_parameters;
        for (at, source) in mapped.chain(keys) {
            let is_part = PARTS.iter().any(|part| source.starts_with(part));
            // One with several values may be declared as any other.
            let names = [source, &source.replace("multivalue", "")];
            rules! { self.findings, at;
                Error if is_part && !names.iter().any(|name| declared.contains_key(*name)) =>
                    format!("`{source}` is not declared"),
                    "AWS accepts parameters of the request that the method names alone",
                    format!("add `{source}: false` to the method's `request_parameters`");
            }
        }
    }

    pub(super) fn responses(&mut self, integration: &Integration) {
        let responses = &self.method.responses;
        let (is_proxy, has_none) = (integration.is_proxy(), responses.is_empty());
        let has_templates = !integration.request_templates.is_empty();
        rules! { self.findings, self.at;
            Warning "responses" if is_proxy && !has_none =>
                "these responses change nothing",
                "a proxy's answer goes out as it is, whatever its status: they document it",
                "remove them unless SDKs or documentation are made of them";
            Warning "responses" if !is_proxy && has_none && integration.kind().is_some() =>
                "the method has no answer",
                "API Gateway answers every request with an error (500) then",
                "add one, such as `responses: { \"200\": {} }`";
        }
        rules! { self.findings, self.at.key("integration");
            Warning "request_templates" if is_proxy && has_templates =>
                "these templates say nothing",
                "a proxy gets the request as it is",
                "remove them, or use an integration of the type `AWS` or `HTTP`";
        }
        if is_proxy {
            return;
        }
        let starts = ["'", "integration.response.", "context.", "stageVariables."];
        let mut general: Option<&str> = None;
        for (status, response) in responses {
            let number = status.parse::<u16>().ok().filter(|_| status.len() == 3);
            let at = self.at.key("responses").key(status);
            rules! { self.findings, at;
                Error if !number.is_some_and(|number| (100..600).contains(&number)) =>
                    format!("`{status}` is not a status code"), "they have three digits", "";
            }
            if response.selection_pattern.is_none() {
                let other = general.replace(status);
                rules! { self.findings, at;
                    Warning if other.is_some() =>
                        "two responses are for everything",
                        format!(
                            "neither this nor `{}` has a `selection_pattern`",
                            other.unwrap_or_default()
                        ),
                        "say of one when it is meant";
                }
            }
            check_sources(&response.headers, &starts, &at.key("headers"), self.findings);
        }
    }
}
