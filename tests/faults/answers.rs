//! What an answer may be, and what it never means: a success that says nothing, a page of a proxy, an
//! answer without a body, and a clock that is wrong.

use std::time::{Duration, SystemTime};

use aws::{AwsError, ErrorKind, S3, optional};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use kind::registry;

use crate::scripted::ScriptedCloud;
use kinds::dynamodb::DynamoDb;
use kinds::iam::Iam;

/// A page for people, as a proxy or the sign-in of a network sends one with status 200.
const PAGE: &str = "<!DOCTYPE html>\n<html><body>Please sign in</body></html>";

/// What a read of a role comes to, and how often it was asked for.
async fn role(script: ScriptedCloud) -> (Result<bool, AwsError>, usize) {
    let aws = script.aws().await;
    let answer = aws.iam().get_role().role_name("r").send().await;
    let found = optional(answer).map(|found| found.is_some());
    (found, script.requests().len())
}

#[tokio::test]
async fn an_answer_without_a_body_means_absent_only_where_none_has_one() {
    let (found, _) = role(ScriptedCloud::default().answer("GetRole", 404, "")).await;
    let error = found.unwrap_err();
    assert_ne!(error.kind, ErrorKind::NotFound, "{error}");
    let wanted = "IAM GetRole: AWS answered with status 404, and the answer could not be read";
    assert!(error.to_string().starts_with(wanted), "{error}");
    let aws = ScriptedCloud::default().answer("GetBucketPolicy", 404, "");
    let aws = aws.answer("HeadBucket", 404, "").aws().await;
    let policy = aws.s3().get_bucket_policy().bucket("b").send().await;
    assert!(optional(policy).is_err(), "a policy is not absent");
    let bucket = aws.s3().head_bucket().bucket("b").send().await;
    assert!(matches!(optional(bucket), Ok(None)), "a bucket is absent");
}

#[tokio::test]
async fn a_success_that_says_nothing_is_asked_for_once_more_and_then_is_an_error() {
    let nothing = "<GetRoleResponse><GetRoleResult></GetRoleResult></GetRoleResponse>";
    let cut = "<GetRoleResponse><GetRoleResult><Role><Arn>a</Arn></Role></GetRoleResult>";
    for (body, why) in [
        (nothing, "the answer could not be read: it has no `Role.Arn`"),
        (cut, "the answer could not be read: it is incomplete"),
        (PAGE, "the answer could not be read: it is an HTML page"),
        ("", "the answer could not be read"),
        (
            "<Other><Role><Arn>a</Arn></Role></Other>",
            "AWS answered with status 200, and the answer could not be read: ",
        ),
    ] {
        let (found, sent) = role(ScriptedCloud::default().answer("GetRole", 200, body)).await;
        let error = found.unwrap_err();
        assert_eq!(sent, 2, "{error}");
        assert_eq!(error.kind, ErrorKind::Unavailable, "{error}");
        let shown = error.to_string();
        assert!(shown.starts_with("IAM GetRole: "), "{shown}");
        assert!(shown.contains(why), "{shown}");
        assert!(!shown.contains("nhandled"), "{shown}");
    }
}

#[tokio::test]
async fn the_second_answer_counts() {
    let whole = "<GetRoleResponse><GetRoleResult><Role><Arn>a</Arn></Role></GetRoleResult></GetRoleResponse>";
    for body in [PAGE, "<Other><Role/></Other>", "<GetRoleResponse>"] {
        let script = ScriptedCloud::default().answer("GetRole", 200, body);
        let (found, sent) = role(script.answer("GetRole", 200, whole)).await;
        assert_eq!(found, Ok(true), "{body}");
        assert_eq!(sent, 2, "{body}");
    }
}

/// It was done, most likely, and a second call would make a second one.
#[tokio::test]
async fn what_creates_is_in_doubt_where_its_answer_cannot_be_read() {
    for body in ["{}", "garbage", r#"{"TableDescription":5}"#, PAGE] {
        let script = ScriptedCloud::default().answer("CreateTable", 200, body);
        let aws = script.aws().await;
        let request = aws.dynamodb().create_table().table_name("t");
        let error = AwsError::from(request.send().await.unwrap_err());
        assert_eq!(error.kind, ErrorKind::OutcomeUnknown, "{error}");
        assert_eq!(script.requests().len(), 1, "{error}");
        assert!(error.to_string().starts_with("DynamoDB CreateTable: "), "{error}");
    }
}

