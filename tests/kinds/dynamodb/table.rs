//! The table's fields on the emulators; what these do not do is in `table_scripted`.

use serde_json::{Value, json};

use crate::harness::{On, round_trips};

fn base() -> Value {
    json!({ "partition_key": { "name": "id", "type": "S" } })
}

fn with_stream() -> Value {
    json!({ "partition_key": { "name": "id", "type": "S" }, "stream": "NEW_AND_OLD_IMAGES" })
}

fn provisioned() -> Value {
    json!({
        "partition_key": { "name": "id", "type": "S" },
        "capacity": { "read": 5, "write": 5 },
        "global_secondary_indexes": {
            "ByEmail": {
                "partition_key": { "name": "email", "type": "S" },
                "capacity": { "read": 5, "write": 5 },
            },
        },
    })
}

fn indexed() -> Value {
    json!({
        "partition_key": { "name": "id", "type": "S" },
        "sort_key": { "name": "at", "type": "N" },
        "global_secondary_indexes": {
            "ByEmail": { "partition_key": { "name": "email", "type": "S" } },
            "ByDay": {
                "partition_key": { "name": "day", "type": "S" },
                "sort_key": { "name": "at", "type": "N" },
                "projection": "KEYS_ONLY",
            },
        },
        "local_secondary_indexes": {
            "BySize": { "sort_key": { "name": "size", "type": "N" }, "projection": { "include": ["title"] } },
        },
    })
}

const NO_SCALING: &str =
    "ministack has no Application Auto Scaling, which every read of provisioned capacity asks";

const NO_WARMTH: &str =
    "ministack ignores warm throughput, and where none is asked for any will do";

