//! Objects of our kinds that somebody else manages.

use insta::assert_snapshot;
use serde_json::json;

use crate::world::World;

const TABLES: &str = r#"
    for name, team in [("carts", "web"), ("orders", "core"), ("stock", "core")]:
        boto3.client("dynamodb").create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], Tags=[{"Key": "Team", "Value": team}])
"#;

#[test]
fn by_name_by_id_by_tags_and_by_what_it_is_like() {
    let world = World::at_ministack(
        r#"
        existing:
          dynamodb.table:
            named: { name: orders }
            by_id: { id: orders }
            tagged: { tags: { Team: web } }
            like: { where: { name: stock, partition_key: { type: S } } }
            all: { many: true, tags: { Team: core } }
            none: { many: true, tags: { Team: nobody } }
        outputs:
          arn: ${existing.dynamodb.table.named.arn}
          key: ${existing.dynamodb.table.by_id.partition_key.name}
          tagged: ${existing.dynamodb.table.tagged.name}
          like: ${existing.dynamodb.table.like.name}
          all: ${existing.dynamodb.table.all.ids}
          keys: "${existing.dynamodb.table.all.all[*].partition_key.name}"
          none: ${existing.dynamodb.table.none.ids}
        "#,
    );
    world.boto(TABLES);
    assert_eq!(
        world.outputs(),
        json!({
            "arn": format!("arn:aws:dynamodb:us-east-2:{}:table/orders", world.account),
            "key": "id",
            "tagged": "carts",
            "like": "stock",
            "all": ["orders", "stock"],
            "keys": ["id", "id"],
            "none": [],
        })
    );
    assert_eq!(world.calls("ListTables"), 1, "each list once");
    assert_eq!(world.calls("DescribeTable"), 3, "and each table");
}

#[test]
fn what_there_is_is_told() {
    let world = World::at_ministack(
        r#"
        existing:
          dynamodb.table:
            misspelt: { name: oders }
            several: { tags: { Team: core } }
        "#,
    );
    world.boto(TABLES);
    let told = world.refused();
    assert!(told.contains("it fits `orders`, `stock`"), "{told}");
    assert!(told.contains("what there is: `carts`, `orders`, `stock`"), "{told}");
}

