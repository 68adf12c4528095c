//! How many calls a function is read with, and answers that hide something.

use super::*;

#[tokio::test]
async fn a_plain_function_is_read_with_seven_calls_and_those_made_once_a_run() {
    let script = plain(ScriptedCloud::default().answer("GetFunction", 200, function(json!({}))));
    let aws = script.aws().await;
    let live = kind().read(&aws, "api").await.unwrap().unwrap();
    assert_eq!(live.outputs["arn"].as_deref(), Some(ARN));
    assert_eq!(live.outputs["version"].as_deref(), Some("$LATEST"));
    assert_eq!(operations(&script).len(), 9);
    kind().read(&aws, "api").await.unwrap().unwrap();
    assert_eq!(operations(&script).len(), 16);
}

#[tokio::test]
async fn nothing_more_is_asked_of_a_function_that_does_not_exist() {
    let script = missing(ScriptedCloud::default(), "GetFunction");
    assert_eq!(kind().read(&script.aws().await, "api").await, Ok(None));
    assert_eq!(operations(&script), ["GetFunction"]);
}

#[tokio::test]
async fn what_aws_does_not_show_is_not_taken_for_absent() {
    let hidden = [
        json!({ "Configuration": configuration(json!({})), "TagsError": { "ErrorCode": "AccessDenied", "Message": "no" } }),
        json!({ "Configuration": configuration(json!({ "Environment": { "Error": { "ErrorCode": "AccessDenied", "Message": "no" } } })) }),
    ];
    for answer in hidden {
        let script = plain(ScriptedCloud::default().answer("GetFunction", 200, answer.to_string()));
        let error = kind().read(&script.aws().await, "api").await.unwrap_err();
        assert!(error.message.starts_with("AWS does not show"), "{error}");
    }
    let script = ScriptedCloud::default().answer("GetFunction", 200, function(json!({})));
    let script = plain(error(script, "GetPolicy", 403, "AccessDeniedException", "no"));
    assert!(kind().read(&script.aws().await, "api").await.is_err());
}
