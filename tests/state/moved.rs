//! `moved_from`: what `diatonic state mv` does, written in the specs.

use insta::{allow_duplicates, assert_snapshot};
use serde_json::json;

use crate::shop::Shop;

#[test]
fn a_block_gets_another_name_and_its_object_stays() {
    for shop in [Shop::in_folder, Shop::in_bucket] {
        let shop = shop("logs.log_group: { a: { name: one } }");
        shop.must(&["apply", "--auto-approve"]);
        let before = shop.ask(CREATED);
        let shop = shop.specs("logs.log_group: { b: { name: one, moved_from: logs.log_group.a } }");
        let plan = shop.run(&["plan", "--detailed-exitcode"]);
        assert_eq!(plan.code, Some(2), "{}", plan.stderr);
        let plan = plan.stdout.replace(&shop.account, "ACCOUNT");
        allow_duplicates!(assert_snapshot!(plan, @r#"
        shop/dev in account ACCOUNT, us-east-2

        ← logs.log_group.b  moved from logs.log_group.a; the object stays

        ~ logs.log_group.b  update in place
            ~ tags:
              ~ diatonic:address: "logs.log_group.a" → "logs.log_group.b"
              (3 unchanged fields)

        Plan: 1 to update, 1 moved.
        "#));
        shop.must(&["apply", "--auto-approve"]);
        shop.is_settled();
        let shop = shop.specs("logs.log_group: { b: { name: one } }");
        shop.is_settled();
        assert_eq!(shop.ask(CREATED), before, "it is the same object");
        assert_eq!(shop.must(&["state", "list"]), "logs.log_group.b  us-east-2  one\n");
    }
}

const CREATED: &str = r#"
    print(json.dumps([g["creationTime"] for g in boto3.client("logs").describe_log_groups()["logGroups"]]))
"#;

#[test]
fn one_becomes_an_instance_of_many() {
    let shop = Shop::in_folder("logs.log_group: { eu: { name: one } }");
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs(
        r#"
        logs.log_group:
          all:
            for_each: { eu: one, us: two }
            name: ${each.value}
            moved_from: logs.log_group.${each.key}
        "#,
    );
    let plan = shop.must(&["plan", "--json"]);
    let plan: serde_json::Value = serde_json::from_str(&plan).expect("JSON");
    assert_eq!(
        plan["moved"],
        json!([{ "from": "logs.log_group.eu", "to": "logs.log_group.all[\"eu\"]" }])
    );
    shop.must(&["apply", "--auto-approve"]);
    shop.is_settled();
    assert_eq!(shop.log_groups(), json!(["one", "two"]));
}

/// A log group in a component.
const LOGGED: &str = "
    inputs: { name: { type: string } }
    logs.log_group: { log: { name: '${input.name}' } }
    outputs: { name: '${logs.log_group.log.name}' }
    ";

#[test]
fn an_object_moves_into_a_component_to_another_use_of_it_and_out_again() {
    let shop = Shop::in_bucket("logs.log_group: { a: { name: one } }");
    shop.must(&["apply", "--auto-approve"]);
    let before = shop.ask(CREATED);
    let mut shop = shop.with_file("components/logged.yaml", LOGGED);
    for (specs, moved, address) in [
        (
            "component.logged: { x: { name: one, moved_from: { logs.log_group.log: logs.log_group.a } } }",
            "← component.logged.x/logs.log_group.log  moved from logs.log_group.a; the object stays",
            "component.logged.x/logs.log_group.log",
        ),
        (
            "component.logged: { y: { for_each: [k], name: one, moved_from: component.logged.x } }",
            "← component.logged.y[\"k\"]/logs.log_group.log  moved from component.logged.x/logs.log_group.log; \
             the object stays",
            "component.logged.y[\"k\"]/logs.log_group.log",
        ),
        (
            "logs.log_group: { b: { name: one, moved_from: 'component.logged.y[\"k\"]/logs.log_group.log' } }",
            "← logs.log_group.b  moved from component.logged.y[\"k\"]/logs.log_group.log; the object stays",
            "logs.log_group.b",
        ),
    ] {
        shop = shop.specs(specs);
        let plan = shop.must(&["plan"]);
        assert!(plan.contains(moved), "{plan}");
        assert!(plan.ends_with("Plan: 1 to update, 1 moved.\n"), "{plan}");
        shop.must(&["apply", "--auto-approve"]);
        shop.is_settled();
        assert_eq!(shop.must(&["state", "list"]), format!("{address}  us-east-2  one\n"));
        assert_eq!(shop.ask(CREATED), before, "it is the same object");
    }
}

#[test]
fn what_has_moved_into_a_component_without_a_word_is_known_by_its_name() {
    let shop = Shop::in_folder("logs.log_group: { a: { name: one } }");
    shop.must(&["apply", "--auto-approve"]);
    let before = shop.ask(CREATED);
    let shop = shop
        .with_file("components/logged.yaml", LOGGED)
        .specs("component.logged: { x: { name: one } }");
    shop.must(&["apply", "--auto-approve"]);
    shop.is_settled();
    assert_eq!(shop.ask(CREATED), before, "it is the same object");
}

#[test]
fn a_component_is_a_target_and_goes_as_a_whole() {
    let shop = Shop::in_folder(
        "component.logged: { x: { name: one }, y: { for_each: [two, three], name: '${each.key}' } }
logs.log_group: { other: { name: four, depends_on: [component.logged.x] } }",
    )
    .with_file("components/logged.yaml", LOGGED);
    shop.must(&["apply", "--auto-approve", "--target", "component.logged.y"]);
    assert_eq!(shop.log_groups(), json!(["three", "two"]));
    shop.must(&["apply", "--auto-approve"]);
    shop.is_settled();
    assert_eq!(shop.log_groups(), json!(["four", "one", "three", "two"]));
    shop.must(&["destroy", "--auto-approve", "--target", "component.logged.y[\"two\"]"]);
    assert_eq!(shop.log_groups(), json!(["four", "one", "three"]));
}

#[test]
fn what_has_no_confirmation_is_not_written() {
    let shop = Shop::in_folder("logs.log_group: { a: { name: one } }");
    shop.must(&["apply", "--auto-approve"]);
    let state = shop.file("state.json");
    let shop = shop.specs("logs.log_group: { b: { name: one, moved_from: logs.log_group.a } }");
    shop.must(&["plan"]);
    shop.refused(&["apply"]);
    assert_eq!(shop.file("state.json"), state);
}

#[test]
fn a_destroy_finds_it_under_its_old_address() {
    let shop = Shop::in_folder("logs.log_group: { a: { name: one } }");
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs("logs.log_group: { b: { name: one, moved_from: logs.log_group.a } }");
    shop.must(&["destroy", "--auto-approve"]);
    assert_eq!(shop.log_groups(), json!([]));
    assert_eq!(shop.must(&["state", "list"]), "");
}
