//! Event source mappings, which are found by their source.

use super::*;

const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:orders";

fn mapping(fields: Value) -> Value {
    let mut mapping =
        json!({ "UUID": "u-1", "FunctionArn": ARN, "EventSourceArn": QUEUE, "State": "Enabled" });
    mapping.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    mapping
}

fn mappings(list: &[Value]) -> String {
    json!({ "EventSourceMappings": list }).to_string()
}

#[tokio::test]
async fn a_mapping_is_found_by_its_source_and_changed_when_it_has_settled() {
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[
            mapping(json!({ "State": "Updating" })),
            mapping(json!({ "UUID": "u-2", "EventSourceArn": "arn:aws:sqs:us-east-2:123456789012:old" })),
            mapping(json!({ "UUID": "u-3", "EventSourceArn": "arn:aws:newest:us-east-2:123456789012:thing/c" })),
            mapping(json!({ "UUID": "u-4", "FunctionArn": format!("{ARN}-other") })),
        ]))
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Updating" })).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string())
        .answer("UpdateEventSourceMapping", 202, mapping(json!({})).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string())
        .answer("DeleteEventSourceMapping", 202, "{}")
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Deleting" })).to_string());
    let script = missing(script, "GetEventSourceMapping");
    let source = |batch: Value| json!({ "event_sources": { "orders": { "source": QUEUE, "batch_size": batch } } });
    let before = live(with(source(Value::Null))).await;
    let spec = with(source(json!(5)));
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(sent(&script, "UpdateEventSourceMapping"), json!({ "BatchSize": 5 }));
    let deleted = script.requests_of("DeleteEventSourceMapping");
    assert_eq!(
        deleted.len(),
        1,
        "neither the mapping of another function nor that of another service"
    );
    assert!(deleted[0].uri.ends_with("/u-2"));
    let order = operations(&script);
    assert_eq!(
        order[..4],
        [
            "ListEventSourceMappings", "GetEventSourceMapping", "GetEventSourceMapping",
            "UpdateEventSourceMapping"
        ]
    );
}

#[tokio::test]
async fn a_function_goes_with_all_its_mappings() {
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[
            mapping(json!({})),
            mapping(json!({ "UUID": "u-3", "EventSourceArn": "arn:aws:newest:us-east-2:123456789012:thing/c" })),
        ]))
        .answer("DeleteEventSourceMapping", 202, "{}")
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Deleting" })).to_string())
        .answer("DeleteFunction", 204, "")
        .answer("GetFunction", 200, function(json!({ "State": "Deleting" })));
    let script = missing(script, "GetEventSourceMapping");
    let script = missing(script, "GetFunction");
    kind().delete(&script.aws().await, "api").await.unwrap();
    assert_eq!(script.requests_of("DeleteEventSourceMapping").len(), 2);
    assert_eq!(script.requests_of("GetFunction").len(), 2, "until its name is free");
}

/// Clusters are told apart by what of them is taken, and refuse the settings of other services.
#[tokio::test]
async fn a_topic_is_mapped_with_its_proofs_and_its_registry() {
    let source = "arn:aws:kafka:us-east-2:123456789012:cluster/c/1";
    let secret = "arn:aws:secretsmanager:us-east-2:123456789012:secret:AmazonMSK_k-a1B2c3";
    let registry = "arn:aws:glue:us-east-2:123456789012:registry/r";
    let kafka = |topic: &str, registry: Value| {
        json!({ "source": source, "starting_position": "LATEST", "kafka": {
            "topic": topic, "consumer_group": "g", "schema_registry": registry,
            "access": [{ "type": "SASL_SCRAM_512_AUTH", "uri": secret }],
        } })
    };
    let of_glue = |format: &str| json!({ "uri": registry, "event_record_format": format });
    let shown = |uuid: &str, topic: &str| {
        mapping(json!({
            "UUID": uuid, "EventSourceArn": source, "Topics": [topic], "StartingPosition": "LATEST",
            "BatchSize": 100,
            "SourceAccessConfigurations": [{ "Type": "SASL_SCRAM_512_AUTH", "URI": secret }],
            "AmazonManagedKafkaEventSourceConfig": { "ConsumerGroupId": "g", "SchemaRegistryConfig": {
                "SchemaRegistryURI": registry, "EventRecordFormat": "JSON",
            } },
        }))
    };
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[shown("u-1", "orders")]))
        .answer("GetEventSourceMapping", 200, shown("u-1", "orders").to_string())
        .answer("UpdateEventSourceMapping", 202, shown("u-1", "orders").to_string())
        .answer("CreateEventSourceMapping", 202, shown("u-2", "returns").to_string());
    let before = json!({ "event_sources": { "a": kafka("orders", of_glue("JSON")) } });
    let after = json!({ "event_sources": {
        "a": kafka("orders", of_glue("SOURCE")), "b": kafka("returns", of_glue("JSON")),
    } });
    let (before, spec) = (live(with(before)).await, with(after));
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateEventSourceMapping"),
        json!({ "AmazonManagedKafkaEventSourceConfig": { "SchemaRegistryConfig": {
            "SchemaRegistryURI": registry, "EventRecordFormat": "SOURCE",
        } } }),
        "the group is taken at creation alone"
    );
    let created = sent(&script, "CreateEventSourceMapping");
    assert_eq!(created["Topics"], json!(["returns"]));
    assert_eq!(created["SourceAccessConfigurations"][0]["URI"], secret);
    assert_eq!(created["AmazonManagedKafkaEventSourceConfig"]["ConsumerGroupId"], "g");
    assert_eq!(created.get("ParallelizationFactor"), None, "that is for streams");
}