round_trips! {
    kind: "dynamodb.table", base: base(), prepare: &[];
    ttl: json!({ "ttl": "expires_at" }) =>
        "[client('dynamodb').describe_time_to_live(TableName=name)['TimeToLiveDescription'][k] for k in ('TimeToLiveStatus', 'AttributeName')]",
        json!(["ENABLED", "expires_at"]), On::Both;
    point_in_time_recovery: json!({ "point_in_time_recovery": true }) =>
        "client('dynamodb').describe_continuous_backups(TableName=name)['ContinuousBackupsDescription']['PointInTimeRecoveryDescription']['PointInTimeRecoveryStatus']",
        json!("ENABLED"), On::Both;
    encryption: json!({ "encryption": {} }) =>
        "client('dynamodb').describe_table(TableName=name)['Table']['SSEDescription']['Status']",
        json!("ENABLED"), On::Ministack("moto ignores a change of the encryption");
    encryption_with_a_key: json!({ "encryption": { "kms_key": "arn:aws:kms:us-east-2:123456789012:key/k1" } }) =>
        "client('dynamodb').describe_table(TableName=name)['Table']['SSEDescription']['KMSMasterKeyArn'][-2:]",
        json!("k1"), On::Ministack("moto ignores a change of the encryption");
    table_class: json!({ "table_class": "STANDARD_INFREQUENT_ACCESS" }) =>
        "client('dynamodb').describe_table(TableName=name)['Table']['TableClassSummary']['TableClass']",
        json!("STANDARD_INFREQUENT_ACCESS"), On::Ministack("moto has no table classes");
    deletion_protection: json!({ "deletion_protection": true }) =>
        "client('dynamodb').describe_table(TableName=name)['Table']['DeletionProtectionEnabled']",
        json!(true), On::Both;
    stream: json!({ "stream": "NEW_IMAGE" }) =>
        "client('dynamodb').describe_table(TableName=name)['Table']['StreamSpecification']['StreamViewType']",
        json!("NEW_IMAGE"), On::Both;
    maximum_throughput: json!({ "maximum_throughput": { "read": 100 } }) =>
        "client('dynamodb').describe_table(TableName=name)['Table']['OnDemandThroughput']",
        json!({ "MaxReadRequestUnits": 100, "MaxWriteRequestUnits": -1 }), On::Ministack("moto has no maximum throughput");
    warm_throughput: json!({ "warm_throughput": { "read": 15000, "write": 5000 } }) =>
        "[client('dynamodb').describe_table(TableName=name)['Table']['WarmThroughput'][k] for k in ('ReadUnitsPerSecond', 'WriteUnitsPerSecond')]",
        json!([15000, 5000]), On::MotoOneWay(NO_WARMTH);
    kinesis_stream: json!({ "kinesis_stream": { "arn": "arn:aws:kinesis:us-east-2:123456789012:stream/changes", "timestamp_precision": "MICROSECOND" } }) =>
        "[client('dynamodb').describe_kinesis_streaming_destination(TableName=name)['KinesisDataStreamDestinations'][0][k] for k in ('DestinationStatus', 'ApproximateCreationDateTimePrecision')]",
        json!(["ACTIVE", "MICROSECOND"]), On::Ministack("moto cannot stream to Kinesis");
    contributor_insights: json!({ "contributor_insights": "ACCESSED_AND_THROTTLED_KEYS" }) =>
        "client('dynamodb').describe_contributor_insights(TableName=name)['ContributorInsightsStatus']",
        json!("ENABLED"), On::Ministack("moto has no Contributor Insights");
    resource_policy: json!({ "resource_policy": { "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": "dynamodb:GetItem", "Resource": "*" }] } }) =>
        "json.loads(client('dynamodb').get_resource_policy(ResourceArn='arn:aws:dynamodb:us-east-2:' + client('sts').get_caller_identity()['Account'] + ':table/' + name)['Policy'])['Statement'][0]['Action']",
        json!("dynamodb:GetItem"), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('dynamodb').list_tags_of_resource(ResourceArn=client('dynamodb').describe_table(TableName=name)['Table']['TableArn'])['Tags'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Both;
    first_index: json!({ "global_secondary_indexes": { "ByEmail": { "partition_key": { "name": "email", "type": "S" } } } }) =>
        "[i['IndexName'] for i in client('dynamodb').describe_table(TableName=name)['Table']['GlobalSecondaryIndexes']]",
        json!(["ByEmail"]), On::Both;
    // From on demand, where neither the table nor the index has units.
    capacity: json!({
        "capacity": { "read": 3, "write": 2 },
        "global_secondary_indexes": { "ByEmail": { "partition_key": { "name": "email", "type": "S" }, "capacity": { "read": 4, "write": 1 } } },
    }) =>
        "[[t['ProvisionedThroughput'][k] for k in ('ReadCapacityUnits', 'WriteCapacityUnits')] for d in [client('dynamodb').describe_table(TableName=name)['Table']] for t in [d, *d['GlobalSecondaryIndexes']]]",
        json!([[3, 2], [4, 1]]), On::Moto(NO_SCALING);
}

mod with_indexes {
    use super::*;

