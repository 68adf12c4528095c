//! An alias that moves to a new version step by step: a good version arrives, a bad one does not, and what was cut off
//! starts over.

use serde_json::json;

use crate::shop::Shop;

const SPECS: &str = r#"
    cloudwatch.alarm:
      errors:
        metric: { namespace: AWS/Lambda, name: Errors, dimensions: { FunctionName: api }, statistic: Sum, period: 60 }
        comparison: GreaterThanThreshold
        threshold: 0
        evaluation_periods: 1
    iam.role:
      api:
        trust_policy:
          Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
    lambda.function:
      api:
        name: api
        code: { folder: code }
        role: ${iam.role.api.arn}
        runtime: python3.13
        handler: index.handler
        aliases:
          live:
            rollout: { minutes: 0.01, alarms: ["${cloudwatch.alarm.errors.name}"], check: { event: { who: you } } }
"#;

const GOOD: &str = "def handler(event, context):\n    return 'hello, ' + event['who']\n";
const BETTER: &str = "def handler(event, context):\n    return 'good morning, ' + event['who']\n";
const BAD: &str = "def handler(event, context):\n    return 'hello, ' + event['whom']\n";

fn shop(code: &str) -> Shop {
    Shop::in_folder(SPECS).with_file("code/index.py", code)
}

/// What the alias answers, and to which versions it leads.
fn is_live(shop: &Shop, answer: &str, version: &str) {
    let script = r#"
        function = boto3.client("lambda")
        called = function.invoke(FunctionName="api:live", Payload=json.dumps({"who": "Ada"}))
        alias = function.get_alias(FunctionName="api", Name="live")
        shared = alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
        print(json.dumps([json.loads(called["Payload"].read()), alias["FunctionVersion"], shared]))
    "#;
    assert_eq!(shop.ask(script), json!([answer, version, {}]));
}

#[test]
fn a_good_version_arrives_and_a_bad_one_does_not() {
    let shop = shop(GOOD);
    shop.must(&["apply", "--auto-approve"]);
    is_live(&shop, "hello, Ada", "1");

    let shop = shop.with_file("code/index.py", BETTER);
    let plan = shop.must(&["plan"]);
    assert!(
        plan.contains("a new version is called once; if it answers, 10 % of the calls go to it for 1 second, then all"),
        "{plan}"
    );
    shop.must(&["apply", "--auto-approve"]);
    is_live(&shop, "good morning, Ada", "2");
    shop.is_settled();

    let shop = shop.with_file("code/index.py", BAD);
    let refused = shop.refused(&["apply", "--auto-approve"]);
    assert!(refused.contains("version 3 of api fails when it is called"), "{refused}");
    assert!(refused.contains("all calls of api:live go to the old version"), "{refused}");
    is_live(&shop, "good morning, Ada", "2");
    assert_eq!(shop.run(&["plan", "--detailed-exitcode"]).code, Some(2), "the alias is to move");

    let shop = shop.with_file("code/index.py", GOOD);
    shop.must(&["apply", "--auto-approve"]);
    is_live(&shop, "hello, Ada", "4");
    shop.is_settled();
}

#[test]
fn an_alarm_holds_a_version_back_until_all_is_well() {
    let shop = shop(GOOD);
    shop.must(&["apply", "--auto-approve"]);
    let set = |state: &str| {
        shop.ask(&format!(
            r#"
            boto3.client("cloudwatch").set_alarm_state(AlarmName="shop-dev-errors", StateValue="{state}", StateReason="a test")
            print(json.dumps(None))
            "#
        ));
    };
    set("ALARM");
    let better = || std::fs::write(shop.path().join("code/index.py"), BETTER).expect("a file");
    better();
    let refused = shop.refused(&["apply", "--auto-approve"]);
    assert!(refused.contains("the alarm `shop-dev-errors` goes off"), "{refused}");
    is_live(&shop, "hello, Ada", "1");
    set("OK");
    shop.must(&["apply", "--auto-approve"]);
    is_live(&shop, "good morning, Ada", "2");
    shop.is_settled();
}

#[test]
fn a_rollout_that_was_cut_off_shows_in_the_plan_and_starts_over() {
    let shop = shop(GOOD);
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.with_file("code/index.py", BETTER).specs(&SPECS.replace("0.01", "5"));
    let mut apply = shop.start(&["apply", "--auto-approve"]);
    apply.wait_for("10 % of the calls of api:live to go well with version 2 (5 minutes left)");
    apply.signal("TERM");
    apply.signal("TERM");
    assert_ne!(apply.end().code, Some(0));

    let plan = shop.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(plan.code, Some(2), "{}", plan.stdout);
    let told = "10 % of the calls go to version 2 by now: a rollout is under way or was cut off, and starts over";
    assert!(plan.stdout.contains(told), "{}", plan.stdout);
    let drift = shop.run(&["drift"]);
    assert!(drift.stdout.contains("weights"), "{}{}", drift.stdout, drift.stderr);

    let shop = shop.specs(SPECS);
    shop.must(&["apply", "--auto-approve"]);
    is_live(&shop, "good morning, Ada", "2");
    shop.is_settled();
}

#[test]
fn without_a_rollout_an_alias_that_was_cut_off_arrives_at_once() {
    let shop = shop(GOOD);
    shop.must(&["apply", "--auto-approve"]);
    shop.ask(
        r#"
        function = boto3.client("lambda")
        function.update_function_configuration(FunctionName="api", MemorySize=256)
        function.publish_version(FunctionName="api")
        function.update_alias(FunctionName="api", Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
        print(json.dumps(None))
        "#,
    );
    let rollout = SPECS.find("            rollout").expect("a rollout");
    let shop = shop.with_file("code/index.py", BETTER).specs(&format!(
        "{}{}",
        &SPECS[..rollout],
        "            description: live\n"
    ));
    shop.must(&["apply", "--auto-approve"]);
    shop.is_settled();
    let script = r#"
        alias = boto3.client("lambda").get_alias(FunctionName="api", Name="live")
        print(json.dumps(alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})))
    "#;
    assert_eq!(shop.ask(script), json!({}));
}