#[test]
fn mistakes_are_told_offline() {
    let world = World::at_ministack(
        r#"
        existing:
          dynamodb.table:
            nothing: {}
            twice: { name: orders, id: orders }
            unknown: { where: { nam: orders } }
          route53.record:
            half: { zone: Z1 }
        "#,
    );
    assert_snapshot!(world.run(&["validate"]).refusal(), @r"
      × this does not say which `dynamodb.table` it means
       ╭─[specs/app.yaml:3:5]
     2 │   dynamodb.table:
     3 │     nothing: {}
       ·     ───┬───
       ·        ╰── nothing in it tells one from another
     4 │     twice: { name: orders, id: orders }
       ╰────
      help: say it by `name`, `id`, `where`, or mean all of them: `many: true`

      × this names what it means twice
       ╭─[specs/app.yaml:4:5]
     3 │     nothing: {}
     4 │     twice: { name: orders, id: orders }
       ·     ──┬──
       ·       ╰── an id, a name and the like each say by themselves which object it is
     5 │     unknown: { where: { nam: orders } }
       ╰────
      help: keep one of them; `where` and `tags` may stand beside it

      × `dynamodb.table` has no `nam`
       ╭─[specs/app.yaml:5:30]
     4 │     twice: { name: orders, id: orders }
     5 │     unknown: { where: { nam: orders } }
       ·                              ───┬──
       ·                                 ╰── neither a field nor an output is called this
     6 │   route53.record:
       ╰────
      help: did you mean `name`?

      × this does not say which object it is
       ╭─[specs/app.yaml:7:5]
     6 │   route53.record:
     7 │     half: { zone: Z1 }
       ·     ──┬─
       ·       ╰── missing field `name`
       ╰────

    4 errors
    ");
}

#[test]
fn what_a_block_manages_is_not_looked_up() {
    let spec = r#"
        existing:
          sqs.queue:
            jobs: { name: jobs }
        sqs.queue:
          jobs: { name: jobs }
        "#;
    let world = World::at_ministack(spec);
    world.boto(r#"boto3.client("sqs").create_queue(QueueName="jobs")"#);
    assert_snapshot!(world.refused(), @r"
      × `jobs` is looked up, and this stack manages it
       ╭─[specs/app.yaml:3:5]
     2 │   sqs.queue:
     3 │     jobs: { name: jobs }
       ·     ──┬─
       ·       ╰── what is looked up is never changed or deleted
     4 │ sqs.queue:
     5 │   jobs: { name: jobs }
       ·   ──┬─
       ·     ╰── `sqs.queue.jobs` manages it
       ╰────
      help: refer to `sqs.queue.jobs` in place of the lookup; if the lookup means many, leave this one
            out by `tags` or `where`

    1 error
    ");
}

#[test]
fn what_the_state_knows_is_not_looked_up() {
    let keys = "kms.key: { main: { description: x, aliases: [alias/main] } }";
    let world = World::at_ministack(keys);
    world.must(&["apply", "--auto-approve"]);
    let world =
        world.now(&format!("existing: {{ kms.key: {{ main: {{ alias: alias/main }} }} }}\n{keys}"));
    let told = world.refused();
    assert!(
        told.contains("this stack manages it") && told.contains("`kms.key.main` manages it"),
        "{told}"
    );
}

#[test]
fn policies_name_what_is_looked_up() {
    let world = World::at_ministack(
        r#"
        existing:
          dynamodb.table:
            orders: { name: orders }
          sqs.queue:
            tagged: { tags: { Team: core }, region: eu-west-1 }
        "#,
    );
    let policies = world.must(&["permissions"]).replace(&world.account, "123456789012");
    assert_snapshot!(policies, @r#"
    {
      "plan": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "ExistingDynamodbTable",
            "Effect": "Allow",
            "Action": [
              "application-autoscaling:DescribeScalableTargets",
              "application-autoscaling:DescribeScalingPolicies",
              "dynamodb:ListContributorInsights",
              "dynamodb:ListTables"
            ],
            "Resource": [
              "*"
            ]
          },
          {
            "Sid": "ExistingDynamodbTable2",
            "Effect": "Allow",
            "Action": [
              "dynamodb:DescribeContinuousBackups",
              "dynamodb:DescribeKinesisStreamingDestination",
              "dynamodb:DescribeTable",
              "dynamodb:DescribeTimeToLive",
              "dynamodb:GetResourcePolicy",
              "dynamodb:ListTagsOfResource"
            ],
            "Resource": [
              "arn:aws:dynamodb:us-east-2:123456789012:table/orders"
            ]
          },
          {
            "Sid": "ExistingSqsQueue",
            "Effect": "Allow",
            "Action": [
              "sqs:GetQueueAttributes",
              "sqs:ListQueueTags",
              "sqs:ListQueues"
            ],
            "Resource": [
              "*"
            ]
          }
        ]
      },
      "apply": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "ExistingDynamodbTable",
            "Effect": "Allow",
            "Action": [
              "application-autoscaling:DescribeScalableTargets",
              "application-autoscaling:DescribeScalingPolicies",
              "dynamodb:ListContributorInsights",
              "dynamodb:ListTables"
            ],
            "Resource": [
              "*"
            ]
          },
          {
            "Sid": "ExistingDynamodbTable2",
            "Effect": "Allow",
            "Action": [
              "dynamodb:DescribeContinuousBackups",
              "dynamodb:DescribeKinesisStreamingDestination",
              "dynamodb:DescribeTable",
              "dynamodb:DescribeTimeToLive",
              "dynamodb:GetResourcePolicy",
              "dynamodb:ListTagsOfResource"
            ],
            "Resource": [
              "arn:aws:dynamodb:us-east-2:123456789012:table/orders"
            ]
          },
          {
            "Sid": "ExistingSqsQueue",
            "Effect": "Allow",
            "Action": [
              "sqs:GetQueueAttributes",
              "sqs:ListQueueTags",
              "sqs:ListQueues"
            ],
            "Resource": [
              "*"
            ]
          }
        ]
      }
    }
    "#);
}