    round_trips! {
        kind: "dynamodb.table", base: indexed(), prepare: &[];
        more_and_fewer: json!({ "global_secondary_indexes": {
            "ByDay": null,
            "ByTeam": { "partition_key": { "name": "team", "type": "S" }, "projection": { "include": ["b", "a"] } },
            "ByCity": { "partition_key": { "name": "city", "type": "S" }, "sort_key": { "name": "id", "type": "S" } },
        } }) =>
            "sorted([i['IndexName'], i['Projection']['ProjectionType'], len(i['KeySchema'])] for i in client('dynamodb').describe_table(TableName=name)['Table']['GlobalSecondaryIndexes'])",
            json!([["ByCity", "ALL", 2], ["ByEmail", "ALL", 1], ["ByTeam", "INCLUDE", 1]]), On::Both;
        other_projection: json!({ "global_secondary_indexes": { "ByDay": { "projection": "ALL" } } }) =>
            "[i['Projection']['ProjectionType'] for i in client('dynamodb').describe_table(TableName=name)['Table']['GlobalSecondaryIndexes'] if i['IndexName'] == 'ByDay']",
            json!(["ALL"]), On::Both;
        other_keys: json!({ "global_secondary_indexes": { "ByEmail": { "partition_key": { "name": "mail", "type": "B" }, "sort_key": { "name": "at", "type": "N" } } } }) =>
            "[[k['AttributeName'] for k in i['KeySchema']] for i in client('dynamodb').describe_table(TableName=name)['Table']['GlobalSecondaryIndexes'] if i['IndexName'] == 'ByEmail']",
            json!([["mail", "at"]]), On::Both;
        keys_of_several_attributes: json!({ "global_secondary_indexes": { "ByPlace": {
            "partition_key": [{ "name": "country", "type": "S" }, { "name": "city", "type": "S" }],
            "sort_key": [{ "name": "street", "type": "S" }, { "name": "house", "type": "N" }],
        } } }) =>
            "[[k['KeyType'] for k in i['KeySchema']] for i in client('dynamodb').describe_table(TableName=name)['Table']['GlobalSecondaryIndexes'] if i['IndexName'] == 'ByPlace']",
            json!([["HASH", "HASH", "RANGE", "RANGE"]]), On::Both;
        index_insights: json!({ "global_secondary_indexes": { "ByEmail": { "contributor_insights": "ACCESSED_AND_THROTTLED_KEYS" } } }) =>
            "client('dynamodb').describe_contributor_insights(TableName=name, IndexName='ByEmail')['ContributorInsightsStatus']",
            json!("ENABLED"), On::Ministack("moto has no Contributor Insights");
        index_warm_throughput: json!({ "global_secondary_indexes": { "ByEmail": { "warm_throughput": { "read": 20000, "write": 6000 } } } }) =>
            "[i['WarmThroughput']['ReadUnitsPerSecond'] for i in client('dynamodb').describe_table(TableName=name)['Table']['GlobalSecondaryIndexes'] if i['IndexName'] == 'ByEmail']",
            json!([20000]), On::MotoOneWay(NO_WARMTH);
    }
}

mod with_a_stream {
    use super::*;

    round_trips! {
        kind: "dynamodb.table", base: with_stream(), prepare: &[];
        another_view: json!({ "stream": "KEYS_ONLY" }) =>
            "client('dynamodb').describe_table(TableName=name)['Table']['StreamSpecification']['StreamViewType']",
            json!("KEYS_ONLY"), On::Ministack("moto enables no second stream on a table");
        replicas: json!({ "replicas": { "eu-west-1": {
            "point_in_time_recovery": true, "deletion_protection": false, "tags": { "Team": "ai" },
        } } }) =>
            "[r['RegionName'] for r in client('dynamodb').describe_table(TableName=name)['Table']['Replicas']]",
            json!(["eu-west-1"]), On::Ministack("moto has no replicas");
    }
}

mod with_recovery {
    use super::*;

    round_trips! {
        kind: "dynamodb.table",
        base: json!({
            "partition_key": { "name": "id", "type": "S" },
            "point_in_time_recovery": true,
            "recovery_period_days": 35,
        }),
        prepare: &[];
        recovery_period_days: json!({ "recovery_period_days": 7 }) =>
            "client('dynamodb').describe_continuous_backups(TableName=name)['ContinuousBackupsDescription']['PointInTimeRecoveryDescription']['RecoveryPeriodInDays']",
            json!(7), On::Moto("ministack forgets the recovery period");
    }
}

mod with_kinesis {
    use super::*;

    const ARN: &str = "arn:aws:kinesis:us-east-2:123456789012:stream/changes";

    round_trips! {
        kind: "dynamodb.table",
        base: json!({ "partition_key": { "name": "id", "type": "S" }, "kinesis_stream": { "arn": ARN } }),
        prepare: &[];
        precision: json!({ "kinesis_stream": { "timestamp_precision": "MICROSECOND" } }) =>
            "[d['ApproximateCreationDateTimePrecision'] for d in client('dynamodb').describe_kinesis_streaming_destination(TableName=name)['KinesisDataStreamDestinations']]",
            json!(["MICROSECOND"]), On::Ministack("moto cannot stream to Kinesis");
        another_stream: json!({ "kinesis_stream": { "arn": "arn:aws:kinesis:us-east-2:123456789012:stream/other" } }) =>
            "[d['StreamArn'][-5:] for d in client('dynamodb').describe_kinesis_streaming_destination(TableName=name)['KinesisDataStreamDestinations'] if d['DestinationStatus'] == 'ACTIVE']",
            json!(["other"]), On::Ministack("moto cannot stream to Kinesis");
    }
}

