//! Lookups that need other lookups.

use insta::assert_snapshot;
use serde_json::json;

use crate::world::World;

#[test]
fn a_lookup_may_need_another_through_a_local() {
    let world = World::at_ministack(
        r#"
        variables: { table: { default: orders } }
        locals:
          topic: ${existing.dynamodb.table.orders.tags.Topic}
        existing:
          dynamodb.table:
            orders: { name: "${var.table}" }
          sns.topic:
            orders: { name: "${local.topic}" }
          sqs.queue:
            orders: { name: "${existing.sns.topic.orders.name}-queue" }
        outputs:
          queue: ${existing.sqs.queue.orders.arn}
        "#,
    );
    world.boto(
        r#"
        boto3.client("dynamodb").create_table(
            TableName="orders", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], Tags=[{"Key": "Topic", "Value": "placed"}])
        boto3.client("sns").create_topic(Name="placed")
        boto3.client("sqs").create_queue(QueueName="placed-queue")
        "#,
    );
    let arn = format!("arn:aws:sqs:us-east-2:{}:placed-queue", world.account);
    assert_eq!(world.outputs(), json!({ "queue": arn }));
}

#[test]
fn a_cycle_is_told_with_its_places() {
    let world = World::at_ministack(
        r#"
        locals:
          name: ${existing.sns.topic.b.name}
        existing:
          sns.topic:
            a: { name: "${local.name}" }
            b: { name: "${existing.sns.topic.a.name}" }
        "#,
    );
    assert_snapshot!(world.run(&["validate"]).refusal(), @r#"
      × lookups need each other in a cycle
      │ ┌─▶ `local.name` needs `existing.sns.topic.b`
      │ │     ↓  specs/app.yaml:2
      │ │   `existing.sns.topic.b` needs `existing.sns.topic.a`
      │ │     ↓  specs/app.yaml:6
      │ │   `existing.sns.topic.a` needs `local.name`
      │ │     ↓  specs/app.yaml:5
      │ └─────┘
       ╭─[specs/app.yaml:2:11]
     1 │ locals:
     2 │   name: ${existing.sns.topic.b.name}
       ·           ────────────┬────────────
       ·                       ╰── `local.name` needs `existing.sns.topic.b`
     3 │ existing:
     4 │   sns.topic:
     5 │     a: { name: "${local.name}" }
       ·                   ─────┬────
       ·                        ╰── `existing.sns.topic.a` needs `local.name`
     6 │     b: { name: "${existing.sns.topic.a.name}" }
       ·                   ────────────┬────────────
       ·                               ╰── `existing.sns.topic.b` needs `existing.sns.topic.a`
       ╰────
      help: write one of these values out

    1 error
    "#);
}

#[test]
fn a_lookup_that_nobody_declares() {
    let world = World::at_ministack(
        r#"existing: { sns.topic: { a: { name: "${existing.sns.topic.b.name}" } } }"#,
    );
    assert_snapshot!(world.run(&["validate"]).refusal(), @r#"
      × there is no `existing.sns.topic.b`
       ╭─[specs/app.yaml:1:40]
     1 │ existing: { sns.topic: { a: { name: "${existing.sns.topic.b.name}" } } }
       ·                                        ────────────┬────────────
       ·                                                    ╰── no spec looks it up
       ╰────
      help: there is only `existing.sns.topic.a`

    1 error
    "#);
}
