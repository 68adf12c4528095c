//! Whether anybody answers at an endpoint: who is waited for, and who is told to be away.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws::{Aws, AwsError, Connection, S3, Sts};

use crate::connection::{REGION, unlimited};
use crate::scripted::ScriptedCloud;

const ACCOUNT: &str = "123456789012";

/// What is told within ten seconds, on a machine that runs other tests meanwhile. Without that limit it takes minutes.
const TOLD_WITHIN: Duration = Duration::from_secs(30);

/// What the first call of a run comes to at an endpoint, and how long it takes.
async fn first_call(endpoint: &str) -> (AwsError, Duration) {
    let connection = Connection { endpoint_url: Some(endpoint.to_owned()), ..unlimited(ACCOUNT) };
    let aws = Aws::connect(connection, ACCOUNT, REGION).await;
    let start = Instant::now();
    let error = aws.sts().get_caller_identity().send().await.unwrap_err();
    (error.into(), start.elapsed())
}

/// Answers every connection so.
fn server(answer: impl Fn(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for mut client in listener.incoming().flatten() {
            answer(&mut client);
            open.push(client);
        }
    });
    endpoint
}

fn answering(text: &'static str) -> String {
    server(move |client| {
        let mut request = [0; 4096];
        let _ = client.read(&mut request);
        let _ = client.write_all(text.as_bytes());
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_at_an_endpoint_is_told_within_ten_seconds_with_its_address() {
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let bad_gateway =
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno\n";
    let cases = [
        (refused, "Connection refused"),
        (server(|_| {}), "has not answered in "),
        (answering(bad_gateway), "answers with status 502, which is not AWS's"),
        (
            answering("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n<GetCal"),
            "has not answered in ",
        ),
        (server(|client| drop(client.shutdown(std::net::Shutdown::Both))), "onnection"),
        ("http://nobody.invalid:80".to_owned(), "nobody.invalid"),
    ];
    let calls = cases.map(|(endpoint, why)| async move {
        let (error, took) = first_call(&endpoint).await;
        let shown = error.to_string();
        assert!(took < TOLD_WITHIN, "{took:?}: {shown}");
        let beginning = format!("STS GetCallerIdentity: AWS could not be reached: {endpoint}");
        assert!(shown.starts_with(&beginning), "{shown}");
        assert!(shown.contains(why), "{shown}");
    });
    futures_util::future::join_all(calls).await;
}

/// STS's answer.
fn identity() -> String {
    let identity = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
                    </GetCallerIdentityResult></GetCallerIdentityResponse>";
    with_body(identity)
}

fn with_body(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

/// Answers as `answer` says after STS was answered, and counts nothing else for an answer.
fn answering_once(answer: &'static str) -> String {
    let first = identity();
    let connections = AtomicUsize::new(0);
    server(move |client| {
        let mut request = [0; 4096];
        let _ = client.read(&mut request);
        let text = match connections.fetch_add(1, Ordering::Relaxed) {
            0 => first.as_str(),
            _ => answer,
        };
        let _ = client.write_all(text.as_bytes());
        if !text.is_empty() {
            let _ = client.shutdown(std::net::Shutdown::Both);
        }
    })
}

/// It may be there for one service and not for another, or have gone since.
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_stops_to_answer_reads_is_told_within_ten_seconds() {
    let bad_gateway =
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno\n";
    let cases = [
        ("", "has not answered in "),
        (bad_gateway, "answers with status 502, which is not AWS's"),
        ("no HTTP\r\n\r\n", ""),
    ];
    let calls = cases.map(|(answer, why)| async move {
        let endpoint = answering_once(answer);
        let connection = Connection { endpoint_url: Some(endpoint.clone()), ..unlimited(ACCOUNT) };
        let aws = Aws::connect(connection, ACCOUNT, REGION).await;
        let identity = aws.sts().get_caller_identity().send().await;
        assert_eq!(identity.unwrap().account(), Some(ACCOUNT));
        let start = Instant::now();
        let error = aws.s3().list_buckets().send().await.unwrap_err();
        let (error, took) = (AwsError::from(error), start.elapsed());
        let shown = error.to_string();
        assert!(took < TOLD_WITHIN, "{took:?}: {shown}");
        let beginning = format!("S3 ListBuckets: AWS could not be reached: {endpoint}");
        assert!(shown.starts_with(&beginning), "{shown}");
        assert!(shown.contains(why), "{shown}");
    });
    futures_util::future::join_all(calls).await;
}

/// An endpoint that answers STS at once, and S3 after so long, or never; and how often S3 was called.
fn slow_for_s3(delay: Option<Duration>) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let endpoint = server(move |client| {
        let mut client = client.try_clone().expect("a connection");
        let counter = counter.clone();
        std::thread::spawn(move || {
            let mut request = [0; 4096];
            let length = client.read(&mut request).unwrap_or_default();
            let buckets = "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>";
            let answer = match request[..length].starts_with(b"GET /") {
                false => identity(),
                true => {
                    counter.fetch_add(1, Ordering::Relaxed);
                    let Some(delay) = delay else { return };
                    std::thread::sleep(delay);
                    with_body(buckets)
                }
            };
            let _ = client.write_all(answer.as_bytes());
            let _ = client.shutdown(std::net::Shutdown::Both);
        });
    });
    (endpoint, asked)
}

/// Asks S3 while STS is asked again and again for so long: what came of it, and when.
async fn buckets_while_others_are_answered(
    endpoint: String,
    others: Duration,
) -> (Result<(), AwsError>, Duration) {
    let connection = Connection { endpoint_url: Some(endpoint), ..unlimited(ACCOUNT) };
    let aws = Aws::connect(connection, ACCOUNT, REGION).await;
    let start = Instant::now();
    let asking = async {
        while start.elapsed() < others {
            aws.sts().get_caller_identity().send().await.expect("it is answered");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let buckets = async {
        // Somebody has answered there.
        aws.sts().get_caller_identity().send().await.expect("it is answered");
        let listed = aws.s3().list_buckets().send().await;
        (listed.map(drop).map_err(AwsError::from), start.elapsed())
    };
    tokio::join!(buckets, asking).0
}

/// An emulator works off the calls of all services one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_answers_others_is_slow_and_not_away() {
    let (endpoint, asked) = slow_for_s3(Some(Duration::from_secs(11)));
    let listed = buckets_while_others_are_answered(endpoint, Duration::from_secs(14)).await;
    assert_eq!(listed.0, Ok(()));
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    let others = Duration::from_secs(6);
    let (endpoint, _) = slow_for_s3(None);
    let (listed, took) = buckets_while_others_are_answered(endpoint, others).await;
    let shown = listed.expect_err("nobody answers").to_string();
    assert!(shown.contains("has not answered in "), "{shown}");
    assert!((others..others + TOLD_WITHIN).contains(&took), "{took:?}");
}

/// Once the endpoint has answered, it is AWS, and what fails passes.
#[tokio::test]
async fn an_endpoint_that_has_answered_is_waited_for() {
    let identity = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
                    </GetCallerIdentityResult></GetCallerIdentityResponse>";
    let soon = [("x-amz-retry-after", "1")];
    let mut script = ScriptedCloud::default().answer("GetCallerIdentity", 200, identity);
    for _ in 0..5 {
        script = script.answer_with("GetCallerIdentity", 502, &soon, "");
    }
    let script = script.answer("GetCallerIdentity", 200, identity);
    let aws = script.aws().await;
    for _ in 0..2 {
        let answer = aws.sts().get_caller_identity().send().await;
        assert_eq!(answer.unwrap().account(), Some(ACCOUNT));
    }
    assert_eq!(script.requests().len(), 7);
}
