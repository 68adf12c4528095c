//! What a function takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Access, OnlyWith, RequiredPermission};

pub(super) const ACCESS: &[Access] = &[LAMBDA, CLOUD_WATCH];

const LAMBDA: Access = Access::to(
    "Lambda",
    &[
        "arn:{partition}:lambda:{region}:{account}:function:{name}",
        "arn:{partition}:lambda:{region}:{account}:function:{name}:*",
    ],
)
.except(&[
    (
        &[
            "CreateEventSourceMapping", "ListCodeSigningConfigs", "ListEventSourceMappings",
            "ListFunctions",
        ],
        &["*"],
    ),
    (
        &["DeleteEventSourceMapping", "GetEventSourceMapping", "UpdateEventSourceMapping"],
        &["arn:{partition}:lambda:{region}:{account}:event-source-mapping:*"],
    ),
    (
        &["ListFunctionsByCodeSigningConfig", "PutFunctionCodeSigningConfig"],
        &["arn:{partition}:lambda:{region}:{account}:code-signing-config:*"],
    ),
]);

/// What a rollout asks of it.
const CLOUD_WATCH: Access = Access::to("CloudWatch", &["*"]);

pub(super) const ONLY_WITH: &[OnlyWith] = &[
    OnlyWith::of(&["aliases"], &["CreateAlias", "PublishVersion", "UpdateAlias"]),
    OnlyWith::of(
        &["aliases.*.provisioned_concurrency"],
        &["GetProvisionedConcurrencyConfig", "PutProvisionedConcurrencyConfig"],
    ),
    OnlyWith::of(&["aliases.*.rollout"], &["GetMetricStatistics"]),
    OnlyWith::of(&["aliases.*.rollout.alarms"], &["DescribeAlarms"]),
    OnlyWith::of(&["aliases.*.rollout.check"], &["Invoke"]),
    OnlyWith::of(
        &["async_invocation", "aliases.*.async_invocation"],
        &["PutFunctionEventInvokeConfig"],
    ),
    OnlyWith::of(&["code_signing_config"], &["PutFunctionCodeSigningConfig"]),
    OnlyWith::of(&["event_sources"], &["CreateEventSourceMapping", "UpdateEventSourceMapping"]),
    OnlyWith::of(
        &["function_url", "aliases.*.function_url"],
        &["CreateFunctionUrlConfig", "UpdateFunctionUrlConfig"],
    ),
    OnlyWith::of(&["permissions", "aliases.*.permissions"], &["AddPermission"]),
    OnlyWith::of(&["reserved_concurrency"], &["PutFunctionConcurrency"]),
];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::pass_role("role", &["lambda.amazonaws.com"]),
    RequiredPermission::key(
        "kms_key",
        &["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"],
    ),
    // Lambda shows what a key protects to those alone who may use the key.
    RequiredPermission::key("kms_key", &["kms:Decrypt"]).to_read(),
    RequiredPermission::key("package_kms_key", &["kms:Decrypt", "kms:GenerateDataKey"]).to_read(),
    RequiredPermission::key("event_sources.*.filters_kms_key", &["kms:Decrypt"]).to_read(),
    RequiredPermission::these(
        "vpc",
        &["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
        &["*"],
    ),
    RequiredPermission::these("file_system", &["elasticfilesystem:DescribeMountTargets"], &["*"]),
    RequiredPermission::named(
        "layers.*",
        &["lambda:GetLayerVersion"],
        "arn:{partition}:lambda:{region}:{account}:layer:*",
    ),
    RequiredPermission::these(
        "insights",
        &["lambda:GetLayerVersion"],
        &["arn:{partition}:lambda:{region}:*:layer:LambdaInsightsExtension*"],
    ),
    RequiredPermission::these(
        "code.bucket",
        &["s3:GetObject", "s3:GetObjectVersion"],
        &["arn:{partition}:s3:::{code.bucket}/{code.key}"],
    ),
    RequiredPermission::these(
        "code.image",
        &[
            "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy",
            "ecr:SetRepositoryPolicy",
        ],
        &["arn:{partition}:ecr:{region}:{account}:repository/*"],
    ),
];
