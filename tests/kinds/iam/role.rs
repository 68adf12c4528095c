use diatonic::kinds;
use diatonic::workspace::Workspace;
use serde_json::{Value, json};

use super::{answer, encoded, refusal};
use crate::harness::{On, round_trips};
use crate::recorded::Recording;

fn trust(service: &str) -> Value {
    json!({
        "Statement": [{
            "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole",
        }],
    })
}

fn reads(table: &str) -> Value {
    json!({
        "Statement": [{
            "Sid": "Read",
            "Effect": "Allow",
            "Action": ["dynamodb:Query", "dynamodb:GetItem"],
            "Resource": format!("arn:aws:dynamodb:us-east-2:123456789012:table/{table}"),
        }],
    })
}

const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const BASIC: &str = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

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
        "{t['Key']: t['Value'] for t in client('iam').list_role_tags(RoleName=name)['Tags']}",
        json!({ "Team": "ai", "diatonic:stack": "test" }), On::Both;
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
        // Delete takes the role out of instance profiles that hold it.
        instance_profile: json!({}) =>
            "[client('iam').create_instance_profile(InstanceProfileName=name), \
              client('iam').add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)] and name[:5]",
            json!("case-"), On::Both;
    }
}

/// A role as AWS describes it.
fn described(trust_policy: &Value, more: &str) -> String {
    answer(
        "GetRole",
        &format!(
            "<Role><Path>/</Path><RoleName>r</RoleName><RoleId>AROAEXAMPLE</RoleId>
            <Arn>arn:aws:iam::123456789012:role/r</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>
            <AssumeRolePolicyDocument>{}</AssumeRolePolicyDocument>{more}</Role>",
            encoded(trust_policy)
        ),
    )
}

fn nothing_attached(recording: Recording) -> Recording {
    recording
        .answer(
            "ListRolePolicies",
            200,
            answer("ListRolePolicies", "<PolicyNames/><IsTruncated>false</IsTruncated>"),
        )
        .answer(
            "ListAttachedRolePolicies",
            200,
            answer(
                "ListAttachedRolePolicies",
                "<AttachedPolicies/><IsTruncated>false</IsTruncated>",
            ),
        )
}

fn role() -> &'static dyn diatonic::kind::AnyKind {
    kinds::find("iam.role").unwrap()
}

fn spec(changes: Value) -> Value {
    let mut spec = json!({ "name": "r", "trust_policy": trust("lambda.amazonaws.com") });
    for (key, value) in changes.as_object().unwrap() {
        spec[key] = value.clone();
    }
    spec
}

/// The operations in the order in which they were called.
fn operations(recording: &Recording) -> Vec<String> {
    recording
        .requests()
        .into_iter()
        .map(|request| request.operation)
        .collect()
}

#[tokio::test]
async fn documents_come_encoded_and_the_root_as_an_arn() {
    let live = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "", "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::123456789012:root" }, "Action": "sts:AssumeRole",
        }],
    });
    let more = "<MaxSessionDuration>3600</MaxSessionDuration><Description></Description>
        <Tags><member><Key>aws:cloudformation:stack-name</Key><Value>s</Value></member></Tags>";
    let recording =
        nothing_attached(Recording::default().answer("GetRole", 200, described(&live, more)));
    let aws = recording.aws().await;
    let read = role().read(&aws, "r").await.unwrap().unwrap();
    let written = spec(json!({ "trust_policy": { "Statement": {
        "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": ["sts:AssumeRole"],
    } } }));
    let written = role().prepare(written, &Workspace::new(".")).await.unwrap();
    assert_eq!(read.spec, written);
    assert_eq!(read.outputs["unique_id"].as_deref(), Some("AROAEXAMPLE"));
    assert_eq!(recording.requests().len(), 3);
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    for (code, status) in [("AccessDenied", 403), ("Whatever", 404)] {
        let recording = nothing_attached(Recording::default().answer(
            "GetRole",
            status,
            refusal(code, "no"),
        ));
        let aws = recording.aws().await;
        let error = role().read(&aws, "r").await.unwrap_err();
        assert_eq!(error.code.as_deref(), Some(code));
    }
}

