use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use super::{answer, encoded, operations, refusal};
use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

fn writes(bucket: &str) -> Value {
    json!({
        "Statement": [
            { "Sid": "Write", "Effect": "Allow", "Action": "s3:PutObject", "Resource": format!("arn:aws:s3:::{bucket}/*") },
            { "Effect": "Deny", "NotAction": ["s3:*"], "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": false } } },
        ],
    })
}

round_trips! {
    kind: "iam.policy",
    base: json!({ "document": writes("a"), "path": "/team/app/", "description": "Für alle" }), prepare: &[];
    document: json!({ "document": writes("b") }) =>
        "(lambda iam: iam.get_policy_version(PolicyArn=id, VersionId=iam.get_policy(PolicyArn=id)['Policy']['DefaultVersionId']))\
         (client('iam'))['PolicyVersion']['Document']['Statement'][0]['Resource']",
        json!("arn:aws:s3:::b/*"), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "{t['Key']: t['Value'] for t in client('iam').list_policy_tags(PolicyArn=id)['Tags']}.get('Team')",
        json!("ai"), On::Both;
    identity: json!({}) =>
        "[client('iam').get_policy(PolicyArn=id)['Policy'][key].replace(name, '*') \
          for key in ('Path', 'PolicyName', 'Description')] + [id.split(':', 5)[5].replace(name, '*')]",
        json!(["/team/app/", "*", "Für alle", "policy/team/app/*"]), On::Both;
}

const ARN: &str = "arn:aws:iam::123456789012:policy/p";

fn policy() -> &'static dyn kind::AnyKind {
    registry::find("iam.policy").unwrap()
}

fn spec(bucket: &str) -> Value {
    json!({ "name": "p", "document": writes(bucket) })
}

/// The versions of a policy, the last of them the default one.
fn versions(numbers: &[u32]) -> String {
    let default = numbers.last();
    let members: String = numbers
        .iter()
        .rev()
        .map(|number| {
            let is_default = Some(number) == default;
            format!(
                "<member><VersionId>v{number}</VersionId><IsDefaultVersion>{is_default}</IsDefaultVersion></member>"
            )
        })
        .collect();
    answer(
        "ListPolicyVersions",
        &format!("<Versions>{members}</Versions><IsTruncated>false</IsTruncated>"),
    )
}

#[tokio::test]
async fn the_oldest_version_makes_room_for_a_sixth() {
    let created = answer("CreatePolicyVersion", "<PolicyVersion/>");
    let script = ScriptedCloud::default()
        .answer("ListPolicyVersions", 200, versions(&[8, 9, 10, 11, 12]))
        .answer("DeletePolicyVersion", 200, answer("DeletePolicyVersion", ""))
        .answer("CreatePolicyVersion", 200, created);
    let aws = script.aws().await;
    policy().update(&aws, &Workspace::new("."), ARN, spec("b"), spec("a")).await.unwrap();
    assert_eq!(
        operations(&script),
        ["ListPolicyVersions", "DeletePolicyVersion", "CreatePolicyVersion"]
    );
    assert!(script.requests()[1].body.ends_with("VersionId=v8"));
    assert!(script.requests()[2].body.contains("SetAsDefault=true"));
}

#[tokio::test]
async fn nothing_goes_while_there_is_room() {
    let created = answer("CreatePolicyVersion", "<PolicyVersion/>");
    let script = ScriptedCloud::default()
        .answer("ListPolicyVersions", 200, versions(&[1, 2, 3, 4]))
        .answer("CreatePolicyVersion", 200, created);
    let aws = script.aws().await;
    policy().update(&aws, &Workspace::new("."), ARN, spec("b"), spec("a")).await.unwrap();
    assert_eq!(operations(&script), ["ListPolicyVersions", "CreatePolicyVersion"]);
}

#[tokio::test]
async fn another_spelling_is_no_change() {
    let script = ScriptedCloud::default();
    let aws = script.aws().await;
    let mut turned = spec("a");
    turned["document"]["Statement"].as_array_mut().unwrap().reverse();
    turned["document"]["Statement"][1]["Action"] = json!(["S3:PutObject"]);
    policy().update(&aws, &Workspace::new("."), ARN, turned, spec("a")).await.unwrap();
    assert_eq!(operations(&script), Vec::<String>::new());
}

#[tokio::test]
async fn a_document_without_version_is_brought_to_the_current_one() {
    let described = answer(
        "GetPolicy",
        &format!(
            "<Policy><PolicyName>p</PolicyName><PolicyId>ANPAEXAMPLE</PolicyId><Arn>{ARN}</Arn>
            <Path>/</Path><DefaultVersionId>v3</DefaultVersionId></Policy>"
        ),
    );
    let version = answer(
        "GetPolicyVersion",
        &format!("<PolicyVersion><Document>{}</Document></PolicyVersion>", encoded(&writes("a"))),
    );
    let script = ScriptedCloud::default()
        .answer("GetPolicy", 200, described)
        .answer("GetPolicyVersion", 200, version);
    let aws = script.aws().await;
    let live = policy().read(&aws, ARN).await.unwrap().unwrap();
    let wanted = policy().prepare(spec("a"), &Workspace::new(".")).await.unwrap();
    let changes = language::diff::changes(&wanted, &live.spec);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].path.to_string(), "document.Version");
    assert!(script.requests()[1].body.contains("VersionId=v3"));
}

#[tokio::test]
async fn delete_removes_the_versions_and_waits_for_roles_to_let_go() {
    let script = ScriptedCloud::default()
        .answer("ListPolicyVersions", 200, versions(&[1, 2, 3]))
        .answer("DeletePolicyVersion", 200, answer("DeletePolicyVersion", ""))
        .answer("DeletePolicy", 409, refusal("DeleteConflict", "attached"))
        .answer("DeletePolicy", 200, answer("DeletePolicy", ""));
    let aws = script.aws().await;
    policy().delete(&aws, ARN).await.unwrap();
    assert_eq!(
        operations(&script),
        [
            "ListPolicyVersions", "DeletePolicyVersion", "DeletePolicyVersion", "DeletePolicy",
            "DeletePolicy",
        ]
    );
}

#[test]
fn the_whole_document_is_checked() {
    let mut long = spec("a");
    long["document"]["Statement"][0]["Resource"] =
        format!("arn:aws:s3:::{}", "x".repeat(6_144)).into();
    assert_eq!(policy().check(&long)[0].message, "the policy is too long");
    let mut misspelt = spec("a");
    misspelt["document"]["Statement"][1]["Condition"] =
        json!({ "Bolo": { "aws:SecureTransport": false } });
    let found = policy().check(&misspelt).remove(0);
    assert_eq!(found.path.to_string(), "document.Statement[1].Condition.Bolo");
    assert_eq!(found.help.as_deref(), Some("did you mean `Bool`?"));
}

#[test]
fn the_id_of_a_policy_is_its_arn() {
    let place = kind::Place::new("123456789012", "us-east-2");
    let prediction = policy().predict(&json!({ "name": "p" }), &place).unwrap();
    assert_eq!(prediction.id.as_deref(), Some(ARN));
    assert_eq!(prediction.outputs["arn"].as_deref(), Some(ARN));
    assert_eq!(prediction.outputs["policy_id"], None);
}
