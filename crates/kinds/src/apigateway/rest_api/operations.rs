//! What an API takes: the operations that are called, and what AWS demands of the caller besides.

use crate::apigateway::NAME;
use crate::apigateway::support::ON_TAGS;
use kind::{Access, RequiredPermission};

pub(super) const ACCESS: &[Access] = &[Access::to(
    NAME,
    &[
        "arn:{partition}:apigateway:{region}::/restapis",
        "arn:{partition}:apigateway:{region}::/restapis/*",
    ],
)
.except(&[ON_TAGS])];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::pass_role("authorizers.*.credentials", &["apigateway.amazonaws.com"]),
    RequiredPermission::pass_role(
        "routes.*.*.integration.credentials",
        &["apigateway.amazonaws.com"],
    ),
];
