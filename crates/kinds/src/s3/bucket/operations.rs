//! What a bucket takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Demand, OnlyWith, Operations};

pub(super) const OPERATIONS: &[Operations] = &[
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{name}"],
        read: &[
            "GetBucketAccelerateConfiguration",
            "GetBucketAcl",
            "GetBucketCors",
            "GetBucketEncryption",
            "GetBucketLifecycleConfiguration",
            "GetBucketLogging",
            "GetBucketNotificationConfiguration",
            "GetBucketOwnershipControls",
            "GetBucketPolicy",
            "GetBucketReplication",
            "GetBucketRequestPayment",
            "GetBucketTagging",
            "GetBucketVersioning",
            "GetBucketWebsite",
            "GetObjectLockConfiguration",
            "GetPublicAccessBlock",
            "ListBucketAnalyticsConfigurations",
            "ListBucketIntelligentTieringConfigurations",
            "ListBucketInventoryConfigurations",
            "ListBucketMetricsConfigurations",
        ],
        write: &[
            "CreateBucket",
            "DeleteBucket",
            "DeleteBucketAnalyticsConfiguration",
            "DeleteBucketCors",
            "DeleteBucketIntelligentTieringConfiguration",
            "DeleteBucketInventoryConfiguration",
            "DeleteBucketLifecycle",
            "DeleteBucketMetricsConfiguration",
            "DeleteBucketPolicy",
            "DeleteBucketReplication",
            "DeleteBucketTagging",
            "DeleteBucketWebsite",
            "HeadBucket",
            "ListMultipartUploads",
            "ListObjectVersions",
            "PutBucketAccelerateConfiguration",
            "PutBucketAcl",
            "PutBucketAnalyticsConfiguration",
            "PutBucketCors",
            "PutBucketEncryption",
            "PutBucketIntelligentTieringConfiguration",
            "PutBucketInventoryConfiguration",
            "PutBucketLifecycleConfiguration",
            "PutBucketLogging",
            "PutBucketMetricsConfiguration",
            "PutBucketNotificationConfiguration",
            "PutBucketOwnershipControls",
            "PutBucketPolicy",
            "PutBucketReplication",
            "PutBucketRequestPayment",
            "PutBucketTagging",
            "PutBucketVersioning",
            "PutBucketWebsite",
            "PutObjectLockConfiguration",
            "PutPublicAccessBlock",
        ],
    },
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{name}/*"],
        read: &[],
        write: &["AbortMultipartUpload", "DeleteObjects"],
    },
];

pub(super) const ONLY_WITH: &[OnlyWith] = &[
    OnlyWith {
        fields: &["force_destroy"],
        operations: &[
            "AbortMultipartUpload",
            "DeleteObjects",
            "ListMultipartUploads",
            "ListObjectVersions",
            "s3:BypassGovernanceRetention",
        ],
    },
    OnlyWith { fields: &["policy"], operations: &["PutBucketPolicy"] },
    OnlyWith { fields: &["website"], operations: &["PutBucketWebsite"] },
];

pub(super) const DEMANDS: &[Demand] = &[
    Demand::pass_role("replication.role", &["s3.amazonaws.com"]),
    // Emptying a bucket with locks bypasses those that can be bypassed.
    Demand::these(
        "object_lock",
        &["s3:BypassGovernanceRetention"],
        &["arn:{partition}:s3:::{name}/*"],
    ),
];
