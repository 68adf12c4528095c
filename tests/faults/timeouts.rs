//! Which answers pass by themselves, after what, and for how long.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws::{Aws, AwsError, ErrorKind, Journal, Waiting, in_step};

use crate::scripted::ScriptedCloud;
use aws::S3;
use kinds::cognito::Cognito;
use kinds::iam::Iam;
use kinds::lambda::Lambda;

/// A step of which nobody hears that it waits.
async fn quietly<T>(work: impl Future<Output = T>) -> T {
    in_step(Waiting(Arc::new(|_| {})), Journal::default(), work).await
}

fn json(code: &str, message: &str) -> String {
    serde_json::json!({ "__type": code, "message": message }).to_string()
}

fn xml(code: &str) -> String {
    format!("<Error><Code>{code}</Code><Message>said AWS</Message></Error>")
}

async fn create_bucket(aws: &Aws) {
    aws.s3().create_bucket().bucket("b").send().await.unwrap();
}

async fn look_for_bucket(aws: &Aws) -> Result<(), AwsError> {
    let found = aws.s3().head_bucket().bucket("b").send().await;
    found.map(drop).map_err(AwsError::from)
}

/// The bucket is seen at the second look.
fn slow_to_show() -> ScriptedCloud {
    ScriptedCloud::default()
        .answer("CreateBucket", 200, "")
        .answer("HeadBucket", 404, "")
        .answer("HeadBucket", 200, "")
}

#[tokio::test]
async fn what_the_step_has_made_is_waited_for() {
    let script = slow_to_show();
    let aws = script.aws().await;
    let found = quietly(async {
        create_bucket(&aws).await;
        look_for_bucket(&aws).await
    });
    assert_eq!(found.await, Ok(()));
    assert_eq!(script.requests_of("HeadBucket").len(), 2);
}

#[tokio::test]
async fn what_the_step_has_not_made_is_absent() {
    let script = slow_to_show();
    let aws = script.aws().await;
    // Another step of the same run.
    quietly(create_bucket(&aws)).await;
    let found = quietly(look_for_bucket(&aws)).await;
    assert_eq!(found.unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(script.requests_of("HeadBucket").len(), 1);
}

#[tokio::test]
async fn who_only_looks_never_waits_for_what_would_have_been_made() {
    let script = slow_to_show();
    let aws = script.aws().await;
    create_bucket(&aws).await;
    let found = look_for_bucket(&aws).await;
    assert_eq!(found.unwrap_err().kind, ErrorKind::NotFound);
}

/// How often a policy is written that is denied at first, after the block was set like this.
async fn policies_after_block(block_public_policy: bool) -> (Result<(), AwsError>, usize) {
    use aws_sdk_s3::types::PublicAccessBlockConfiguration;
    let script = ScriptedCloud::default()
        .answer("PutPublicAccessBlock", 200, "")
        .answer("PutBucketPolicy", 403, xml("AccessDenied"))
        .answer("PutBucketPolicy", 204, "");
    let aws = script.aws().await;
    let written = quietly(async {
        let block = PublicAccessBlockConfiguration::builder()
            .block_public_acls(false)
            .block_public_policy(block_public_policy);
        let request = aws.s3().put_public_access_block().bucket("b");
        let request = request.public_access_block_configuration(block.build());
        request.send().await.unwrap();
        let request = aws.s3().put_bucket_policy().bucket("b").policy("{}");
        request.send().await.map(drop).map_err(AwsError::from)
    });
    let written = written.await;
    (written, script.requests_of("PutBucketPolicy").len())
}

#[tokio::test]
async fn a_public_policy_is_denied_for_a_while_where_we_have_opened_the_bucket() {
    assert_eq!(policies_after_block(false).await, (Ok(()), 2));
    let (refused, sent) = policies_after_block(true).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Refused);
    assert_eq!(sent, 1);
}

