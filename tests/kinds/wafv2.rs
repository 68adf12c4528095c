//! Web ACLs: on moto, as far as it knows them, and on scripted answers.

use aws::Place;
use kind::registry;
use serde_json::{Value, json};

use crate::scripted::ScriptedCloud;

mod emulated {
    use serde_json::json;

    use crate::harness::{On, round_trips};

    /// The web ACL of the case.
    macro_rules! ask {
        ($of:literal) => {
            concat!(
                "client('wafv2').get_web_acl(Name=name, Scope='REGIONAL', Id=id.split('/')[-1])['WebACL']",
                $of
            )
        };
    }

    round_trips! {
        kind: "wafv2.web_acl",
        base: json!({
            "default_action": "allow",
            "rules": { "flood": { "priority": 1, "action": "block", "rate": { "limit": 2000 } } },
        }),
        prepare: &[];
        default_action: json!({ "default_action": "block" }) =>
            ask!("['DefaultAction']"), json!({ "Block": {} }), On::Both;
        rules: json!({ "rules": {
            "flood": { "action": "count" },
            "common": { "priority": 2, "managed_group": { "name": "AWSManagedRulesCommonRuleSet", "rule_actions": { "SizeRestrictions_BODY": "count" } } },
            "countries": { "priority": 3, "action": "block", "labels": ["place:far"], "match": { "not": { "geo": { "countries": ["DE", "US"] } } } },
        } }) => ask!("['Rules'][0]['Action']"), json!({ "Count": {} }), On::Both;
        metric_name: json!({ "metric_name": "other" }) =>
            ask!("['VisibilityConfig']['MetricName']"), json!("other"), On::Both;
        sampled_requests: json!({ "sampled_requests": false }) =>
            ask!("['VisibilityConfig']['SampledRequestsEnabled']"), json!(false), On::Both;
        metrics: json!({ "metrics": false }) =>
            ask!("['VisibilityConfig']['CloudWatchMetricsEnabled']"), json!(false), On::Both;
        description: json!({ "description": "what for" }) =>
            ask!("['Description']"), json!("what for"), On::MotoOneWay("ministack drops it from an update, and moto keeps what an update leaves out");
        custom_response_bodies: json!({ "custom_response_bodies": { "no": { "content_type": "TEXT_PLAIN", "content": "no" } } }) =>
            ask!("['CustomResponseBodies']['no']['Content']"), json!("no"), On::MotoOneWay("ministack drops it from an update, and moto keeps what an update leaves out");
        captcha_immunity_seconds: json!({ "captcha_immunity_seconds": 600 }) =>
            ask!("['CaptchaConfig']['ImmunityTimeProperty']['ImmunityTime']"), json!(600), On::MotoOneWay("ministack drops it from an update, and moto keeps what an update leaves out");
        challenge_immunity_seconds: json!({ "challenge_immunity_seconds": 600 }) =>
            ask!("['ChallengeConfig']['ImmunityTimeProperty']['ImmunityTime']"), json!(600), On::MotoOneWay("ministack drops it from an update, and moto keeps what an update leaves out");
        token_domains: json!({ "token_domains": ["example.com"] }) =>
            ask!("['TokenDomains']"), json!(["example.com"]), On::MotoOneWay("ministack drops it from an update, and moto keeps what an update leaves out");
        body_limits: json!({ "body_limits": { "API_GATEWAY": "KB_32" } }) =>
            ask!("['AssociationConfig']['RequestBody']['API_GATEWAY']['DefaultSizeInspectionLimit']"), json!("KB_32"), On::MotoOneWay("ministack drops it from an update, and moto keeps what an update leaves out");
        ip_sets: json!({ "ip_sets": { "office": { "addresses": ["192.0.2.0/24"] } } }) =>
            "[s['Name'].split('--')[1] for s in client('wafv2').list_ip_sets(Scope='REGIONAL')['IPSets'] if s['Name'].startswith(name + '--')]",
            json!(["office"]), On::Both;
        associations: json!({ "associations": ["arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5/stages/prod"] }) =>
            "client('wafv2').list_resources_for_web_acl(WebACLArn=id)['ResourceArns']",
            json!(["arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5/stages/prod"]), On::Ministack("moto does not list what a web ACL stands before");
        logging: json!({ "logging": { "destination": "arn:aws:s3:::aws-waf-logs-a", "redacted_fields": [{ "header": "authorization" }] } }) =>
            "client('wafv2').get_logging_configuration(ResourceArn=id)['LoggingConfiguration']['LogDestinationConfigs']",
            json!(["arn:aws:s3:::aws-waf-logs-a"]), On::Moto("ministack has no logs of web ACLs");
        tags: json!({ "tags": { "Team": "web" } }) =>
            "[t['Value'] for t in client('wafv2').list_tags_for_resource(ResourceARN=id)['TagInfoForResource']['TagList'] if t['Key'] == 'Team']",
            json!(["web"]), On::Both;
    }
}

