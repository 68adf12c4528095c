use crate::by_value::ByValue;
use kind::batch_read;
use serde_json::{Value, json};
use workspace::Workspace;

use super::role::{BASIC, READ_ONLY, reads, role, spec, trust};
use super::{answer, encoded, operations, refusal};
use crate::scripted::ScriptedCloud;

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

fn nothing_attached(script: ScriptedCloud) -> ScriptedCloud {
    script
        .answer(
            "ListRolePolicies",
            200,
            answer("ListRolePolicies", "<PolicyNames/><IsTruncated>false</IsTruncated>"),
        )
        .answer(
            "ListAttachedRolePolicies",
            200,
            answer(
                "ListAttachedRolePolicies", "<AttachedPolicies/><IsTruncated>false</IsTruncated>",
            ),
        )
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
    let script =
        nothing_attached(ScriptedCloud::default().answer("GetRole", 200, described(&live, more)));
    let aws = script.aws().await;
    let read = role().read(&aws, "r").await.unwrap().unwrap();
    let written = spec(json!({ "trust_policy": { "Statement": {
        "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": ["sts:AssumeRole"],
    } } }));
    let written = role().prepare(written, &Workspace::new(".")).await.unwrap();
    assert_eq!(read.spec, written);
    assert_eq!(read.outputs["unique_id"].as_deref(), Some("AROAEXAMPLE"));
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    for (code, status) in [("AccessDenied", 403), ("Whatever", 404)] {
        let script = nothing_attached(ScriptedCloud::default().answer(
            "GetRole",
            status,
            refusal(code, "no"),
        ));
        let aws = script.aws().await;
        let error = role().read(&aws, "r").await.unwrap_err();
        assert_eq!(error.code.as_deref(), Some(code));
    }
}

#[tokio::test]
async fn an_inline_policy_that_goes_meanwhile_is_not_the_role_going() {
    let trust = trust("lambda.amazonaws.com");
    let script = ScriptedCloud::default()
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
    let script = nothing_attached(script);
    let aws = script.aws().await;
    let read = role().read(&aws, "r").await.unwrap().unwrap();
    assert_eq!(read.spec["inline_policies"], json!({}));
}

/// Two roles that are read side by side.
fn begin_batch(aws: &aws::Aws) {
    let ids = vec!["r".to_owned(), "s".to_owned()];
    batch_read::begin(aws, [(role().name().to_owned(), ids)].into());
}

#[tokio::test]
async fn one_list_tells_of_the_policies_of_several_roles() {
    let (trust, own) = (trust("lambda.amazonaws.com"), json!({ "Statement": [] }));
    let details = format!(
        "<RoleDetailList><member><RoleName>r</RoleName>
        <RolePolicyList><member><PolicyName>own</PolicyName>
        <PolicyDocument>{}</PolicyDocument></member></RolePolicyList>
        <AttachedManagedPolicies><member><PolicyArn>{BASIC}</PolicyArn></member>
        </AttachedManagedPolicies></member></RoleDetailList><IsTruncated>false</IsTruncated>",
        encoded(&own)
    );
    let operation = "GetAccountAuthorizationDetails";
    let script = ScriptedCloud::default().answer("GetRole", 200, described(&trust, "")).answer(
        operation,
        200,
        answer(operation, &details),
    );
    let script = nothing_attached(script);
    let aws = script.aws().await;
    begin_batch(&aws);
    let read = role().read(&aws, "r").await.unwrap().unwrap();
    assert!(read.spec["inline_policies"].get("own").is_some(), "{:?}", read.spec);
    assert_eq!(read.spec["managed_policies"], json!([BASIC]));
    assert_eq!(operations(&script), ["GetRole", operation]);
    // What the list lacks may be too new for it.
    assert!(role().read(&aws, "s").await.unwrap().is_some());
    batch_read::end(&aws);
    let alone = role().read(&aws, "r").await.unwrap().unwrap();
    assert_eq!(alone.spec["managed_policies"], json!([]));
    let lists = operations(&script).into_iter().filter(|called| called == operation);
    assert_eq!((lists.count(), script.requests().len()), (1, 8));
}