#[tokio::test]
async fn brokers_databases_and_servers_of_ones_own_are_mapped_as_aws_wants_them() {
    let secret = "arn:aws:secretsmanager:us-east-2:123456789012:secret:s-a1B2c3";
    let broker = "arn:aws:mq:us-east-2:123456789012:broker:b:b-1";
    let cluster = "arn:aws:rds:us-east-2:123456789012:cluster:c";
    let sources = json!({ "event_sources": {
        "mq": { "source": broker, "mq": { "queue": "q", "secret": secret, "virtual_host": "/v" } },
        "documents": { "source": cluster, "starting_position": "LATEST",
            "documentdb": { "database": "d", "collection": "c", "full_document": "UpdateLookup", "secret": secret } },
        "kafka": { "starting_position": "LATEST", "kafka": { "servers": ["k1:9092", "k2:9092"], "topic": "orders",
            "access": [{ "type": "BASIC_AUTH", "uri": secret }] } },
    } });
    let proof = |kind: &str, uri: &str| json!({ "Type": kind, "URI": uri });
    let of_mq = json!({ "EventSourceArn": broker, "Queues": ["q"],
        "SourceAccessConfigurations": [proof("BASIC_AUTH", secret), proof("VIRTUAL_HOST", "/v")] });
    let of_documents = json!({ "EventSourceArn": cluster, "StartingPosition": "LATEST",
        "SourceAccessConfigurations": [proof("BASIC_AUTH", secret)],
        "DocumentDBEventSourceConfig": { "DatabaseName": "d", "CollectionName": "c", "FullDocument": "UpdateLookup" } });
    let of_kafka = json!({ "Topics": ["orders"], "StartingPosition": "LATEST",
        "SourceAccessConfigurations": [proof("BASIC_AUTH", secret)],
        "SelfManagedEventSource": { "Endpoints": { "KAFKA_BOOTSTRAP_SERVERS": ["k1:9092", "k2:9092"] } },
        "SelfManagedKafkaEventSourceConfig": { "ConsumerGroupId": "made-up" } });
    let shown: Vec<Value> = [&of_mq, &of_documents, &of_kafka]
        .into_iter()
        .map(|fields| {
            let mut shown = mapping(json!({ "EventSourceArn": null, "BatchSize": 100 }));
            shown.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            shown
        })
        .collect();
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[]))
        .answer("CreateEventSourceMapping", 202, mapping(json!({})).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string());
    let before = live(with(json!({}))).await;
    kind()
        .update(&script.aws().await, &workspace(), "api", with(sources.clone()), before)
        .await
        .unwrap();
    let created: Vec<Value> = script
        .requests_of("CreateEventSourceMapping")
        .iter()
        .map(|request| serde_json::from_str(&request.body).unwrap())
        .collect();
    for expected in [of_mq, of_documents, of_kafka] {
        let is_it = |sent: &&Value| {
            let wanted = expected.as_object().unwrap().iter();
            wanted
                .filter(|(key, _)| *key != "SelfManagedKafkaEventSourceConfig")
                .all(|(key, value)| sent[key] == *value)
        };
        assert!(created.iter().any(|sent| is_it(&sent)), "{expected} in {created:#?}");
    }

    // Read back, they are the same, whatever they are called.
    let script = ScriptedCloud::default().answer("GetFunction", 200, function(json!({}))).answer(
        "ListEventSourceMappings",
        200,
        mappings(&shown),
    );
    let read = kind().read(&plain(script).aws().await, "api").await.unwrap().unwrap();
    let wanted = live(with(sources)).await;
    let field = "event_sources";
    assert_eq!(language::diff::changes(&wanted[field], &read.spec[field]), []);
}
