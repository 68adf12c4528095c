//! What AWS would refuse is found offline, at the field that is wrong.

use kind::registry;
use serde_json::{Value, json};

/// The fields that are found wrong in a valid spec with other fields.
fn found(fields: Value) -> Vec<String> {
    let mut spec = json!({
        "name": "api",
        "code": { "folder": "dist" },
        "runtime": "provided.al2023",
        "role": "arn:aws:iam::123456789012:role/api",
    });
    for (field, value) in fields.as_object().unwrap() {
        spec[field] = value.clone();
    }
    let findings = registry::find("lambda.function").unwrap().check(&spec);
    findings.into_iter().map(|finding| finding.path.to_string()).collect()
}

fn source(fields: Value) -> Vec<String> {
    found(json!({ "event_sources": { "it": fields } }))
}

const NOTHING: [&str; 0] = [];

#[test]
fn packages() {
    assert_eq!(found(json!({})), NOTHING);
    assert_eq!(found(json!({ "runtime": null })), ["runtime"]);
    assert_eq!(found(json!({ "runtime": null, "code": { "cargo": "api" } })), NOTHING);
    assert_eq!(found(json!({ "runtime": "python3.13" })), ["handler"]);
    // AWS may have added it: a warning, and the rules of all runtimes hold.
    assert_eq!(found(json!({ "runtime": "pyhton3.13" })), ["runtime", "handler"]);
    assert_eq!(found(json!({ "code": { "image": "repository:1" } })), ["runtime"]);
    assert_eq!(found(json!({ "code": { "image": "repository:1" }, "runtime": null })), NOTHING);
    assert_eq!(found(json!({ "package_type": "Image" })), ["package_type"]);
    assert_eq!(found(json!({ "image_settings": { "command": ["x"] } })), ["image_settings"]);
    assert_eq!(found(json!({ "code": { "sha256": "x" } })), ["code"]);
    assert_eq!(
        found(json!({ "code": { "bucket": "b", "key": "k", "sha256": "x" } })),
        ["code.sha256"]
    );
}

#[test]
fn environments() {
    assert_eq!(found(json!({ "environment": { "AWS_REGION": "x" } })), ["environment.AWS_REGION"]);
    assert_eq!(found(json!({ "environment": { "a-b": "x" } })), ["environment.a-b"]);
    assert_eq!(found(json!({ "environment": { "TABLE": "x".repeat(4085) } })), ["environment"]);
    assert_eq!(found(json!({ "environment": { "TABLE": "x".repeat(4084) } })), NOTHING);
}

#[test]
fn settings() {
    assert_eq!(found(json!({ "memory": 64 })), ["memory"]);
    assert_eq!(found(json!({ "timeout": 901 })), ["timeout"]);
    assert_eq!(found(json!({ "logging": { "application_level": "WARN" } })), ["logging"]);
    assert_eq!(found(json!({ "snap_start": true })), ["snap_start"]);
    assert_eq!(
        found(json!({ "dead_letter": "arn:aws:events:us-east-2:123456789012:event-bus/b" })),
        ["dead_letter"]
    );
    let system = json!({
        "access_point": "arn:aws:elasticfilesystem:us-east-2:123456789012:access-point/fsap-0123456789abcdef0",
        "mount_path": "/mnt/data",
    });
    assert_eq!(found(json!({ "file_system": system })), ["file_system"]);
    assert_eq!(
        found(json!({ "vpc": { "subnets": [], "security_groups": ["sg-1"] } })),
        ["vpc.subnets"]
    );
}