/// How often a permission is added whose principal Lambda does not know at first.
async fn permissions(has_made_role: bool) -> (Result<(), AwsError>, usize) {
    let message = "The provided principal was invalid. Please check the principal and try again.";
    let role = "<CreateRoleResponse><CreateRoleResult><Role><Path>/</Path><RoleName>r</RoleName>\
                <RoleId>AROA</RoleId><Arn>arn:aws:iam::123456789012:role/r</Arn>\
                <CreateDate>2026-01-31T12:00:00Z</CreateDate></Role></CreateRoleResult></CreateRoleResponse>";
    let script = ScriptedCloud::default()
        .answer("CreateRole", 200, role)
        .answer("AddPermission", 400, json("InvalidParameterValueException", message))
        .answer("AddPermission", 201, "{}");
    let aws = script.aws().await;
    if has_made_role {
        let request = aws.iam().create_role().role_name("r");
        let request = request.assume_role_policy_document("{}");
        quietly(request.send()).await.unwrap();
    }
    let request = aws.lambda().add_permission().function_name("f");
    let request = request.statement_id("s").action("a").principal("p");
    let added = quietly(request.send()).await;
    let added = added.map(drop).map_err(AwsError::from);
    (added, script.requests_of("AddPermission").len())
}

#[tokio::test]
async fn a_service_may_not_know_a_role_that_the_run_has_made() {
    assert_eq!(permissions(true).await, (Ok(()), 2));
    let (refused, sent) = permissions(false).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Refused);
    assert_eq!(sent, 1);
}

/// The SDK gives up after eight attempts.
#[tokio::test]
async fn a_wait_is_visible_and_may_take_more_attempts_than_a_failure() {
    let mut script = ScriptedCloud::default();
    for _ in 0..8 {
        let busy = json("ConcurrentModificationException", "in progress");
        script = script.answer("UpdateUserPool", 400, busy);
    }
    let script = script.answer("UpdateUserPool", 200, "{}");
    let aws = script.aws().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = told.clone();
    let waiting = Waiting(Arc::new(move |what: &str| {
        listener.lock().unwrap().push(what.to_owned());
    }));
    let request = aws.cognito().update_user_pool().user_pool_id("p_p");
    in_step(waiting, Journal::default(), request.send()).await.unwrap();
    assert_eq!(*told.lock().unwrap(), ["another change to finish"; 8]);
    assert_eq!(script.requests().len(), 9);
    let statistics = aws.statistics().snapshot();
    let count = statistics.values().next().unwrap();
    assert_eq!((count.calls, count.retries), (1, 8));
}

/// The role may be one that another run has just made, but not for long.
#[tokio::test]
async fn what_does_not_pass_is_told_in_aws_own_words() {
    let message = "The role defined for the function cannot be assumed by Lambda.";
    let answer = json("InvalidParameterValueException", message);
    let script = ScriptedCloud::default().answer("CreateFunction", 400, answer);
    let aws = script.aws().await;
    let request = aws.lambda().create_function().function_name("f").role("r");
    let request = request.code(aws_sdk_lambda::types::FunctionCode::builder().build());
    let start = Instant::now();
    let error = AwsError::from(request.send().await.unwrap_err());
    assert!(error.message.contains("cannot be assumed"), "{error}");
    assert_eq!(error.kind, ErrorKind::Refused);
    assert!(start.elapsed() < Duration::from_secs(30));
    assert!(script.requests().len() > 5);
}

/// IAM writes an id where the ARN belongs, until it has found the role.
#[tokio::test]
async fn an_id_in_place_of_an_arn_is_not_there_yet() {
    let role = |result: &str, arn: &str| {
        format!(
            "<{result}Response><{result}Result><Role><Path>/</Path><RoleName>r</RoleName><RoleId>AROAEXAMPLE</RoleId>\
             <Arn>{arn}</Arn><CreateDate>2026-01-31T12:00:00Z</CreateDate></Role></{result}Result></{result}Response>"
        )
    };
    let arn = "arn:aws:iam::123456789012:role/r";
    let script = ScriptedCloud::default()
        .answer("CreateRole", 200, role("CreateRole", arn))
        .answer("GetRole", 200, role("GetRole", "AROAEXAMPLE"))
        .answer("GetRole", 200, role("GetRole", arn));
    let aws = script.aws().await;
    let read = quietly(async {
        let request = aws.iam().create_role().role_name("r");
        let request = request.assume_role_policy_document("{}");
        request.send().await.unwrap();
        aws.iam().get_role().role_name("r").send().await.unwrap()
    });
    assert_eq!(read.await.role.unwrap().arn, arn);
}
