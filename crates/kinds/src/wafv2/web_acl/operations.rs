//! What the calls of a web ACL act on, and what AWS asks of the caller besides.

use kind::{Access, OnlyWith, RequiredPermission};

use crate::wafv2::NAME;

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html>
pub(super) const ACCESS: &[Access] = &[Access::to(
    NAME,
    &[
        "arn:{partition}:wafv2:{region}:{account}:*/webacl/{name}/*",
        // What its rules may name.
        "arn:{partition}:wafv2:{region}:{account}:*/ipset/*",
        "arn:{partition}:wafv2:{region}:{account}:*/managedruleset/*",
        "arn:{partition}:wafv2:{region}:{account}:*/regexpatternset/*",
        "arn:{partition}:wafv2:{region}:{account}:*/rulegroup/*",
    ],
)
.except(&[
    (&["ListIPSets", "ListWebACLs"], &["*"]),
    // AWS also looks at what the web ACL stands before.
    (&["AssociateWebACL", "DisassociateWebACL"], &["*"]),
])];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::these(
        "associations",
        &[
            "apigateway:SetWebACL", "appsync:SetWebACL", "cognito-idp:AssociateWebACL",
            "cognito-idp:DisassociateWebACL", "elasticloadbalancing:SetWebACL",
        ],
        &["*"],
    ),
    RequiredPermission::these(
        RequiredPermission::ALWAYS,
        &[
            "apprunner:ListAssociatedServicesForWebAcl", "cognito-idp:ListResourcesForWebACL",
            "ec2:DescribeVerifiedAccessInstanceWebAclAssociations",
        ],
        &["*"],
    )
    .to_read(),
    RequiredPermission::these(
        "logging",
        &[
            "firehose:ListDeliveryStreams", "logs:CreateLogDelivery", "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy",
            "s3:GetBucketPolicy", "s3:PutBucketPolicy",
        ],
        &["*"],
    ),
    RequiredPermission::service_role("logging", &["wafv2.amazonaws.com"]),
];

pub(super) const ONLY_WITH: &[OnlyWith] = &[
    OnlyWith::of(&["associations"], &["AssociateWebACL"]),
    OnlyWith::of(&["ip_sets"], &["CreateIPSet", "UpdateIPSet"]),
    OnlyWith::of(&["logging"], &["PutLoggingConfiguration"]),
];
