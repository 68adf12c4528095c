use kind::registry;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

fn document(service: &str) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": service }, "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "arn:aws:logs:us-east-2:123456789012:log-group:/aws/events/*:*",
    }] })
}

round_trips! {
    kind: "logs.resource_policy", base: json!({ "policy": document("events.amazonaws.com") }), prepare: &[];
    policy: json!({ "policy": document("route53.amazonaws.com") }) =>
        "[json.loads(p['policyDocument'])['Statement'][0]['Principal']['Service'] for p in client('logs').describe_resource_policies()['resourcePolicies'] if p['policyName'] == name]",
        json!(["route53.amazonaws.com"]), On::Both;
}

#[test]
fn a_policy_is_for_services_and_of_some_length() {
    let kind = registry::find("logs.resource_policy").unwrap();
    let messages = |policy: Value| -> Vec<String> {
        kind.check(&json!({ "name": "p", "policy": policy }))
            .into_iter()
            .map(|it| it.message)
            .collect()
    };
    assert_eq!(messages(document("events.amazonaws.com")), [""; 0]);
    let mut of_a_role = document("events.amazonaws.com");
    of_a_role["Statement"][0]["Principal"] = json!({ "AWS": "arn:aws:iam::123456789012:role/r" });
    assert_eq!(messages(of_a_role), ["AWS enforces this for services alone"]);
    let mut long = document("events.amazonaws.com");
    long["Statement"][0]["Resource"] = (0..100)
        .map(|number| {
            format!("arn:aws:logs:us-east-2:123456789012:log-group:/aws/events/{number}:*")
        })
        .collect();
    let found = messages(long);
    assert!(found.iter().any(|message| message.starts_with("the policy has ")), "{found:?}");
}

/// The next page is asked for, and only what is on none of them is absent. A refusal is an error.
#[tokio::test]
async fn a_policy_is_looked_for_on_every_page() {
    let kind = registry::find("logs.resource_policy").unwrap();
    let page = |name: &str, next: Value| {
        json!({ "resourcePolicies": [{ "policyName": name, "policyDocument": document("events.amazonaws.com").to_string() }], "nextToken": next }).to_string()
    };
    let script = ScriptedCloud::default()
        .answer("DescribeResourcePolicies", 200, page("a", json!("more")))
        .answer("DescribeResourcePolicies", 200, page("b", Value::Null));
    let aws = script.aws().await;
    let live = kind.read(&aws, "b").await.unwrap().unwrap();
    assert_eq!(live.spec["name"], "b");
    assert_eq!(kind.read(&aws, "c").await.unwrap(), None);
    let refusal = r#"{"__type":"AccessDeniedException","message":"no"}"#;
    let script = ScriptedCloud::default().answer("DescribeResourcePolicies", 400, refusal);
    let read = kind.read(&script.aws().await, "a").await;
    assert_eq!(read.unwrap_err().code.as_deref(), Some("AccessDeniedException"));
}
