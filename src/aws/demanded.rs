//! What the answers to AWS's operations always hold. An answer without it cannot be read, and says neither
//! that something is absent nor that a list is empty.

/// What AWS's answers always hold, by service: the operation, and the member of its answer. In JSON it is
/// a field of the answer, in XML an element. `Pool.Id` is a member of a member, and `Pools[].Id` one of each
/// element of a list.
///
/// Lists are here where AWS writes the empty ones too. It leaves out nothing in IAM and in API Gateway;
/// `GetBucketEncryption` may have an empty body, and what is set nowhere has no element in most answers of
/// S3, so those of its operations are absent.
const DEMANDED: &[(&str, &[(&str, &str)])] = &[
    (
        "API Gateway",
        &[
            ("CreateApiKey", "id"),
            ("CreateAuthorizer", "id"),
            ("CreateDeployment", "id"),
            ("CreateDomainName", "domainName"),
            ("CreateRequestValidator", "id"),
            ("CreateResource", "id"),
            ("CreateRestApi", "id"),
            ("CreateUsagePlan", "id"),
            ("GetAccount", "throttleSettings"),
            ("GetApiKey", "id"),
            ("GetApiKeys", "item[].id"),
            ("GetAuthorizers", "item[].id"),
            ("GetBasePathMappings", "item"),
            ("GetDeployment", "id"),
            ("GetDeployments", "item[].id"),
            ("GetDomainName", "domainName"),
            ("GetGatewayResponses", "item[].responseType"),
            ("GetModels", "item[].name"),
            ("GetRequestValidators", "item[].id"),
            ("GetResources", "item[].id"),
            ("GetRestApi", "id"),
            ("GetRestApis", "item[].id"),
            ("GetStage", "stageName"),
            ("GetStages", "item[].stageName"),
            ("GetUsagePlan", "id"),
            ("GetUsagePlanKeys", "item[].id"),
            ("GetUsagePlans", "item[].id"),
        ],
    ),
    (
        "Application Auto Scaling",
        &[
            ("DescribeScalableTargets", "ScalableTargets[].ResourceId"),
            ("DescribeScalingPolicies", "ScalingPolicies[].PolicyName"),
        ],
    ),
    (
        "CloudWatch Logs",
        &[("DescribeLogGroups", "logGroups[].logGroupName"), ("ListTagsForResource", "tags")],
    ),
    (
        "Cognito Identity",
        &[
            ("CreateIdentityPool", "IdentityPoolId"),
            ("DescribeIdentityPool", "IdentityPoolName"),
            ("GetIdentityPoolRoles", "IdentityPoolId"),
            ("ListIdentityPools", "IdentityPools[].IdentityPoolId"),
        ],
    ),
    (
        "Cognito Identity Provider",
        &[
            ("CreateUserPool", "UserPool.Id"),
            ("CreateUserPoolClient", "UserPoolClient.ClientId"),
            ("DescribeIdentityProvider", "IdentityProvider.ProviderName"),
            ("DescribeRiskConfiguration", "RiskConfiguration"),
            ("DescribeUserPool", "UserPool.Id"),
            ("DescribeUserPoolClient", "UserPoolClient.ClientId"),
            ("DescribeUserPoolDomain", "DomainDescription"),
            ("GetUICustomization", "UICustomization"),
            ("GetUserPoolMfaConfig", "MfaConfiguration"),
            ("ListGroups", "Groups[].GroupName"),
            ("ListIdentityProviders", "Providers[].ProviderName"),
            ("ListResourceServers", "ResourceServers[].Identifier"),
            ("ListUserPoolClients", "UserPoolClients[].ClientId"),
            ("ListUserPools", "UserPools[].Id"),
        ],
    ),
    (
        "DynamoDB",
        &[
            ("CreateTable", "TableDescription.TableName"),
            ("DescribeContinuousBackups", "ContinuousBackupsDescription"),
            ("DescribeKinesisStreamingDestination", "TableName"),
            ("DescribeTable", "Table.TableName"),
            ("DescribeTimeToLive", "TimeToLiveDescription"),
            ("GetResourcePolicy", "Policy"),
            ("ListTagsOfResource", "Tags[].Key"),
        ],
    ),
    (
        "IAM",
        &[
            ("CreatePolicy", "Policy.Arn"),
            ("CreateRole", "Role.Arn"),
            ("GetPolicy", "Policy.Arn"),
            ("GetPolicyVersion", "PolicyVersion"),
            ("GetRole", "Role.Arn"),
            ("GetRolePolicy", "PolicyDocument"),
            ("ListAttachedRolePolicies", "AttachedPolicies"),
            ("ListInstanceProfilesForRole", "InstanceProfiles"),
            ("ListPolicyVersions", "Versions"),
            ("ListRolePolicies", "PolicyNames"),
        ],
    ),
    (
        "Lambda",
        &[
            ("CreateEventSourceMapping", "UUID"),
            ("CreateFunction", "FunctionArn"),
            ("GetEventSourceMapping", "UUID"),
            ("GetFunction", "Configuration.FunctionArn"),
            ("GetFunctionRecursionConfig", "RecursiveLoop"),
            ("GetPolicy", "Policy"),
            ("GetProvisionedConcurrencyConfig", "Status"),
            ("ListAliases", "Aliases[].Name"),
            ("ListCodeSigningConfigs", "CodeSigningConfigs[].CodeSigningConfigArn"),
            ("ListEventSourceMappings", "EventSourceMappings[].UUID"),
            ("ListFunctionEventInvokeConfigs", "FunctionEventInvokeConfigs"),
            ("ListFunctionUrlConfigs", "FunctionUrlConfigs[].FunctionUrl"),
            ("ListFunctionsByCodeSigningConfig", "FunctionArns"),
            ("ListProvisionedConcurrencyConfigs", "ProvisionedConcurrencyConfigs"),
            ("PublishVersion", "Version"),
        ],
    ),
    (
        "S3",
        &[
            ("GetBucketCors", "CORSRule"),
            ("GetBucketLifecycleConfiguration", "Rule"),
            ("GetBucketOwnershipControls", "Rule"),
            ("GetBucketPolicy", "Statement"),
            ("GetBucketReplication", "Rule"),
            ("GetBucketRequestPayment", "Payer"),
            ("GetBucketTagging", "TagSet"),
            ("GetObjectLockConfiguration", "ObjectLockConfiguration"),
            ("GetPublicAccessBlock", "PublicAccessBlockConfiguration"),
        ],
    ),
    ("STS", &[("GetCallerIdentity", "Account")]),
];

