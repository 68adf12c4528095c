//! What a pool takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Access, OnlyWith, RequiredPermission};

pub(super) const ACCESS: &[Access] = &[Access::to(
    "Cognito Identity Provider",
    &["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"],
)
.except(&[(&["DescribeUserPoolDomain", "ListUserPools", "CreateUserPool"], &["*"])])];

pub(super) const ONLY_WITH: &[OnlyWith] = &[
    OnlyWith::of(&["custom_attributes"], &["AddCustomAttributes"]),
    OnlyWith::of(&["domain", "custom_domain"], &["CreateUserPoolDomain", "UpdateUserPoolDomain"]),
    OnlyWith::of(&["groups"], &["CreateGroup", "UpdateGroup"]),
    OnlyWith::of(&["identity_providers"], &["CreateIdentityProvider", "UpdateIdentityProvider"]),
    OnlyWith::of(&["resource_servers"], &["CreateResourceServer", "UpdateResourceServer"]),
];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::pass_role("sms.role", &["cognito-idp.amazonaws.com"]),
    // Cognito hands the role of a group on to its identity pools.
    RequiredPermission::pass_role(
        "groups.*.role",
        &["cognito-identity.amazonaws.com", "cognito-idp.amazonaws.com"],
    ),
    RequiredPermission::service_role("email.source_arn", &["email.cognito-idp.amazonaws.com"]),
    // The pages of a custom domain are a CloudFront distribution of AWS's own.
    RequiredPermission::these("custom_domain", &["cloudfront:UpdateDistribution"], &["*"]),
    RequiredPermission::key("triggers.kms_key", &["kms:CreateGrant"]),
    RequiredPermission::key("kms_key", &["kms:CreateGrant", "kms:DescribeKey"]),
    RequiredPermission::these("log_delivery.user_notification", DELIVERY, &["*"]),
    RequiredPermission::these("log_delivery.user_auth_events", DELIVERY, &["*"]),
];

/// To have logs delivered, which CloudWatch Logs arranges on the caller's behalf (Amazon Cognito developer
/// guide, "Exporting logs from user pools").
const DELIVERY: &[&str] = &[
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
    "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
];
