//! Event source mappings, which are found by their source.

use super::*;

const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:orders";

fn mapping(fields: Value) -> Value {
    let mut mapping =
        json!({ "UUID": "u-1", "FunctionArn": ARN, "EventSourceArn": QUEUE, "State": "Enabled" });
    mapping.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    mapping
}

fn mappings(list: &[Value]) -> String {
    json!({ "EventSourceMappings": list }).to_string()
}

#[tokio::test]
async fn a_mapping_is_found_by_its_source_and_changed_when_it_has_settled() {
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[
            mapping(json!({ "State": "Updating" })),
            mapping(json!({ "UUID": "u-2", "EventSourceArn": "arn:aws:sqs:us-east-2:123456789012:old" })),
            mapping(json!({ "UUID": "u-3", "EventSourceArn": "arn:aws:kafka:us-east-2:123456789012:cluster/c/1" })),
            mapping(json!({ "UUID": "u-4", "FunctionArn": format!("{ARN}-other") })),
        ]))
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Updating" })).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string())
        .answer("UpdateEventSourceMapping", 202, mapping(json!({})).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string())
        .answer("DeleteEventSourceMapping", 202, "{}")
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Deleting" })).to_string());
    let script = missing(script, "GetEventSourceMapping");
    let source = |batch: Value| json!({ "event_sources": { "orders": { "source": QUEUE, "batch_size": batch } } });
    let before = live(with(source(Value::Null))).await;
    let spec = with(source(json!(5)));
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(sent(&script, "UpdateEventSourceMapping"), json!({ "BatchSize": 5 }));
    let deleted = script.requests_of("DeleteEventSourceMapping");
    assert_eq!(
        deleted.len(),
        1,
        "neither the mapping of another function nor that of another service"
    );
    assert!(deleted[0].uri.ends_with("/u-2"));
    let order = operations(&script);
    assert_eq!(
        order[..4],
        [
            "ListEventSourceMappings", "GetEventSourceMapping", "GetEventSourceMapping",
            "UpdateEventSourceMapping"
        ]
    );
}

#[tokio::test]
async fn a_function_goes_with_all_its_mappings() {
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[
            mapping(json!({})),
            mapping(json!({ "UUID": "u-3", "EventSourceArn": "arn:aws:kafka:us-east-2:123456789012:cluster/c/1" })),
        ]))
        .answer("DeleteEventSourceMapping", 202, "{}")
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Deleting" })).to_string())
        .answer("DeleteFunction", 204, "")
        .answer("GetFunction", 200, function(json!({ "State": "Deleting" })));
    let script = missing(script, "GetEventSourceMapping");
    let script = missing(script, "GetFunction");
    kind().delete(&script.aws().await, "api").await.unwrap();
    assert_eq!(script.requests_of("DeleteEventSourceMapping").len(), 2);
    assert_eq!(script.requests_of("GetFunction").len(), 2, "until its name is free");
}