/// The path of the member that the answer to an operation always holds; nothing where it may say nothing.
pub(super) fn member(service: &str, operation: &str) -> Option<&'static str> {
    let (_, members) = DEMANDED.iter().find(|(name, _)| *name == service)?;
    let found = members.iter().find(|(name, _)| *name == operation);
    found.map(|(_, member)| *member)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kinds, lookups, state};

    /// The reads whose answers may say nothing at all, or whose XML the SDK itself refuses where it has
    /// another root.
    const MAY_SAY_NOTHING: &[&str] = &[
        "GetBucketAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketEncryption",
        "GetBucketLogging",
        "GetBucketNotificationConfiguration",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetLogDeliveryConfiguration",
        "GetObject",
        "GetPrincipalTagAttributeMap",
        "HeadBucket",
        "ListBucketAnalyticsConfigurations",
        "ListBucketIntelligentTieringConfigurations",
        "ListBucketInventoryConfigurations",
        "ListBucketMetricsConfigurations",
        "ListContributorInsights",
        "ListObjectsV2",
    ];

    #[test]
    fn each_read_of_each_kind_says_what_its_answer_must_hold() {
        let of_kinds = kinds::all().iter().flat_map(|kind| kind.operations());
        let of_lookups = lookups::SORTS.iter().flat_map(|sort| sort.operations);
        let groups = of_kinds.chain(state::OPERATIONS).chain(of_lookups);
        for group in groups {
            for read in group.read {
                let is_demanded = member(group.service, read).is_some();
                let may_say_nothing = MAY_SAY_NOTHING.contains(read);
                assert!(
                    is_demanded != may_say_nothing,
                    "{} {read}: what must its answer hold?",
                    group.service
                );
            }
        }
    }
}
