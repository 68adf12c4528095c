use crate::by_value::ByValue;
use serde_json::{Value, json};
use workspace::Workspace;

use super::domain_name::{EDGE, REGIONAL, domain_name, edge, spec};
use super::{operations, patch, refused};
use crate::scripted::ScriptedCloud;

fn described(status: &str, types: &[&str]) -> String {
    json!({
        "domainName": "api.example.com", "domainNameStatus": status, "domainNameStatusMessage": "because",
        "endpointConfiguration": { "types": types, "ipAddressType": "ipv4" },
        "regionalCertificateArn": REGIONAL, "certificateArn": EDGE,
        "regionalDomainName": "d-1.execute-api.us-east-2.amazonaws.com", "regionalHostedZoneId": "ZOJJZC49E0EPZ",
        "distributionDomainName": "d1.cloudfront.net", "distributionHostedZoneId": "Z2FDTNDATAQYW2",
        "securityPolicy": "TLS_1_2", "endpointAccessMode": "BASIC", "routingMode": "BASE_PATH_MAPPING_ONLY",
        "tags": {},
    })
    .to_string()
}

/// What the domain leads to, in two pages, as each of API Gateway's APIs says it.
fn two_pages() -> ScriptedCloud {
    let first = |path: &str, stage: &str, position: Option<&str>| {
        let item = json!([{ "basePath": path, "restApiId": "a", "stage": stage }]);
        json!({ "item": item, "position": position }).to_string()
    };
    let second = |id: &str, key: &str, stage: &str, token: Option<&str>| {
        let item =
            json!({ "apiId": "a", "apiMappingId": id, "apiMappingKey": key, "stage": stage });
        json!({ "items": [item], "nextToken": token }).to_string()
    };
    ScriptedCloud::default()
        .answer("GetBasePathMappings", 200, first("(none)", "(none)", Some("next")))
        .answer("GetBasePathMappings", 200, first("v1", "prod", None))
        .answer("GetApiMappings", 200, second("m1", "", "(none)", Some("next")))
        .answer("GetApiMappings", 200, second("m2", "v1", "prod", None))
}

#[tokio::test]
async fn a_domain_shows_the_names_of_its_own_endpoints_alone() {
    for (types, regional, distribution) in [
        (vec!["REGIONAL"], true, false),
        (vec!["EDGE"], false, true),
        (vec!["EDGE", "REGIONAL"], true, true),
    ] {
        let script = two_pages().answer("GetDomainName", 200, described("AVAILABLE", &types));
        let aws = script.aws().await;
        let live = domain_name().read(&aws, "api.example.com").await.unwrap().unwrap();
        for (output, is_there) in [
            ("regional_domain_name", regional),
            ("regional_hosted_zone_id", regional),
            ("distribution_domain_name", distribution),
            ("distribution_hosted_zone_id", distribution),
        ] {
            assert_eq!(live.outputs[output].is_some(), is_there, "{output} of {types:?}");
        }
        assert_eq!(live.spec.get("regional_certificate").is_some(), regional);
        assert_eq!(live.spec.get("edge_certificate").is_some(), distribution);
        assert_eq!(
            live.spec["mappings"],
            json!({ "/": { "api": "a" }, "/v1": { "api": "a", "stage": "prod" } })
        );
        assert_eq!(live.spec.get("endpoint_access_mode"), None);
        assert_eq!(script.requests().len(), 3);
    }
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    let gone = || {
        refused(
            two_pages(),
            "GetDomainName",
            404,
            "NotFoundException",
            "Invalid domain name identifier specified",
        )
    };
    assert_eq!(domain_name().read(&gone().aws().await, "api.example.com").await.unwrap(), None);
    let forbidden = refused(two_pages(), "GetDomainName", 403, "AccessDeniedException", "no");
    assert!(domain_name().read(&forbidden.aws().await, "api.example.com").await.is_err());
}

