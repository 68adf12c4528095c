use kind::registry;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};

fn policy() -> Value {
    json!({ "Statement": [
        { "Sid": "Account", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
          "Principal": { "AWS": "arn:aws:iam::{account}:root" } },
        { "Sid": "Topics", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*",
          "Principal": { "Service": "sns.amazonaws.com" } },
    ] })
}

round_trips! {
    kind: "kms.key", base: json!({}), prepare: &[];
    description: json!({ "description": "what for" }) =>
        "client('kms').describe_key(KeyId=id)['KeyMetadata']['Description']", json!("what for"), On::Both;
    aliases: json!({ "aliases": ["alias/{name}", "alias/{name}/too"] }) =>
        "len(client('kms').list_aliases(KeyId=id)['Aliases'])", json!(2), On::Both;
    policy_of_ones_own: json!({ "policy": policy() }) =>
        "[s['Sid'] for s in json.loads(client('kms').get_key_policy(KeyId=id, PolicyName='default')['Policy'])['Statement']]",
        json!(["Account", "Topics"]), On::Both;
    rotation: json!({ "rotation_days": 365 }) =>
        "client('kms').get_key_rotation_status(KeyId=id)['KeyRotationEnabled']", json!(true), On::Both;
    rotation_days: json!({ "rotation_days": 90 }) =>
        "client('kms').get_key_rotation_status(KeyId=id)['RotationPeriodInDays']", json!(90),
        On::Ministack("moto forgets the period");
    disabled: json!({ "disabled": true }) =>
        "client('kms').describe_key(KeyId=id)['KeyMetadata']['KeyState']", json!("Disabled"), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['TagValue'] for t in client('kms').list_resource_tags(KeyId=id)['Tags'] if t['TagKey'] == 'Team']",
        json!(["ai"]), On::Both;
}

mod to_sign {
    use super::*;

    round_trips! {
        kind: "kms.key",
        base: json!({ "spec": "ECC_NIST_P256", "usage": "SIGN_VERIFY", "multi_region": true,
                      "bypass_policy_lockout_check": true, "deletion_window_days": 7 }),
        prepare: &[];
        as_created: json!({}) =>
            "[client('kms').describe_key(KeyId=id)['KeyMetadata'][k] for k in ['KeySpec', 'KeyUsage', 'MultiRegion']]",
            json!(["ECC_NIST_P256", "SIGN_VERIFY", true]), On::Both;
    }
}

mod with_other_names {
    use super::*;

    round_trips! {
        kind: "kms.key", base: json!({ "aliases": ["alias/{name}"], "rotation_days": 100 }), prepare: &[];
        alias: json!({ "aliases": ["alias/{name}-new"] }) =>
            "[a['AliasName'][-4:] for a in client('kms').list_aliases(KeyId=id)['Aliases']]", json!(["-new"]),
            On::Ministack("moto forgets the period");
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let kind = registry::find("kms.key").unwrap();
    let messages = |spec| kind.check(&spec).into_iter().map(|it| it.message).collect::<Vec<_>>();
    assert_eq!(messages(json!({ "aliases": ["alias/a"], "rotation_days": 90 })), [""; 0]);
    for (spec, message) in [
        (json!({ "spec": "HMAC_256" }), "a key of this sort cannot ENCRYPT_DECRYPT"),
        (
            json!({ "origin": "EXTERNAL", "rotation_days": 365 }),
            "this key cannot get new material by itself",
        ),
        (json!({ "disabled": true, "rotation_days": 365 }), "a disabled key is not rotated"),
        (
            json!({ "origin": "AWS_CLOUDHSM" }),
            "a key store and the key's origin do not go together",
        ),
        (
            json!({ "xks_key": "x" }),
            "the id of a key outside AWS and the key's origin do not go together",
        ),
        (json!({ "aliases": ["alias/aws/s3"] }), "`alias/aws/s3` is not ours to make"),
        (
            json!({ "bypass_policy_lockout_check": true }),
            "nobody may be able to change the key afterwards",
        ),
    ] {
        assert_eq!(messages(spec.clone()), [message], "{spec}");
    }
    for spec in [
        json!({ "aliases": ["orders"] }),
        json!({ "rotation_days": 30 }),
        json!({ "deletion_window_days": 3 }),
    ] {
        assert_eq!(messages(spec.clone()).len(), 1, "{spec}");
    }
}
