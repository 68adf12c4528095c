use serde_json::{Value, json};

use crate::harness::{On, round_trips};

/// An expression on the topic's attributes.
macro_rules! attributes {
    ($of:literal) => {
        concat!(
            "(lambda all: all",
            $of,
            ")(client('sns').get_topic_attributes(TopicArn=[it['TopicArn'] for it in client('sns').list_topics()['Topics'] if it['TopicArn'].endswith(':' + id)][0])['Attributes'])"
        )
    };
}

/// An expression on the attributes of the topic's only subscription.
macro_rules! subscribed {
    ($of:literal) => {
        concat!(
            "(lambda all: all",
            $of,
            ")([client('sns').get_subscription_attributes(SubscriptionArn=it['SubscriptionArn'])['Attributes'] for it in client('sns').list_subscriptions()['Subscriptions'] if it['TopicArn'].endswith(':' + id)][0])"
        )
    };
}

const TELLS_LITTLE: &str = "moto tells few attributes of a topic";

fn statement_for_bucket() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Files", "Effect": "Allow", "Action": "sns:Publish", "Resource": "*",
            "Principal": { "Service": "s3.amazonaws.com" },
            "Condition": { "StringEquals": { "aws:SourceAccount": "{account}" } },
        }],
    })
}

round_trips! {
    kind: "sns.topic", base: json!({}), prepare: &["client('sqs').create_queue(QueueName=name)['QueueUrl']"];
    display_name: json!({ "display_name": "The shop" }) =>
        attributes!("['DisplayName']"), json!("The shop"), On::Both;
    kms_key: json!({ "kms_key": "alias/aws/sns" }) =>
        attributes!(".get('KmsMasterKeyId')"), json!("alias/aws/sns"), On::Both;
    max_message_size: json!({ "max_message_size": 1_048_576 }) =>
        attributes!("['MaximumMessageSize']"), json!("1048576"), On::Ministack(TELLS_LITTLE);
    policy: json!({ "policy": statement_for_bucket() }) =>
        attributes!("['Policy'].count('s3.amazonaws.com')"), json!(1), On::Both;
    delivery_policy: json!({ "delivery_policy": { "retries": { "count": 5, "backoff": "exponential" }, "max_per_second": 10, "content_type": "application/json", "disable_overrides": true } }) =>
        attributes!("['DeliveryPolicy'].count('exponential')"), json!(1), On::Both;
    tracing: json!({ "tracing": "Active" }) =>
        attributes!("['TracingConfig']"), json!("Active"), On::Ministack(TELLS_LITTLE);
    signature_version: json!({ "signature_version": 2 }) =>
        attributes!("['SignatureVersion']"), json!("2"), On::Ministack(TELLS_LITTLE);
    delivery_logging: json!({ "delivery_logging": { "http": { "success_role": "arn:aws:iam::{account}:role/logs", "success_sample_percent": 10 }, "sqs": { "failure_role": "arn:aws:iam::{account}:role/logs" } } }) =>
        attributes!("['HTTPSuccessFeedbackSampleRate'] + all['SQSFailureFeedbackRoleArn'][-5:]"), json!("10/logs"), On::Ministack(TELLS_LITTLE);
    tags: json!({ "tags": { "Team": "shop" } }) =>
        "[t['Value'] for t in client('sns').list_tags_for_resource(ResourceArn=[it['TopicArn'] for it in client('sns').list_topics()['Topics'] if it['TopicArn'].endswith(':' + id)][0])['Tags'] if t['Key'] == 'Team']",
        json!(["shop"]), On::Both;
    subscription_of_a_queue: json!({ "subscriptions": { "jobs": { "protocol": "sqs", "endpoint": "arn:aws:sqs:us-east-2:{account}:{name}" } } }) =>
        subscribed!("['Protocol']"), json!("sqs"), On::Both;
    subscription_by_mail: json!({ "subscriptions": { "people": { "protocol": "email", "endpoint": "ops@example.com" } } }) =>
        subscribed!("['Endpoint']"), json!("ops@example.com"), On::Both;
    subscription_by_https: json!({ "subscriptions": { "hook": { "protocol": "https", "url": "https://hooks.example.com/in?token=abc", "delivery_policy": { "retries": { "count": 7 } } } } }) =>
        subscribed!("['DeliveryPolicy'].count('7')"), json!(1), On::Moto("ministack shows the attributes of what waits for its confirmation");
}

mod subscribed {
    use super::*;

    fn base() -> Value {
        json!({ "subscriptions": { "jobs": { "protocol": "sqs", "endpoint": "arn:aws:sqs:us-east-2:{account}:{name}" } } })
    }

    fn with(changes: Value) -> Value {
        json!({ "subscriptions": { "jobs": changes } })
    }

    round_trips! {
        kind: "sns.topic", base: base(), prepare: &[
            "client('sqs').create_queue(QueueName=name)['QueueUrl']",
            "client('sqs').create_queue(QueueName=name + '-dead')['QueueUrl']",
        ];
        raw_delivery: with(json!({ "raw_delivery": true })) =>
            subscribed!("['RawMessageDelivery']"), json!("true"), On::Both;
        filter_policy: with(json!({ "filter_policy": { "kind": ["order", { "prefix": "refund" }] } })) =>
            subscribed!("['FilterPolicy'].count('refund')"), json!(1), On::Both;
        filter_of_the_body: with(json!({ "filter_policy": { "order": { "total": [{ "numeric": [">", 100] }] } }, "filter_scope": "MessageBody" })) =>
            subscribed!("['FilterPolicyScope']"), json!("MessageBody"), On::Both;
        dead_letter: with(json!({ "dead_letter": "arn:aws:sqs:us-east-2:{account}:{name}-dead" })) =>
            subscribed!("['RedrivePolicy'].count('-dead')"), json!(1), On::Both;
        another_queue: with(json!({ "endpoint": "arn:aws:sqs:us-east-2:{account}:{name}-dead" })) =>
            subscribed!("['Endpoint'][-5:]"), json!("-dead"), On::Both;
    }
}

mod fifo {
    use super::*;

    round_trips! {
        kind: "sns.topic", base: json!({ "name": "{name}.fifo", "fifo": true }), prepare: &[];
        as_created: json!({}) => attributes!("['FifoTopic']"), json!("true"), On::Both;
        content_based_deduplication: json!({ "content_based_deduplication": true }) =>
            attributes!("['ContentBasedDeduplication']"), json!("true"), On::Both;
        throughput_scope: json!({ "throughput_scope": "MessageGroup" }) =>
            attributes!("['FifoThroughputScope']"), json!("MessageGroup"), On::Ministack(TELLS_LITTLE);
        archive_days: json!({ "archive_days": 30 }) =>
            attributes!("['ArchivePolicy'].count('30')"), json!(1), On::Ministack(TELLS_LITTLE);
    }
}
