//! Rules as AWS has them, and as specs have them.

use kind::registry;
use serde_json::{Value, json};

use super::{ARN, Alone, cloud, none, visibility};

/// Every statement as AWS has it, and as specs have it; each comes to the other.
#[tokio::test]
async fn every_statement_reads_as_it_is_written() {
    let method = json!({ "Method": {} });
    let cases = [
        (
            json!({ "ByteMatchStatement": { "SearchString": "Y3VybA==", "FieldToMatch": { "SingleHeader": { "Name": "user-agent" } }, "TextTransformations": [{ "Priority": 1, "Type": "URL_DECODE" }, { "Priority": 0, "Type": "LOWERCASE" }], "PositionalConstraint": "CONTAINS" } }),
            json!({ "byte_match": { "field": { "header": "user-agent" }, "text": "curl", "position": "CONTAINS", "transformations": ["LOWERCASE", "URL_DECODE"] } }),
        ),
        (
            json!({ "RegexMatchStatement": { "RegexString": "^a", "FieldToMatch": { "UriPath": {} }, "TextTransformations": none(), "PreParseTextTransformations": [{ "Priority": 0, "Type": "URL_DECODE" }] } }),
            json!({ "regex": { "field": "uri_path", "pattern": "^a", "pre_parse": ["URL_DECODE"] } }),
        ),
        (
            json!({ "RegexPatternSetReferenceStatement": { "ARN": "arn:aws:wafv2:us-east-2:1:regional/regexpatternset/a/b", "FieldToMatch": { "QueryString": {} }, "TextTransformations": none() } }),
            json!({ "regex_set": { "field": "query_string", "arn": "arn:aws:wafv2:us-east-2:1:regional/regexpatternset/a/b" } }),
        ),
        (
            json!({ "SizeConstraintStatement": { "FieldToMatch": { "Body": { "OversizeHandling": "MATCH" } }, "ComparisonOperator": "GT", "Size": 8192, "TextTransformations": none() } }),
            json!({ "size": { "field": { "body": { "oversize": "MATCH" } }, "operator": "GT", "size": 8192 } }),
        ),
        (
            json!({ "SqliMatchStatement": { "FieldToMatch": { "AllQueryArguments": {} }, "TextTransformations": none(), "SensitivityLevel": "HIGH" } }),
            json!({ "sqli": { "field": "all_query_arguments", "sensitivity": "HIGH" } }),
        ),
        (
            json!({ "XssMatchStatement": { "FieldToMatch": { "JsonBody": { "MatchPattern": { "IncludedPaths": ["/a"] }, "MatchScope": "VALUE", "InvalidFallbackBehavior": "MATCH", "OversizeHandling": "CONTINUE" } }, "TextTransformations": none() } }),
            json!({ "xss": { "field": { "json_body": { "paths": ["/a"], "scope": "VALUE", "invalid": "MATCH" } } } }),
        ),
        (
            json!({ "XssMatchStatement": { "FieldToMatch": { "JsonBody": { "MatchPattern": { "All": {} }, "MatchScope": "ALL", "OversizeHandling": "CONTINUE" } }, "TextTransformations": none() } }),
            json!({ "xss": { "field": { "json_body": {} } } }),
        ),
        (
            json!({ "XssMatchStatement": { "FieldToMatch": { "Headers": { "MatchPattern": { "All": {} }, "MatchScope": "ALL", "OversizeHandling": "NO_MATCH" } }, "TextTransformations": none() } }),
            json!({ "xss": { "field": { "headers": { "oversize": "NO_MATCH" } } } }),
        ),
        (
            json!({ "XssMatchStatement": { "FieldToMatch": { "Cookies": { "MatchPattern": { "ExcludedCookies": ["c"] }, "MatchScope": "KEY", "OversizeHandling": "CONTINUE" } }, "TextTransformations": none() } }),
            json!({ "xss": { "field": { "cookies": { "except": ["c"], "scope": "KEY" } } } }),
        ),
        (
            json!({ "GeoMatchStatement": { "CountryCodes": ["DE", "US"], "ForwardedIPConfig": { "HeaderName": "X-Forwarded-For", "FallbackBehavior": "MATCH" } } }),
            json!({ "geo": { "countries": ["US", "DE"], "forwarded_ip": { "header": "X-Forwarded-For", "fallback": "MATCH" } } }),
        ),
        (
            json!({ "IPSetReferenceStatement": { "ARN": "arn:aws:wafv2:us-east-2:1:regional/ipset/other/b", "IPSetForwardedIPConfig": { "HeaderName": "X-Forwarded-For", "FallbackBehavior": "MATCH", "Position": "ANY" } } }),
            json!({ "ip_set": { "arn": "arn:aws:wafv2:us-east-2:1:regional/ipset/other/b", "forwarded_ip": { "header": "X-Forwarded-For", "fallback": "MATCH", "position": "ANY" } } }),
        ),
        (
            json!({ "AsnMatchStatement": { "AsnList": [64496] } }),
            json!({ "asn": { "numbers": [64496] } }),
        ),
        (
            json!({ "LabelMatchStatement": { "Scope": "NAMESPACE", "Key": "a:" } }),
            json!({ "label": { "scope": "NAMESPACE", "key": "a:" } }),
        ),
        (
            json!({ "AndStatement": { "Statements": [
                { "NotStatement": { "Statement": { "AsnMatchStatement": { "AsnList": [1] } } } },
                { "OrStatement": { "Statements": [{ "AsnMatchStatement": { "AsnList": [2] } }, { "AsnMatchStatement": { "AsnList": [3] } }] } },
            ] } }),
            json!({ "and": [{ "not": { "asn": { "numbers": [1] } } }, { "or": [{ "asn": { "numbers": [2] } }, { "asn": { "numbers": [3] } }] }] }),
        ),
        (
            json!({ "ByteMatchStatement": { "SearchString": "YQ==", "FieldToMatch": { "JA3Fingerprint": { "FallbackBehavior": "NO_MATCH" } }, "TextTransformations": none(), "PositionalConstraint": "EXACTLY" } }),
            json!({ "byte_match": { "field": { "ja3_fingerprint": "NO_MATCH" }, "text": "a", "position": "EXACTLY" } }),
        ),
        (
            json!({ "ByteMatchStatement": { "SearchString": "YQ==", "FieldToMatch": method, "TextTransformations": none(), "PositionalConstraint": "EXACTLY" } }),
            json!({ "byte_match": { "field": "method", "text": "a", "position": "EXACTLY" } }),
        ),
    ];
    for (aws, ours) in cases {
        comes_to_the_other(
            json!({ "Statement": aws, "Action": { "Block": {} } }),
            json!({ "match": ours, "action": "block" }),
        )
        .await;
    }
}

