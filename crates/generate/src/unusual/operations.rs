//! Objects of the services around an application: alarms, rules, keys, queues, domains.

use serde_json::{Value, json};

use super::{FUNCTION, ROLE, warnings_of};

#[tokio::test]
async fn alarms_dashboards_and_filters_that_do_nothing() {
    let alarm = |changes: Value| {
        let mut alarm = json!({
            "name": "a", "comparison": "GreaterThanThreshold", "threshold": 1, "evaluation_periods": 1,
            "metric": { "namespace": "AWS/Lambda", "name": "Errors", "dimensions": { "FunctionName": "f" }, "statistic": "Sum" },
        });
        for (key, value) in changes.as_object().unwrap() {
            alarm[key] = value.clone();
        }
        alarm
    };
    let metric = |namespace: &str, name: &str, dimensions: Value| {
        json!({ "metric":
        { "namespace": namespace, "name": name, "dimensions": dimensions, "statistic": "Average", "unit": "Furlongs" } })
    };
    for odd in [
        json!({}),
        json!({ "comparison": "IsPrime", "missing_data": "panic", "low_sample_count_percentile": "ignore" }),
        metric("AWS/DynamoDB", "UserErrors", json!({ "TableName": "*" })),
        metric("AWS/ApiGateway", "4XXError", json!({ "ApiId": "TODO" })),
        metric("AWS/Lambda", "Quantum", json!({})),
        metric("AWS/Billing", "EstimatedCharges", json!({})),
        json!({ "metric": null, "metrics": { "e": { "expression": "m1 * 2", "return_data": true } } }),
    ] {
        let mut odd = alarm(odd);
        odd.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let warnings = warnings_of("cloudwatch.alarm", odd.clone()).await;
        assert!(!warnings.is_empty(), "{odd}");
    }
    warnings_of("cloudwatch.composite_alarm", json!({ "name": "c", "rule": "FALSE" })).await;
    for body in [
        json!({ "widgets": [] }),
        json!({ "widgets": [{ "type": "hologram", "x": 20, "width": 12, "properties": {} }], "theme": "dark" }),
        json!({ "widgets": [{ "type": "metric", "properties": { "region": "us-east-2", "metrics": [["AWS/Lambda", "Errors", "Function", "*"]] } }] }),
    ] {
        warnings_of("cloudwatch.dashboard", json!({ "name": "d", "body": body })).await;
    }
    let filter = |pattern: &str| json!({ "pattern": pattern, "metric": { "namespace": "AWS/Mine", "name": "m", "value": "$.a", "dimensions": { "a": "b" }, "unit": "Furlongs" } });
    warnings_of("logs.log_group", json!({
        "name": "/aws/lambda/f", "metric_filters": { "f": filter("[a, b]") },
        "subscription_filters": { "s": { "destination": FUNCTION, "role": ROLE, "distribution": "Random" } },
    }))
    .await;
    let policy = json!({ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "logs:*", "Resource": "*" } });
    warnings_of("logs.resource_policy", json!({ "name": "p", "policy": policy })).await;
}

#[tokio::test]
async fn rules_and_buses_that_nobody_would_write_today() {
    let queue = "arn:aws:sqs:us-east-2:123456789012:q";
    for odd in [
        // Buses that were targets before they needed a role.
        json!({ "name": "r", "pattern": { "source": ["s"] }, "targets": { "t": { "arn": "arn:aws:events:us-east-2:210987654321:event-bus/b" } } }),
        json!({ "name": "r", "pattern": { "source": ["s"] }, "targets": { "t": { "arn": queue, "partition_key_path": "$.id" } } }),
        json!({ "name": "r", "pattern": { "source": ["s"] }, "targets": { "t": { "arn": queue, "dead_letter": format!("{queue}.fifo") } } }),
        json!({ "name": "r", "pattern": { "source": ["x".repeat(3_000)] }, "state": "PAUSED" }),
    ] {
        let warnings = warnings_of("events.rule", odd.clone()).await;
        assert!(!warnings.is_empty(), "{odd}");
    }
    for (principal, action) in [
        (json!("*"), json!("events:*")),
        (json!({ "AWS": "AIDAEXAMPLEEXAMPLE123" }), json!(["events:PutEvent"])),
    ] {
        let statement =
            json!({ "Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*" });
        let policy = json!({ "Version": "2008-10-17", "Id": "old", "Statement": statement });
        warnings_of("events.bus", json!({ "name": "default", "policy": policy })).await;
    }
    let schedule = json!({
        "name": "s", "expression": "rate(1 minutes)", "action_after_completion": "DELETE",
        "target": { "arn": "arn:aws:glue:us-east-2:123456789012:job/j", "role": ROLE },
    });
    assert_eq!(warnings_of("scheduler.schedule", schedule).await.len(), 2);
}

