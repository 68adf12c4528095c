//! What an API takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Access, RequiredPermission};

pub(super) const ACCESS: &[Access] = &[Access::to(
    "API Gateway",
    &[
        "arn:{partition}:apigateway:{region}::/restapis",
        "arn:{partition}:apigateway:{region}::/restapis/*",
    ],
)
.except(&[(&["TagResource", "UntagResource"], &["arn:{partition}:apigateway:{region}::/tags/*"])])];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::pass_role("authorizers.*.credentials", &["apigateway.amazonaws.com"]),
    RequiredPermission::pass_role(
        "routes.*.*.integration.credentials",
        &["apigateway.amazonaws.com"],
    ),
];
