//! Nothing but a wrong event may refuse a sign-in, and nothing personal may reach the logs.

use std::future::Future;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shared::trigger::MalformedEvent;

use crate::platform::{LOGS, PROFILES, Platform, SESSIONS, call, client, event};

const NOW: &str = "2026-03-01T10:00:00Z";

/// Runs something and returns the log lines that it wrote.
async fn logged(work: impl Future<Output = ()>) -> Vec<Value> {
    testing::logged("post_authentication", work).await.1
}

fn assert_impersonal(lines: &[Value]) {
    testing::assert_silent_about(&["Ada", "Lovelace", "@"], lines);
}

#[tokio::test]
async fn a_failed_write_is_logged_and_stops_neither_the_others_nor_the_sign_in() {
    let platform = Platform::without_tables().await;
    platform.create_profiles().await;
    platform.create_logs().await;
    platform.put_profile(None).await;
    let lines = logged(platform.sign_in("request-7", NOW)).await;

    assert_eq!(platform.items(LOGS).await.len(), 1);
    assert_eq!(platform.profile().await["metadata"]["login_count"], 1);
    let errors: Vec<_> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
    assert_eq!(errors.len(), 1, "{lines:?}");
    assert_eq!(errors[0]["request_id"], "request-7");
    assert_eq!(errors[0]["message"], "the session was not recorded");
    let error = errors[0]["error"].as_str().unwrap();
    assert!(error.contains("ResourceNotFoundException"), "{error}");
    assert!(error.contains(SESSIONS), "{error}");
    assert_impersonal(&lines);
}

#[tokio::test]
async fn a_missing_profile_is_a_warning() {
    let platform = Platform::new().await;
    let lines = logged(platform.sign_in("request-7", NOW)).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["level"], "WARN");
    assert_eq!(lines[0]["request_id"], "request-7");
    assert_impersonal(&lines);
}

#[tokio::test]
async fn a_refused_count_does_not_log_the_profile_that_comes_with_the_refusal() {
    let platform = Platform::new().await;
    let metadata = json!({ "last_login": "2026-03-01T09:59:59.000Z", "login_count": 1 });
    platform.put_profile(Some(metadata)).await;
    let lines = logged(platform.sign_in("request-7", NOW)).await;
    assert_eq!(lines[0]["outcome"], "AlreadyCounted");
    assert_impersonal(&lines);
}

#[tokio::test]
async fn an_unreachable_database_does_not_refuse_the_sign_in() {
    // Nothing listens on a port that was just given back.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_signs_in_without(&endpoint).await;
}

#[tokio::test]
async fn a_silent_database_does_not_hold_up_the_sign_in() {
    // The system accepts connections for this listener, and nobody ever answers.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    assert_signs_in_without(&endpoint).await;
}

async fn assert_signs_in_without(endpoint: &str) {
    let database = client(endpoint, "123456789012").await;
    let began = Instant::now();
    let lines = logged(async {
        let answer = call(&database, event(), "request-7", NOW).await;
        assert_eq!(answer, Ok(event()));
    })
    .await;
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    let errors = lines.iter().filter(|line| line["level"] == "ERROR");
    assert_eq!(errors.count(), 3, "{lines:?}");
    assert_impersonal(&lines);
}

#[tokio::test]
async fn a_malformed_event_is_an_error_and_leaves_no_record() {
    let platform = Platform::new().await;
    let mut event = event();
    event["userPoolId"] = json!({ "email": "ada@example.com" });
    let lines = logged(async {
        let answer = call(&platform.database, event, "request-7", NOW).await;
        assert_eq!(answer, Err(MalformedEvent::Missing("/userPoolId")));
    })
    .await;
    assert_eq!(lines[0]["request_id"], "request-7");
    assert_impersonal(&lines);
    for table in [PROFILES, SESSIONS, LOGS] {
        assert!(platform.items(table).await.is_empty());
    }
}
