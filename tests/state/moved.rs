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
