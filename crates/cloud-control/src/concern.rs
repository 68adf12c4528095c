//! What the objects of a type are there for, by its service.

use kind::Concern;

/// The services whose objects are there for each concern; of all others, they configure something.
const SERVICES: &[(Concern, &[&str])] = &[
    (Concern::Identity, &["Cognito", "IdentityStore", "SSO", "DirectoryService"]),
    (
        Concern::Tables,
        &[
            "DAX", "DocDB", "DynamoDB", "ElastiCache", "MemoryDB", "Neptune", "OpenSearchService",
            "RDS", "Redshift", "Timestream",
        ],
    ),
    (Concern::Storage, &["Backup", "ECR", "EFS", "FSx", "S3", "S3Express", "S3Tables"]),
    (Concern::Functions, &["Batch", "ECS", "EKS", "Lambda", "StepFunctions"]),
    (
        Concern::Api,
        &[
            "ApiGateway", "ApiGatewayV2", "AppSync", "CertificateManager", "CloudFront",
            "ElasticLoadBalancingV2", "Route53", "WAFv2",
        ],
    ),
    (Concern::Access, &["IAM", "KMS", "RAM"]),
    (Concern::Logs, &["CloudWatch", "Logs", "XRay"]),
];

/// What the objects of a type are there for.
pub(crate) fn concern_of(type_name: &str) -> Concern {
    let service = type_name.split("::").nth(1).unwrap_or_default();
    let found = SERVICES.iter().find(|(_, services)| services.contains(&service));
    found.map_or(Concern::Configuration, |(concern, _)| *concern)
}
