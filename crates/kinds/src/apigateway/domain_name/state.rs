//! A domain name as AWS has it: its endpoints, and how far a change to it is.

use std::time::Duration;

use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigateway::types as sdk;

use crate::apigateway::ApiGateway;
use crate::apigateway::tls::is_enhanced;
use crate::prelude::*;

/// CloudFront takes up to 40 minutes to know an edge domain everywhere; a regional one is there at once.
const READY_LIMIT: Duration = Duration::from_secs(60 * 60);

pub(super) async fn describe(aws: &Aws, name: &str) -> Result<GetDomainNameOutput> {
    let request = aws.api_gateway().get_domain_name().domain_name(name);
    Ok(request.send().await?)
}

/// Whether a domain has a regional endpoint, and an edge one, which is AWS's default.
pub(super) fn endpoints(domain: &GetDomainNameOutput) -> (bool, bool) {
    use sdk::EndpointType::{Edge, Regional};
    let configuration = domain.endpoint_configuration();
    let types = configuration.map(sdk::EndpointConfiguration::types).unwrap_or_default();
    (types.contains(&Regional), types.contains(&Edge) || types.is_empty())
}

/// Whether the domain can lead to APIs of every sort, and by paths of several parts: a regional one with TLS 1.2 alone
/// (developer guide, "Map API stages to a custom domain name for HTTP APIs", restrictions). API Gateway's second API
/// refuses to tell of domains with an edge endpoint.
pub(super) fn serves_every_api(domain: &GetDomainNameOutput) -> bool {
    let is_new = domain.security_policy().is_some_and(|policy| policy.as_str() == "TLS_1_2");
    endpoints(domain) == (true, false) && is_new
}

/// A domain without what AWS says of endpoints that are not there, and of settings that are not in use.
pub(super) fn in_use(mut domain: GetDomainNameOutput) -> GetDomainNameOutput {
    let (is_regional, is_edge) = endpoints(&domain);
    domain.regional_certificate_arn.take_if(|_| !is_regional);
    domain.certificate_arn.take_if(|_| !is_edge);
    let has_access_mode =
        domain.security_policy().is_some_and(|policy| is_enhanced(policy.as_str()));
    domain.endpoint_access_mode.take_if(|_| !has_access_mode);
    domain
}

/// Waits until the domain takes requests, and changes.
pub(super) async fn until_ready(aws: &Aws, name: &str) -> Result<()> {
    let what = format!("{name} to be available");
    wait_until(&what, READY_LIMIT, async || readiness(&describe(aws, name).await?)).await
}

/// Waits until nobody has the name.
pub(super) async fn until_free(aws: &Aws, name: &str) -> Result<()> {
    let what = format!("{name} to be free");
    wait_until(&what, Duration::from_secs(120), async || {
        let found = optional(describe(aws, name).await)?;
        Ok(found.is_none().then_some(()))
    })
    .await
}

fn readiness(domain: &GetDomainNameOutput) -> Result<Option<()>> {
    use sdk::DomainNameStatus as Status;
    let stuck = |what: &str| {
        let reason = non_empty(domain.domain_name_status_message());
        let reason = reason.as_deref().unwrap_or("AWS gives no reason");
        Err(AwsError::new(format!("{what}: {reason}")))
    };
    match domain.domain_name_status() {
        Some(Status::Pending | Status::Updating) => Ok(None),
        Some(Status::Failed) => stuck("AWS could not set the domain up"),
        Some(Status::PendingCertificateReimport) => {
            stuck("the certificate must be imported into ACM again")
        }
        Some(Status::PendingOwnershipVerification) => {
            stuck("the domain waits for `ownership_verification_certificate`")
        }
        _ => Ok(Some(())),
    }
}
