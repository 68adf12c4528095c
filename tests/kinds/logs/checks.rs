//! What is found in log groups without asking AWS.

use kind::registry;
use language::diagnostic::Severity;
use serde_json::{Value, json};

/// What is found, as `field: message`, of one severity.
fn found(name: &str, fields: &Value, severity: Severity) -> Vec<String> {
    let mut group = json!({ "name": name });
    group.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let findings = registry::find("logs.log_group").unwrap().check(&group).into_iter();
    let findings = findings.filter(|finding| finding.severity == severity);
    findings.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
}

fn errors(fields: Value) -> Vec<String> {
    found("/shop", &fields, Severity::Error)
}

fn warnings(fields: Value) -> Vec<String> {
    assert_eq!(errors(fields.clone()), [""; 0]);
    found("/shop", &fields, Severity::Warning)
}

fn filter(pattern: &str) -> Value {
    json!({ "metric_filters": { "f": { "pattern": pattern, "metric": { "namespace": "shop", "name": "Errors" } } } })
}

fn metric(changes: Value) -> Value {
    let mut metric = json!({ "namespace": "shop", "name": "Errors" });
    metric.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    json!({ "metric_filters": { "f": { "metric": metric } } })
}

fn subscription(fields: Value) -> Value {
    json!({ "subscription_filters": { "s": fields } })
}

#[test]
fn functions_log_no_words_between_spaces() {
    let words = filter("[timestamp, request_id, level=ERROR]");
    assert_eq!(warnings(words.clone()), [""; 0]);
    let of_a_function = |fields: &Value| found("/aws/lambda/orders", fields, Severity::Warning);
    assert_eq!(
        of_a_function(&words),
        ["metric_filters.f.pattern: functions do not log words between spaces"]
    );
    assert_eq!(of_a_function(&filter("{ $.event = \"forbidden\" }")), [""; 0]);
}

#[test]
fn patterns_that_cannot_be_read_are_errors() {
    assert_eq!(
        errors(filter("{ event = 1 }")),
        [
            "metric_filters.f.pattern: `event = 1` stands where a field should: fields of JSON begin with `$.`",
        ]
    );
    assert_eq!(
        errors(filter("[a, b")),
        ["metric_filters.f.pattern: a pattern for words between spaces ends with `]`"]
    );
    assert_eq!(
        errors(filter("{ $.a = %x% && $.b = %y% && $.c = %z% }")),
        ["metric_filters.f.pattern: a pattern has at most two regular expressions"]
    );
    let six: serde_json::Map<String, Value> = (0..6)
        .map(|number| {
            (
                format!("f{number}"),
                json!({ "pattern": "%x%", "metric": { "namespace": "shop", "name": "a" } }),
            )
        })
        .collect();
    assert_eq!(
        errors(json!({ "metric_filters": six })),
        [": more than five filters have regular expressions"]
    );
    let named =
        json!({ "metric_filters": { "a:b": { "metric": { "namespace": "shop", "name": "a" } } } });
    let found = errors(named);
    assert!(found[0].ends_with(": this cannot be the name of a filter"), "{found:?}");
}

#[test]
fn the_metric_of_a_filter_is_checked() {
    assert_eq!(
        errors(metric(json!({ "default": 0, "dimensions": { "a": "$.a" } }))),
        ["metric_filters.f.metric.default: a metric with dimensions has no default"]
    );
    assert_eq!(
        errors(metric(json!({ "value": "one" }))),
        ["metric_filters.f.metric.value: `one` is neither a number nor a field"]
    );
    assert_eq!(warnings(metric(json!({ "value": "$.bytes" }))), [""; 0]);
    assert_eq!(
        warnings(metric(json!({ "namespace": "AWS/Lambda" }))),
        ["metric_filters.f.metric.namespace: namespaces that begin with `AWS/` are AWS's own"]
    );
    assert_eq!(
        warnings(metric(json!({ "dimensions": { "tenant": "tenant" } }))),
        ["metric_filters.f.metric.dimensions.tenant: `tenant` is not a field"]
    );
}

