use serde_json::json;

use crate::harness::{On, round_trips};

const QUEUE: &str = "arn:aws:sqs:us-east-2:{account}:q";
const KEPT: &str = "ministack keeps what an update leaves out, which AWS resets";

fn targets(target: serde_json::Value) -> serde_json::Value {
    json!({ "targets": { "it": target } })
}

round_trips! {
    kind: "events.rule", base: json!({ "pattern": { "source": ["shop"] } }), prepare: &[];
    as_created: json!({}) =>
        "client('events').describe_rule(Name=name)['State']", json!("ENABLED"), On::Both;
    pattern: json!({ "pattern": {
            "source": ["shop"],
            "detail": { "state": [{ "anything-but": ["cancelled", "refunded"] }], "total": [{ "numeric": [">", 0, "<=", 5] }] },
        } }) =>
        "json.loads(client('events').describe_rule(Name=name)['EventPattern'])['detail']['total']",
        json!([{ "numeric": [">", 0, "<=", 5] }]), On::Both;
    schedule: json!({ "schedule": "rate(5 minutes)" }) =>
        "client('events').describe_rule(Name=name)['ScheduleExpression']", json!("rate(5 minutes)"), On::Both;
    state: json!({ "state": "DISABLED" }) =>
        "client('events').describe_rule(Name=name)['State']", json!("DISABLED"), On::Both;
    all_cloudtrail: json!({ "state": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }) =>
        "client('events').describe_rule(Name=name)['State']",
        json!("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"), On::Both;
    description: json!({ "description": "what for" }) =>
        "client('events').describe_rule(Name=name)['Description']", json!("what for"), On::Moto(KEPT);
    role: json!({ "role": "arn:aws:iam::{account}:role/r" }) =>
        "client('events').describe_rule(Name=name)['RoleArn'].split('/')[1]", json!("r"), On::Moto(KEPT);
    tags: json!({ "tags": { "Team": "shop" } }) =>
        "[t['Value'] for t in client('events').list_tags_for_resource(\
         ResourceARN=client('events').describe_rule(Name=name)['Arn'])['Tags'] if t['Key'] == 'Team']",
        json!(["shop"]), On::Both;
    target: targets(json!({ "arn": QUEUE, "input": { "a": [1, 2] } })) =>
        "[(t['Id'], json.loads(t['Input'])) for t in client('events').list_targets_by_rule(Rule=name)['Targets']]",
        json!([["it", { "a": [1, 2] }]]), On::Both;
    several_targets: json!({ "targets": {
            "one": { "arn": QUEUE, "input_path": "$.detail" },
            "two": { "arn": "arn:aws:sqs:us-east-2:{account}:q.fifo", "message_group": "g" },
            "log": { "arn": "arn:aws:logs:us-east-2:{account}:log-group:/aws/events/g" },
        } }) =>
        "sorted(t['Id'] for t in client('events').list_targets_by_rule(Rule=name)['Targets'])",
        json!(["log", "one", "two"]), On::Both;
}

/// A target's settings change and are removed again.
mod target {
    use super::*;

    const ASK: &str = "{k: v for k, v in client('events').list_targets_by_rule(Rule=name)['Targets'][0].items() if k not in ('Id', 'Arn')}";
    const CLUSTER: &str = "arn:aws:ecs:us-east-2:{account}:cluster/c";

