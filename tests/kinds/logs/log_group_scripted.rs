//! What neither emulator has of a log group, and which calls a read makes.

use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ARN: &str = "arn:aws:logs:us-east-2:123456789012:log-group:g";

/// A cloud with one group, which has this besides its name.
fn cloud(group: &Value) -> ScriptedCloud {
    let mut described =
        json!({ "logGroupName": "g", "arn": format!("{ARN}:*"), "logGroupClass": "STANDARD" });
    described.as_object_mut().unwrap().extend(group.as_object().unwrap().clone());
    ScriptedCloud::default()
        .answer("DescribeLogGroups", 200, json!({ "logGroups": [described] }).to_string())
        .answer("ListTagsForResource", 200, r#"{"tags":{}}"#)
        .answer("DescribeMetricFilters", 200, r#"{"metricFilters":[]}"#)
        .answer("DescribeSubscriptionFilters", 200, r#"{"subscriptionFilters":[]}"#)
}

async fn read(script: &ScriptedCloud) -> Value {
    let kind = registry::find("logs.log_group").unwrap();
    kind.read(&script.aws().await, "g").await.unwrap().unwrap().spec.into()
}

fn body(script: &ScriptedCloud, operation: &str) -> Value {
    serde_json::from_str(&script.requests_of(operation)[0].body).unwrap()
}

const NO_INDEX: &str = r#"{"indexPolicies":[]}"#;

#[tokio::test]
async fn what_is_masked_is_read_and_written_and_taken_away() {
    let policy = json!({ "Name": "p", "Version": "2021-06-01", "Statement": [] });
    let script = cloud(&json!({ "dataProtectionStatus": "ACTIVATED" }))
        .answer("DescribeIndexPolicies", 200, NO_INDEX)
        .answer(
            "GetDataProtectionPolicy",
            200,
            json!({ "policyDocument": format!("{policy:#}") }).to_string(),
        )
        .answer("PutDataProtectionPolicy", 200, "{}")
        .answer("DeleteDataProtectionPolicy", 200, "{}");
    let with = read(&script).await;
    assert_eq!(with["data_protection"], policy);
    let mut without = with.clone();
    without.as_object_mut().unwrap().remove("data_protection");
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let kind = registry::find("logs.log_group").unwrap();
    kind.update(&aws, &workspace, "g", with.clone(), without.clone()).await.unwrap();
    kind.update(&aws, &workspace, "g", without, with).await.unwrap();
    let sent = body(&script, "PutDataProtectionPolicy");
    assert_eq!(sent, json!({ "logGroupIdentifier": "g", "policyDocument": policy.to_string() }));
    assert_eq!(body(&script, "DeleteDataProtectionPolicy"), json!({ "logGroupIdentifier": "g" }));
}

#[tokio::test]
async fn an_index_policy_is_read_and_written_and_taken_away() {
    let document =
        json!({ "Fields": ["requestId"], "FieldsV2": { "status": { "type": "FACET" } } });
    let policies = json!({ "indexPolicies": [{ "logGroupIdentifier": ARN, "policyDocument": document.to_string(), "source": "LOG_GROUP" }] });
    let script = cloud(&json!({}))
        .answer("DescribeIndexPolicies", 200, policies.to_string())
        .answer("PutIndexPolicy", 200, "{}")
        .answer("DeleteIndexPolicy", 200, "{}");
    let with = read(&script).await;
    assert_eq!(with["index_policy"], json!({ "fields": ["requestId"], "facets": ["status"] }));
    let mut without = with.clone();
    without.as_object_mut().unwrap().remove("index_policy");
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let kind = registry::find("logs.log_group").unwrap();
    kind.update(&aws, &workspace, "g", with.clone(), without.clone()).await.unwrap();
    kind.update(&aws, &workspace, "g", without, with).await.unwrap();
    let sent = body(&script, "PutIndexPolicy");
    let sent: Value = serde_json::from_str(sent["policyDocument"].as_str().unwrap()).unwrap();
    assert_eq!(sent, document);
    assert_eq!(body(&script, "DeleteIndexPolicy"), json!({ "logGroupIdentifier": "g" }));
}

#[tokio::test]
async fn the_policy_of_the_account_is_not_the_groups() {
    let policies = json!({ "indexPolicies": [{ "policyName": "all", "policyDocument": "{\"Fields\":[\"a\"]}", "source": "ACCOUNT" }] });
    let script = cloud(&json!({})).answer("DescribeIndexPolicies", 200, policies.to_string());
    assert_eq!(read(&script).await.get("index_policy"), None);
}

/// No call is made for what a group cannot have, or says that it does not have.
#[tokio::test]
async fn a_read_makes_the_calls_that_it_needs() {
    let script = cloud(&json!({ "logGroupClass": "INFREQUENT_ACCESS" }));
    read(&script).await;
    let called: Vec<String> =
        script.requests().into_iter().map(|request| request.operation).collect();
    assert_eq!(called, ["DescribeLogGroups", "ListTagsForResource"]);
    let script = cloud(&json!({ "dataProtectionStatus": "DELETED" }))
        .answer("DescribeIndexPolicies", 200, NO_INDEX);
    let (aws, kind) = (script.aws().await, registry::find("logs.log_group").unwrap());
    kind.read(&aws, "g").await.unwrap();
    kind.read(&aws, "g").await.unwrap();
    assert_eq!(script.requests_of("DescribeMetricFilters").len(), 1, "all groups share the list");
    assert_eq!(script.requests_of("GetDataProtectionPolicy").len(), 0);
}

/// What a filter says besides the pattern, which moto and ministack drop.
#[tokio::test]
async fn filters_have_settings_of_centralised_logs() {
    let filters = json!({ "metricFilters": [
        { "filterName": "f", "filterPattern": "", "logGroupName": "g", "applyOnTransformedLogs": true,
          "fieldSelectionCriteria": "@aws.region = \"us-east-2\"", "emitSystemFieldDimensions": ["@aws.account"],
          "metricTransformations": [{ "metricName": "m", "metricNamespace": "n", "metricValue": "1" }] },
        { "filterName": "f", "filterPattern": "", "logGroupName": "other",
          "metricTransformations": [{ "metricName": "m", "metricNamespace": "n", "metricValue": "1" }] },
    ] });
    let subscriptions = json!({ "subscriptionFilters": [
        { "filterName": "s", "filterPattern": "", "logGroupName": "g", "destinationArn": "arn:aws:logs:us-east-2:210987654321:destination:d",
          "distribution": "ByLogStream", "applyOnTransformedLogs": true, "emitSystemFields": ["@aws.account"] },
    ] });
    let script = ScriptedCloud::default()
        .answer("DescribeLogGroups", 200, r#"{"logGroups":[{"logGroupName":"g"}]}"#)
        .answer("ListTagsForResource", 200, r#"{"tags":{}}"#)
        .answer("DescribeIndexPolicies", 200, NO_INDEX)
        .answer("DescribeMetricFilters", 200, filters.to_string())
        .answer("DescribeSubscriptionFilters", 200, subscriptions.to_string())
        .answer("PutMetricFilter", 200, "{}")
        .answer("PutSubscriptionFilter", 200, "{}");
    let live = read(&script).await;
    let filter = &live["metric_filters"]["f"];
    assert_eq!(live["metric_filters"].as_object().unwrap().len(), 1);
    assert_eq!(filter["on_transformed_logs"], true);
    assert_eq!(filter["emit_system_field_dimensions"], json!(["@aws.account"]));
    assert_eq!(live["subscription_filters"]["s"]["emit_system_fields"], json!(["@aws.account"]));
    let mut without = live.clone();
    without["metric_filters"] = json!({});
    without["subscription_filters"] = json!({});
    let (aws, kind) = (script.aws().await, registry::find("logs.log_group").unwrap());
    kind.update(&aws, &Workspace::new("."), "g", live, without).await.unwrap();
    assert_eq!(
        body(&script, "PutMetricFilter"),
        json!({
            "logGroupName": "g", "filterName": "f", "filterPattern": "", "applyOnTransformedLogs": true,
            "fieldSelectionCriteria": "@aws.region = \"us-east-2\"", "emitSystemFieldDimensions": ["@aws.account"],
            "metricTransformations": [{ "metricName": "m", "metricNamespace": "n", "metricValue": "1" }],
        })
    );
    assert_eq!(
        body(&script, "PutSubscriptionFilter"),
        json!({
            "logGroupName": "g", "filterName": "s", "filterPattern": "", "applyOnTransformedLogs": true,
            "destinationArn": "arn:aws:logs:us-east-2:210987654321:destination:d", "distribution": "ByLogStream", "emitSystemFields": ["@aws.account"],
        })
    );
}

/// Where an answer gets lost anywhere, every list is forgotten: the next may be asked for while filters are being written.
#[tokio::test]
async fn filters_that_were_written_are_not_read_from_a_list_of_before() {
    let filters = |names: &[&str]| {
        let filter = |name: &&str| {
            json!({ "filterName": name, "filterPattern": "", "logGroupName": "g",
              "metricTransformations": [{ "metricName": "m", "metricNamespace": "n", "metricValue": "1" }] })
        };
        json!({ "metricFilters": names.iter().map(filter).collect::<Vec<_>>() }).to_string()
    };
    let script = ScriptedCloud::default()
        .answer(
            "DescribeLogGroups",
            200,
            r#"{"logGroups":[{"logGroupName":"g"},{"logGroupName":"other"}]}"#,
        )
        .answer("ListTagsForResource", 200, r#"{"tags":{}}"#)
        .answer("DescribeIndexPolicies", 200, NO_INDEX)
        .answer("DescribeSubscriptionFilters", 200, r#"{"subscriptionFilters":[]}"#)
        .answer("DescribeMetricFilters", 200, filters(&["before"]))
        .answer("DescribeMetricFilters", 200, filters(&["before"]))
        .answer("DescribeMetricFilters", 200, filters(&["before", "written"]))
        .answer("PutMetricFilter", 200, "{}");
    let (aws, kind) = (script.aws().await, registry::find("logs.log_group").unwrap());
    let before = kind.read(&aws, "g").await.unwrap().unwrap().spec.into_inner();
    let mut wanted = before.clone();
    wanted["metric_filters"]["written"] = wanted["metric_filters"]["before"].clone();
    kind.update(&aws, &Workspace::new("."), "g", wanted.clone(), before).await.unwrap();
    aws.memo().clear();
    kind.read(&aws, "other").await.unwrap();
    assert_eq!(kind.read(&aws, "g").await.unwrap().unwrap().spec, wanted);
}

/// A part that cannot be read makes a read fail: it never counts as absent.
#[tokio::test]
async fn a_refused_part_is_not_an_absence() {
    let refusal = r#"{"__type":"AccessDeniedException","message":"no"}"#;
    for part in [
        "DescribeIndexPolicies", "DescribeMetricFilters", "DescribeSubscriptionFilters",
        "GetDataProtectionPolicy",
    ] {
        let whole = [
            ("DescribeIndexPolicies", NO_INDEX),
            (
                "DescribeLogGroups",
                r#"{"logGroups":[{"logGroupName":"g","dataProtectionStatus":"ACTIVATED"}]}"#,
            ),
            ("DescribeMetricFilters", r#"{"metricFilters":[]}"#),
            ("DescribeSubscriptionFilters", r#"{"subscriptionFilters":[]}"#),
            ("GetDataProtectionPolicy", r#"{"policyDocument":"{}"}"#),
            ("ListTagsForResource", r#"{"tags":{}}"#),
        ];
        let script =
            whole.into_iter().fold(ScriptedCloud::default(), |script, (operation, answer)| {
                match operation == part {
                    true => script.answer(operation, 400, refusal),
                    false => script.answer(operation, 200, answer),
                }
            });
        let read = registry::find("logs.log_group").unwrap().read(&script.aws().await, "g").await;
        assert_eq!(read.unwrap_err().code.as_deref(), Some("AccessDeniedException"), "{part}");
    }
}