#[tokio::test]
async fn rates_and_groups_read_as_they_are_written() {
    let block = json!({ "Block": {} });
    let none_of_its_own = json!({ "None": {} });
    for (aws, ours) in [
        (
            json!({ "Statement": { "RateBasedStatement": { "Limit": 2000, "EvaluationWindowSec": 300, "AggregateKeyType": "IP" } }, "Action": block }),
            json!({ "rate": { "limit": 2000 }, "action": "block" }),
        ),
        (
            json!({ "Statement": { "RateBasedStatement": {
                "Limit": 100, "EvaluationWindowSec": 60, "AggregateKeyType": "CUSTOM_KEYS",
                "CustomKeys": [{ "Header": { "Name": "x-api-key", "TextTransformations": none() } }, { "IP": {} }, { "UriPath": { "TextTransformations": [{ "Priority": 0, "Type": "LOWERCASE" }] } }, { "LabelNamespace": { "Namespace": "a:" } }, { "HTTPMethod": {} }],
                "ScopeDownStatement": { "AsnMatchStatement": { "AsnList": [1] } },
            } }, "Action": { "Count": { "CustomRequestHandling": { "InsertHeaders": [{ "Name": "a", "Value": "b" }] } } } }),
            json!({
                "rate": {
                    "limit": 100, "window": 60, "aggregate_by": "CUSTOM_KEYS",
                    "keys": [{ "header": { "name": "x-api-key" } }, "ip", { "uri_path": { "transformations": ["LOWERCASE"] } }, { "label_namespace": "a:" }, "http_method"],
                    "scope_down": { "asn": { "numbers": [1] } },
                },
                "action": { "type": "count", "insert_headers": { "a": "b" } },
            }),
        ),
        (
            json!({ "Statement": { "ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "ExcludedRules": [{ "Name": "Old" }],
                "RuleActionOverrides": [{ "Name": "SizeRestrictions_BODY", "ActionToUse": { "Count": {} } }],
            } }, "OverrideAction": none_of_its_own }),
            json!({ "managed_group": { "name": "AWSManagedRulesCommonRuleSet", "rule_actions": { "SizeRestrictions_BODY": "count", "Old": "count" } } }),
        ),
        (
            json!({ "Statement": { "ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": "AWSManagedRulesBotControlRuleSet", "Version": "Version_1.0",
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesBotControlRuleSet": { "InspectionLevel": "TARGETED", "EnableMachineLearning": false } }],
            } }, "OverrideAction": { "Count": {} } }),
            json!({ "managed_group": { "name": "AWSManagedRulesBotControlRuleSet", "version": "Version_1.0", "config": { "bot_control": { "level": "TARGETED", "machine_learning": false } } }, "override_action": "count" }),
        ),
        (
            json!({ "Statement": { "ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": "AWSManagedRulesATPRuleSet",
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesATPRuleSet": { "LoginPath": "/login",
                    "RequestInspection": { "PayloadType": "JSON", "UsernameField": { "Identifier": "/u" }, "PasswordField": { "Identifier": "/p" } },
                    "ResponseInspection": { "StatusCode": { "SuccessCodes": [200], "FailureCodes": [401] } } } }],
            } }, "OverrideAction": none_of_its_own }),
            json!({ "managed_group": { "name": "AWSManagedRulesATPRuleSet", "config": { "account_takeover": {
                "login_path": "/login", "request": { "payload_type": "JSON", "username_field": "/u", "password_field": "/p" },
                "response": { "status_code": { "success": [200], "failure": [401] } },
            } } } }),
        ),
        (
            json!({ "Statement": { "ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": "AWSManagedRulesACFPRuleSet",
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesACFPRuleSet": { "CreationPath": "/c", "RegistrationPagePath": "/r",
                    "RequestInspection": { "PayloadType": "FORM_ENCODED", "EmailField": { "Identifier": "mail" }, "AddressFields": [{ "Identifier": "street" }] } } }],
            } }, "OverrideAction": none_of_its_own }),
            json!({ "managed_group": { "name": "AWSManagedRulesACFPRuleSet", "config": { "account_creation": {
                "creation_path": "/c", "registration_page_path": "/r",
                "request": { "payload_type": "FORM_ENCODED", "email_field": "mail", "address_fields": ["street"] },
            } } } }),
        ),
        (
            json!({ "Statement": { "ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": "AWSManagedRulesAntiDDoSRuleSet",
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesAntiDDoSRuleSet": { "SensitivityToBlock": "LOW",
                    "ClientSideActionConfig": { "Challenge": { "UsageOfAction": "ENABLED", "Sensitivity": "HIGH", "ExemptUriRegularExpressions": [{ "RegexString": "^/api" }] } } } }],
            } }, "OverrideAction": none_of_its_own }),
            json!({ "managed_group": { "name": "AWSManagedRulesAntiDDoSRuleSet", "config": { "anti_ddos": { "challenge": { "usage": "ENABLED", "exempt_paths": ["^/api"] } } } } }),
        ),
        (
            json!({ "Statement": { "RuleGroupReferenceStatement": { "ARN": "arn:aws:wafv2:us-east-2:1:regional/rulegroup/a/b" } }, "OverrideAction": none_of_its_own }),
            json!({ "rule_group": { "arn": "arn:aws:wafv2:us-east-2:1:regional/rulegroup/a/b" } }),
        ),
        (
            json!({ "Statement": { "AsnMatchStatement": { "AsnList": [1] } }, "Action": { "Captcha": {} }, "RuleLabels": [{ "Name": "a:b" }], "CaptchaConfig": { "ImmunityTimeProperty": { "ImmunityTime": 60 } } }),
            json!({ "match": { "asn": { "numbers": [1] } }, "action": "captcha", "labels": ["a:b"], "captcha_immunity_seconds": 60 }),
        ),
    ] {
        comes_to_the_other(aws, ours).await;
    }
}

