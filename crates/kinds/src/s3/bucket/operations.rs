//! What a bucket takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Access, OnlyWith, RequiredPermission};

pub(super) const ACCESS: &[Access] = &[Access::to("S3", &["arn:{partition}:s3:::{name}"])
    .except(&[(&["AbortMultipartUpload", "DeleteObjects"], &["arn:{partition}:s3:::{name}/*"])])];

pub(super) const ONLY_WITH: &[OnlyWith] = &[
    OnlyWith::of(
        &["force_destroy"],
        &[
            "AbortMultipartUpload", "DeleteObjects", "ListMultipartUploads", "ListObjectVersions",
            "s3:BypassGovernanceRetention",
        ],
    ),
    OnlyWith::of(&["policy"], &["PutBucketPolicy"]),
    OnlyWith::of(&["website"], &["PutBucketWebsite"]),
];

pub(super) const DEMANDS: &[RequiredPermission] = &[
    RequiredPermission::pass_role("replication.role", &["s3.amazonaws.com"]),
    // Emptying a bucket with locks bypasses those that can be bypassed.
    RequiredPermission::these(
        "object_lock",
        &["s3:BypassGovernanceRetention"],
        &["arn:{partition}:s3:::{name}/*"],
    ),
];
