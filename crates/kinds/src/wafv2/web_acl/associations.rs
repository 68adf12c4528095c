//! The resources that a web ACL stands before.

use aws_sdk_wafv2::types::ResourceType;

use super::arn::Scope;
use crate::prelude::*;
use crate::wafv2::Wafv2;

/// What the web ACL stands before, of which AWS lists each sort by itself. A distribution of CloudFront names its web
/// ACL itself.
pub(super) async fn read(aws: &Aws, scope: Scope, acl: &str) -> Result<BTreeSet<String>> {
    if scope == Scope::Cloudfront {
        return Ok(BTreeSet::new());
    }
    let (apis, apps, balancers, graphs, pools, instances) = tokio::try_join!(
        list(aws, acl, ResourceType::ApiGateway),
        list(aws, acl, ResourceType::AppRunnerService),
        list(aws, acl, ResourceType::ApplicationLoadBalancer),
        list(aws, acl, ResourceType::Appsync),
        list(aws, acl, ResourceType::CognitioUserPool),
        list(aws, acl, ResourceType::VerifiedAccessInstance),
    )?;
    let all = [apis, apps, balancers, graphs, pools, instances];
    Ok(all.into_iter().flatten().collect())
}

async fn list(aws: &Aws, acl: &str, sort: ResourceType) -> Result<Vec<String>> {
    let request = aws.wafv2().list_resources_for_web_acl().web_acl_arn(acl);
    Ok(request.resource_type(sort).send().await?.resource_arns.unwrap_or_default())
}

pub(super) async fn update(
    aws: &Aws,
    acl: &str,
    wanted: &BTreeSet<String>,
    live: &BTreeSet<String>,
) -> Result<()> {
    for resource in wanted.difference(live) {
        let request = aws.wafv2().associate_web_acl().web_acl_arn(acl);
        request.resource_arn(resource).send().await?;
    }
    for resource in live.difference(wanted) {
        deleted(aws.wafv2().disassociate_web_acl().resource_arn(resource).send().await)?;
    }
    Ok(())
}