    round_trips! {
        kind: "events.rule",
        base: json!({ "pattern": { "source": ["shop"] }, "targets": { "it": { "arn": QUEUE } } }), prepare: &[];
        input: targets(json!({ "input": "\"text\"" })) => ASK, json!({ "Input": "\"text\"" }), On::Both;
        input_transformer: targets(json!({ "input_transformer": {
                "paths": { "id": "$.detail.id" }, "template": "\"order <id>\"",
            } })) => ASK,
            json!({ "InputTransformer": { "InputPathsMap": { "id": "$.detail.id" }, "InputTemplate": "\"order <id>\"" } }),
            On::Both;
        retry: targets(json!({ "retry": { "attempts": 2, "max_age_seconds": 60 } })) => ASK,
            json!({ "RetryPolicy": { "MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60 } }), On::Both;
        dead_letter: targets(json!({ "dead_letter": "arn:aws:sqs:us-east-2:123456789012:lost" })) => ASK,
            json!({ "DeadLetterConfig": { "Arn": "arn:aws:sqs:us-east-2:123456789012:lost" } }), On::Both;
        target_role: targets(json!({ "role": "arn:aws:iam::123456789012:role/r" })) => ASK,
            json!({ "RoleArn": "arn:aws:iam::123456789012:role/r" }), On::Both;
        message_group: targets(json!({ "message_group": "g" })) => ASK,
            json!({ "SqsParameters": { "MessageGroupId": "g" } }), On::Both;
    }

    fn with_role(arn: &str, others: serde_json::Value) -> serde_json::Value {
        let mut target = others;
        target["arn"] = json!(arn);
        target["role"] = json!("arn:aws:iam::123456789012:role/r");
        json!({ "pattern": { "source": ["shop"] }, "targets": { "it": target } })
    }

    const ASK_BUT_ROLE: &str = "{k: v for k, v in client('events').list_targets_by_rule(Rule=name)['Targets'][0].items() if k not in ('Id', 'Arn', 'RoleArn')}";

    mod ecs {
        use super::*;

        round_trips! {
            kind: "events.rule", base: with_role(CLUSTER, json!({ "ecs": { "task_definition": "arn:aws:ecs:us-east-2:123456789012:task-definition/t" } })),
            prepare: &[];
            ecs: targets(json!({ "ecs": {
                    "task_count": 2, "launch_type": "FARGATE", "platform_version": "1.4.0", "group": "g",
                    "network": { "subnets": ["subnet-1"], "security_groups": ["sg-1"], "public_ip": true },
                    "managed_tags": true, "execute_command": true, "propagate_tags": "TASK_DEFINITION",
                    "placement_constraints": [{ "type": "memberOf", "expression": "attribute:x == y" }],
                    "placement_strategy": [{ "type": "spread", "field": "instanceId" }],
                    "reference_id": "r", "tags": { "Team": "shop" },
                } })) => ASK_BUT_ROLE,
                json!({ "EcsParameters": {
                    "TaskDefinitionArn": "arn:aws:ecs:us-east-2:123456789012:task-definition/t",
                    "TaskCount": 2, "LaunchType": "FARGATE", "PlatformVersion": "1.4.0", "Group": "g",
                    "NetworkConfiguration": { "awsvpcConfiguration": {
                        "Subnets": ["subnet-1"], "SecurityGroups": ["sg-1"], "AssignPublicIp": "ENABLED",
                    } },
                    "EnableECSManagedTags": true, "EnableExecuteCommand": true, "PropagateTags": "TASK_DEFINITION",
                    "PlacementConstraints": [{ "type": "memberOf", "expression": "attribute:x == y" }],
                    "PlacementStrategy": [{ "type": "spread", "field": "instanceId" }],
                    "ReferenceId": "r", "Tags": [{ "Key": "Team", "Value": "shop" }],
                } }), On::Both;
            capacity: targets(json!({ "ecs": { "capacity_providers": { "FARGATE_SPOT": { "weight": 3, "base": 1 } } } })) =>
                "client('events').list_targets_by_rule(Rule=name)['Targets'][0]['EcsParameters']['CapacityProviderStrategy']",
                json!([{ "capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 1 }]), On::Both;
        }
    }

    mod others {
        use super::*;

        round_trips! {
            kind: "events.rule", base: with_role("arn:aws:batch:us-east-2:123456789012:job-queue/q", json!({
                "batch": { "job_definition": "d", "job_name": "n" },
            })), prepare: &[];
            batch: targets(json!({ "batch": { "array_size": 5, "attempts": 3 } })) => ASK_BUT_ROLE,
                json!({ "BatchParameters": {
                    "JobDefinition": "d", "JobName": "n", "ArrayProperties": { "Size": 5 }, "RetryStrategy": { "Attempts": 3 },
                } }), On::Both;
            kinesis: targets(json!({ "arn": "arn:aws:kinesis:us-east-2:123456789012:stream/s", "batch": null, "partition_key_path": "$.detail.id" })) =>
                ASK_BUT_ROLE, json!({ "KinesisParameters": { "PartitionKeyPath": "$.detail.id" } }), On::Both;
            run_command: targets(json!({
                    "arn": "arn:aws:ssm:us-east-2:123456789012:document/d", "batch": null,
                    "run_command": [{ "key": "tag:Role", "values": ["web", "api"] }],
                })) => ASK_BUT_ROLE,
                json!({ "RunCommandParameters": { "RunCommandTargets": [{ "Key": "tag:Role", "Values": ["web", "api"] }] } }), On::Both;
            pipeline: targets(json!({
                    "arn": "arn:aws:sagemaker:us-east-2:123456789012:pipeline/p", "batch": null,
                    "pipeline_parameters": { "Epochs": "3" },
                })) => ASK_BUT_ROLE,
                json!({ "SageMakerPipelineParameters": { "PipelineParameterList": [{ "Name": "Epochs", "Value": "3" }] } }), On::Both;
            redshift: targets(json!({
                    "arn": "arn:aws:redshift:us-east-2:123456789012:cluster:c", "batch": null,
                    "redshift": { "database": "d", "db_user": "u", "sql": "select 1", "statement_name": "s", "with_event": true },
                })) => ASK_BUT_ROLE,
                json!({ "RedshiftDataParameters": {
                    "Database": "d", "DbUser": "u", "Sql": "select 1", "StatementName": "s", "WithEvent": true,
                } }), On::Both;
            http: targets(json!({
                    "arn": "arn:aws:events:us-east-2:123456789012:api-destination/d/1", "batch": null,
                    "http": { "path_parameters": ["b", "a"], "headers": { "X-A": "1" }, "query": { "q": "2" } },
                })) => ASK_BUT_ROLE,
                json!({ "HttpParameters": {
                    "PathParameterValues": ["b", "a"], "HeaderParameters": { "X-A": "1" }, "QueryStringParameters": { "q": "2" },
                } }), On::Both;
            appsync: targets(json!({
                    "arn": "arn:aws:appsync:us-east-2:123456789012:endpoints/graphql-api/a", "batch": null,
                    "graphql_operation": "mutation M { m }",
                })) => ASK_BUT_ROLE,
                json!({ "AppSyncParameters": { "GraphQLOperation": "mutation M { m }" } }), On::Both;
        }
    }
}

/// On a bus of one's own.
mod on_a_bus {
    use super::*;

    round_trips! {
        kind: "events.rule", base: json!({ "bus": "{name}-bus", "pattern": { "source": ["shop"] } }),
        prepare: &["client('events').create_event_bus(Name=f'{name}-bus')['EventBusArn']"];
        bus: targets(json!({ "arn": QUEUE })) =>
            "client('events').list_targets_by_rule(Rule=name, EventBusName=f'{name}-bus')['Targets'][0]['Id']",
            json!("it"), On::Both;
    }
}
