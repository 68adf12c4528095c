//! What waits for somebody outside: a plan tells it, and does nothing to it.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::shop::Shop;

const SPECS: &str = r#"
    variables:
      hook: { default: "https://127.0.0.1:9/in?token=secret-of-ours", sensitive: true }
    sns.topic:
      alerts:
        subscriptions:
          hook: { protocol: https, url: "${var.hook}" }
"#;

#[test]
fn a_subscription_that_nobody_has_confirmed() {
    let shop = Shop::in_folder(SPECS);
    let plan = shop.must(&["plan"]);
    assert!(!plan.contains("secret-of-ours"), "{plan}");
    shop.must(&["apply", "--auto-approve"]);
    // A filter of which AWS tells nothing yet is not a difference either.
    let shop = shop.specs(&SPECS.replace("}\"", "}\", filter_policy: { a: [b] }"));
    let plan = shop.must(&["plan", "--detailed-exitcode"]);
    let plan = plan.replace(&shop.account, "ACCOUNT");
    assert_snapshot!(plan, @r"
    Waiting: sns.topic.alerts: the subscription `https 127.0.0.1:9 (acf29bbe)` is to be confirmed, within 48 hours after it was made; nothing is delivered to it before

    Nothing to change. shop/dev is as its specs say: 1 resource in ACCOUNT, us-east-2
    ");
    let plan: Value = serde_json::from_str(&shop.must(&["plan", "--json"])).unwrap();
    assert_eq!(plan["waiting"][0]["address"], json!("sns.topic.alerts"));
    assert!(!shop.file("state.json").unwrap().contains("secret-of-ours"));
    shop.must(&["destroy", "--auto-approve"]);
}
