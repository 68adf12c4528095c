//! The API as a whole: private APIs and models.

use super::*;

/// Whoever takes an API over that works, if not as it was meant, can write it down as it is.
#[test]
fn what_aws_takes_is_no_error() {
    let required = json!({ "method.request.header.Authorization": true });
    let log = "$context.requestId $sourceIp";
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    let with_method = |fields: Value| {
        let mut method = open();
        for (field, value) in fields.as_object().unwrap() {
            method[field] = value.clone();
        }
        json!({ "routes": { "/users": { "POST": method } } })
    };
    for fields in [
        json!({ "request_validators": { "none": {} } }),
        with_method(json!({ "request_validator": "everything" })),
        with_method(json!({ "request_parameters": required })),
        with_method(json!({ "integration": { "type": "MOCK" } })),
        json!({ "stages": { "dev": { "access_log": { "destination": group, "format": log } } } }),
    ] {
        assert_eq!(severities(fields.clone()), [Severity::Warning], "{fields}");
    }
}

#[test]
fn private_apis() {
    let private = |fields: Value| {
        let mut spec = json!({ "endpoint_type": "PRIVATE", "stages": { "dev": {} } });
        for (field, value) in fields.as_object().unwrap() {
            spec[field] = value.clone();
        }
        found(spec)
    };
    let policy = json!({ "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
        "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } },
    }] });
    assert_eq!(private(json!({})), ["policy"]);
    assert_eq!(private(json!({ "policy": policy, "vpc_endpoint_ids": ["vpce-1"] })), NOTHING);
    assert_eq!(
        private(json!({ "policy": policy, "ip_address_type": "ipv4" })),
        ["ip_address_type"]
    );
    assert_eq!(found(json!({ "vpc_endpoint_ids": ["vpce-1"] })), ["vpc_endpoint_ids"]);
    assert_eq!(
        found(json!({ "security_policy": "SecurityPolicy_TLS13_1_3_2025_09" })),
        ["security_policy", "security_policy"]
    );
    assert_eq!(found(json!({ "endpoint_access_mode": "STRICT" })), ["endpoint_access_mode"]);
}

#[test]
fn models_are_schemas_of_draft_4() {
    let model = |model: Value| found(json!({ "models": { "User": model } }));
    assert_eq!(model(json!({ "schema": "{\"type\": \"object\"}" })), NOTHING);
    assert_eq!(model(json!({ "schema": "type: object" })), ["models.User.schema"]);
    assert_eq!(
        model(json!({ "schema": { "$schema": "https://json-schema.org/draft/2020-12/schema" } })),
        ["models.User.schema[\"$schema\"]"]
    );
    assert_eq!(found(json!({ "models": { "A-B": { "schema": {} } } })), ["models.A-B"]);
}