const ARN: &str = "arn:aws:wafv2:us-east-2:123456789012:regional/webacl/api/a1";
const SET: &str = "arn:aws:wafv2:us-east-2:123456789012:regional/ipset/api--office/s1";
const STAGE: &str = "arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5/stages/prod";

/// What AWS answers of a web ACL with these rules, with what stands beside it.
fn cloud(web_acl: &Value) -> ScriptedCloud {
    let mut acl = json!({
        "Name": "api", "Id": "a1", "ARN": ARN, "Capacity": 1, "DefaultAction": { "Allow": {} },
        "Rules": [], "VisibilityConfig": visibility("api"), "ManagedByFirewallManager": false,
        "LabelNamespace": "awswaf:123456789012:webacl:api:",
    });
    acl.as_object_mut().unwrap().extend(web_acl.as_object().cloned().unwrap());
    ScriptedCloud::default()
        .answer("GetWebACL", 200, json!({ "WebACL": acl, "LockToken": "t1" }).to_string())
        .answer(
            "ListTagsForResource",
            200,
            json!({ "TagInfoForResource": { "ResourceARN": ARN, "TagList": [] } }).to_string(),
        )
}

/// And the rest of a web ACL of which there is nothing besides.
trait Alone {
    fn alone(self) -> ScriptedCloud;
}

impl Alone for ScriptedCloud {
    fn alone(self) -> Self {
        let none = r#"{"__type":"WAFNonexistentItemException","message":"none"}"#;
        self.answer("GetLoggingConfiguration", 400, none)
            .answer("ListResourcesForWebACL", 200, r#"{"ResourceArns":[]}"#)
            .answer("ListIPSets", 200, r#"{"IPSets":[]}"#)
    }
}

fn visibility(metric: &str) -> Value {
    json!({ "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": metric })
}

fn none() -> Value {
    json!([{ "Priority": 0, "Type": "NONE" }])
}

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
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesATPRuleSet": { "LoginPath": "/login", "EnableRegexInPath": false,
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
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesACFPRuleSet": { "CreationPath": "/c", "RegistrationPagePath": "/r", "EnableRegexInPath": false,
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

/// Settings of the web ACL itself, its log and what it stands before.
#[tokio::test]
async fn a_web_acl_reads_as_it_is_written() {
    let kind = registry::find("wafv2.web_acl").unwrap();
    let logging = json!({ "LoggingConfiguration": {
        "ResourceArn": ARN, "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-a"],
        "RedactedFields": [{ "SingleHeader": { "Name": "authorization" } }],
        "LoggingFilter": { "DefaultBehavior": "DROP", "Filters": [{ "Behavior": "KEEP", "Requirement": "MEETS_ANY",
            "Conditions": [{ "ActionCondition": { "Action": "BLOCK" } }, { "LabelNameCondition": { "LabelName": "a:b" } }] }] },
    } });
    let script = cloud(&json!({
        "DefaultAction": { "Block": { "CustomResponse": { "ResponseCode": 404, "CustomResponseBodyKey": "nothing" } } },
        "CustomResponseBodies": { "nothing": { "ContentType": "TEXT_PLAIN", "Content": "no" } },
        "CaptchaConfig": { "ImmunityTimeProperty": { "ImmunityTime": 600 } },
        "TokenDomains": ["example.com"],
        "AssociationConfig": { "RequestBody": { "API_GATEWAY": { "DefaultSizeInspectionLimit": "KB_32" }, "COGNITO_USER_POOL": { "DefaultSizeInspectionLimit": "KB_16" } } },
        "DataProtectionConfig": { "DataProtections": [{ "Field": { "FieldType": "SINGLE_HEADER", "FieldKeys": ["authorization"] }, "Action": "HASH", "ExcludeRuleMatchDetails": true, "ExcludeRateBasedDetails": false }] },
        "OnSourceDDoSProtectionConfig": { "ALBLowReputationMode": "ALWAYS_ON" },
        "Rules": [{ "Name": "office", "Priority": 0, "Statement": { "IPSetReferenceStatement": { "ARN": SET } }, "Action": { "Allow": {} }, "VisibilityConfig": visibility("office") }],
    }))
    .answer("GetLoggingConfiguration", 200, logging.to_string())
    .answer("ListResourcesForWebACL", 200, json!({ "ResourceArns": [STAGE] }).to_string())
    .answer("ListIPSets", 200, json!({ "IPSets": [{ "ARN": SET }, { "ARN": SET.replace("api--office", "apis--office") }] }).to_string())
    .answer("GetIPSet", 200, json!({ "IPSet": { "Name": "api--office", "Id": "s1", "ARN": SET, "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24"] }, "LockToken": "t" }).to_string());
    let aws = script.aws().await;
    let live = kind.read(&aws, ARN).await.unwrap().unwrap();
    let spec = json!({
        "name": "api",
        "default_action": { "type": "block", "response": { "status": 404, "body": "nothing" } },
        "custom_response_bodies": { "nothing": { "content_type": "TEXT_PLAIN", "content": "no" } },
        "captcha_immunity_seconds": 600,
        "token_domains": ["example.com"],
        "body_limits": { "API_GATEWAY": "KB_32" },
        "data_protection": [{ "field": "SINGLE_HEADER", "keys": ["authorization"], "action": "HASH", "except_rule_matches": true }],
        "alb_low_reputation_mode": "ALWAYS_ON",
        "ip_sets": { "office": { "addresses": ["192.0.2.0/24"] } },
        "rules": { "office": { "priority": 0, "match": { "ip_set": { "set": "office" } }, "action": "allow" } },
        "associations": [STAGE],
        "logging": {
            "destination": "arn:aws:s3:::aws-waf-logs-a", "redacted_fields": [{ "header": "authorization" }],
            "filter": { "default": "DROP", "filters": [{ "behavior": "KEEP", "requirement": "MEETS_ANY", "conditions": [{ "action": "BLOCK" }, { "label": "a:b" }] }] },
        },
    });
    let filled = kind.fill(&spec).unwrap();
    assert_eq!(language::diff::changes(&filled.comparable(), &live.spec), []);
    assert_eq!(live.outputs["id"].as_deref(), Some("a1"));
    assert_eq!(kind.check(&spec), []);
}

