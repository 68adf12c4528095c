use kind::registry;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};

pub(super) fn trust(service: &str) -> Value {
    json!({
        "Statement": [{
            "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole",
        }],
    })
}

pub(super) fn reads(table: &str) -> Value {
    json!({
        "Statement": [{
            "Sid": "Read",
            "Effect": "Allow",
            "Action": ["dynamodb:Query", "dynamodb:GetItem"],
            "Resource": format!("arn:aws:dynamodb:us-east-2:123456789012:table/{table}"),
        }],
    })
}

pub(super) const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
pub(super) const BASIC: &str = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

round_trips! {
    kind: "iam.role", base: json!({ "trust_policy": trust("lambda.amazonaws.com"), "path": "/team/" }), prepare: &[];
    trust_policy: json!({ "trust_policy": trust("ec2.amazonaws.com") }) =>
        "client('iam').get_role(RoleName=name)['Role']['AssumeRolePolicyDocument']['Statement'][0]['Principal']",
        json!({ "Service": "ec2.amazonaws.com" }), On::Both;
    description: json!({ "description": "Für alle" }) =>
        "client('iam').get_role(RoleName=name)['Role']['Description']",
        json!("Für alle"), On::Moto("ministack keeps a description that is to be empty");
    max_session_duration: json!({ "max_session_duration": 7200 }) =>
        "client('iam').get_role(RoleName=name)['Role']['MaxSessionDuration']",
        json!(7200), On::Both;
    permissions_boundary: json!({ "permissions_boundary": READ_ONLY }) =>
        "client('iam').get_role(RoleName=name)['Role']['PermissionsBoundary']['PermissionsBoundaryArn']",
        json!(READ_ONLY), On::Both;
    inline_policies: json!({ "inline_policies": { "reads": reads("a"), "more.reads": reads("b") } }) =>
        "[sorted(client('iam').list_role_policies(RoleName=name)['PolicyNames']), \
          client('iam').get_role_policy(RoleName=name, PolicyName='reads')['PolicyDocument']['Statement'][0]['Action']]",
        json!([["more.reads", "reads"], ["dynamodb:GetItem", "dynamodb:Query"]]), On::Both;
    managed_policies: json!({ "managed_policies": [READ_ONLY, BASIC] }) =>
        "sorted(p['PolicyArn'] for p in client('iam').list_attached_role_policies(RoleName=name)['AttachedPolicies'])",
        json!([READ_ONLY, BASIC]), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "{t['Key']: t['Value'] for t in client('iam').list_role_tags(RoleName=name)['Tags']}.get('Team')",
        json!("ai"), On::Both;
    path: json!({}) =>
        "client('iam').get_role(RoleName=name)['Role']['Arn'].split(':', 5)[5] == 'role/team/' + name",
        json!(true), On::Both;
}

mod with_policies {
    use super::*;

    round_trips! {
        kind: "iam.role",
        base: json!({
            "trust_policy": trust("lambda.amazonaws.com"),
            "inline_policies": { "reads": reads("a") },
            "managed_policies": [READ_ONLY],
            "permissions_boundary": READ_ONLY,
            "description": "base",
        }),
        prepare: &[];
        changed_document: json!({ "inline_policies": { "reads": reads("b") } }) =>
            "client('iam').get_role_policy(RoleName=name, PolicyName='reads')['PolicyDocument']['Statement'][0]['Resource'][-1]",
            json!("b"), On::Both;
        replaced_policies: json!({ "inline_policies": { "reads": null, "others": reads("c") }, "managed_policies": [BASIC] }) =>
            "[client('iam').list_role_policies(RoleName=name)['PolicyNames'], \
              [p['PolicyArn'] for p in client('iam').list_attached_role_policies(RoleName=name)['AttachedPolicies']]]",
            json!([["others"], [BASIC]]), On::Both;
        other_boundary: json!({ "permissions_boundary": BASIC, "description": "other" }) =>
            "[client('iam').get_role(RoleName=name)['Role']['PermissionsBoundary']['PermissionsBoundaryArn'], \
              client('iam').get_role(RoleName=name)['Role']['Description']]",
            json!([BASIC, "other"]), On::Both;
    }
}