#[tokio::test]
async fn a_list_that_is_refused_is_no_error_and_asked_for_once() {
    let operation = "GetAccountAuthorizationDetails";
    let script = ScriptedCloud::default()
        .answer("GetRole", 200, described(&trust("lambda.amazonaws.com"), ""))
        .answer(operation, 403, refusal("AccessDenied", "no"));
    let script = nothing_attached(script);
    let aws = script.aws().await;
    begin_batch(&aws);
    for id in ["r", "s"] {
        assert!(role().read(&aws, id).await.unwrap().is_some());
    }
    assert_eq!(role().existing(&aws, 2).await.unwrap(), None);
    let lists = operations(&script).into_iter().filter(|called| called == operation);
    assert_eq!((lists.count(), script.requests().len()), (1, 7));
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
    let script = ScriptedCloud::default()
        .answer("CreateRole", 400, invalid)
        .answer("CreateRole", 200, created)
        .answer("GetRole", 404, refusal("NoSuchEntity", "not yet"))
        .answer("GetRole", 200, described(&trust, ""));
    let aws = script.aws().await;
    let spec = spec(json!({ "trust_policy": trust, "tags": { "diatonic:stack": "s" } }));
    let id = role().create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, "r");
    role().until_usable(&aws, &id).await.unwrap();
    assert_eq!(operations(&script), ["CreateRole", "CreateRole", "GetRole", "GetRole"]);
    let body = &script.requests()[1].body;
    assert!(body.contains("Tags.member.1.Key=diatonic%3Astack"), "{body}");
}

#[tokio::test]
async fn another_malformed_policy_is_refused_at_once() {
    let malformed = refusal("MalformedPolicyDocument", "Syntax errors in policy.");
    let script = ScriptedCloud::default().answer("CreateRole", 400, malformed);
    let aws = script.aws().await;
    let created = role().create(&aws, &Workspace::new("."), spec(json!({}))).await;
    assert_eq!(created.unwrap_err().message, "Syntax errors in policy.");
    assert_eq!(operations(&script), ["CreateRole"]);
}

#[tokio::test]
async fn inline_policies_shrink_before_they_grow() {
    let script = ScriptedCloud::default()
        .answer("DeleteRolePolicy", 200, answer("DeleteRolePolicy", ""))
        .answer("PutRolePolicy", 200, answer("PutRolePolicy", ""));
    let aws = script.aws().await;
    let live = spec(json!({ "inline_policies": {
        "a": reads("short"), "b": reads("a-very-long-name"), "old": reads("x"),
    } }));
    let wanted = spec(json!({ "inline_policies": {
        "a": reads("another-very-long-name"), "b": reads("short"), "c": reads("new"),
    } }));
    role().update(&aws, &Workspace::new("."), "r", wanted, live).await.unwrap();
    assert_eq!(operations(&script)[0], "DeleteRolePolicy");
    let written: Vec<String> = script
        .requests_of("PutRolePolicy")
        .into_iter()
        .filter_map(|request| {
            request.body.split("PolicyName=").nth(1).map(|rest| rest[..1].to_owned())
        })
        .collect();
    assert_eq!(written, ["b", "a", "c"]);
}

#[tokio::test]
async fn a_policy_is_attached_as_soon_as_it_is_known() {
    let script = ScriptedCloud::default()
        .answer("AttachRolePolicy", 404, refusal("NoSuchEntity", "not yet"))
        .answer("AttachRolePolicy", 200, answer("AttachRolePolicy", ""))
        .answer("DetachRolePolicy", 200, answer("DetachRolePolicy", ""));
    let aws = script.aws().await;
    let live = spec(json!({ "managed_policies": [READ_ONLY] }));
    let wanted = spec(json!({ "managed_policies": [BASIC] }));
    role().update(&aws, &Workspace::new("."), "r", wanted, live).await.unwrap();
    assert_eq!(operations(&script), ["AttachRolePolicy", "AttachRolePolicy", "DetachRolePolicy"]);
}

#[tokio::test]
async fn policies_make_room_where_a_role_is_full() {
    let script = ScriptedCloud::default()
        .answer("AttachRolePolicy", 200, answer("AttachRolePolicy", ""))
        .answer("DetachRolePolicy", 200, answer("DetachRolePolicy", ""));
    let aws = script.aws().await;
    let arn = |number| format!("arn:aws:iam::123456789012:policy/p{number}");
    let policies = |numbers: std::ops::Range<u32>| {
        let arns: Vec<String> = numbers.map(arn).collect();
        spec(json!({ "managed_policies": arns }))
    };
    role().update(&aws, &Workspace::new("."), "r", policies(1..11), policies(0..10)).await.unwrap();
    assert_eq!(operations(&script), ["DetachRolePolicy", "AttachRolePolicy"]);
}