/// What differs is written, in an order that AWS takes, with the token of the last read.
#[tokio::test]
async fn an_update_writes_what_differs() {
    let kind = registry::find("wafv2.web_acl").unwrap();
    let busy = r#"{"__type":"WAFOptimisticLockException","message":"somebody was first"}"#;
    let script = cloud(&json!({}))
        .alone()
        .answer("CreateIPSet", 200, json!({ "Summary": { "ARN": SET } }).to_string())
        .answer("UpdateWebACL", 400, busy)
        .answer("UpdateWebACL", 200, r#"{"NextLockToken":"t2"}"#)
        .answer("PutLoggingConfiguration", 200, "{}")
        .answer("AssociateWebACL", 200, "{}");
    let aws = script.aws().await;
    let live = kind.read(&aws, ARN).await.unwrap().unwrap();
    let spec = json!({
        "name": "api", "default_action": "allow",
        "ip_sets": { "office": { "addresses": ["192.0.2.0/24"] } },
        "rules": { "office": { "priority": 0, "match": { "ip_set": { "set": "office" } }, "action": "allow" } },
        "associations": [STAGE],
        "logging": { "destination": "arn:aws:s3:::aws-waf-logs-a" },
    });
    kind.fill(&spec).unwrap().update(&aws, ARN, &live).await.unwrap();
    let writes: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    let writes: Vec<&str> = writes
        .iter()
        .map(String::as_str)
        .filter(|it| !it.starts_with("Get") && !it.starts_with("List"))
        .collect();
    assert_eq!(
        writes,
        [
            "CreateIPSet", "UpdateWebACL", "UpdateWebACL", "PutLoggingConfiguration",
            "AssociateWebACL"
        ]
    );
    let create: Value = serde_json::from_str(&script.requests_of("CreateIPSet")[0].body).unwrap();
    assert_eq!(create["Name"], "api--office");
    let update: Value = serde_json::from_str(&script.requests_of("UpdateWebACL")[1].body).unwrap();
    assert_eq!(update["LockToken"], "t1");
    assert_eq!(update["Rules"][0]["Statement"]["IPSetReferenceStatement"]["ARN"], SET);
}

/// AWS gives a set no other version: the rules that name it go for a moment, so that another takes its name.
#[tokio::test]
async fn a_set_of_another_version_takes_the_place_of_the_first() {
    let kind = registry::find("wafv2.web_acl").unwrap();
    let rule = json!({ "Name": "office", "Priority": 0, "Statement": { "IPSetReferenceStatement": { "ARN": SET } }, "Action": { "Allow": {} }, "VisibilityConfig": visibility("office") });
    let listed = json!({ "IPSets": [{ "ARN": SET }] }).to_string();
    let none = r#"{"__type":"WAFNonexistentItemException","message":"none"}"#;
    let other = SET.replace("/s1", "/s2");
    let script = cloud(&json!({ "Rules": [rule] }))
        .answer("GetLoggingConfiguration", 400, none)
        .answer("ListResourcesForWebACL", 200, r#"{"ResourceArns":[]}"#)
        .answer("ListIPSets", 200, listed)
        .answer("ListIPSets", 200, r#"{"IPSets":[]}"#)
        .answer("GetIPSet", 200, json!({ "IPSet": { "Name": "api--office", "Id": "s1", "ARN": SET, "IPAddressVersion": "IPV4", "Addresses": [] }, "LockToken": "t" }).to_string())
        .answer("UpdateWebACL", 200, "{}")
        .answer("DeleteIPSet", 200, "{}")
        .answer("CreateIPSet", 200, json!({ "Summary": { "ARN": other } }).to_string());
    let aws = script.aws().await;
    let live = kind.read(&aws, ARN).await.unwrap().unwrap();
    let spec = json!({
        "name": "api", "default_action": "allow",
        "ip_sets": { "office": { "version": "IPV6", "addresses": ["2001:db8::/32"] } },
        "rules": { "office": { "priority": 0, "match": { "ip_set": { "set": "office" } }, "action": "allow" } },
    });
    kind.fill(&spec).unwrap().update(&aws, ARN, &live).await.unwrap();
    let calls: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    let writes: Vec<&str> = calls
        .iter()
        .map(String::as_str)
        .filter(|it| !it.starts_with("Get") && !it.starts_with("List"))
        .collect();
    assert_eq!(writes, ["UpdateWebACL", "DeleteIPSet", "CreateIPSet", "UpdateWebACL"]);
    let rules = |index: usize| -> Value {
        serde_json::from_str::<Value>(&script.requests_of("UpdateWebACL")[index].body).unwrap()["Rules"].take()
    };
    assert_eq!(rules(0), json!([]));
    assert_eq!(rules(1)[0]["Statement"]["IPSetReferenceStatement"]["ARN"], other);
}

/// What a web ACL stands before is let go first, and its addresses go last.
#[tokio::test]
async fn a_web_acl_is_deleted_with_its_sets() {
    let kind = registry::find("wafv2.web_acl").unwrap();
    let script = cloud(&json!({}))
        .answer("ListResourcesForWebACL", 200, json!({ "ResourceArns": [STAGE] }).to_string())
        .answer("DisassociateWebACL", 200, "{}")
        .answer("DeleteWebACL", 200, "{}")
        .answer("ListIPSets", 200, json!({ "IPSets": [{ "ARN": SET }] }).to_string())
        .answer("GetIPSet", 200, json!({ "IPSet": { "Name": "api--office", "Id": "s1", "ARN": SET, "IPAddressVersion": "IPV4", "Addresses": [] }, "LockToken": "t" }).to_string())
        .answer("DeleteIPSet", 200, "{}");
    kind.delete(&script.aws().await, ARN).await.unwrap();
    let calls: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    let position = |name: &str| calls.iter().position(|call| call == name).unwrap();
    assert!(position("DisassociateWebACL") < position("DeleteWebACL"), "{calls:?}");
    assert!(position("DeleteWebACL") < position("DeleteIPSet"), "{calls:?}");
}

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
            "an address alone is no key of one's own",
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
    assert_eq!(messages(&spec(&json!({ "rules": { "a b": rule } }))), ["`a b` is no name"]);
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
    assert_eq!(
        messages(&spec(&groups(&more))),
        ["the rules take 1550 units of capacity at the least"]
    );
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
    assert_eq!(messages(&spec(&rules)), ["the rules take 5400 units of capacity at the least"]);
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("wafv2.web_acl").unwrap();
    for (code, is_absent) in
        [("AccessDeniedException", false), ("WAFNonexistentItemException", true)]
    {
        let refusal = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let mut script = ScriptedCloud::default();
        for operation in [
            "GetWebACL", "ListTagsForResource", "GetLoggingConfiguration",
            "ListResourcesForWebACL", "ListIPSets",
        ] {
            script = script.answer(operation, 400, refusal.clone());
        }
        let read = kind.read(&script.aws().await, ARN).await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}
