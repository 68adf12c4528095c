//! What is told offline.

use aws::Place;
use kind::registry;
use serde_json::{Value, json};

use super::STAGE;

fn spec(changes: &Value) -> Value {
    let mut spec = json!({ "name": "api", "default_action": "allow" });
    spec.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
    spec
}

fn messages(spec: &Value) -> Vec<String> {
    let kind = registry::find("wafv2.web_acl").unwrap();
    kind.check(spec).into_iter().map(|it| it.message).collect()
}

#[test]
fn what_aws_refuses_is_told_offline() {
    assert_eq!(messages(&spec(&json!({}))), [""; 0]);
    let asn = json!({ "asn": { "numbers": [1] } });
    let group = json!({ "name": "AWSManagedRulesAmazonIpReputationList" });
    for (rule, message) in [
        (
            json!({ "action": "block" }),
            "a rule has one of `match`, `rate`, `managed_group` and `rule_group`",
        ),
        (json!({ "managed_group": group, "action": "block" }), "a group has no action"),
        (
            json!({ "match": asn, "action": "block", "override_action": "count" }),
            "only a group has an override action",
        ),
        (
            json!({ "rate": { "limit": 100 }, "action": "block", "override_action": "count" }),
            "only a group has an override action",
        ),
        (json!({ "rate": { "limit": 100 } }), "the rule has no action"),
        (
            json!({ "managed_group": group, "labels": ["a"] }),
            "a group puts no labels of yours on requests",
        ),
        (
            json!({ "match": { "ip_set": { "set": "office" } }, "action": "block" }),
            "there is no set `office`",
        ),
        (json!({ "match": { "ip_set": {} }, "action": "block" }), "an `ip_set` has `set` or `arn`"),
        (
            json!({ "match": asn, "action": { "type": "count", "response": { "status": 403 } } }),
            "only `block` has an answer of one's own",
        ),
        (
            json!({ "match": asn, "action": { "type": "block", "insert_headers": { "a": "b" } } }),
            "a request that is blocked goes nowhere",
        ),
        (
            json!({ "match": asn, "action": { "type": "block", "response": { "status": 403, "body": "no" } } }),
            "there is no body `no`",
        ),
        (
            json!({ "rate": { "limit": 100, "aggregate_by": "CUSTOM_KEYS" }, "action": "block" }),
            "`keys` and `aggregate_by: CUSTOM_KEYS` belong together",
        ),
        (
            json!({ "rate": { "limit": 100, "keys": ["http_method"] }, "action": "block" }),
            "`keys` and `aggregate_by: CUSTOM_KEYS` belong together",
        ),
        (
            json!({ "rate": { "limit": 100, "aggregate_by": "CUSTOM_KEYS", "keys": ["ip"] }, "action": "block" }),
            "an address alone is not a key of one's own",
        ),
        (
            json!({ "rate": { "limit": 100, "aggregate_by": "FORWARDED_IP" }, "action": "block" }),
            "nothing says which header has the address",
        ),
        (
            json!({ "rate": { "limit": 100, "aggregate_by": "CONSTANT" }, "action": "block" }),
            "all requests would count together",
        ),
        (
            json!({ "managed_group": { "name": "AWSManagedRulesCommonRuleSet" } }),
            "bodies of more than 8 KB are blocked",
        ),
        (
            json!({ "managed_group": { "name": "AWSManagedRulesATPRuleSet" } }),
            "AWSManagedRulesATPRuleSet must know of the application",
        ),
        (
            json!({ "managed_group": { "name": "AWSManagedRulesSQLiRuleSet", "config": { "bot_control": { "level": "COMMON" } } } }),
            "this is of the group AWSManagedRulesBotControlRuleSet",
        ),
    ] {
        let mut rule = rule;
        rule["priority"] = json!(0);
        assert_eq!(messages(&spec(&json!({ "rules": { "rule": rule } }))), [message], "{rule}");
    }
    // What does nothing is nothing, as AWS has it.
    let kind = registry::find("wafv2.web_acl").unwrap();
    let comparable = |transformations: Value| {
        let size = json!({ "field": "method", "operator": "GT", "size": 1, "transformations": transformations });
        let rule = json!({ "priority": 0, "match": { "size": size }, "action": "block" });
        kind.fill(&spec(&json!({ "rules": { "rule": rule } }))).unwrap().comparable()
    };
    assert_eq!(comparable(json!(["NONE"])), comparable(json!([])));
    // A group that only counts blocks nothing.
    let counts = json!({ "priority": 0, "override_action": "count", "managed_group": { "name": "AWSManagedRulesCommonRuleSet" } });
    assert_eq!(messages(&spec(&json!({ "rules": { "rule": counts } }))), [""; 0]);
    let rule = json!({ "priority": 1, "match": asn, "action": "block" });
    assert_eq!(
        messages(&spec(&json!({ "rules": { "a": rule, "b": rule } }))),
        ["`a` has the priority 1 as well"]
    );
    assert_eq!(messages(&spec(&json!({ "rules": { "a b": rule } }))), ["`a b` is not a name"]);
    assert_eq!(
        messages(&spec(&json!({ "default_action": "count" }))),
        ["requests that no rule decides on are allowed or blocked"]
    );
}