#[test]
fn aliases_and_permissions() {
    assert_eq!(found(json!({ "aliases": { "1": {} } })), ["aliases.1"]);
    assert_eq!(
        found(json!({ "aliases": { "live": { "version": "new" } } })),
        ["aliases.live.version"]
    );
    assert_eq!(
        found(
            json!({ "aliases": { "live": { "version": "$LATEST", "provisioned_concurrency": 1 } } })
        ),
        ["aliases.live.version"]
    );
    assert_eq!(
        found(json!({ "aliases": { "live": { "weights": { "7": 1.5 } } } })),
        ["aliases.live.weights.7"]
    );
    let rollout = |fields: Value| {
        let mut rollout = json!({ "minutes": 5 });
        rollout.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        found(json!({ "aliases": { "live": { "rollout": rollout } } }))
    };
    assert_eq!(rollout(json!({})), NOTHING);
    assert_eq!(rollout(json!({ "minutes": 61 })), ["aliases.live.rollout.minutes"]);
    assert_eq!(rollout(json!({ "share": 1 })), ["aliases.live.rollout.share"]);
    assert_eq!(rollout(json!({ "share": 0 })), ["aliases.live.rollout.share"]);
    assert_eq!(rollout(json!({ "max_errors": -1 })), ["aliases.live.rollout.max_errors"]);
    let topic = "arn:aws:sns:us-east-2:123456789012:alerts";
    assert_eq!(rollout(json!({ "alarms": [topic] })), ["aliases.live.rollout.alarms[0]"]);
    // A warning: it holds nothing back.
    assert_eq!(rollout(json!({ "minutes": 0 })), ["aliases.live.rollout.minutes"]);
    assert_eq!(rollout(json!({ "minutes": 0, "check": { "event": {} } })), NOTHING);
    for (field, value) in [("version", json!("3")), ("weights", json!({ "3": 0.1 }))] {
        let mut alias = json!({ "rollout": { "minutes": 5 } });
        alias[field] = value;
        let found = found(json!({ "aliases": { "live": alias } }));
        let at = if field == "version" { "rollout" } else { field };
        assert_eq!(found, [format!("aliases.live.{at}")]);
    }
    assert_eq!(
        found(json!({ "aliases": { "live": { "newest": true } } })),
        ["aliases.live.newest"]
    );
    assert_eq!(
        found(
            json!({ "reserved_concurrency": 1, "aliases": { "live": { "provisioned_concurrency": 2 } } })
        ),
        ["reserved_concurrency"]
    );
    assert_eq!(
        found(json!({ "permissions": { "a b": { "principal": "*" } } })),
        ["permissions[\"a b\"]"]
    );
    let url = json!({ "principal": "*", "function_url_authentication": "NONE" });
    assert_eq!(
        found(json!({ "permissions": { "url": url } })),
        ["permissions.url.function_url_authentication"]
    );
}

#[test]
fn event_sources() {
    let queue = "arn:aws:sqs:us-east-2:123456789012:orders";
    let stream = "arn:aws:kinesis:us-east-2:123456789012:stream/clicks";
    let table = "arn:aws:s3:::bucket";
    assert_eq!(source(json!({ "source": queue })), NOTHING);
    assert_eq!(source(json!({ "source": table })), ["event_sources.it.source"]);
    assert_eq!(
        source(json!({ "source": queue, "max_retries": 1 })),
        ["event_sources.it.max_retries"]
    );
    assert_eq!(
        source(json!({ "source": queue, "batch_size": 11 })),
        ["event_sources.it.batching_window_seconds"]
    );
    assert_eq!(source(json!({ "source": queue, "alias": "live" })), ["event_sources.it.alias"]);
    assert_eq!(
        source(json!({ "source": format!("{queue}.fifo"), "batch_size": 11 })),
        ["event_sources.it.batch_size"]
    );
    assert_eq!(source(json!({ "source": stream })), ["event_sources.it.starting_position"]);
    assert_eq!(
        source(json!({ "source": stream, "starting_position": "AT_TIMESTAMP" })),
        ["event_sources.it.starting_position"]
    );
    let cluster = "arn:aws:kafka:us-east-2:123456789012:cluster/c/1";
    let of_kafka = |source: Value, kafka: Value| json!({ "source": source, "starting_position": "LATEST", "kafka": kafka });
    let topic = json!({ "topic": "orders" });
    let servers = json!({ "topic": "orders", "servers": ["k:9092"] });
    assert_eq!(source(of_kafka(json!(cluster), topic.clone())), NOTHING);
    assert_eq!(source(of_kafka(json!(""), servers.clone())), NOTHING);
    assert_eq!(source(of_kafka(json!(""), topic.clone())), ["event_sources.it.kafka"]);
    assert_eq!(source(of_kafka(json!(cluster), servers)), ["event_sources.it.kafka"]);
    assert_eq!(
        source(json!({ "source": cluster, "starting_position": "LATEST" })),
        ["event_sources.it"]
    );
    assert_eq!(
        source(json!({ "source": queue, "kafka": topic, "kafka_metrics": true })),
        ["event_sources.it.kafka", "event_sources.it.kafka_metrics"]
    );
    let mq =
        json!({ "queue": "q", "secret": "arn:aws:secretsmanager:us-east-2:123456789012:secret:s" });
    let broker = "arn:aws:mq:us-east-2:123456789012:broker:b:b-1";
    assert_eq!(source(json!({ "source": broker, "mq": mq })), NOTHING);
    assert_eq!(
        source(json!({ "source": broker, "mq": mq, "max_retries": 1 })),
        ["event_sources.it.max_retries"]
    );
    let at = json!({
        "source": stream, "starting_position": "AT_TIMESTAMP", "starting_timestamp": "2026-01-31T12:00:00Z",
    });
    assert_eq!(source(at), NOTHING);
    assert_eq!(
        found(json!({ "event_sources": { "a": { "source": queue }, "b": { "source": queue } } })),
        ["event_sources.b.source"]
    );
}
