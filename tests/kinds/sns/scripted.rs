//! What no emulator does: subscriptions that wait, those of others, data protection.

use kind::{Compared, LiveObject};
use language::diff;
use serde_json::{Value, json};
use workspace::Workspace;

use super::kind;
use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ARN: &str = "arn:aws:sns:us-east-2:123456789012:alerts";
const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:jobs";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn answer(operation: &str, content: &str) -> String {
    format!(
        "<{operation}Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><{operation}Result>{content}</{operation}Result>\
         <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{operation}Response>"
    )
}

fn refusal(code: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    )
}

fn attributes(operation: &str, all: &Value) -> String {
    let entries = all.as_object().unwrap().iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("<entry><key>{name}</key><value>{}</value></entry>", escaped(&value))
    });
    answer(operation, &format!("<Attributes>{}</Attributes>", entries.collect::<String>()))
}

/// Subscriptions as they are listed: ARN, owner, protocol and endpoint.
fn listed(all: &[[&str; 4]]) -> String {
    let members = all.iter().map(|[arn, owner, protocol, endpoint]| {
        format!(
            "<member><SubscriptionArn>{arn}</SubscriptionArn><Owner>{owner}</Owner><Protocol>{protocol}</Protocol>\
             <Endpoint>{}</Endpoint><TopicArn>{ARN}</TopicArn></member>",
            escaped(endpoint)
        )
    });
    answer(
        "ListSubscriptionsByTopic",
        &format!("<Subscriptions>{}</Subscriptions>", members.collect::<String>()),
    )
}

/// A topic whose subscriptions are these.
fn topic(subscriptions: &[[&str; 4]]) -> ScriptedCloud {
    ScriptedCloud::default()
        .answer(
            "GetTopicAttributes",
            200,
            attributes("GetTopicAttributes", &json!({ "TopicArn": ARN, "DisplayName": "" })),
        )
        .answer("ListTagsForResource", 200, answer("ListTagsForResource", "<Tags/>"))
        .answer(
            "GetDataProtectionPolicy",
            200,
            answer("GetDataProtectionPolicy", "<DataProtectionPolicy/>"),
        )
        .answer("ListSubscriptionsByTopic", 200, listed(subscriptions))
}

async fn read(script: &ScriptedCloud) -> LiveObject {
    kind().read(&script.aws().await, "alerts").await.unwrap().unwrap()
}

async fn ready(spec: &Value) -> Value {
    kind().prepare(spec.clone(), &Workspace::new(".")).await.unwrap()
}

fn with(subscriptions: Value) -> Value {
    json!({ "name": "alerts", "subscriptions": subscriptions })
}

/// What a plan would change.
async fn changes(spec: &Value, live: &LiveObject) -> Vec<String> {
    let desired = ready(spec).await;
    let is_applied = |one: &Value, other: &Value| one == other;
    let with = Compared { desired: &desired, applied: None, is_applied: &is_applied };
    let live = kind().compared(&live.spec, with);
    diff::changes(&desired, &live).into_iter().map(|change| change.path.to_string()).collect()
}

/// AWS tells neither the ARN nor the settings of what nobody has confirmed, and cannot remove it.
#[tokio::test]
async fn what_waits_for_its_confirmation_is_no_difference() {
    let mail = ["PendingConfirmation", "123456789012", "email", "ops@example.com"];
    let script = topic(&[mail]);
    let live = read(&script).await;
    let wanted = with(json!({ "people": {
        "protocol": "email", "endpoint": "ops@example.com", "filter_policy": { "severity": ["high"] },
    } }));
    assert_eq!(changes(&wanted, &live).await, [""; 0]);
    assert_eq!(changes(&with(json!({})), &live).await, [""; 0]);
    assert_eq!(
        kind().waits(&live.spec),
        [
            "the subscription `email ops@example.com` is to be confirmed, within 48 hours after it was made; nothing is \
             delivered to it before"
        ]
    );
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    for spec in [wanted, with(json!({}))] {
        kind().update(&aws, &workspace, "alerts", spec, live.clone()).await.unwrap();
    }
    for operation in ["Subscribe", "Unsubscribe", "SetSubscriptionAttributes"] {
        assert_eq!(script.requests_of(operation).len(), 0, "{operation}");
    }
    // Another address is another subscription.
    let other = with(json!({ "people": { "protocol": "email", "endpoint": "dev@example.com" } }));
    assert_eq!(changes(&other, &live).await, ["subscriptions"]);
}