/// A rule of AWS's reads as ours, and ours is written as AWS's.
async fn comes_to_the_other(mut aws: Value, mut ours: Value) {
    let kind = registry::find("wafv2.web_acl").unwrap();
    aws["Name"] = json!("rule");
    aws["Priority"] = json!(3);
    aws["VisibilityConfig"] = visibility("rule");
    ours["priority"] = json!(3);
    let script = cloud(&json!({ "Rules": [aws] })).alone().answer(
        "CreateWebACL",
        200,
        json!({ "Summary": { "ARN": ARN } }).to_string(),
    );
    let cloud = script.aws().await;
    let live = kind.read(&cloud, ARN).await.unwrap().unwrap();
    let spec = json!({ "name": "api", "default_action": "allow", "rules": { "rule": ours } });
    let filled = kind.fill(&spec).unwrap();
    assert_eq!(language::diff::changes(&filled.comparable(), &live.spec), [], "{ours:#}");
    filled.create(&cloud).await.unwrap();
    let sent: Value = serde_json::from_str(&script.requests_of("CreateWebACL")[0].body).unwrap();
    let mut expected = normalised(aws.clone());
    // What was excluded counts, in newer words.
    let group = expected.pointer_mut("/Statement/ManagedRuleGroupStatement");
    if let Some(group) = group.filter(|group| group.get("ExcludedRules").is_some()) {
        group.as_object_mut().unwrap().remove("ExcludedRules");
        let old = json!({ "Name": "Old", "ActionToUse": { "Count": {} } });
        group["RuleActionOverrides"].as_array_mut().unwrap().insert(0, old);
    }
    assert_eq!(normalised(sent["Rules"][0].clone()), expected, "{ours:#}");
}

/// The numbers of transformations count by their order alone.
fn normalised(mut value: Value) -> Value {
    match &mut value {
        Value::Object(entries) => {
            if let Some(Value::Array(steps)) = entries.get_mut("TextTransformations") {
                steps.sort_by_key(|step| step["Priority"].as_i64());
            }
            for entry in entries.values_mut() {
                *entry = normalised(entry.take());
            }
        }
        Value::Array(elements) => {
            for element in elements {
                *element = normalised(element.take());
            }
        }
        _ => {}
    }
    value
}
