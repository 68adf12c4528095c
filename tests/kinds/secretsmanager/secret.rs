use kind::registry;
use serde_json::json;

use crate::harness::{On, round_trips};

round_trips! {
    kind: "secretsmanager.secret", base: json!({ "generated": { "length": 20, "exclude_punctuation": true } }),
    prepare: &[];
    generated: json!({}) =>
        "len(client('secretsmanager').get_secret_value(SecretId=name)['SecretString'])", json!(20), On::Both;
    description: json!({ "description": "what for" }) =>
        "client('secretsmanager').describe_secret(SecretId=name)['Description']", json!("what for"),
        On::Ministack("moto keeps a description that is removed");
    kms_key: json!({ "kms_key": "alias/orders" }) =>
        "client('secretsmanager').describe_secret(SecretId=name)['KmsKeyId']", json!("alias/orders"), On::Both;
    policy: json!({ "policy": { "Statement": [{
        "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::210987654321:root" },
        "Action": "secretsmanager:GetSecretValue", "Resource": "*" }] } }) =>
        "json.loads(client('secretsmanager').get_resource_policy(SecretId=name)['ResourcePolicy'])['Statement'][0]['Action']",
        json!("secretsmanager:GetSecretValue"), On::Both;
    replicas: json!({ "replicas": { "us-west-2": {} } }) =>
        "[r['Region'] for r in client('secretsmanager').describe_secret(SecretId=name)['ReplicationStatus']]",
        json!(["us-west-2"]), On::Moto("ministack has no RemoveRegionsFromReplication");
    rotation: json!({ "rotation": { "function": "arn:aws:lambda:us-east-2:{account}:function:f", "days": 30 } }) =>
        "client('secretsmanager').describe_secret(SecretId=name)['RotationRules']['AutomaticallyAfterDays']",
        json!(30), On::MinistackOneWay("ministack has no CancelRotateSecret, and moto runs the function");
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('secretsmanager').describe_secret(SecretId=name)['Tags'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Both;
}

mod with_a_value {
    use super::*;

    round_trips! {
        kind: "secretsmanager.secret", base: json!({ "value": "first-value", "recovery_window_days": 0 }),
        prepare: &[];
        value: json!({ "value": "second-value" }) =>
            "client('secretsmanager').get_secret_value(SecretId=name)['SecretString']", json!("second-value"), On::Both;
    }
}

mod with_values {
    use super::*;

    round_trips! {
        kind: "secretsmanager.secret",
        base: json!({ "values": { "user": "admin", "password": "first-value" }, "recovery_window_days": 7 }),
        prepare: &[];
        values: json!({ "values": { "password": "second-value" } }) =>
            "json.loads(client('secretsmanager').get_secret_value(SecretId=name)['SecretString'])",
            json!({ "user": "admin", "password": "second-value" }), On::Both;
    }
}

mod made_anew {
    use super::*;

    round_trips! {
        kind: "secretsmanager.secret",
        base: json!({ "generated": { "template": { "user": "admin" }, "key": "password" }, "generation": "1" }),
        prepare: &[];
        generation: json!({ "generation": "2" }) =>
            "sorted(json.loads(client('secretsmanager').get_secret_value(SecretId=name)['SecretString']))",
            json!(["password", "user"]), On::Both;
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let kind = registry::find("secretsmanager.secret").unwrap();
    let messages = |more: serde_json::Value| {
        let mut spec = json!({ "name": "n" });
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        kind.check(&spec).into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    assert_eq!(messages(json!({})), [""; 0]);
    assert_eq!(messages(json!({ "generated": {} })), [""; 0]);
    let function = "arn:aws:lambda:us-east-2:123456789012:function:f";
    for (spec, message) in [
        (
            json!({ "value": "v", "values": { "a": "b" } }),
            "a secret has one of `value`, `values` and `generated`",
        ),
        (json!({ "generation": "1" }), "there is nothing to make another value of"),
        (json!({ "recovery_window_days": 3 }), "the recovery window is too short"),
        (
            json!({ "value": "v", "rotation": { "function": function, "days": 1 } }),
            "each apply puts back what a rotation has changed",
        ),
        (
            json!({ "rotation": { "function": function } }),
            "rotation has either `days` or a `schedule`",
        ),
        (
            json!({ "rotation": { "function": function, "schedule": "rate(2 hours)" } }),
            "the secret would change too often",
        ),
        (json!({ "rotation": { "days": 1 } }), "nothing rotates the secret"),
        (
            json!({ "generated": { "length": 3, "require_each_type": true } }),
            "the text is too short for a character of each sort",
        ),
        (
            json!({ "generated": { "key": "k" } }),
            "a template and the key of the random text go together",
        ),
    ] {
        assert_eq!(messages(spec.clone())[0], message, "{spec}");
    }
    assert_eq!(messages(json!({ "name": "orders-AbCdEf" })).len(), 1);
}
