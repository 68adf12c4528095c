use kind::Place;
use kind::registry;
use serde_json::{Value, json};

use super::API;
use crate::by_value::ByValue;
use crate::harness::{On, round_trips};

pub(super) const REGIONAL: &str = "arn:aws:acm:us-east-2:123456789012:certificate/11111111-1111";
pub(super) const EDGE: &str = "arn:aws:acm:us-east-1:123456789012:certificate/22222222-2222";

round_trips! {
    kind: "apigateway.domain_name",
    base: json!({ "name": "{name}.example.com", "regional_certificate": REGIONAL, "security_policy": "TLS_1_2" }),
    prepare: API;
    regional: json!({}) =>
        "(lambda d: [d['endpointConfiguration']['types'], d['regionalCertificateArn'], d['securityPolicy']])\
         (client('apigateway').get_domain_name(domainName=id))",
        json!([["REGIONAL"], REGIONAL, "TLS_1_2"]), On::Both;
    mappings: json!({ "mappings": {
        "/": { "api": "{prepared.0}", "stage": "prod" }, "/v1": { "api": "{prepared.0}" },
    } }) =>
        "sorted([m['basePath'], m.get('stage', '')] for m in client('apigateway').get_base_path_mappings(domainName=id)['items'])",
        json!([["(none)", "prod"], ["v1", ""]]), On::Ministack(APART);
}

/// Why a regional domain's mappings are tried on ministack alone.
const APART: &str = "moto keeps the domains of API Gateway's two versions apart";

/// A REST API, and as `{prepared.2}` an HTTP API with its stages.
const APIS: &[&str] = &[
    API[0],
    "client('apigateway').get_resources(restApiId='{prepared.0}')['items'][0]['id']",
    "client('apigatewayv2').create_api(Name=name, ProtocolType='HTTP')['ApiId']",
    "client('apigatewayv2').create_stage(ApiId='{prepared.2}', StageName='$default', AutoDeploy=True)['StageName']",
    "client('apigatewayv2').create_stage(ApiId='{prepared.2}', StageName='next', AutoDeploy=True)['StageName']",
    API[2],
    API[3],
    API[4],
];

mod with_apis_of_every_sort {
    use super::*;

    round_trips! {
        kind: "apigateway.domain_name",
        base: json!({
            "name": "{name}.example.com", "regional_certificate": REGIONAL, "security_policy": "TLS_1_2",
            "mappings": {
                "/": { "api": "{prepared.2}", "stage": "$default" }, "/rest": { "api": "{prepared.0}", "stage": "prod" },
            },
        }),
        prepare: APIS;
        a_path_of_several_parts: json!({ "mappings": { "/web/v1": { "api": "{prepared.2}", "stage": "next" } } }) =>
            "sorted([m['ApiMappingKey'], m['Stage']] for m in client('apigatewayv2').get_api_mappings(DomainName=id)['Items'])",
            json!([["", "$default"], ["rest", "prod"], ["web/v1", "next"]]), On::Ministack(APART);
        a_stage_of_another_api: json!({ "mappings": { "/": { "api": "{prepared.0}", "stage": "prod" }, "/rest": null } }) =>
            "[[m['ApiMappingKey'], m['Stage']] for m in client('apigatewayv2').get_api_mappings(DomainName=id)['Items']]",
            json!([["", "prod"]]), On::Ministack(APART);
    }
}

mod with_mappings {
    use super::*;

    round_trips! {
        kind: "apigateway.domain_name",
        base: json!({
            "name": "{name}.example.com", "edge_certificate": EDGE, "tags": { "Team": "ai" },
            "mappings": { "/": { "api": "{prepared.0}" }, "/old": { "api": "{prepared.0}" } },
        }),
        prepare: API;
        edge: json!({}) =>
            "(lambda d: [d['endpointConfiguration']['types'], d['certificateArn'], d['tags']['Team']])\
             (client('apigateway').get_domain_name(domainName=id))",
            json!([["EDGE"], EDGE, "ai"]), On::Both;
        another_stage: json!({ "mappings": { "/": { "stage": "prod" }, "/old": null } }) =>
            "[[m['basePath'], m['stage']] for m in client('apigateway').get_base_path_mappings(domainName=id)['items']]",
            json!([["(none)", "prod"]]), On::Moto("ministack has no UpdateBasePathMapping");
        another_path: json!({ "mappings": { "/old": null, "/new": { "api": "{prepared.0}", "stage": "prod" } } }) =>
            "sorted(m['basePath'] for m in client('apigateway').get_base_path_mappings(domainName=id)['items'])",
            json!(["(none)", "new"]), On::Both;
    }
}

mod with_everything {
    use super::*;