#[test]
fn what_a_web_acl_may_stand_before_and_log_to_is_told_offline() {
    for (arn, message) in [
        (STAGE, None),
        ("arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_a", None),
        (
            "arn:aws:execute-api:us-east-2:123456789012:a1b2c3d4e5/prod",
            Some("this ARN is of calls to an API, and not of a stage"),
        ),
        (
            "arn:aws:apigateway:us-east-2::/apis/a1b2c3d4e5/stages/prod",
            Some("HTTP and WebSocket APIs cannot have a web ACL"),
        ),
        ("arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5", Some("this ARN is not of a stage")),
        (
            "arn:aws:cloudfront::123456789012:distribution/E1",
            Some("a distribution names its web ACL itself"),
        ),
    ] {
        let found = messages(&spec(&json!({ "associations": [arn] })));
        assert_eq!(found.first().map(String::as_str), message, "{arn}");
    }
    for (arn, message) in [
        ("arn:aws:logs:us-east-2:123456789012:log-group:aws-waf-logs-a", None),
        ("arn:aws:s3:::aws-waf-logs-a", None),
        ("arn:aws:firehose:us-east-2:123456789012:deliverystream/aws-waf-logs-a", None),
        (
            "arn:aws:logs:us-east-2:123456789012:log-group:/waf/api",
            Some("`/waf/api` gets no logs of WAF"),
        ),
        (
            "arn:aws:logs:us-east-2:123456789012:log-group:aws-waf-logs-a:*",
            Some("this ARN is of the log group's streams"),
        ),
    ] {
        let found = messages(&spec(&json!({ "logging": { "destination": arn } })));
        assert_eq!(found.first().map(String::as_str), message, "{arn}");
    }
    let cloudfront = spec(&json!({ "scope": "CLOUDFRONT", "associations": [STAGE] }));
    assert_eq!(
        messages(&cloudfront),
        ["a web ACL of scope CLOUDFRONT is named by the distributions"]
    );
    let kind = registry::find("wafv2.web_acl").unwrap();
    let filled = kind.fill(&spec(&json!({ "scope": "CLOUDFRONT" }))).unwrap();
    for (region, count) in [("us-east-1", 0), ("us-east-2", 1)] {
        assert_eq!(filled.check_place(&Place::new("123456789012", region)).len(), count);
    }
}

/// The units of AWS's documentation, summed up.
#[test]
fn capacity_is_told_offline() {
    let groups = |names: &[&str]| {
        let rules = names.iter().enumerate().map(|(priority, name)| {
            let group =
                json!({ "name": name, "rule_actions": { "SizeRestrictions_BODY": "count" } });
            ((*name).to_owned(), json!({ "priority": priority, "managed_group": group }))
        });
        json!({ "rules": rules.collect::<serde_json::Map<_, _>>() })
    };
    let some = [
        "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesLinuxRuleSet",
        "AWSManagedRulesWindowsRuleSet",
    ];
    assert_eq!(messages(&spec(&groups(&some))), [""; 0]);
    let more = [
        "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesLinuxRuleSet",
        "AWSManagedRulesWindowsRuleSet", "AWSManagedRulesAnonymousIpList",
    ];
    assert_eq!(messages(&spec(&groups(&more))), ["the rules take 1550 units of capacity at least"]);
    // 40, twice 40 of JSON, and 10 for each of ten transformations: 30 of them are 5,400.
    let steps = vec!["LOWERCASE"; 10];
    let rules = (0..30).map(|priority| {
        let xss = json!({ "field": { "json_body": {} }, "transformations": steps });
        (
            format!("r{priority}"),
            json!({ "priority": priority, "match": { "xss": xss }, "action": "block" }),
        )
    });
    let rules = json!({ "rules": rules.collect::<serde_json::Map<_, _>>() });
    assert_eq!(messages(&spec(&rules)), ["the rules take 5400 units of capacity at least"]);
}