#[tokio::test]
async fn update_sends_what_it_would_reset() {
    let script = ScriptedCloud::default().answer("UpdateRole", 200, answer("UpdateRole", ""));
    let aws = script.aws().await;
    let live = spec(json!({ "description": "old", "max_session_duration": 7200 }));
    let wanted = spec(json!({ "max_session_duration": 7200 }));
    role().update(&aws, &Workspace::new("."), "r", wanted, live).await.unwrap();
    let body = &script.requests()[0].body;
    assert!(body.contains("Description=&"), "{body}");
    assert!(body.contains("MaxSessionDuration=7200"), "{body}");
}

#[tokio::test]
async fn delete_takes_everything_off_the_role_first() {
    let page = |operation: &str, list: &str| {
        answer(operation, &format!("{list}<IsTruncated>false</IsTruncated>"))
    };
    let done = |operation: &str| answer(operation, "");
    let script = ScriptedCloud::default()
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
            page("ListInstanceProfilesForRole", "<InstanceProfiles/>"),
        )
        .answer("DetachRolePolicy", 200, done("DetachRolePolicy"))
        .answer("DeleteRolePolicy", 404, refusal("NoSuchEntity", "somebody was faster"))
        .answer("DeleteRole", 409, refusal("DeleteConflict", "must detach all policies first"))
        .answer("DeleteRole", 409, refusal("EntityTemporarilyUnmodifiable", "wait"))
        .answer("DeleteRole", 200, done("DeleteRole"));
    let aws = script.aws().await;
    role().delete(&aws, "r").await.unwrap();
    assert_eq!(
        operations(&script)[3..],
        ["DetachRolePolicy", "DeleteRolePolicy", "DeleteRole", "DeleteRole", "DeleteRole",]
    );
}

#[tokio::test]
async fn what_a_plan_has_just_read_of_a_role_is_not_asked_for_to_delete_it() {
    let page = |operation: &str, list: &str| {
        answer(operation, &format!("{list}<IsTruncated>false</IsTruncated>"))
    };
    let attached = format!(
        "<AttachedPolicies><member><PolicyArn>{BASIC}</PolicyArn></member></AttachedPolicies>"
    );
    let profiles = page("ListInstanceProfilesForRole", "<InstanceProfiles/>");
    let script = ScriptedCloud::default()
        .answer("GetRole", 200, described(&trust("lambda.amazonaws.com"), ""))
        .answer("ListRolePolicies", 200, page("ListRolePolicies", "<PolicyNames/>"))
        .answer("ListAttachedRolePolicies", 200, page("ListAttachedRolePolicies", &attached))
        .answer("ListInstanceProfilesForRole", 200, profiles)
        .answer("DetachRolePolicy", 200, answer("DetachRolePolicy", ""))
        .answer("DeleteRole", 200, answer("DeleteRole", ""));
    let aws = script.aws().await;
    let known = role().read(&aws, "r").await.unwrap().unwrap();
    let read = script.requests().len();
    role().delete_known(&aws, "r", &known).await.unwrap();
    assert_eq!(
        operations(&script)[read..],
        ["ListInstanceProfilesForRole", "DetachRolePolicy", "DeleteRole"]
    );
}

/// Another stack's, or a person's: a role is not a reason to write it.
#[tokio::test]
async fn delete_leaves_a_role_whole_that_an_instance_profile_has() {
    let page = |operation: &str, list: &str| {
        answer(operation, &format!("{list}<IsTruncated>false</IsTruncated>"))
    };
    let script = ScriptedCloud::default()
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
            page("ListRolePolicies", "<PolicyNames/>"),
        )
        .answer(
            "ListInstanceProfilesForRole",
            200,
            page(
                "ListInstanceProfilesForRole",
                "<InstanceProfiles><member><Path>/</Path><InstanceProfileName>theirs</InstanceProfileName>
                <InstanceProfileId>AIPAEXAMPLE</InstanceProfileId><Arn>arn:aws:iam::1:instance-profile/theirs</Arn>
                <CreateDate>2026-01-01T00:00:00Z</CreateDate><Roles/></member></InstanceProfiles>",
            ),
        );
    let aws = script.aws().await;
    let refused = role().delete(&aws, "r").await.unwrap_err();
    assert_eq!(refused.code.as_deref(), Some("DeleteConflict"));
    assert!(refused.message.contains("`theirs`"), "{refused}");
    assert_eq!(operations(&script).len(), 3, "{refused}");
}