/// What nobody confirms is gone after two days, and is subscribed again.
#[tokio::test]
async fn what_was_never_confirmed_is_subscribed_again() {
    let script = topic(&[["Deleted", "123456789012", "email", "ops@example.com"]]).answer(
        "Subscribe",
        200,
        answer("Subscribe", "<SubscriptionArn>pending confirmation</SubscriptionArn>"),
    );
    let live = read(&script).await;
    assert_eq!(live.spec.get("subscriptions"), None);
    assert_eq!(kind().waits(&live.spec), [""; 0]);
    let wanted = with(json!({ "people": { "protocol": "email", "endpoint": "ops@example.com" } }));
    kind().update(&script.aws().await, &Workspace::new("."), "alerts", wanted, live).await.unwrap();
    let sent = &script.requests_of("Subscribe")[0].body;
    assert!(sent.contains("Protocol=email&Endpoint=ops%40example.com"), "{sent}");
    assert!(sent.contains("ReturnSubscriptionArn=true"), "{sent}");
}

/// Those of other accounts and of AWS's own services are not ours to remove; others of our account are.
#[tokio::test]
async fn subscriptions_of_others_are_left_alone() {
    let own = format!("{ARN}:1");
    let script = topic(&[
        [&own, "123456789012", "sqs", QUEUE],
        [&format!("{ARN}:2"), "210987654321", "sqs", "arn:aws:sqs:us-east-2:210987654321:theirs"],
        [&format!("{ARN}:3"), "123456789012", "https", "https://global.sns-api.chatbot.amazonaws.com"],
    ])
    .answer("GetSubscriptionAttributes", 200, attributes("GetSubscriptionAttributes", &json!({
        "SubscriptionArn": own, "RawMessageDelivery": "true", "PendingConfirmation": "false",
        "FilterPolicy": "{\"kind\":[\"order\"]}", "FilterPolicyScope": "MessageAttributes",
        "RedrivePolicy": format!("{{\"deadLetterTargetArn\":\"{QUEUE}-dead\"}}"),
        "DeliveryPolicy": "{\"healthyRetryPolicy\":{\"numRetries\":9},\"sicklyRetryPolicy\":null,\"throttlePolicy\":null,\"guaranteed\":false}",
    })))
    .answer("Unsubscribe", 200, answer("Unsubscribe", ""));
    let live = read(&script).await;
    assert_eq!(
        live.spec["subscriptions"],
        json!({ format!("sqs {QUEUE}"): {
            "protocol": "sqs", "endpoint": QUEUE, "raw_delivery": true, "filter_policy": { "kind": ["order"] },
            "dead_letter": format!("{QUEUE}-dead"),
            "delivery_policy": { "retries": { "count": 9, "max_delay_seconds": 20, "min_delay_seconds": 20 } },
        } })
    );
    kind()
        .update(&script.aws().await, &Workspace::new("."), "alerts", with(json!({})), live)
        .await
        .unwrap();
    let gone = script.requests_of("Unsubscribe");
    assert_eq!(gone.len(), 1);
    assert!(
        gone[0].body.contains(":alerts%3A1") || gone[0].body.contains("%3Aalerts%3A1"),
        "{}",
        gone[0].body
    );
}

