//! Which IAM actions an operation takes. Mostly it is the one of the same name; the table of those
//! where it is not is held against AWS's service authorization reference (as of 2026-10).

/// The actions that a call of an operation takes, such as `dynamodb:DescribeTable`. The service and the
/// operation are named as the SDK names them.
pub(super) fn of(service: &str, operation: &str) -> Vec<String> {
    let prefix = prefix(service);
    let exception = EXCEPTIONS
        .iter()
        .find(|exception| (exception.service, exception.operation) == (service, operation));
    match exception {
        Some(exception) => {
            (exception.actions.iter()).map(|action| format!("{prefix}:{action}")).collect()
        }
        None if service == "API Gateway" => vec![format!("{prefix}:{}", verb(operation))],
        None => vec![format!("{prefix}:{operation}")],
    }
}

/// The name that IAM has for a service. Most are the SDK's, in lower case.
fn prefix(service: &str) -> String {
    match service {
        "API Gateway" => "apigateway".to_owned(),
        "Application Auto Scaling" => "application-autoscaling".to_owned(),
        "CloudWatch Logs" => "logs".to_owned(),
        "Cognito Identity Provider" => "cognito-idp".to_owned(),
        other => other.to_lowercase().replace(' ', "-"),
    }
}

/// API Gateway's actions are the methods of HTTP; what is called shows in the resource alone.
fn verb(operation: &str) -> &'static str {
    const VERBS: &[(&str, &str)] = &[
        ("Create", "POST"),
        ("Delete", "DELETE"),
        ("Put", "PUT"),
        ("Tag", "PUT"),
        ("Untag", "DELETE"),
        ("Update", "PATCH"),
    ];
    let verb = VERBS.iter().find(|(word, _)| operation.starts_with(word));
    verb.map_or("GET", |(_, verb)| verb)
}

/// An operation whose actions have other names than it, or that takes several.
struct Exception {
    service: &'static str,
    operation: &'static str,
    actions: &'static [&'static str],
}

const fn exception(
    service: &'static str,
    operation: &'static str,
    actions: &'static [&'static str],
) -> Exception {
    Exception { service, operation, actions }
}