#[test]
fn where_events_are_sent_is_checked() {
    let to = |destination: &str| json!({ "destination": destination });
    let stream = "arn:aws:kinesis:us-east-2:123456789012:stream/s";
    assert_eq!(
        errors(subscription(to("arn:aws:sqs:us-east-2:123456789012:q"))),
        ["subscription_filters.s.destination: events cannot be sent there"]
    );
    assert_eq!(
        errors(subscription(to(stream))),
        ["subscription_filters.s.role: a stream needs a role"]
    );
    let mut function = to("arn:aws:lambda:us-east-2:123456789012:function:f");
    assert_eq!(warnings(subscription(function.clone())), [""; 0]);
    function["role"] = json!("arn:aws:iam::123456789012:role/r");
    function["distribution"] = json!("Random");
    assert_eq!(
        warnings(subscription(function)),
        [
            "subscription_filters.s.role: no role is taken on to call a function",
            "subscription_filters.s.distribution: this is for streams of Kinesis alone",
        ]
    );
}

#[test]
fn other_classes_have_none_of_it() {
    let mut fields = filter("ERROR");
    fields["class"] = json!("INFREQUENT_ACCESS");
    assert_eq!(
        errors(fields),
        ["metric_filters: a group of class INFREQUENT_ACCESS has no metric filters"]
    );
    let fields = json!({ "class": "DELIVERY", "index_policy": { "fields": ["a"] }, "data_protection": protection(),
        "subscription_filters": { "s": { "destination": "arn:aws:lambda:us-east-2:123456789012:function:f" } } });
    assert_eq!(
        errors(fields),
        [
            "subscription_filters: a group of class DELIVERY has no subscription filters",
            "data_protection: nothing is masked in a group of class DELIVERY",
            "index_policy: a group of class DELIVERY has no index policy",
        ]
    );
}

fn protection() -> Value {
    let mails = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";
    json!({ "Name": "mails", "Version": "2021-06-01", "Statement": [
        { "Sid": "find", "DataIdentifier": [mails], "Operation": { "Audit": { "FindingsDestination": {} } } },
        { "Sid": "mask", "DataIdentifier": [mails], "Operation": { "Deidentify": { "MaskConfig": {} } } },
    ] })
}

#[test]
fn what_is_masked_is_checked() {
    assert_eq!(warnings(json!({ "data_protection": protection() })), [""; 0]);
    let message = |change: &dyn Fn(&mut Value)| {
        let mut policy = protection();
        change(&mut policy);
        errors(json!({ "data_protection": policy }))
    };
    assert_eq!(
        message(&|policy| drop(policy["Statement"].as_array_mut().unwrap().pop())),
        ["data_protection: a data protection policy has two statements"]
    );
    assert_eq!(
        message(&|policy| policy["Statement"][1]["DataIdentifier"] = json!(["other"])),
        ["data_protection: both statements have the same `DataIdentifier`"]
    );
    assert_eq!(
        message(&|policy| policy["Statement"][0]["Operation"]["Audit"] = json!({})),
        ["data_protection: `Audit` has a `FindingsDestination`"]
    );
    assert_eq!(
        message(&|policy| policy["Statement"][1]["Operation"]["Deidentify"] =
            json!({ "MaskConfig": { "a": 1 } })),
        ["data_protection: `Deidentify` has an empty `MaskConfig`"]
    );
    assert_eq!(
        message(&|policy| policy["Description"] = json!("a".repeat(31_000))),
        ["data_protection: a data protection policy has at most 30,720 characters"]
    );
}

#[test]
fn an_index_policy_is_checked() {
    let policy = |fields: Value, facets: Value| {
        errors(json!({ "index_policy": { "fields": fields, "facets": facets } }))
    };
    assert_eq!(policy(json!(["a"]), json!(["b"])), [""; 0]);
    assert_eq!(
        policy(json!([]), json!([])),
        ["index_policy: an index policy names at least one field"]
    );
    assert_eq!(
        policy(json!(["a"]), json!(["a"])),
        ["index_policy: `a` stands in `fields` and in `facets`"]
    );
    let many: Vec<String> = (0..21).map(|number| format!("f{number}")).collect();
    assert_eq!(policy(json!(many), json!([])), ["index_policy: the policy has 21 fields"]);
}