#[tokio::test]
async fn a_creation_waits_until_the_domain_is_available() {
    let script = ScriptedCloud::default()
        .answer("CreateDomainName", 201, described("UPDATING", &["EDGE"]))
        .answer("GetDomainName", 200, described("UPDATING", &["EDGE"]))
        .answer("GetDomainName", 200, described("AVAILABLE", &["EDGE"]));
    let aws = script.aws().await;
    let wanted = edge(json!({ "tags": { "diatonic:stack": "s" } }));
    domain_name().create(&aws, &Workspace::new("."), wanted).await.unwrap();
    domain_name().until_usable(&aws, "api.example.com").await.unwrap();
    assert_eq!(operations(&script), ["CreateDomainName", "GetDomainName", "GetDomainName"]);
    let body: Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(
        body,
        json!({
            "domainName": "api.example.com", "certificateArn": EDGE,
            "endpointConfiguration": { "types": ["EDGE"] }, "tags": { "diatonic:stack": "s" },
        })
    );
}

#[tokio::test]
async fn a_domain_that_waits_for_its_owner_is_an_error() {
    for status in ["FAILED", "PENDING_CERTIFICATE_REIMPORT", "PENDING_OWNERSHIP_VERIFICATION"] {
        let described = described(status, &["REGIONAL"]);
        let script = ScriptedCloud::default().answer("GetDomainName", 200, described);
        let aws = script.aws().await;
        let usable = domain_name().until_usable(&aws, "api.example.com").await;
        assert!(usable.unwrap_err().message.ends_with(": because"), "{status}");
    }
}

/// The patches that a change sends, one list a call.
async fn patches(wanted: Value, live: Value) -> Vec<Vec<String>> {
    let script = ScriptedCloud::default()
        .answer("GetDomainName", 200, described("AVAILABLE", &["REGIONAL"]))
        .answer("UpdateDomainName", 200, "{}");
    let aws = script.aws().await;
    domain_name()
        .update(&aws, &Workspace::new("."), "api.example.com", wanted, live)
        .await
        .unwrap();
    script.requests_of("UpdateDomainName").iter().map(patch).collect()
}

#[tokio::test]
async fn settings_change_in_one_call() {
    let live = spec(json!({ "security_policy": "TLS_1_0" }));
    let wanted = spec(json!({
        "regional_certificate": REGIONAL.replace("1111-1111", "3333-3333"),
        "security_policy": "TLS_1_2",
        "ip_address_type": "dualstack",
        "mutual_tls": { "truststore": "s3://trusted/a.pem", "truststore_version": "v2" },
        "ownership_verification_certificate": REGIONAL,
        "routing_mode": "ROUTING_RULE_ONLY",
    }));
    let changed = REGIONAL.replace("1111-1111", "3333-3333");
    assert_eq!(
        patches(wanted.clone(), live.clone()).await,
        [vec![
            format!("replace /regionalCertificateArn={changed}"),
            "replace /securityPolicy=TLS_1_2".to_owned(),
            "replace /endpointConfiguration/ipAddressType=dualstack".to_owned(),
            "replace /mutualTlsAuthentication/truststoreUri=s3://trusted/a.pem".to_owned(),
            "replace /mutualTlsAuthentication/truststoreVersion=v2".to_owned(),
            format!("replace /ownershipVerificationCertificateArn={REGIONAL}"),
            "replace /routingMode=ROUTING_RULE_ONLY".to_owned(),
        ]]
    );
    // And back; the security policy stays, as nobody asks for another.
    let back = patches(spec(json!({})), wanted).await;
    assert_eq!(
        back,
        [vec![
            "replace /mutualTlsAuthentication/truststoreUri=".to_owned(),
            format!("replace /regionalCertificateArn={REGIONAL}"),
            "replace /endpointConfiguration/ipAddressType=ipv4".to_owned(),
            "remove /ownershipVerificationCertificateArn=(nothing)".to_owned(),
            "replace /routingMode=BASE_PATH_MAPPING_ONLY".to_owned(),
        ]]
    );
}

#[tokio::test]
async fn an_endpoint_takes_the_place_of_another_in_two_calls() {
    let add = vec![
        "add /endpointConfiguration/types=REGIONAL".to_owned(),
        format!("add /regionalCertificateArn={REGIONAL}"),
    ];
    let remove = vec![
        "remove /endpointConfiguration/types=EDGE".to_owned(),
        "remove /certificateArn=(nothing)".to_owned(),
    ];
    let both = spec(json!({ "edge_certificate": EDGE }));
    let (regional, edge) = (spec(json!({})), edge(json!({})));
    assert_eq!(patches(regional.clone(), edge.clone()).await, [add.clone(), remove.clone()]);
    assert_eq!(patches(both.clone(), edge).await, [add]);
    assert_eq!(patches(regional, both).await, [remove]);
}

