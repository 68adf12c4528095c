//! Answers of S3 that no emulator gives.

use std::path::Path;
use std::sync::Arc;

use compiler::Identity;
use state::{HeldLock, Location, StateError, Storage, Store};

use crate::scripted::ScriptedCloud;

const NO_SUCH_KEY: &str = "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>";
const OTHER_VERSION: &str = "<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>";
const CROSSED: &str = "<Error><Code>ConditionalRequestConflict</Code><Message>no</Message></Error>";

async fn storage(script: &ScriptedCloud) -> Arc<dyn Storage> {
    let location = Location::parse("s3://states/shop").expect("a location");
    location.open(Path::new("."), &script.aws().await).into()
}

fn error(code: &str) -> String {
    format!("<Error><Code>{code}</Code><Message>said AWS</Message></Error>")
}

/// What a read comes to that is answered like this.
async fn read(status: u16, headers: &[(&str, &str)], body: &str) -> Result<(), StateError> {
    let script = ScriptedCloud::default().answer_with("GetObject", status, headers, body);
    Store::open(storage(&script).await, &Identity::new("shop", "dev")).await.map(drop)
}

#[tokio::test]
async fn only_a_typed_not_found_means_that_there_is_no_state() {
    read(404, &[], NO_SUCH_KEY).await.expect("an empty state");
    // With these the SDK repeats the call: the header makes that quick.
    let now = [("x-amz-retry-after", "1")];
    for (status, code) in [
        (403, "AccessDenied"),
        (404, "NoSuchBucket"),
        (404, "NoSuchUpload"),
        (500, "RequestTimeout"),
        (503, "RequestTimeout"),
    ] {
        let refused = read(status, &now, &error(code)).await;
        assert!(refused.is_err(), "{status} {code}");
    }
    for page in ["<html>not found</html>", ""] {
        let refused = read(404, &[], page).await;
        assert!(refused.is_err(), "the page of a proxy: {page}");
    }
}

#[tokio::test]
async fn a_refusal_says_which_permissions_it_takes() {
    let refused = read(403, &[], &error("AccessDenied")).await.unwrap_err();
    insta::assert_snapshot!(refused, @"cannot read s3://states/shop/state.json: S3 GetObject: said AWS (AccessDenied). It takes s3:GetObject, s3:PutObject and s3:DeleteObject there, and s3:ListBucket on the bucket, or AWS does not tell that there is no state yet");
}

#[tokio::test]
async fn a_bucket_in_another_region_is_named_as_such() {
    let moved = read(301, &[], &error("PermanentRedirect")).await.unwrap_err();
    insta::assert_snapshot!(moved, @"the bucket `states` for the state is not in us-east-2: keep the state in a bucket of the environment's region");
}

#[tokio::test]
async fn a_write_whose_answer_got_lost_is_a_success() {
    let script = ScriptedCloud::default().answer("PutObject", 412, OTHER_VERSION).answer_with(
        "GetObject",
        200,
        &[("etag", "\"ours\"")],
        "text",
    );
    let storage = storage(&script).await;
    let written = storage.write("f", b"text".to_vec(), Some("\"old\"".to_owned())).await;
    assert_eq!(written.unwrap(), "\"ours\"");
    let other = storage.write("f", b"another".to_vec(), None).await;
    assert!(matches!(other, Err(StateError::Conflict { .. })), "{other:?}");
}

#[tokio::test]
async fn a_delete_whose_answer_got_lost_is_a_success() {
    let script = ScriptedCloud::default()
        .answer("DeleteObject", 404, NO_SUCH_KEY)
        .answer("GetObject", 404, NO_SUCH_KEY);
    storage(&script).await.delete("f", "\"old\"").await.unwrap();
    // A delete that S3 itself holds against the version: nobody can come between.
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_write_that_crosses_another_is_made_again() {
    let script = ScriptedCloud::default()
        .answer("PutObject", 409, CROSSED)
        .answer("PutObject", 409, CROSSED)
        .answer_with("PutObject", 200, &[("etag", "\"new\"")], "");
    let written = storage(&script).await.write("f", b"text".to_vec(), None).await;
    assert_eq!(written.unwrap(), "\"new\"");
}

#[tokio::test]
async fn a_lock_that_is_given_back_while_we_look_is_taken() {
    let script = ScriptedCloud::default()
        .answer("PutObject", 412, OTHER_VERSION)
        .answer_with("PutObject", 200, &[("etag", "\"new\"")], "")
        .answer("GetObject", 404, NO_SUCH_KEY);
    let taken = HeldLock::take(storage(&script).await, "apply").await;
    assert!(taken.is_ok());
}

#[tokio::test]
async fn a_bucket_without_rights_is_not_taken_for_a_lock() {
    let script = ScriptedCloud::default().answer("PutObject", 403, error("AccessDenied"));
    let refused = HeldLock::take(storage(&script).await, "apply").await;
    assert!(matches!(refused.err(), Some(StateError::Denied { .. })));
}

fn page(key: &str, next: Option<&str>) -> String {
    let next = next.map(|token| {
        format!(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>"
        )
    });
    format!(
        "<ListBucketResult><Contents><Key>{key}</Key></Contents>{}</ListBucketResult>",
        next.unwrap_or_default()
    )
}

#[tokio::test]
async fn a_folder_is_listed_page_by_page() {
    let script = ScriptedCloud::default()
        .answer("ListObjectsV2", 200, page("shop/runs/1.json", Some("more")))
        .answer("ListObjectsV2", 200, page("shop/runs/2.json", None));
    let files = storage(&script).await.list("runs").await;
    assert_eq!(files.unwrap(), ["runs/1.json", "runs/2.json"]);
    let requests = script.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[0].uri.contains("prefix=shop%2Fruns%2F"), "{}", requests[0].uri);
    assert!(requests[1].uri.contains("continuation-token=more"), "{}", requests[1].uri);
}

#[tokio::test]
async fn a_list_that_is_refused_is_not_an_empty_one() {
    let script = ScriptedCloud::default().answer("ListObjectsV2", 403, error("AccessDenied"));
    let refused = storage(&script).await.list("runs").await;
    assert!(matches!(refused, Err(StateError::Denied { .. })), "{refused:?}");
}
