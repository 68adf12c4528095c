//! What is repeated, how often, and what never is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws::{Aws, AwsError, Connection, ErrorKind};
use futures_util::future::join_all;

use crate::connection::{REGION, unlimited};
use crate::proxy::{Proxy, Treatment};
use crate::scripted::ScriptedCloud;
use kinds::dynamodb::DynamoDb;
use kinds::logs::Logs;

/// With this the SDK repeats a call at once.
const AT_ONCE: [(&str, &str); 1] = [("x-amz-retry-after", "1")];

const TABLE: &str = r#"{ "Table": { "TableName": "t" } }"#;

fn error(code: &str) -> String {
    format!(r#"{{ "__type": "{code}", "message": "said AWS" }}"#)
}

/// What a table's description comes to, and how often it was asked for.
async fn described(script: ScriptedCloud) -> (Result<(), AwsError>, usize) {
    let aws = script.aws().await;
    let request = aws.dynamodb().describe_table().table_name("t");
    let outcome = request.send().await.map(drop).map_err(AwsError::from);
    (outcome, script.requests().len())
}

/// What a table's creation comes to, and how often it was asked for.
async fn created(script: ScriptedCloud) -> (Result<(), AwsError>, usize) {
    let aws = script.aws().await;
    let request = aws.dynamodb().create_table().table_name("t");
    let outcome = request.send().await.map(drop).map_err(AwsError::from);
    (outcome, script.requests().len())
}

fn answers(operation: &str, status: u16, code: &str) -> ScriptedCloud {
    ScriptedCloud::default().answer_with(operation, status, &AT_ONCE, error(code))
}

#[tokio::test]
async fn what_aws_refuses_is_sent_once() {
    for (status, code) in [
        (400, "ValidationException"),
        (400, "AccessDeniedException"),
        (400, "ResourceInUseException"),
        (403, "UnrecognizedClientException"),
        (413, "RequestEntityTooLarge"),
    ] {
        let (outcome, sent) = described(answers("DescribeTable", status, code)).await;
        assert_eq!(sent, 1, "{code}");
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::Refused, "{code}");
        let (outcome, sent) = created(answers("CreateTable", status, code)).await;
        assert_eq!(sent, 1, "{code}");
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::Refused, "{code}");
    }
}

#[tokio::test]
async fn a_failure_of_the_service_and_a_throttle_are_outlasted() {
    let cases = [
        (500, "InternalServerError"),
        (503, "ServiceUnavailable"),
        (400, "ThrottlingException"),
        (429, "TooManyRequestsException"),
    ];
    // After a throttle the SDK takes its time, so all at once.
    let outcomes = cases.map(|(status, code)| {
        described(answers("DescribeTable", status, code).answer("DescribeTable", 200, TABLE))
    });
    for ((_, code), outcome) in cases.iter().zip(join_all(outcomes).await) {
        assert_eq!(outcome, (Ok(()), 2), "{code}");
    }
}

#[tokio::test]
async fn every_retry_ends() {
    let (outcome, sent) = described(answers("DescribeTable", 500, "InternalServerError")).await;
    assert_eq!(sent, 8);
    assert_eq!(outcome.unwrap_err().kind, ErrorKind::Unavailable);
}

/// It may have been done, and a second time it would make a second one.
#[tokio::test]
async fn what_creates_is_not_repeated_where_nobody_knows_whether_it_was_done() {
    for (status, code) in [(500, "InternalServerError"), (502, ""), (504, "")] {
        let (outcome, sent) = created(answers("CreateTable", status, code)).await;
        assert_eq!(sent, 1, "{status}");
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::OutcomeUnknown, "{status}");
    }
}

/// A throttle says that nothing was done.
#[tokio::test]
async fn what_creates_is_repeated_after_a_throttle() {
    let script = answers("CreateTable", 400, "ThrottlingException")
        .answer("CreateTable", 200, r#"{ "TableDescription": { "TableName": "t" } }"#);
    assert_eq!(created(script).await, (Ok(()), 2));
}

/// The answer of a call that creates something gets lost in each of these ways.
#[tokio::test]
async fn what_creates_is_sent_once_where_its_answer_gets_lost() {
    for lost in [
        || Treatment::DropBefore,
        || Treatment::DropAfter,
        || Treatment::NeverAnswer,
        || Treatment::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
    ] {
        let sent = Arc::new(AtomicUsize::new(0));
        let count = sent.clone();
        let endpoint = emulators::shared_ministack().endpoint();
        let proxy = Proxy::start(endpoint, move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            lost()
        });
        let connection = Connection {
            endpoint_url: Some(proxy.endpoint),
            attempt_timeout: Some(Duration::from_secs(2)),
            ..unlimited("123456789012")
        };
        let aws = Aws::connect(connection, "123456789012", REGION).await;
        let created = aws.logs().create_log_group().log_group_name("g").send();
        let error = AwsError::from(created.await.unwrap_err());
        assert_eq!(error.kind, ErrorKind::OutcomeUnknown, "{error}");
        let beginning = "it is not known whether AWS completed this call: ";
        assert!(error.message.starts_with(beginning), "{error}");
        assert_eq!(sent.load(Ordering::SeqCst), 1, "{error}");
    }
}