pub(super) fn role() -> &'static dyn kind::AnyKind {
    registry::find("iam.role").unwrap()
}

/// A role of which only this is said.
pub(super) fn spec(changes: Value) -> Value {
    let mut spec = json!({ "name": "r", "trust_policy": trust("lambda.amazonaws.com") });
    for (key, value) in changes.as_object().unwrap() {
        spec[key] = value.clone();
    }
    spec
}

fn messages(changes: Value) -> Vec<String> {
    let found = role().check(&spec(changes));
    found.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn the_platforms_roles_are_fine() {
    let nothing: Vec<String> = Vec::new();
    assert_eq!(messages(json!({})), nothing);
    let web_identity = json!({ "trust_policy": { "Statement": {
        "Effect": "Allow",
        "Principal": { "Federated": "cognito-identity.amazonaws.com" },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": { "cognito-identity.amazonaws.com:aud": "us-east-2:11111111" },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
    } } });
    assert_eq!(messages(web_identity), nothing);
}

#[test]
fn limits_of_the_whole_role_are_checked() {
    let long = |length: usize| reads(&"x".repeat(length));
    assert_eq!(
        messages(json!({ "inline_policies": { "a": long(6_000), "b": long(6_000) } })),
        ["the inline policies are too long"]
    );
    assert_eq!(
        messages(json!({ "trust_policy": trust(&format!("{}.amazonaws.com", "x".repeat(2_048))) })),
        ["the trust policy is too long"]
    );
    let policies: Vec<String> = (0..11).map(|n| format!("arn:aws:iam::aws:policy/P{n}")).collect();
    assert_eq!(messages(json!({ "managed_policies": policies })), ["too many managed policies"]);
    assert_eq!(
        messages(json!({ "inline_policies": { "my policy": reads("a") } })),
        ["`my policy` cannot be the name of a policy"]
    );
    assert_eq!(messages(json!({ "path": "/aws-service-role/x/" })), ["this path belongs to AWS"]);
}

#[test]
fn limits_of_single_fields_are_checked() {
    for (changes, field) in [
        (json!({ "name": "a b" }), "name"),
        (json!({ "path": "team" }), "path"),
        (json!({ "description": "日本" }), "description"),
        (json!({ "description": "" }), "description"),
        (json!({ "max_session_duration": 60 }), "max_session_duration"),
        (json!({ "permissions_boundary": "ReadOnlyAccess" }), "permissions_boundary"),
        (json!({ "managed_policies": ["ReadOnlyAccess"] }), "managed_policies[0]"),
        (
            json!({ "inline_policies": { "a": { "Statement": [{ "Effect": "allow" }] } } }),
            "inline_policies.a.Statement[0].Effect",
        ),
        (
            json!({ "inline_policies": { "a": { "Statement": [{ "Effect": "Allow", "Action": "s3:*" }] } } }),
            "inline_policies.a.Statement[0]",
        ),
    ] {
        let found = role().check(&spec(changes.clone()));
        let paths: Vec<String> = found.iter().map(|finding| finding.path.to_string()).collect();
        assert_eq!(paths, [field], "{changes}");
    }
}

#[test]
fn the_path_is_a_part_of_the_arn() {
    let place = kind::Place::new("123456789012", "us-gov-west-1");
    let prediction = role().predict(&json!({ "name": "r", "path": "/team/" }), &place).unwrap();
    assert_eq!(prediction.id.as_deref(), Some("r"));
    assert_eq!(
        prediction.outputs["arn"].as_deref(),
        Some("arn:aws-us-gov:iam::123456789012:role/team/r")
    );
    assert_eq!(prediction.outputs["unique_id"], None);
}
