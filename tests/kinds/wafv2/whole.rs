//! A web ACL with what stands beside it: how it is read, changed and deleted.

use kind::registry;
use serde_json::{Value, json};

use super::{ARN, Alone, SET, STAGE, cloud, visibility};
use crate::scripted::ScriptedCloud;

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

/// What differs is written, in an order that AWS accepts, with the token of the last read.
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