mod with_much {
    use super::*;

    // All that CreateTable takes on both emulators, so that a change finds and keeps the rest.
    round_trips! {
        kind: "dynamodb.table",
        base: json!({
            "partition_key": { "name": "id", "type": "S" },
            "sort_key": { "name": "at", "type": "N" },
            "global_secondary_indexes": { "ByEmail": { "partition_key": { "name": "email", "type": "S" } } },
            "encryption": {},
            "stream": "NEW_AND_OLD_IMAGES",
            "resource_policy": { "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": "dynamodb:GetItem", "Resource": "*" }] },
            "tags": { "Team": "ai", "Stage": "dev" },
        }),
        prepare: &[];
        one_field: json!({ "point_in_time_recovery": true, "tags": { "Team": null, "Cost": "42" }, "resource_policy": null }) =>
            "sorted(t['Key'] + '=' + t['Value'] for t in client('dynamodb').list_tags_of_resource(ResourceArn=client('dynamodb').describe_table(TableName=name)['Table']['TableArn'])['Tags'] if ':' not in t['Key'])",
            json!(["Cost=42", "Stage=dev"]), On::Both;
        tag_of_another_value: json!({ "tags": { "Stage": "prod" } }) =>
            "[t['Value'] for t in client('dynamodb').list_tags_of_resource(ResourceArn=client('dynamodb').describe_table(TableName=name)['Table']['TableArn'])['Tags'] if t['Key'] == 'Stage']",
            json!(["prod"]), On::Ministack("moto keeps the old value of a tag beside the new one");
    }
}

mod with_capacity {
    use super::*;

    round_trips! {
        kind: "dynamodb.table", base: provisioned(), prepare: &[];
        more_units: json!({ "capacity": { "read": 7 }, "global_secondary_indexes": { "ByEmail": { "capacity": { "write": 8 } } } }) =>
            "[[t['ProvisionedThroughput'][k] for k in ('ReadCapacityUnits', 'WriteCapacityUnits')] for d in [client('dynamodb').describe_table(TableName=name)['Table']] for t in [d, *d['GlobalSecondaryIndexes']]]",
            json!([[7, 5], [5, 8]]), On::Moto(NO_SCALING);
        on_demand: json!({ "capacity": null, "global_secondary_indexes": { "ByEmail": { "capacity": null } } }) =>
            "client('dynamodb').describe_table(TableName=name)['Table']['BillingModeSummary']['BillingMode']",
            json!("PAY_PER_REQUEST"), On::Moto(NO_SCALING);
        scaled: json!({ "capacity": { "read": { "minimum": 5, "maximum": 50, "target_utilization": 70 } } }) =>
            "[[t['ResourceId'][:6], t['ScalableDimension'], t['MinCapacity'], t['MaxCapacity']] for t in client('application-autoscaling').describe_scalable_targets(ServiceNamespace='dynamodb', ResourceIds=['table/' + name])['ScalableTargets']]",
            json!([["table/", "dynamodb:table:ReadCapacityUnits", 5, 50]]), On::Moto(NO_SCALING);
        scaled_index: json!({ "global_secondary_indexes": { "ByEmail": { "capacity": { "write": {
            "minimum": 5, "maximum": 50, "target_utilization": 50.5, "scale_in_cooldown": 60, "scale_out_cooldown": 30, "disable_scale_in": true,
        } } } } }) =>
            "[[p['ScalableDimension'], {k: v for k, v in p['TargetTrackingScalingPolicyConfiguration'].items() if k != 'PredefinedMetricSpecification'}] for p in client('application-autoscaling').describe_scaling_policies(ServiceNamespace='dynamodb', ResourceId='table/' + name + '/index/ByEmail')['ScalingPolicies']]",
            json!([["dynamodb:index:WriteCapacityUnits", { "TargetValue": 50.5, "ScaleInCooldown": 60, "ScaleOutCooldown": 30, "DisableScaleIn": true }]]),
            On::Moto(NO_SCALING);
    }
}
