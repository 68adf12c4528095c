//! A plan in a file is carried out as it was looked at, or not at all.

use serde_json::Value;

use crate::shop::{Shop, TWO};

const THREE: &str = r#"
    logs.log_group:
      a: { retention_days: 7 }
      b: {}
      c: {}
"#;

/// A shop with two log groups, and a plan for three that was saved.
fn planned() -> Shop {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs(THREE);
    shop.must(&["plan", "--out", "plan.json"]);
    shop
}

fn names(shop: &Shop) -> Value {
    shop.ask(
        "print(json.dumps(sorted(g['logGroupName'] for g in boto3.client('logs').describe_log_groups()['logGroups'])))",
    )
}

#[test]
fn is_carried_out_without_asking() {
    let shop = planned();
    shop.must(&["apply", "plan.json"]);
    assert_eq!(
        names(&shop),
        serde_json::json!(["shop-dev-a", "shop-dev-b", "shop-dev-c"])
    );
    shop.is_settled();
    let again = shop.refused(&["apply", "plan.json"]);
    assert!(
        again.contains("logs.log_group.c need not change any more"),
        "{again}"
    );
}

#[test]
fn is_shown_as_it_was_planned() {
    let shop = planned();
    let text = shop.must(&["show", "plan.json"]);
    assert!(
        text.ends_with("Plan: 1 to create, 1 to update; 1 unchanged.\n"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "no colours in a file");
    let json: Value = serde_json::from_str(&shop.must(&["show", "plan.json", "--json"])).unwrap();
    assert_eq!(json["steps"].as_array().unwrap().len(), 2);
}

#[test]
fn is_refused_when_the_specs_have_changed() {
    let shop = planned().specs(&THREE.replace("retention_days: 7", "retention_days: 14"));
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(
        refused.contains("logs.log_group.a has changed in the specs"),
        "{refused}"
    );
    assert_eq!(
        names(&shop).as_array().unwrap().len(),
        2,
        "nothing was changed"
    );
}

#[test]
fn is_refused_when_a_live_object_has_changed() {
    let shop = planned();
    shop.ask("boto3.client('logs').put_retention_policy(logGroupName='shop-dev-a', retentionInDays=3); print('null')");
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(
        refused.contains("logs.log_group.a has changed in AWS"),
        "{refused}"
    );
}

#[test]
fn is_refused_when_more_is_to_change() {
    let shop = planned();
    shop.ask("boto3.client('logs').delete_log_group(logGroupName='shop-dev-b'); print('null')");
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(
        refused.contains("logs.log_group.b is to change too now"),
        "{refused}"
    );
}

#[test]
fn is_refused_for_another_stack_and_by_another_version() {
    let shop = planned();
    let file = shop.path().join("plan.json");
    let saved = std::fs::read_to_string(&file).expect("a plan");
    for (from, to, why) in [
        (
            "\"stack\": \"shop-dev\"",
            "\"stack\": \"shop-prod\"",
            "it is a plan for shop-prod",
        ),
        ("\"diatonic\": \"", "\"diatonic\": \"9.", "has made it"),
        ("{", "", "it is no saved plan"),
    ] {
        std::fs::write(&file, saved.replacen(from, to, 1)).expect("a file");
        let refused = shop.refused(&["apply", "plan.json"]);
        assert!(refused.contains(why), "{why}: {refused}");
    }
}

#[test]
fn of_a_destroy_destroys() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    shop.must(&["plan", "--destroy", "--out", "plan.json"]);
    shop.must(&["apply", "plan.json"]);
    assert_eq!(names(&shop), serde_json::json!([]));
}

#[test]
fn holds_no_secret() {
    let specs = r#"
        variables: { team: { type: string, sensitive: true } }
        logs.log_group: { a: { tags: { Team: "${var.team}" } } }
    "#;
    let shop = Shop::in_folder(specs);
    let secret = ["--var", "team=hush-hush"];
    shop.must(&[&["plan", "--out", "plan.json"], &secret[..]].concat());
    let saved = std::fs::read_to_string(shop.path().join("plan.json")).expect("a plan");
    assert!(!saved.contains("hush"), "{saved}");
    let refused = shop.refused(&["apply", "plan.json", "--var", "team=other"]);
    assert!(
        refused.contains("logs.log_group.a has changed in the specs"),
        "{refused}"
    );
    shop.must(&[&["apply", "plan.json"], &secret[..]].concat());
}
