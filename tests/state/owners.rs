//! Two stacks in one account, which leave each other's objects alone.

use serde_json::json;

use crate::gate::Gate;
use crate::shop::{Shop, TWO};

/// Another project in the account of the first.
fn beside(shop: &Shop, specs: &str, project: &str, environment: &'static str) -> Shop {
    Shop::at(&shop.endpoint, &shop.account, "file:state", specs).called(project, environment)
}

/// Gives every log group a value of the tag that names its stack.
fn tag(shop: &Shop, stack: &str) {
    shop.ask(&format!(
        r#"
        logs = boto3.client("logs")
        for group in logs.describe_log_groups()["logGroups"]:
            arn = group["arn"].removesuffix(":*")
            logs.tag_resource(resourceArn=arn, tags={{"diatonic:stack": "{stack}"}})
        print("null")
        "#
    ));
}

#[test]
fn stacks_that_had_one_name_have_two() {
    let one = Shop::in_folder(TWO).called("shop", "eu-dev");
    let two = beside(&one, TWO, "shop-eu", "dev");
    one.must(&["apply", "--auto-approve"]);
    let both = json!(["shop-eu-dev-a", "shop-eu-dev-b"]);
    for tags_are_old in [false, true] {
        if tags_are_old {
            tag(&one, "shop-eu-dev");
        }
        let told = match tags_are_old {
            false => "it belongs to stack `shop/eu-dev`",
            true => "may mean shop-eu/dev or another stack",
        };
        let refusal = two.refused(&["apply", "--auto-approve"]);
        assert!(refusal.contains(told), "{refusal}");
        two.must(&["destroy", "--auto-approve"]);
        assert_eq!(one.log_groups(), both);
    }
    let plan = one.must(&["plan"]);
    let told = "diatonic:stack: \"shop-eu-dev\" → \"shop/eu-dev\"";
    assert!(plan.contains(told), "{plan}");
    one.must(&["apply", "--auto-approve"]);
    one.is_settled();
    one.must(&["destroy", "--auto-approve"]);
    assert_eq!(one.log_groups(), json!([]));
}

#[test]
fn a_plan_without_its_state_says_what_it_found() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    std::fs::remove_file(shop.folder().join("state.json")).expect("a state");
    for verb in [&["plan"][..], &["apply", "--auto-approve"]] {
        let text = shop.must(verb);
        let told = "The state is empty. 2 objects are identified as owned by shop/dev, by tags:\n";
        assert!(text.starts_with(told), "{text}");
    }
    let text = shop.must(&["plan"]);
    assert!(text.starts_with("Nothing to change."), "{text}");
}

#[test]
fn what_was_replaced_and_is_another_stacks_now_is_forgotten() {
    let specs = |name: &str| {
        format!(
            "logs.log_group: {{ a: {{ name: {name}, lifecycle: {{ replacement: create_first }} }} }}"
        )
    };
    let shop = Shop::in_folder(&specs("one"));
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs(&specs("two"));
    let gate = Gate::answering("DeleteLogGroup", 400, "AccessDeniedException", &shop.endpoint);
    let run = shop.run(&["apply", "--auto-approve", "--endpoint-url", &gate.endpoint]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    tag(&shop, "other/dev");
    shop.ask(
        r#"
        logs = boto3.client("logs")
        groups = logs.describe_log_groups(logGroupNamePrefix="two")["logGroups"]
        arn = groups[0]["arn"].removesuffix(":*")
        logs.tag_resource(resourceArn=arn, tags={"diatonic:stack": "shop/dev"})
        print("null")
        "#,
    );
    for verb in [&["plan"][..], &["apply", "--auto-approve"]] {
        let text = shop.must(verb);
        let told = "logs.log_group.a  forget one (stack other/dev owns it now; it stays)";
        assert!(text.contains(told), "{text}");
    }
    assert!(!shop.must(&["plan"]).contains("forget one"));
    shop.must(&["destroy", "--auto-approve"]);
    assert_eq!(shop.log_groups(), json!(["one"]));
}
