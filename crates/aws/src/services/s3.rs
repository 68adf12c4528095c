//! S3. It publishes no rates for calls on buckets. What it takes is known to all of it after seconds,
//! rarely after more than a minute.

use std::time::Duration;

use super::service::{ALL, PROPAGATION, ROLE_CREATED, Service};
use super::transient_errors::{Answer, TransientError, When};
use crate::limits::{Rate, rate};

pub(super) const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &[
        "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchCORSConfiguration", "NoSuchConfiguration",
        "NoSuchKey", "NoSuchLifecycleConfiguration", "NoSuchPublicAccessBlockConfiguration",
        "NoSuchTagSet", "NoSuchUpload", "NoSuchWebsiteConfiguration", "NotFound",
        "ObjectLockConfigurationNotFoundError", "OwnershipControlsNotFoundError",
        "ReplicationConfigurationNotFoundError", "ServerSideEncryptionConfigurationNotFoundError",
    ],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("GetBucketCors", "CORSRule"),
        ("GetBucketLifecycleConfiguration", "Rule"),
        ("GetBucketOwnershipControls", "Rule"),
        ("GetBucketPolicy", "Statement"),
        ("GetBucketReplication", "Rule"),
        ("GetBucketRequestPayment", "Payer"),
        ("GetBucketTagging", "TagSet"),
        ("GetObjectLockConfiguration", "ObjectLockConfiguration"),
        ("GetPublicAccessBlock", "PublicAccessBlockConfiguration"),
        ("ListBuckets", "Buckets"),
    ],
    actions: &[
        ("CreateBucket", &["CreateBucket", "TagResource"]),
        // S3 compares the version of an object that is to be replaced or deleted, which is reading it.
        ("DeleteObject", &["DeleteObject", "GetObject"]),
        ("PutObject", &["GetObject", "PutObject"]),
        // S3's operations and actions were named at different times.
        ("DeleteBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
        ("DeleteBucketCors", &["PutBucketCORS"]),
        ("DeleteBucketIntelligentTieringConfiguration", &["PutIntelligentTieringConfiguration"]),
        ("DeleteBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
        ("DeleteBucketLifecycle", &["PutLifecycleConfiguration"]),
        ("DeleteBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
        ("DeleteBucketReplication", &["PutReplicationConfiguration"]),
        ("DeleteBucketTagging", &["PutBucketTagging"]),
        ("DeleteObjects", &["DeleteObject", "DeleteObjectVersion"]),
        ("GetBucketAccelerateConfiguration", &["GetAccelerateConfiguration"]),
        ("GetBucketCors", &["GetBucketCORS"]),
        ("GetBucketEncryption", &["GetEncryptionConfiguration"]),
        ("GetBucketLifecycleConfiguration", &["GetLifecycleConfiguration"]),
        ("GetBucketNotificationConfiguration", &["GetBucketNotification"]),
        ("GetBucketReplication", &["GetReplicationConfiguration"]),
        ("GetObjectLockConfiguration", &["GetBucketObjectLockConfiguration"]),
        ("GetPublicAccessBlock", &["GetBucketPublicAccessBlock"]),
        ("HeadBucket", &["ListBucket"]),
        ("HeadObject", &["GetObject"]),
        ("ListBucketAnalyticsConfigurations", &["GetAnalyticsConfiguration"]),
        ("ListBucketIntelligentTieringConfigurations", &["GetIntelligentTieringConfiguration"]),
        ("ListBucketInventoryConfigurations", &["GetInventoryConfiguration"]),
        ("ListBucketMetricsConfigurations", &["GetMetricsConfiguration"]),
        ("ListBuckets", &["ListAllMyBuckets"]),
        ("ListMultipartUploads", &["ListBucketMultipartUploads"]),
        ("ListObjectVersions", &["ListBucketVersions"]),
        ("ListObjectsV2", &["ListBucket"]),
        ("PutBucketAccelerateConfiguration", &["PutAccelerateConfiguration"]),
        ("PutBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
        ("PutBucketCors", &["PutBucketCORS"]),
        ("PutBucketEncryption", &["PutEncryptionConfiguration"]),
        ("PutBucketIntelligentTieringConfiguration", &["PutIntelligentTieringConfiguration"]),
        ("PutBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
        ("PutBucketLifecycleConfiguration", &["PutLifecycleConfiguration"]),
        ("PutBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
        ("PutBucketNotificationConfiguration", &["PutBucketNotification"]),
        ("PutBucketReplication", &["PutReplicationConfiguration"]),
        ("PutObjectLockConfiguration", &["PutBucketObjectLockConfiguration"]),
        ("PutPublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ],
    ..Service::new("S3", "aws_sdk_s3", "s3")
};

/// S3 takes 3,500 writes and 5,500 reads of objects a second below each prefix (user guide, "Best practices design
/// patterns: optimizing Amazon S3 performance"), and publishes nothing for buckets.
fn bucket(operation: &str) -> Rate {
    match operation {
        "DeleteObject" | "DeleteObjects" | "PutObject" => rate("s3/PutObject", 3500.0, 3500.0),
        "GetObject" | "HeadObject" | "ListObjectsV2" => rate("s3/GetObject", 5500.0, 5500.0),
        _ => rate("s3", 10.0, 50.0),
    }
}

const INVALID_PRINCIPAL: Answer = Answer::Saying("MalformedPolicy", &["Invalid principal"]);
const CLOSED_TARGET: Answer = Answer::Saying(
    "InvalidArgument",
    &["Unable to validate the following destination configurations"],
);

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["OperationAborted"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to the bucket to finish",
    },
    // S3 has decided nothing yet, and the other one may be an earlier attempt of our own.
    TransientError {
        operations: &["DeleteObject", "PutObject"],
        answer: Answer::Refused(&["ConditionalRequestConflict"]),
        when: When::Always,
        limit: Duration::from_secs(2),
        what: "another write of the same file to finish",
    },
    TransientError {
        operations: &["PutBucket*", "PutObjectLockConfiguration", "PutPublicAccessBlock"],
        answer: Answer::Refused(&["NoSuchBucket"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "the bucket to be known",
    },
    TransientError {
        operations: &[
            "DeleteBucket*", "GetBucket*", "GetObjectLockConfiguration", "GetPublicAccessBlock",
            "HeadBucket", "ListBucket*",
        ],
        answer: Answer::Refused(&["NoSuchBucket", "NotFound"]),
        when: When::InStepsAfter(&["CreateBucket"]),
        limit: PROPAGATION,
        what: "the bucket to be known",
    },
    // A public policy, or a public access list, where the bucket was closed to it.
    TransientError {
        operations: &["PutBucketPolicy"],
        answer: Answer::Refused(&["AccessDenied"]),
        when: When::InStepsAfterSending("PutPublicAccessBlock", "<BlockPublicPolicy>false"),
        limit: PROPAGATION,
        what: "the bucket to be open to public policies",
    },
    TransientError {
        operations: &["PutBucketAcl"],
        answer: Answer::Refused(&["AccessDenied"]),
        when: When::InStepsAfterSending("PutPublicAccessBlock", "<BlockPublicAcls>false"),
        limit: PROPAGATION,
        what: "the bucket to be open to public access lists",
    },
    TransientError {
        operations: &["PutBucketAcl"],
        answer: Answer::Refused(&["AccessControlListNotSupported"]),
        when: When::InStepsAfter(&["CreateBucket", "PutBucketOwnershipControls"]),
        limit: PROPAGATION,
        what: "the bucket to take access lists",
    },
    TransientError {
        operations: &["PutBucketPolicy"],
        answer: INVALID_PRINCIPAL,
        when: ROLE_CREATED.or_briefly(),
        limit: PROPAGATION,
        what: "the principals of the policy to be known",
    },
    TransientError {
        operations: &["GetBucketPolicy"],
        answer: Answer::NamingRoleById,
        when: When::InStepsAfter(&["PutBucketPolicy"]),
        limit: PROPAGATION,
        what: "the roles' ARNs to be known",
    },
    TransientError {
        operations: &["PutBucketNotificationConfiguration"],
        answer: CLOSED_TARGET,
        when: When::InRunAfter("Lambda", &["AddPermission", "CreateFunction"]).or_briefly(),
        limit: PROPAGATION,
        what: "the notifications' targets to let S3 in",
    },
    TransientError {
        operations: &["PutBucketReplication", "PutObjectLockConfiguration"],
        answer: Answer::Saying("InvalidRequest", &["ersioning must be 'Enabled'"]),
        when: When::InRunAfter("S3", &["CreateBucket", "PutBucketVersioning"]),
        limit: PROPAGATION,
        what: "the buckets' versioning to be on",
    },
];