const EXCEPTIONS: &[Exception] = &[
    // A resource policy and mutual TLS have actions of their own beside the method.
    exception("API Gateway", "CreateRestApi", &["POST", "UpdateRestApiPolicy"]),
    exception("API Gateway", "UpdateRestApi", &["PATCH", "UpdateRestApiPolicy"]),
    exception("API Gateway", "CreateDomainName", &["POST", "AddCertificateToDomain"]),
    exception(
        "API Gateway",
        "UpdateDomainName",
        &["PATCH", "AddCertificateToDomain", "RemoveCertificateFromDomain"],
    ),
    // Tags in a create call are an action of their own.
    exception("CloudWatch Logs", "CreateLogGroup", &["CreateLogGroup", "TagResource"]),
    exception("DynamoDB", "CreateTable", &["CreateTable", "TagResource"]),
    exception("IAM", "CreatePolicy", &["CreatePolicy", "TagPolicy"]),
    exception("IAM", "CreateRole", &["CreateRole", "TagRole"]),
    exception("Lambda", "CreateFunction", &["CreateFunction", "TagResource"]),
    exception("S3", "CreateBucket", &["CreateBucket", "TagResource"]),
    // The answer holds the tags only of who may list them.
    exception("Lambda", "GetFunction", &["GetFunction", "ListTags"]),
    // S3 compares the version of an object that is to be replaced or deleted, which is reading it.
    exception("S3", "DeleteObject", &["DeleteObject", "GetObject"]),
    exception("S3", "PutObject", &["GetObject", "PutObject"]),
    // S3's operations and actions were named at different times.
    exception("S3", "DeleteBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
    exception("S3", "DeleteBucketCors", &["PutBucketCORS"]),
    exception(
        "S3",
        "DeleteBucketIntelligentTieringConfiguration",
        &["PutIntelligentTieringConfiguration"],
    ),
    exception("S3", "DeleteBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
    exception("S3", "DeleteBucketLifecycle", &["PutLifecycleConfiguration"]),
    exception("S3", "DeleteBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
    exception("S3", "DeleteBucketReplication", &["PutReplicationConfiguration"]),
    exception("S3", "DeleteBucketTagging", &["PutBucketTagging"]),
    exception("S3", "DeleteObjects", &["DeleteObject", "DeleteObjectVersion"]),
    exception("S3", "GetBucketAccelerateConfiguration", &["GetAccelerateConfiguration"]),
    exception("S3", "GetBucketCors", &["GetBucketCORS"]),
    exception("S3", "GetBucketEncryption", &["GetEncryptionConfiguration"]),
    exception("S3", "GetBucketLifecycleConfiguration", &["GetLifecycleConfiguration"]),
    exception("S3", "GetBucketNotificationConfiguration", &["GetBucketNotification"]),
    exception("S3", "GetBucketReplication", &["GetReplicationConfiguration"]),
    exception("S3", "GetObjectLockConfiguration", &["GetBucketObjectLockConfiguration"]),
    exception("S3", "GetPublicAccessBlock", &["GetBucketPublicAccessBlock"]),
    exception("S3", "HeadBucket", &["ListBucket"]),
    exception("S3", "ListBucketAnalyticsConfigurations", &["GetAnalyticsConfiguration"]),
    exception(
        "S3",
        "ListBucketIntelligentTieringConfigurations",
        &["GetIntelligentTieringConfiguration"],
    ),
    exception("S3", "ListBucketInventoryConfigurations", &["GetInventoryConfiguration"]),
    exception("S3", "ListBucketMetricsConfigurations", &["GetMetricsConfiguration"]),
    exception("S3", "ListMultipartUploads", &["ListBucketMultipartUploads"]),
    exception("S3", "ListObjectVersions", &["ListBucketVersions"]),
    exception("S3", "ListObjectsV2", &["ListBucket"]),
    exception("S3", "PutBucketAccelerateConfiguration", &["PutAccelerateConfiguration"]),
    exception("S3", "PutBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
    exception("S3", "PutBucketCors", &["PutBucketCORS"]),
    exception("S3", "PutBucketEncryption", &["PutEncryptionConfiguration"]),
    exception(
        "S3",
        "PutBucketIntelligentTieringConfiguration",
        &["PutIntelligentTieringConfiguration"],
    ),
    exception("S3", "PutBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
    exception("S3", "PutBucketLifecycleConfiguration", &["PutLifecycleConfiguration"]),
    exception("S3", "PutBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
    exception("S3", "PutBucketNotificationConfiguration", &["PutBucketNotification"]),
    exception("S3", "PutBucketReplication", &["PutReplicationConfiguration"]),
    exception("S3", "PutObjectLockConfiguration", &["PutBucketObjectLockConfiguration"]),
    exception("S3", "PutPublicAccessBlock", &["PutBucketPublicAccessBlock"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state;
    use crate::{kinds, lookups};

    #[test]
    fn an_action_mostly_has_the_name_of_its_operation() {
        assert_eq!(of("DynamoDB", "DescribeTable"), ["dynamodb:DescribeTable"]);
        assert_eq!(
            of("Cognito Identity", "ListIdentityPools"),
            ["cognito-identity:ListIdentityPools"]
        );
        assert_eq!(
            of("Cognito Identity Provider", "SetUICustomization"),
            ["cognito-idp:SetUICustomization"]
        );
        assert_eq!(of("S3", "HeadBucket"), ["s3:ListBucket"]);
        assert_eq!(of("IAM", "CreateRole"), ["iam:CreateRole", "iam:TagRole"]);
    }

    #[test]
    fn api_gateway_knows_methods_of_http_alone() {
        for (operation, action) in [
            ("CreateStage", "apigateway:POST"),
            ("DeleteMethod", "apigateway:DELETE"),
            ("GetResources", "apigateway:GET"),
            ("PutIntegration", "apigateway:PUT"),
            ("TagResource", "apigateway:PUT"),
            ("UntagResource", "apigateway:DELETE"),
            ("UpdateStage", "apigateway:PATCH"),
        ] {
            assert_eq!(of("API Gateway", operation), [action]);
        }
    }

    #[test]
    fn every_exception_is_of_an_operation_that_is_called() {
        let declared: Vec<(&str, &str)> = (kinds::all().iter())
            .flat_map(|kind| kind.operations())
            .chain(state::OPERATIONS)
            .chain(lookups::SORTS.iter().flat_map(|sort| sort.operations))
            .flat_map(|group| {
                let called = group.read.iter().chain(group.write);
                called.map(|operation| (group.service, *operation))
            })
            .collect();
        for exception in EXCEPTIONS {
            let called = (exception.service, exception.operation);
            assert!(declared.contains(&called), "nobody calls {called:?}");
        }
    }
}
