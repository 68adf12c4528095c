//! What a table takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Access, OnlyWith, RequiredPermission};

pub(super) const ACCESS: &[Access] = &[
    Access::to("DynamoDB", &["arn:{partition}:dynamodb:{region}:{account}:table/{name}"]).except(
        &[
            (&["ListContributorInsights", "ListTables"], &["*"]),
            (
                &["UpdateContributorInsights"],
                &[
                    "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
                    "arn:{partition}:dynamodb:{region}:{account}:table/{name}/index/*",
                ],
            ),
        ],
    ),
    Access::to(
        "Application Auto Scaling",
        &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"],
    )
    .except(&[(&["DescribeScalableTargets", "DescribeScalingPolicies"], &["*"])]),
];

pub(super) const ONLY_WITH: &[OnlyWith] = &[
    OnlyWith::of(
        &["kinesis_stream"],
        &["EnableKinesisStreamingDestination", "UpdateKinesisStreamingDestination"],
    ),
    OnlyWith::of(&["resource_policy"], &["PutResourcePolicy"]),
    OnlyWith::of(
        &["capacity", "global_secondary_indexes.*.capacity"],
        &["PutScalingPolicy", "RegisterScalableTarget"],
    ),
];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::key("encryption.kms_key", USE_OF_KEY),
    RequiredPermission::key("replicas.*.kms_key", USE_OF_KEY),
    // A replica is read and set in its own region, and DynamoDB fills it on the caller's behalf.
    RequiredPermission::these("replicas.*", READING_REPLICAS, REPLICAS).to_read(),
    RequiredPermission::these("replicas.*", WRITING_REPLICAS, REPLICAS),
    RequiredPermission::service_role("replicas", &["replication.dynamodb.amazonaws.com"]),
    RequiredPermission::named(
        "kinesis_stream.arn",
        &["kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords"],
        "arn:{partition}:kinesis:{region}:{account}:stream/*",
    ),
    RequiredPermission::service_role(
        "kinesis_stream",
        &["kinesisreplication.dynamodb.amazonaws.com"],
    ),
    RequiredPermission::service_role(
        "contributor_insights",
        &["contributorinsights.dynamodb.amazonaws.com"],
    ),
    // Application Auto Scaling watches the table by alarms that it makes on the caller's behalf.
    RequiredPermission::these(
        "capacity",
        &["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
        &["arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-table/{name}*"],
    ),
    RequiredPermission::these("capacity", &["cloudwatch:DescribeAlarms"], &["*"]),
    RequiredPermission::service_role(
        "capacity",
        &["dynamodb.application-autoscaling.amazonaws.com"],
    ),
];

/// To make a key the one that encrypts a table, by way of DynamoDB (DynamoDB developer guide, "Encryption
/// at rest: usage notes").
const USE_OF_KEY: &[&str] = &[
    "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
];

const REPLICAS: &[&str] = &["arn:{partition}:dynamodb:{key}:{account}:table/{name}"];

const READING_REPLICAS: &[&str] = &[
    "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:ListTagsOfResource",
];

/// DynamoDB developer guide, "Using IAM with global tables".
const WRITING_REPLICAS: &[&str] = &[
    "dynamodb:BatchWriteItem", "dynamodb:CreateTable", "dynamodb:CreateTableReplica",
    "dynamodb:DeleteItem", "dynamodb:DeleteTable", "dynamodb:DeleteTableReplica",
    "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
    "dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups",
    "dynamodb:UpdateItem", "dynamodb:UpdateTable",
];
