//! On the emulators, as far as they know web ACLs.

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