#[tokio::test]
async fn an_inline_policy_that_goes_meanwhile_is_not_the_role_going() {
    let trust = trust("lambda.amazonaws.com");
    let recording = Recording::default()
        .answer("GetRole", 200, described(&trust, ""))
        .answer(
            "ListRolePolicies",
            200,
            answer(
                "ListRolePolicies",
                "<PolicyNames><member>gone</member></PolicyNames><IsTruncated>false</IsTruncated>",
            ),
        )
        .answer("GetRolePolicy", 404, refusal("NoSuchEntity", "gone"));
    let recording = nothing_attached(recording);
    let aws = recording.aws().await;
    let read = role().read(&aws, "r").await.unwrap().unwrap();
    assert_eq!(read.spec["inline_policies"], json!({}));
}

#[tokio::test]
async fn create_waits_for_its_principals_and_for_itself() {
    let invalid = refusal(
        "MalformedPolicyDocument",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:role/ci\"",
    );
    let trust = json!({ "Statement": [{
        "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::123456789012:role/ci" }, "Action": "sts:AssumeRole",
    }] });
    let created = described(&trust, "").replace("GetRole", "CreateRole");
    let recording = Recording::default()
        .answer("CreateRole", 400, invalid)
        .answer("CreateRole", 200, created)
        .answer("GetRole", 404, refusal("NoSuchEntity", "not yet"))
        .answer("GetRole", 200, described(&trust, ""));
    let aws = recording.aws().await;
    let spec = spec(json!({ "trust_policy": trust, "tags": { "diatonic:stack": "s" } }));
    let id = role().create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, "r");
    assert_eq!(
        operations(&recording),
        ["CreateRole", "CreateRole", "GetRole", "GetRole"]
    );
    let body = &recording.requests()[1].body;
    assert!(body.contains("Tags.member.1.Key=diatonic%3Astack"), "{body}");
}

#[tokio::test]
async fn another_malformed_policy_is_refused_at_once() {
    let malformed = refusal("MalformedPolicyDocument", "Syntax errors in policy.");
    let recording = Recording::default().answer("CreateRole", 400, malformed);
    let aws = recording.aws().await;
    let created = role().create(&aws, &Workspace::new("."), spec(json!({}))).await;
    assert_eq!(created.unwrap_err().message, "Syntax errors in policy.");
    assert_eq!(operations(&recording), ["CreateRole"]);
}

#[tokio::test]
async fn inline_policies_shrink_before_they_grow() {
    let recording = Recording::default()
        .answer("DeleteRolePolicy", 200, answer("DeleteRolePolicy", ""))
        .answer("PutRolePolicy", 200, answer("PutRolePolicy", ""));
    let aws = recording.aws().await;
    let live = spec(json!({ "inline_policies": {
        "a": reads("short"), "b": reads("a-very-long-name"), "old": reads("x"),
    } }));
    let wanted = spec(json!({ "inline_policies": {
        "a": reads("another-very-long-name"), "b": reads("short"), "c": reads("new"),
    } }));
    role().update(&aws, &Workspace::new("."), "r", wanted, live).await.unwrap();
    assert_eq!(operations(&recording)[0], "DeleteRolePolicy");
    let written: Vec<String> = recording
        .requests_of("PutRolePolicy")
        .into_iter()
        .filter_map(|request| request.body.split("PolicyName=").nth(1).map(|rest| rest[..1].to_owned()))
        .collect();
    assert_eq!(written, ["b", "a", "c"]);
}

#[tokio::test]
async fn a_policy_is_attached_as_soon_as_it_is_known() {
    let recording = Recording::default()
        .answer("AttachRolePolicy", 404, refusal("NoSuchEntity", "not yet"))
        .answer("AttachRolePolicy", 200, answer("AttachRolePolicy", ""))
        .answer("DetachRolePolicy", 200, answer("DetachRolePolicy", ""));
    let aws = recording.aws().await;
    let live = spec(json!({ "managed_policies": [READ_ONLY] }));
    let wanted = spec(json!({ "managed_policies": [BASIC] }));
    role().update(&aws, &Workspace::new("."), "r", wanted, live).await.unwrap();
    assert_eq!(
        operations(&recording),
        ["AttachRolePolicy", "AttachRolePolicy", "DetachRolePolicy"]
    );
}