/// AWS has asterisks for a password, so that another one alone is not a change.
#[tokio::test]
async fn the_password_of_an_address_is_sent_and_never_compared() {
    let arn = format!("{ARN}:1");
    let script =
        topic(&[[&arn, "123456789012", "https", "https://user:****@hooks.example.com/in"]])
            .answer(
                "GetSubscriptionAttributes",
                200,
                attributes("GetSubscriptionAttributes", &json!({ "SubscriptionArn": arn })),
            )
            .answer(
                "Subscribe",
                200,
                answer("Subscribe", "<SubscriptionArn>pending confirmation</SubscriptionArn>"),
            );
    let spec = |url: &str| with(json!({ "hook": { "protocol": "https", "url": url } }));
    let live = read(&script).await;
    let wanted = spec("https://user:secret@hooks.example.com/in");
    assert_eq!(changes(&wanted, &live).await, [""; 0]);
    assert!(!ready(&wanted).await.to_string().contains("secret"));
    let none = topic(&[]);
    let empty = read(&none).await;
    kind()
        .update(&script.aws().await, &Workspace::new("."), "alerts", wanted, empty)
        .await
        .unwrap();
    let sent = &script.requests_of("Subscribe")[0].body;
    assert!(sent.contains("user%3Asecret%40hooks.example.com"), "{sent}");
    let elsewhere = spec("https://user:secret@hooks.example.com/out");
    assert_eq!(changes(&elsewhere, &live).await.len(), 2);
}

/// A filter with parts is of a body alone: the scope goes before it, and after one that has none any more.
#[tokio::test]
async fn the_scope_of_a_filter_goes_where_aws_takes_it() {
    let arn = format!("{ARN}:1");
    let shown = |more: Value| {
        let mut all = json!({ "SubscriptionArn": arn });
        for (name, value) in more.as_object().unwrap() {
            all[name] = value.clone();
        }
        attributes("GetSubscriptionAttributes", &all)
    };
    let order = async |live: Value, wanted: Value| -> Vec<String> {
        let script = topic(&[[&arn, "123456789012", "sqs", QUEUE]])
            .answer("GetSubscriptionAttributes", 200, shown(live))
            .answer("SetSubscriptionAttributes", 200, answer("SetSubscriptionAttributes", ""));
        let live = read(&script).await;
        let mut it = json!({ "protocol": "sqs", "endpoint": QUEUE });
        for (key, value) in wanted.as_object().unwrap() {
            it[key] = value.clone();
        }
        let spec = with(json!({ "it": it }));
        kind()
            .update(&script.aws().await, &Workspace::new("."), "alerts", spec, live)
            .await
            .unwrap();
        let sent = script.requests_of("SetSubscriptionAttributes").into_iter();
        sent.map(|request| {
            let of = |name: &str| {
                let mut parts = request.body.split('&');
                let part = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
                part.unwrap_or("-").to_owned()
            };
            format!("{} {}", of("AttributeName"), of("AttributeValue"))
        })
        .collect()
    };
    let of_body =
        json!({ "filter_policy": { "a": { "b": ["c"] } }, "filter_scope": "MessageBody" });
    assert_eq!(
        order(json!({}), of_body).await,
        [
            "FilterPolicyScope MessageBody",
            "FilterPolicy %7B%22a%22%3A%7B%22b%22%3A%5B%22c%22%5D%7D%7D"
        ]
    );
    let live = json!({
        "FilterPolicy": "{\"a\":{\"b\":[\"c\"]}}", "FilterPolicyScope": "MessageBody",
        "RedrivePolicy": format!("{{\"deadLetterTargetArn\":\"{QUEUE}-dead\"}}"),
    });
    assert_eq!(
        order(live, json!({})).await,
        ["FilterPolicy %7B%7D", "RedrivePolicy -", "FilterPolicyScope MessageAttributes"]
    );
}

