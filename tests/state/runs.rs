//! Whole runs with the state in a bucket, and many at once.

use serde_json::json;

use crate::shop::{Shop, TWO};

#[test]
fn from_nothing_to_nothing_with_the_state_in_a_bucket() {
    let shop = Shop::in_bucket(TWO);
    shop.must(&["apply", "--auto-approve"]);
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    shop.is_settled();
    let arn = format!("arn:aws:logs:us-east-2:{}:log-group:shop-dev-a\n", shop.account);
    assert_eq!(shop.must(&["output", "arn"]), arn);
    shop.must(&["destroy", "--auto-approve"]);
    assert_eq!(shop.log_groups(), json!([]));
    assert_eq!(shop.file("lock.json"), None, "the lock was given back");
    let state = shop.file("state.json").expect("the state stays");
    assert!(state.contains("\"resources\": {}"), "{state}");
}

fn many_applies_at_once(shop: &Shop) {
    let apply = ["apply", "--auto-approve", "--lock-timeout", "120s"];
    let runs: Vec<_> = (0..16).map(|_| shop.start(&apply)).collect();
    let mut changes = 0;
    for run in runs {
        let run = run.end();
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        changes += usize::from(!run.stdout.starts_with("Nothing to change."));
    }
    assert_eq!(changes, 1, "the first does it all");
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    assert_eq!(shop.file("lock.json"), None);
    shop.is_settled();
}

#[test]
fn many_applies_at_once_with_the_state_in_a_folder() {
    many_applies_at_once(&Shop::in_folder(TWO));
}

#[test]
fn many_applies_at_once_with_the_state_in_a_bucket() {
    many_applies_at_once(&Shop::in_bucket(TWO));
}
