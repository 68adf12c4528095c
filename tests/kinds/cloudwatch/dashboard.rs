use kind::registry;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const NO_CBOR: &str = "moto does not speak CBOR, in which CloudWatch is called";

fn base() -> Value {
    json!({ "body": { "widgets": [{ "type": "text", "width": 3, "properties": { "markdown": "hello" } }] } })
}

round_trips! {
    kind: "cloudwatch.dashboard", base: base(), prepare: &[];
    body: json!({ "body": { "start": "-PT6H", "widgets": [
        { "type": "text", "x": 0, "y": 0, "width": 3.0, "height": 2, "properties": { "markdown": "good bye" } },
        { "type": "metric", "properties": { "region": "us-east-2", "metrics": [["AWS/Lambda", "Errors", "FunctionName", "{name}", { "stat": "Sum" }]] } },
    ] } }) =>
        "(lambda b: [b['start'], len(b['widgets']), b['widgets'][0]['width']])(json.loads(client('cloudwatch').get_dashboard(DashboardName=name)['DashboardBody']))",
        json!(["-PT6H", 2, 3]), On::Ministack(NO_CBOR);
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('cloudwatch').list_tags_for_resource(ResourceARN=client('cloudwatch').get_dashboard(DashboardName=name)['DashboardArn'])['Tags'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Ministack(NO_CBOR);
}

/// The body that the console has written compares by its meaning.
#[tokio::test]
async fn a_body_is_read_whatever_its_white_space() {
    let body = "{\n  \"widgets\": [ ],\n  \"periodOverride\": \"inherit\" }";
    let script = ScriptedCloud::default()
        .cbor("GetDashboard", 200, &json!({ "DashboardBody": body }))
        .cbor("ListTagsForResource", 200, &json!({ "Tags": [{ "Key": "Team", "Value": "ai" }] }));
    let kind = registry::find("cloudwatch.dashboard").unwrap();
    let live = kind.read(&script.aws().await, "main").await.unwrap().unwrap();
    let expected = json!({
        "name": "main",
        "body": { "widgets": [], "periodOverride": "inherit" },
        "tags": { "Team": "ai" },
    });
    assert_eq!(live.spec, expected);
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("cloudwatch.dashboard").unwrap();
    for (code, is_absent) in [("AccessDenied", false), ("ResourceNotFound", true)] {
        let script = ScriptedCloud::default()
            .cbor("GetDashboard", 400, &json!({ "__type": code, "message": "no" }))
            .cbor("ListTagsForResource", 200, &json!({ "Tags": [] }));
        let read = kind.read(&script.aws().await, "main").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

fn found(body: Value) -> Vec<String> {
    let kind = registry::find("cloudwatch.dashboard").unwrap();
    let findings = kind.check(&json!({ "name": "main", "body": body })).into_iter();
    findings.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
}

fn widget(widget: Value) -> Vec<String> {
    found(json!({ "widgets": [widget] }))
}

fn metric(metrics: Value) -> Vec<String> {
    widget(json!({ "type": "metric", "properties": { "region": "us-east-2", "metrics": metrics } }))
}

#[test]
fn what_a_dashboard_shows_is_checked() {
    let text = json!({ "type": "text", "properties": { "markdown": "a" } });
    assert_eq!(found(json!({ "widgets": [text] })), [""; 0]);
    assert_eq!(found(json!({ "widgets": [] })), ["body.widgets: the dashboard is empty"]);
    assert_eq!(found(json!("nothing")), ["body: the body is not a map"]);
    assert_eq!(
        found(json!({ "widget": [] })),
        ["body.widgets: `widgets` is not a list", "body.widget: a dashboard has no `widget`",]
    );
    assert_eq!(
        found(json!({ "widgets": vec![text.clone(); 501] })),
        ["body.widgets: the dashboard has 501 widgets"]
    );
    assert_eq!(widget(json!({ "properties": {} })), ["body.widgets[0]: a widget has a `type`"]);
    assert_eq!(widget(json!({ "type": "text" })), ["body.widgets[0]: a widget has `properties`"]);
    assert_eq!(
        widget(json!({ "type": "texts", "properties": {} })),
        ["body.widgets[0].type: there are no widgets of type `texts` that this version knows"]
    );
    assert_eq!(
        widget(json!({ "type": "text", "properties": {} })),
        ["body.widgets[0].properties: a widget of type `text` has `markdown`"]
    );
    let placed = |place: Value| {
        let mut widget = text.clone();
        widget.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        found(json!({ "widgets": [widget] }))
    };
    assert_eq!(placed(json!({ "x": 0, "y": 100, "width": 24, "height": 1000 })), [""; 0]);
    assert_eq!(
        placed(json!({ "x": 24, "width": 1 })),
        [
            "body.widgets[0].x: this is not a valid `x` of a widget",
            "body.widgets[0].width: the widget does not fit into the grid",
        ]
    );
    assert_eq!(
        placed(json!({ "width": 25 })),
        ["body.widgets[0].width: this is not a valid `width` of a widget"]
    );
    assert_eq!(
        placed(json!({ "height": 0 })),
        ["body.widgets[0].height: this is not a valid `height` of a widget"]
    );
    assert_eq!(
        placed(json!({ "x": 18, "width": 12 })),
        ["body.widgets[0].width: the widget does not fit into the grid"]
    );
}

#[test]
fn the_metrics_of_a_widget_are_checked_where_they_stand() {
    let at = |index: usize, message: &str| {
        format!("body.widgets[0].properties.metrics[{index}]: {message}")
    };
    assert_eq!(
        metric(json!([
            ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "a", { "stat": "Sum" }],
            [".", "NumberOfMessagesReceived", ".", "."],
            ["...", "b"],
            [{ "expression": "m1 + m2", "id": "e1" }],
            ["AWS/Billing", "EstimatedCharges", "Currency", "USD", { "region": "us-east-1" }],
        ])),
        [""; 0]
    );
    assert_eq!(
        metric(json!([["AWS/ApiGateway", "5XXError", "ApiId", "a1"], [".", "Latency", ".", "."]])),
        [at(0, "`AWS/ApiGateway` never has `5XXError` by `ApiId`")]
    );
    assert_eq!(
        metric(json!([["AWS/Lambda", "Errors", "FunctionName", "TODO"]])),
        [at(0, "`TODO` is not a value of `FunctionName`")]
    );
    assert_eq!(
        metric(json!([["AWS/Billing", "EstimatedCharges", "Currency", "USD"]])),
        [at(0, "`EstimatedCharges` of `AWS/Billing` is in us-east-1 alone")]
    );
    assert_eq!(
        metric(json!([["AWS/Lambda", "Errors", "FunctionName"]])),
        [
            at(0, "each dimension has a name and a value"),
            at(0, "`AWS/Lambda` never has `Errors` without dimensions"),
        ][..1]
    );
    assert_eq!(metric(json!([["..."]])), [at(0, "a metric has a namespace and a name")]);
    assert_eq!(metric(json!([[".", "."]])), [at(0, "there is nothing before this to repeat")]);
    assert_eq!(metric(json!([[]])), [at(0, "this is neither a metric nor an expression")]);
    assert_eq!(metric(json!(["AWS/Lambda"])), [at(0, "a metric is a list")]);
    assert_eq!(
        metric(json!([["AWS/Lambda", "Errors", "FunctionName", 1]])),
        [at(0, "the parts of a metric are texts, and a map of options at the end")]
    );
    let many = vec![json!(["shop", "Orders"]); 501];
    assert_eq!(
        metric(json!(many)),
        ["body.widgets[0].properties.metrics: the widget shows 501 metrics"]
    );
    assert_eq!(
        widget(json!({ "type": "metric", "properties": { "title": "nothing" } })),
        [
            "body.widgets[0].properties: a widget of type `metric` has `metrics`, or an alarm in `annotations`"
        ]
    );
    let widget = json!({ "type": "metric", "properties": { "region": "us-east-2", "metrics": vec![json!(["shop", "Orders"]); 500] } });
    assert_eq!(
        found(json!({ "widgets": vec![widget; 6] })),
        ["body.widgets: the dashboard shows 3000 metrics"]
    );
}
