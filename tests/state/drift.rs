//! What was changed outside, told by `drift` and in a section of its own in plans.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::shop::{Shop, TWO};

fn tampered() -> Shop {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    shop.ask(
        "logs = boto3.client('logs'); \
         logs.put_retention_policy(logGroupName='shop-dev-a', retentionInDays=3); \
         logs.delete_log_group(logGroupName='shop-dev-b'); print('null')",
    );
    shop
}

#[test]
fn nothing() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    assert_eq!(
        shop.must(&["drift", "--detailed-exitcode"]),
        "Nothing was changed outside diatonic: 2 resources\n"
    );
}

#[test]
fn in_words() {
    let run = tampered().run(&["drift", "--detailed-exitcode"]);
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stdout, @"");
}

#[test]
fn in_a_plan() {
    let plan = tampered().must(&["plan"]);
    assert_snapshot!(plan, @"");
}

#[test]
fn as_json() {
    let shop = tampered();
    let drift: Value = serde_json::from_str(&shop.must(&["drift", "--json"])).unwrap();
    assert_eq!(
        drift,
        json!([
            {
                "address": "logs.log_group.a",
                "id": "shop-dev-a",
                "what": "changed",
                "changes": [{ "path": "retention_days", "applied": null, "live": 3 }],
            },
            { "address": "logs.log_group.b", "id": "shop-dev-b", "what": "deleted", "changes": [] },
        ])
    );
    let plan: Value = serde_json::from_str(&shop.must(&["plan", "--json"])).unwrap();
    assert_eq!(plan["drift"], drift);
}
