//! The commands that put a state right, and what the next plan makes of it.

use insta::{allow_duplicates, assert_snapshot};
use serde_json::json;

use crate::shop::{Shop, TWO};

const NAMED: &str = r#"
    logs.log_group:
      a: { name: one }
      b: { name: two }
"#;

const RENAMED: &str = r#"
    logs.log_group:
      c: { name: one }
      b: { name: two }
"#;

fn applied(specs: &str) -> [Shop; 2] {
    [Shop::in_folder(specs), Shop::in_bucket(specs)].map(|shop| {
        shop.must(&["apply", "--auto-approve"]);
        shop
    })
}

fn lose_state(shop: &Shop) {
    let state = shop.state.trim_start_matches("s3://");
    match state.split_once('/') {
        Some((bucket, prefix)) if shop.state.starts_with("s3://") => {
            shop.ask(&format!(
                r#"
                boto3.client("s3").delete_object(Bucket="{bucket}", Key="{prefix}/state.json")
                print("null")
                "#
            ));
        }
        _ => std::fs::remove_file(shop.folder().join("state.json")).expect("a state"),
    }
}

#[test]
fn after_a_move_the_tag_alone_is_to_be_changed() {
    for shop in applied(NAMED) {
        let shop = shop.specs(RENAMED);
        shop.must(&["state", "mv", "logs.log_group.a", "logs.log_group.c"]);
        let plan = shop.must(&["plan", "--json"]);
        let plan: serde_json::Value = serde_json::from_str(&plan).expect("JSON");
        let steps = plan["steps"].as_array().expect("steps");
        assert_eq!(steps.len(), 1);
        assert_eq!(
            steps[0]["changes"],
            json!([{
                "path": "tags[\"diatonic:address\"]",
                "before": "logs.log_group.a",
                "after": "logs.log_group.c",
            }])
        );
        shop.must(&["apply", "--auto-approve"]);
        shop.is_settled();
        assert_eq!(shop.log_groups(), json!(["one", "two"]));
    }
}

#[test]
fn what_is_forgotten_stays_and_is_found_again_while_it_is_in_the_specs() {
    for shop in applied(NAMED) {
        shop.must(&["state", "forget", "logs.log_group.a"]);
        assert!(!shop.must(&["state", "list"]).contains("logs.log_group.a"));
        shop.is_settled();
        let shop = shop.specs("logs.log_group: { b: { name: two } }");
        shop.is_settled();
        assert_eq!(shop.log_groups(), json!(["one", "two"]));
    }
}

#[test]
fn a_state_that_is_lost_is_built_again() {
    for shop in applied(TWO) {
        lose_state(&shop);
        let rebuilt = shop.must(&["state", "rebuild"]);
        allow_duplicates!(assert_snapshot!(rebuilt, @"
        logs.log_group.a  us-east-2  shop-dev-a
        logs.log_group.b  us-east-2  shop-dev-b
        2 found; 0 do not exist in AWS or belong to someone else
        "));
        let list = shop.must(&["state", "list"]);
        assert!(rebuilt.starts_with(&list), "{list}");
        shop.is_settled();
        shop.must(&["destroy", "--auto-approve"]);
        assert_eq!(shop.log_groups(), json!([]));
    }
}

#[test]
fn a_state_of_yesterday_learns_of_today() {
    let shop = Shop::in_folder("logs.log_group: { a: {} }");
    shop.must(&["apply", "--auto-approve"]);
    let yesterday = shop.file("state.json").expect("a state");
    let shop = shop.specs(TWO);
    shop.must(&["apply", "--auto-approve"]);
    std::fs::write(shop.folder().join("state.json"), &yesterday).expect("an old copy");
    shop.must(&["state", "rebuild"]);
    let list = shop.must(&["state", "list"]);
    assert!(list.contains("logs.log_group.b"), "{list}");
    shop.is_settled();
}

#[test]
fn what_is_not_there_is_counted_and_not_taken_for_ours() {
    let shop = Shop::in_folder(TWO);
    assert_snapshot!(shop.must(&["state", "rebuild"]), @"0 found; 2 do not exist in AWS or belong to someone else");
    shop.ask(
        r#"
        boto3.client("logs").create_log_group(logGroupName="shop-dev-a")
        print("null")
    "#,
    );
    assert_snapshot!(shop.must(&["state", "rebuild"]), @"0 found; 2 do not exist in AWS or belong to someone else");
    assert_snapshot!(shop.must(&["state", "list"]), @"");
}