#[tokio::test]
async fn what_is_kept_with_settings_that_nobody_would_choose() {
    for odd in [
        json!({ "spec": "RSA_8192", "usage": "DREAM", "origin": "MOON" }),
        json!({ "aliases": ["alias/a"], "rotation_days": 365, "disabled": true }),
    ] {
        warnings_of("kms.key", odd).await;
    }
    let policy = json!({ "Version": "2008-10-17", "Id": "old", "Statement": {
        "Effect": "Allow", "Action": ["kms:Decrpyt", "nothing:AtAll"], "Resource": "*",
        "Principal": { "AWS": "AROAEXAMPLEEXAMPLE123", "Service": "lamda.amazonaws.com" },
    } });
    warnings_of("kms.key", json!({ "policy": policy })).await;
    warnings_of("secretsmanager.secret", json!({ "name": "n", "policy": policy })).await;
    warnings_of("backup.vault", json!({ "name": "vv", "policy": policy })).await;
    for odd in [
        json!({ "name": "rds!cluster-AbCdEf".replace('!', "_"), "rotation": { "days": 7 } }),
        json!({ "name": "n", "value": "a-secret", "rotation": { "function": FUNCTION, "days": 1 } }),
        json!({ "name": "n", "values": { "a": "a-secret" }, "replicas": { "xx-moon-1": {} } }),
    ] {
        warnings_of("secretsmanager.secret", odd).await;
    }
    for odd in [
        json!({ "lock": {} }),
        json!({ "lock": { "min_retention_days": 1, "compliance": {} } }),
        json!({ "notifications": { "topic": "arn:aws:sns:us-east-2:123456789012:gone", "events": ["SOMETHING_NEW"] } }),
    ] {
        let mut vault = odd;
        vault["name"] = json!("vv");
        warnings_of("backup.vault", vault).await;
    }
    let rule = |more: Value| {
        let mut rule = json!({ "vault": "main" });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rule
    };
    for rules in [
        json!({ "a": rule(json!({})), "b": rule(json!({})) }),
        json!({ "a": rule(json!({ "start_window_minutes": 900, "completion_window_minutes": 60 })) }),
        json!({ "a": rule(json!({ "schedule": "cron(0/5 * ? * * *)", "lifecycle": { "opt_in_to_archive": true } })) }),
        json!({ "a": rule(json!({ "lifecycle": { "delete_after_event": "DELETE_AFTER_LUNCH" } })) }),
    ] {
        let plan = json!({ "name": "n", "rules": rules, "selections": { "s": { "role": ROLE } } });
        warnings_of("backup.plan", plan).await;
    }
    for odd in [
        json!({ "limit": { "amount": 0.0, "unit": "BANANA" }, "filters": { "TagKeyValue": ["Project"] } }),
        json!({ "type": "WEATHER", "time_unit": "FORTNIGHTLY", "limit": { "amount": 5 } }),
        json!({ "type": "SAVINGS_PLANS_COVERAGE", "end": "2027-01-01T12:00:00Z" }),
    ] {
        let mut budget = odd;
        budget["name"] = json!("b");
        warnings_of("budgets.budget", budget).await;
    }
}

#[tokio::test]
async fn queues_and_topics_with_words_that_are_new() {
    let everybody = json!({ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*" } });
    for odd in [
        json!({ "name": "q", "policy": everybody }),
        json!({ "name": "q.fifo", "fifo": true, "deduplication_scope": "region", "throughput_limit": "perRegion" }),
        json!({ "name": "q", "redrive_allow": ["arn:aws:sqs:us-east-2:123456789012:other.fifo"] }),
    ] {
        warnings_of("sqs.queue", odd).await;
    }
    let retries = json!({ "count": 1, "without_delay": 2, "backoff": "random" });
    for odd in [
        json!({ "tracing": "Sometimes", "policy": everybody }),
        json!({ "delivery_policy": { "retries": retries }, "delivery_logging": { "pigeon": { "failure_role": ROLE } } }),
        json!({ "subscriptions": {
            "pigeon loft": { "protocol": "pigeon", "endpoint": "loft" },
            "email a@example.com": { "protocol": "email", "endpoint": "a@example.com", "is_pending": true },
        } }),
    ] {
        let mut topic = odd;
        topic["name"] = json!("t");
        warnings_of("sns.topic", topic).await;
    }
}

#[tokio::test]
async fn domains_as_they_stand_in_accounts() {
    let pending = json!({ "domain": "example.com", "wait": false, "validation_method": "EMAIL" });
    warnings_of("acm.certificate", pending).await;
    warnings_of("acm.certificate", json!({ "domain": "*.example.com", "key_algorithm": "EC_x" }))
        .await;
    warnings_of("route53.zone", json!({ "name": "2.0.192.in-addr.arpa" })).await;
    for record in [
        json!({ "name": "example.com", "type": "SPF", "ttl": 0, "values": ["v=spf1 -all"] }),
        json!({ "name": "example.com", "type": "A", "ttl": 60, "values": ["192.0.2.1"], "health_check": "h" }),
        json!({ "name": "a\\057b.example.com", "type": "NEW", "ttl": 60, "values": ["x"] }),
        json!({ "name": "example.com", "type": "A", "set_identifier": "a", "failover": "PRIMARY",
            "alias": { "name": "b.example.com", "zone": "Z1" } }),
    ] {
        let mut record = record;
        record["zone"] = json!("Z0123456789ABCDEFGHIJ");
        warnings_of("route53.record", record).await;
    }
}

#[tokio::test]
async fn web_acls_as_they_stand_in_accounts() {
    let group = json!({ "name": "AWSManagedRulesCommonRuleSet", "vendor": "AWS" });
    let acl = json!({
        "name": "a", "default_action": "allow",
        "rules": {
            "common": { "priority": 0, "managed_group": group },
            "text": { "priority": 1, "action": "block", "match": { "byte_match": {
                "field": "method", "text": "A", "position": "SOMEWHERE", "transformations": ["NEW"] } } },
        },
    });
    warnings_of("wafv2.web_acl", acl).await;
}