/// The first read of a kind whose answer says nothing is an error, and never that the object is gone.
#[tokio::test]
async fn no_kind_takes_an_empty_answer_for_an_absence() {
    for (kind, id, operation, body) in [
        ("apigateway.account", "account", "GetAccount", "{}"),
        ("apigateway.api_key", "k", "GetApiKey", "{}"),
        ("apigateway.domain_name", "d.example.com", "GetDomainName", "{}"),
        ("apigateway.rest_api", "a", "GetRestApi", "{}"),
        ("apigateway.rest_api_routes", "a/r", "GetRestApi", "{}"),
        ("apigateway.usage_plan", "p", "GetUsagePlan", "{}"),
        ("cognito.identity_pool", "p", "DescribeIdentityPool", "{}"),
        ("cognito.user_pool", "p", "DescribeUserPool", "{}"),
        ("cognito.user_pool_client", "p/c", "DescribeUserPoolClient", "{}"),
        ("dynamodb.table", "t", "DescribeTable", "{}"),
        ("iam.policy", "arn:aws:iam::123456789012:policy/p", "GetPolicy", "<R><S></S></R>"),
        ("iam.role", "r", "GetRole", "<R><S></S></R>"),
        ("lambda.function", "f", "GetFunction", "{}"),
        ("logs.log_group", "g", "DescribeLogGroups", "{}"),
        ("s3.bucket", "bucket", "GetBucketVersioning", ""),
        // The member is there, and says as little.
        ("cognito.identity_pool", "p", "DescribeIdentityPool", r#"{"IdentityPoolId":"p"}"#),
        ("cognito.user_pool", "p", "DescribeUserPool", r#"{"UserPool":{}}"#),
        ("cognito.user_pool_client", "p/c", "DescribeUserPoolClient", r#"{"UserPoolClient":{}}"#),
        ("dynamodb.table", "t", "DescribeTable", r#"{"Table":{}}"#),
        ("lambda.function", "f", "GetFunction", r#"{"Configuration":{}}"#),
        ("logs.log_group", "g", "DescribeLogGroups", r#"{"logGroups":[{}]}"#),
    ] {
        // Whatever is asked for besides is denied.
        let mut script = ScriptedCloud::default().answer(operation, 200, body);
        let kind = registry::find(kind).expect("a kind");
        let denied = r#"{"__type":"AccessDeniedException","message":"no"}"#;
        let others = kind.operations().iter().flat_map(|group| group.read);
        for other in others.filter(|other| **other != operation) {
            script = script.answer(other, 403, denied);
        }
        let outcome = kind.read(&script.aws().await, id).await;
        let error = outcome.expect_err(operation);
        assert_ne!(error.kind, ErrorKind::NotFound, "{error}");
    }
}

/// The time of a request's signature, as seconds of the day.
fn signed_at(script: &ScriptedCloud, request: usize) -> String {
    script.requests()[request].date.clone()
}

/// The SDK corrects its clock by what the service says that the time is, and signs again.
#[tokio::test]
async fn a_clock_that_is_wrong_is_corrected() {
    let then = SystemTime::now() + Duration::from_secs(3600);
    let date = DateTime::from(then).fmt(Format::HttpDate).unwrap();
    let headers = [("date", date.as_str())];
    let json = |code: &str| format!(r#"{{"__type":"{code}","message":"Signature expired"}}"#);
    let xml = |code: &str| {
        format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>late</Message></Error></ErrorResponse>"
        )
    };
    let bare = |code: &str| format!("<Error><Code>{code}</Code><Message>late</Message></Error>");
    let table = r#"{"Table":{"TableName":"t"}}"#;
    let role = "<GetRoleResponse><GetRoleResult><Role><Arn>a</Arn></Role></GetRoleResult></GetRoleResponse>";
    for (operation, status, refusal, success) in [
        ("DescribeTable", 400, json("InvalidSignatureException"), table),
        ("DescribeTable", 400, json("RequestExpired"), table),
        ("DescribeTable", 400, json("RequestInTheFuture"), table),
        ("GetRole", 403, xml("SignatureDoesNotMatch"), role),
        ("GetRole", 400, xml("RequestExpired"), role),
        ("GetBucketVersioning", 403, bare("RequestTimeTooSkewed"), "<VersioningConfiguration/>"),
    ] {
        let script = ScriptedCloud::default().answer_with(operation, status, &headers, refusal);
        let script = script.answer_with(operation, 200, &headers, success);
        let aws = script.aws().await;
        let outcome = match operation {
            "DescribeTable" => {
                let request = aws.dynamodb().describe_table().table_name("t");
                request.send().await.map(drop).map_err(AwsError::from)
            }
            "GetRole" => {
                let request = aws.iam().get_role().role_name("r");
                request.send().await.map(drop).map_err(AwsError::from)
            }
            _ => {
                let request = aws.s3().get_bucket_versioning().bucket("b");
                request.send().await.map(drop).map_err(AwsError::from)
            }
        };
        assert_eq!(outcome, Ok(()), "{operation}");
        let (first, second) = (signed_at(&script, 0), signed_at(&script, 1));
        let hour = |date: &str| date[9..11].to_owned();
        assert_ne!(hour(&first), hour(&second), "{first} {second}");
    }
}

/// A wrong signature is not a matter of the clock where the clock is right.
#[tokio::test]
async fn a_wrong_signature_is_refused_at_once_where_the_clock_is_right() {
    let date = DateTime::from(SystemTime::now()).fmt(Format::HttpDate).unwrap();
    for code in ["InvalidSignatureException", "RequestExpired"] {
        let body = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let headers = [("date", date.as_str())];
        let script = ScriptedCloud::default().answer_with("DescribeTable", 400, &headers, body);
        let aws = script.aws().await;
        let request = aws.dynamodb().describe_table().table_name("t");
        assert!(request.send().await.is_err());
        assert_eq!(script.requests().len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_bucket_in_another_region_is_told_with_the_region() {
    let refusal = "<Error><Code>PermanentRedirect</Code><Message>The bucket must be addressed elsewhere.</Message></Error>";
    let script = ScriptedCloud::default().answer_with(
        "GetBucketVersioning",
        301,
        &[("x-amz-bucket-region", "eu-west-1")],
        refusal,
    );
    let aws = script.aws().await;
    let request = aws.s3().get_bucket_versioning().bucket("files");
    let error = AwsError::from(request.send().await.unwrap_err());
    let shown = error.to_string();
    assert!(shown.contains("write `region: eu-west-1`"), "{shown}");
    assert!(error.has_code("PermanentRedirect"));
}

/// Lambda denies access to everybody where it has no code signing.
#[tokio::test]
async fn a_region_without_code_signing_signs_nothing() {
    let function = r#"{"Configuration":{"FunctionName":"f","FunctionArn":"arn:aws:lambda:us-east-2:123456789012:function:f",
        "Role":"arn:aws:iam::123456789012:role/r","Runtime":"provided.al2023","Handler":"h","CodeSha256":"x"},"Code":{}}"#;
    let absent = r#"{"Message":"none"}"#;
    let not_found = [("x-amzn-errortype", "ResourceNotFoundException")];
    let denied = [("x-amzn-errortype", "AccessDeniedException")];
    let read = async |message: &str| {
        let message = format!(r#"{{"Message":"{message}"}}"#);
        let script = ScriptedCloud::default()
            .answer("GetFunction", 200, function)
            .answer("ListAliases", 200, r#"{"Aliases":[]}"#)
            .answer_with("GetPolicy", 404, &not_found, absent)
            .answer("ListFunctionEventInvokeConfigs", 200, r#"{"FunctionEventInvokeConfigs":[]}"#)
            .answer("ListFunctionUrlConfigs", 200, r#"{"FunctionUrlConfigs":[]}"#)
            .answer("GetFunctionRecursionConfig", 200, r#"{"RecursiveLoop":"Terminate"}"#)
            .answer("GetRuntimeManagementConfig", 200, r#"{"UpdateRuntimeOn":"Auto"}"#)
            .answer("ListEventSourceMappings", 200, r#"{"EventSourceMappings":[]}"#)
            .answer_with("ListCodeSigningConfigs", 403, &denied, message);
        let kind = registry::find("lambda.function").expect("a kind");
        kind.read(&script.aws().await, "f").await
    };
    for message in ["", "Unable to determine service/operation name to be authorized"] {
        let live = read(message).await.expect("it can be read");
        let spec = live.expect("it exists").spec;
        assert!(spec["code_signing_config"].is_null(), "{spec}");
    }
    let forbidden = "User: arn:aws:iam::123456789012:user/u is not authorized to perform: \
                     lambda:ListCodeSigningConfigs";
    let error = read(forbidden).await.expect_err("that is a denial");
    assert!(error.message.contains("not authorized"), "{error}");
}

/// Of the buckets of others, S3 says nothing but that access is denied.
#[tokio::test]
async fn a_bucket_of_a_stranger_is_told_as_one() {
    let denied = |message: &str| {
        format!("<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>")
    };
    let kind = registry::find("s3.bucket").expect("a kind");
    let read = async |message: &str| {
        let script = ScriptedCloud::default().answer("GetBucketVersioning", 403, denied(message));
        let error = kind.read(&script.aws().await, "shop").await;
        error.expect_err("a denial").to_string()
    };
    let stranger = read("Access Denied").await;
    assert!(stranger.contains("belongs to another account"), "{stranger}");
    let own = read("User: u is not authorized to perform: s3:GetBucketVersioning").await;
    assert!(!own.contains("another account"), "{own}");
}
