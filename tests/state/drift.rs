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
    assert_snapshot!(run.stdout, @r#"
    Changed outside diatonic since it was last applied:

    ~ logs.log_group.a  changed (shop-dev-a)
        + retention_days: 3

    - logs.log_group.b  deleted (shop-dev-b)
    "#);
}

#[test]
fn in_a_plan() {
    let shop = tampered();
    let plan = shop.must(&["plan"]).replace(&shop.account, "123456789012");
    assert_snapshot!(plan, @r#"
    Changed outside diatonic since it was last applied:

    ~ logs.log_group.a  changed (shop-dev-a)
        + retention_days: 3

    - logs.log_group.b  deleted (shop-dev-b)

    shop/dev in account 123456789012, us-east-2

    ~ logs.log_group.a  update in place
        - retention_days: 3
          (3 unchanged fields)

    + logs.log_group.b  create (it was deleted outside diatonic)
        + name: "shop-dev-b"
          (2 defaults)

    Defaults are counted: `--full` shows them.
    Plan: 1 to create, 1 to update.
    "#);
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

#[test]
fn what_the_specs_ignore_is_no_drift() {
    let shop = Shop::in_folder(
        r#"
        logs.log_group:
          a: { retention_days: 7, tags: { Owner: us }, lifecycle: { ignore_changes: [retention_days, "tags.Build"] } }
        "#,
    );
    shop.must(&["apply", "--auto-approve"]);
    let change = |call: &str| {
        let call = call.replace(
            "ARN",
            &format!("arn:aws:logs:us-east-2:{}:log-group:shop-dev-a", shop.account),
        );
        shop.ask(&format!("boto3.client('logs').{call}; print('null')"));
    };
    change("put_retention_policy(logGroupName='shop-dev-a', retentionInDays=3)");
    change("tag_resource(resourceArn='ARN', tags={'Build': '12'})");
    let drift = shop.run(&["drift", "--detailed-exitcode"]);
    assert_eq!(drift.code, Some(0), "{}", drift.stdout);
    let plan = shop.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(plan.code, Some(0), "{}", plan.stdout);
    change("tag_resource(resourceArn='ARN', tags={'Owner': 'them'})");
    let drift = shop.run(&["drift", "--detailed-exitcode"]);
    assert_eq!(drift.code, Some(2), "{}", drift.stdout);
    assert!(!drift.stdout.contains("retention"), "{}", drift.stdout);
}