    round_trips! {
        kind: "apigateway.domain_name",
        base: json!({
            "name": "{name}.example.com", "regional_certificate": REGIONAL, "security_policy": "TLS_1_2",
            "mutual_tls": { "truststore": "s3://trusted/authorities.pem", "truststore_version": "v1" },
            "ownership_verification_certificate": REGIONAL,
            "ip_address_type": "dualstack",
            "routing_mode": "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
        }),
        prepare: &[];
        as_created: json!({}) =>
            "(lambda d: [d['mutualTlsAuthentication']['truststoreVersion'], d['ownershipVerificationCertificateArn'], \
              d['endpointConfiguration']['ipAddressType'], d['routingMode']])(client('apigateway').get_domain_name(domainName=id))",
            json!(["v1", REGIONAL, "dualstack", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"]),
            On::Ministack("moto has no mutual TLS and no routing modes");
    }
}

mod strict {
    use super::*;

    round_trips! {
        kind: "apigateway.domain_name",
        base: json!({
            "name": "{name}.example.com", "regional_certificate": REGIONAL,
            "security_policy": "SecurityPolicy_TLS13_1_3_2025_09", "endpoint_access_mode": "STRICT",
        }),
        prepare: &[];
        as_created: json!({}) =>
            "client('apigateway').get_domain_name(domainName=id)['endpointAccessMode']",
            json!("STRICT"), On::Ministack("moto has no access modes");
    }
}

pub(super) fn domain_name() -> &'static dyn kind::AnyKind {
    registry::find("apigateway.domain_name").unwrap()
}

/// A regional domain of which only this is said besides; null removes a field.
pub(super) fn spec(changes: Value) -> Value {
    let mut spec = json!({ "name": "api.example.com", "regional_certificate": REGIONAL });
    for (key, value) in changes.as_object().unwrap() {
        spec[key] = value.clone();
    }
    spec
}

pub(super) fn edge(changes: Value) -> Value {
    let mut spec = spec(changes);
    spec["regional_certificate"] = Value::Null;
    spec["edge_certificate"] = json!(EDGE);
    spec
}

fn paths(spec: &Value) -> Vec<String> {
    let found = domain_name().check(spec);
    found.into_iter().map(|finding| finding.path.to_string()).collect()
}

#[test]
fn what_aws_would_refuse_is_found() {
    let mutual_tls = json!({ "truststore": "s3://trusted/authorities.pem" });
    let enhanced = "SecurityPolicy_TLS13_1_3_2025_09";
    let mapping = |path: &str| json!({ "mappings": { path: { "api": "a" } } });
    for (spec, field) in [
        (spec(json!({ "regional_certificate": null })), ""),
        (
            spec(json!({ "regional_certificate": EDGE.replace("acm", "iam") })),
            "regional_certificate",
        ),
        (edge(json!({ "edge_certificate": null })), "-"),
        (spec(json!({ "edge_certificate": REGIONAL })), "edge_certificate"),
        (spec(json!({ "name": "API.example.com" })), "name"),
        (spec(json!({ "name": "localhost" })), "name"),
        (spec(json!({ "security_policy": "TLS_1_3" })), "security_policy"),
        (spec(json!({ "security_policy": enhanced })), "security_policy"),
        (
            edge(json!({ "security_policy": enhanced, "endpoint_access_mode": "STRICT" })),
            "security_policy",
        ),
        (
            spec(
                json!({ "security_policy": "SecurityPolicy_TLS13_2025_EDGE", "endpoint_access_mode": "BASIC" }),
            ),
            "security_policy",
        ),
        (spec(json!({ "endpoint_access_mode": "STRICT" })), "endpoint_access_mode"),
        (
            spec(
                json!({ "edge_certificate": EDGE, "security_policy": enhanced, "endpoint_access_mode": "STRICT" }),
            ),
            "endpoint_access_mode",
        ),
        (edge(json!({ "mutual_tls": mutual_tls })), "mutual_tls"),
        (spec(json!({ "mutual_tls": mutual_tls, "security_policy": "TLS_1_0" })), "mutual_tls"),
        (spec(json!({ "mutual_tls": { "truststore": "https://x" } })), "mutual_tls.truststore"),
        (
            spec(json!({ "ownership_verification_certificate": REGIONAL })),
            "ownership_verification_certificate",
        ),
        (spec(mapping("orders")), "mappings.orders"),
        (edge(mapping("/a/b")), r#"mappings["/a/b"]"#),
        (spec(mapping("/a/b")), r#"mappings["/a/b"].stage"#),
        (spec(mapping("/a//b")), r#"mappings["/a//b"]"#),
        (spec(mapping("/a/b/")), r#"mappings["/a/b/"]"#),
        (spec(mapping("/ü")), r#"mappings["/ü"]"#),
    ] {
        let found = paths(&spec);
        match field {
            "-" => assert_eq!(found, Vec::<String>::new(), "{spec}"),
            field => assert!(found.iter().any(|it| it == field), "{spec}: {found:?}"),
        }
    }
    let fine = spec(json!({
        "edge_certificate": EDGE, "mappings": { "/": { "api": "a" }, "/v1.0_b": { "api": "b", "stage": "prod" } },
    }));
    assert_eq!(paths(&fine), Vec::<String>::new());
    let deep = spec(json!({ "mappings": { "/a/b": { "api": "a", "stage": "$default" } } }));
    assert_eq!(paths(&deep), Vec::<String>::new());
    let long = format!("/{}", "a".repeat(301));
    assert_eq!(paths(&spec(mapping(&long))).len(), 1);
}

#[test]
fn a_certificate_is_in_the_region_of_its_endpoint() {
    let place = |region: &str| Place::new("123456789012", region);
    let found = domain_name().check_place(&spec(json!({})), &place("eu-west-1"));
    assert_eq!(found[0].path.to_string(), "regional_certificate");
    assert!(found[0].why.contains("us-east-2"), "{}", found[0].why);
    assert_eq!(domain_name().check_place(&spec(json!({})), &place("us-east-2")), []);
    assert_eq!(domain_name().check_place(&edge(json!({})), &place("eu-west-1")), []);
}

#[test]
fn the_arn_is_predicted_and_the_names_in_dns_are_not() {
    let place = Place::new("123456789012", "us-east-2");
    let identity = json!({ "name": "api.example.com" });
    let prediction = domain_name().predict(&identity, &place).unwrap();
    assert_eq!(prediction.id.as_deref(), Some("api.example.com"));
    assert_eq!(
        prediction.outputs["arn"].as_deref(),
        Some("arn:aws:apigateway:us-east-2::/domainnames/api.example.com")
    );
    assert_eq!(prediction.outputs["regional_domain_name"], None);
}