#[tokio::test]
async fn policies_make_room_where_a_role_is_full() {
    let recording = Recording::default()
        .answer("AttachRolePolicy", 200, answer("AttachRolePolicy", ""))
        .answer("DetachRolePolicy", 200, answer("DetachRolePolicy", ""));
    let aws = recording.aws().await;
    let arn = |number| format!("arn:aws:iam::123456789012:policy/p{number}");
    let policies = |numbers: std::ops::Range<u32>| {
        let arns: Vec<String> = numbers.map(arn).collect();
        spec(json!({ "managed_policies": arns }))
    };
    role().update(&aws, &Workspace::new("."), "r", policies(1..11), policies(0..10)).await.unwrap();
    assert_eq!(operations(&recording), ["DetachRolePolicy", "AttachRolePolicy"]);
}

#[tokio::test]
async fn update_sends_what_it_would_reset() {
    let recording = Recording::default().answer("UpdateRole", 200, answer("UpdateRole", ""));
    let aws = recording.aws().await;
    let live = spec(json!({ "description": "old", "max_session_duration": 7200 }));
    let wanted = spec(json!({ "max_session_duration": 7200 }));
    role().update(&aws, &Workspace::new("."), "r", wanted, live).await.unwrap();
    let body = &recording.requests()[0].body;
    assert!(body.contains("Description=&"), "{body}");
    assert!(body.contains("MaxSessionDuration=7200"), "{body}");
}

#[tokio::test]
async fn delete_takes_everything_off_the_role_first() {
    let page = |operation: &str, list: &str| {
        answer(operation, &format!("{list}<IsTruncated>false</IsTruncated>"))
    };
    let done = |operation: &str| answer(operation, "");
    let recording = Recording::default()
        .answer(
            "ListAttachedRolePolicies",
            200,
            page(
                "ListAttachedRolePolicies",
                &format!("<AttachedPolicies><member><PolicyArn>{BASIC}</PolicyArn></member></AttachedPolicies>"),
            ),
        )
        .answer(
            "ListRolePolicies",
            200,
            page("ListRolePolicies", "<PolicyNames><member>p</member></PolicyNames>"),
        )
        .answer(
            "ListInstanceProfilesForRole",
            200,
            page(
                "ListInstanceProfilesForRole",
                "<InstanceProfiles><member><Path>/</Path><InstanceProfileName>i</InstanceProfileName>
                <InstanceProfileId>AIPAEXAMPLE</InstanceProfileId><Arn>arn:aws:iam::1:instance-profile/i</Arn>
                <CreateDate>2026-01-01T00:00:00Z</CreateDate><Roles/></member></InstanceProfiles>",
            ),
        )
        .answer("DetachRolePolicy", 200, done("DetachRolePolicy"))
        .answer("DeleteRolePolicy", 404, refusal("NoSuchEntity", "somebody was faster"))
        .answer("RemoveRoleFromInstanceProfile", 200, done("RemoveRoleFromInstanceProfile"))
        .answer("DeleteRole", 409, refusal("DeleteConflict", "must detach all policies first"))
        .answer("DeleteRole", 409, refusal("EntityTemporarilyUnmodifiable", "wait"))
        .answer("DeleteRole", 200, done("DeleteRole"));
    let aws = recording.aws().await;
    role().delete(&aws, "r").await.unwrap();
    assert_eq!(
        operations(&recording)[3..],
        [
            "DetachRolePolicy",
            "DeleteRolePolicy",
            "RemoveRoleFromInstanceProfile",
            "DeleteRole",
            "DeleteRole",
            "DeleteRole",
        ]
    );
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
        (json!({ "inline_policies": { "a": { "Statement": [{ "Effect": "allow" }] } } }), "inline_policies.a"),
        (json!({ "inline_policies": { "a": { "Statement": [{ "Effect": "Allow", "Action": "s3:*" }] } } }), "inline_policies.a.Statement[0]"),
    ] {
        let found = role().check(&spec(changes.clone()));
        let paths: Vec<String> = found.iter().map(|finding| finding.path.to_string()).collect();
        assert_eq!(paths, [field], "{changes}");
    }
}

#[test]
fn the_path_is_a_part_of_the_arn() {
    let place = diatonic::kind::Place::new("123456789012", "us-gov-west-1");
    let prediction = role().predict(&json!({ "name": "r", "path": "/team/" }), &place).unwrap();
    assert_eq!(prediction.id.as_deref(), Some("r"));
    assert_eq!(
        prediction.outputs["arn"].as_deref(),
        Some("arn:aws-us-gov:iam::123456789012:role/team/r")
    );
    assert_eq!(prediction.outputs["unique_id"], None);
}