#[tokio::test]
async fn the_policy_that_aws_gives_a_topic_is_none() {
    let given = |actions: Value, account: &str| {
        json!({
            "Version": "2008-10-17", "Id": "__default_policy_ID",
            "Statement": [{
                "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": actions,
                "Resource": ARN, "Condition": { "StringEquals": { "AWS:SourceOwner": account } },
            }],
        })
    };
    let all = json!([
        "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
        "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic",
        "SNS:Publish", "SNS:Receive",
    ]);
    for (policy, is_none) in [
        (given(all.clone(), "123456789012"), true),
        (given(json!(["SNS:Publish", "SNS:Subscribe"]), "123456789012"), true),
        (given(all.clone(), "210987654321"), false),
        (given(json!(["SNS:Publish", "SNS:*"]), "123456789012"), false),
    ] {
        let shown = json!({ "TopicArn": ARN, "Policy": policy.to_string() });
        let script = ScriptedCloud::default()
            .answer("GetTopicAttributes", 200, attributes("GetTopicAttributes", &shown))
            .answer("ListTagsForResource", 200, answer("ListTagsForResource", "<Tags/>"))
            .answer("GetDataProtectionPolicy", 400, refusal("InvalidAction"))
            .answer("ListSubscriptionsByTopic", 200, listed(&[]));
        let live = read(&script).await;
        assert_eq!(live.spec.get("policy").is_none(), is_none, "{policy}");
    }
}

#[tokio::test]
async fn a_topic_is_made_with_its_attributes_and_its_data_protection_is_written() {
    let policy = json!({ "Name": "p", "Version": "2021-06-01", "Statement": [] });
    let script = ScriptedCloud::default()
        .answer("CreateTopic", 200, answer("CreateTopic", &format!("<TopicArn>{ARN}</TopicArn>")))
        .answer("PutDataProtectionPolicy", 200, answer("PutDataProtectionPolicy", ""));
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let spec = json!({
        "name": "alerts", "display_name": "Alerts", "signature_version": 2, "tags": { "Team": "a" },
        "data_protection_policy": policy,
    });
    kind().create(&aws, &workspace, spec).await.unwrap();
    let sent = &script.requests_of("CreateTopic")[0].body;
    for part in ["Name=alerts", "DisplayName", "Tags.member.1.Key=Team", "DataProtectionPolicy=%7B"]
    {
        assert!(sent.contains(part), "{part}: {sent}");
    }
    assert!(!sent.contains("SignatureVersion"), "{sent}");
    let (plain, protected) = (
        json!({ "name": "alerts" }),
        json!({ "name": "alerts", "data_protection_policy": policy }),
    );
    kind().update(&aws, &workspace, "alerts", protected.clone(), plain.clone()).await.unwrap();
    kind().update(&aws, &workspace, "alerts", plain, protected).await.unwrap();
    let sent = script.requests_of("PutDataProtectionPolicy");
    assert!(sent[0].body.contains("DataProtectionPolicy=%7B%22Name%22"), "{}", sent[0].body);
    assert!(
        sent[1].body.contains("DataProtectionPolicy=&")
            || sent[1].body.ends_with("DataProtectionPolicy="),
        "{}",
        sent[1].body
    );
}

/// Only a typed not-found of the topic means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (operation, code, is_absent) in [
        ("GetTopicAttributes", "NotFound", true),
        ("GetTopicAttributes", "AuthorizationError", false),
        ("ListSubscriptionsByTopic", "AuthorizationError", false),
        ("GetDataProtectionPolicy", "AuthorizationError", false),
        ("ListTagsForResource", "ResourceNotFound", false),
    ] {
        let mut script = ScriptedCloud::default();
        for (asked, found) in [
            ("GetTopicAttributes", attributes("GetTopicAttributes", &json!({ "TopicArn": ARN }))),
            ("ListTagsForResource", answer("ListTagsForResource", "<Tags/>")),
            (
                "GetDataProtectionPolicy",
                answer("GetDataProtectionPolicy", "<DataProtectionPolicy/>"),
            ),
            ("ListSubscriptionsByTopic", listed(&[])),
        ] {
            script = match asked == operation {
                true => {
                    script.answer(asked, if code == "NotFound" { 404 } else { 403 }, refusal(code))
                }
                false => script.answer(asked, 200, found),
            };
        }
        let read = kind().read(&script.aws().await, "alerts").await;
        match read {
            Ok(live) => assert!(is_absent && live.is_none(), "{operation} {code}"),
            Err(error) => {
                assert!(!is_absent, "{operation} {code}");
                assert_eq!(error.code.as_deref(), Some(code));
            }
        }
    }
}