#[tokio::test]
async fn a_stage_that_was_made_a_moment_ago_is_waited_for() {
    for (endpoint, operation, body) in [
        ("EDGE", "CreateBasePathMapping", json!({ "restApiId": "a", "stage": "prod" })),
        ("REGIONAL", "CreateApiMapping", json!({ "apiId": "a", "stage": "prod" })),
    ] {
        let script = ScriptedCloud::default().answer(
            "GetDomainName",
            200,
            described("AVAILABLE", &[endpoint]),
        );
        let unknown = "Invalid stage identifier specified";
        let script = refused(script, operation, 400, "BadRequestException", unknown)
            .answer(operation, 201, r#"{ "apiMappingId": "m1" }"#)
            .answer("TagResource", 204, "");
        let aws = script.aws().await;
        let wanted = spec(
            json!({ "mappings": { "/": { "api": "a", "stage": "prod" } }, "tags": { "a": "b" } }),
        );
        domain_name()
            .update(&aws, &Workspace::new("."), "api.example.com", wanted, spec(json!({})))
            .await
            .unwrap();
        assert_eq!(operations(&script), ["GetDomainName", operation, operation, "TagResource"]);
        let sent: Value = serde_json::from_str(&script.requests_of(operation)[1].body).unwrap();
        assert_eq!(sent, body);
    }
}

/// The second API wants a stage: a mapping that leaves it to callers goes by the first.
#[tokio::test]
async fn each_mapping_goes_by_the_api_that_takes_it() {
    let script = two_pages()
        .answer("GetDomainName", 200, described("AVAILABLE", &["REGIONAL"]))
        .answer("CreateApiMapping", 201, r#"{ "apiMappingId": "m3" }"#)
        .answer("CreateBasePathMapping", 201, "{}")
        .answer("UpdateApiMapping", 200, "{}")
        .answer("DeleteApiMapping", 204, "");
    let aws = script.aws().await;
    let mappings = |mappings: Value| spec(json!({ "mappings": mappings }));
    let live = mappings(json!({ "/": { "api": "a" }, "/v1": { "api": "a", "stage": "prod" } }));
    let wanted = mappings(json!({
        "/": { "api": "b", "stage": "$default" }, "/orders/v1": { "api": "b", "stage": "next" }, "/old": { "api": "a" },
    }));
    domain_name()
        .update(&aws, &Workspace::new("."), "api.example.com", wanted, live)
        .await
        .unwrap();
    assert_eq!(
        operations(&script),
        [
            "GetDomainName", "GetApiMappings", "GetApiMappings", "UpdateApiMapping",
            "CreateBasePathMapping", "CreateApiMapping", "DeleteApiMapping"
        ]
    );
    let sent = |operation: &str| -> Value {
        serde_json::from_str(&script.requests_of(operation)[0].body).unwrap()
    };
    assert_eq!(sent("UpdateApiMapping"), json!({ "apiId": "b", "stage": "$default" }));
    assert_eq!(
        sent("CreateApiMapping"),
        json!({ "apiId": "b", "apiMappingKey": "orders/v1", "stage": "next" })
    );
    assert_eq!(sent("CreateBasePathMapping"), json!({ "basePath": "old", "restApiId": "a" }));
}

#[tokio::test]
async fn a_delete_takes_the_mappings_first_and_waits_for_the_name() {
    let described = || described("AVAILABLE", &["EDGE"]);
    let script = two_pages()
        .answer("DeleteBasePathMapping", 202, "")
        .answer("DeleteDomainName", 202, "")
        .answer("GetDomainName", 200, described())
        .answer("GetDomainName", 200, described());
    let script = refused(script, "GetDomainName", 404, "NotFoundException", "gone");
    let aws = script.aws().await;
    domain_name().delete(&aws, "api.example.com").await.unwrap();
    assert_eq!(
        operations(&script),
        [
            "GetDomainName", "GetBasePathMappings", "GetBasePathMappings", "DeleteBasePathMapping",
            "DeleteBasePathMapping", "DeleteDomainName", "GetDomainName", "GetDomainName"
        ]
    );
}
