//! Creates, changes and deletes a domain name.

use std::time::Duration;

use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigateway::types as sdk;

use super::read::describe;
use super::{DomainName, mappings, patch, path};
use crate::apigateway::ApiGateway;
use crate::apigateway::support::update_tags;
use aws::{Aws, AwsError, optional, wait_until};
use kind::Result;

/// CloudFront takes up to 40 minutes to know an edge domain everywhere; a regional one is there at once.
const READY_LIMIT: Duration = Duration::from_secs(60 * 60);

pub(super) async fn create(domain: &DomainName, aws: &Aws) -> Result<String> {
    let policy = domain.security_policy.as_ref();
    let request = aws.api_gateway().create_domain_name();
    request
        .domain_name(&domain.name)
        .set_regional_certificate_arn(domain.regional_certificate.clone())
        .set_certificate_arn(domain.edge_certificate.clone())
        .endpoint_configuration(domain.endpoint_configuration())
        .set_security_policy(policy.map(|policy| policy.as_str().into()))
        .set_endpoint_access_mode(domain.endpoint_access_mode.map(Into::into))
        .set_mutual_tls_authentication(domain.mutual_tls_authentication())
        .set_ownership_verification_certificate_arn(
            domain.ownership_verification_certificate.clone(),
        )
        .set_routing_mode(beyond_default(domain.routing_mode).map(Into::into))
        .set_tags(Some(domain.tags.clone().into_iter().collect()))
        .send()
        .await?;
    Ok(domain.name.clone())
}

/// A setting, unless it is AWS's own: not every region knows the younger ones.
fn beyond_default<T: Default + PartialEq>(setting: T) -> Option<T> {
    (setting != T::default()).then_some(setting)
}

impl DomainName {
    fn endpoint_configuration(&self) -> sdk::EndpointConfiguration {
        let mut configuration = sdk::EndpointConfiguration::builder()
            .set_ip_address_type(beyond_default(self.ip_address_type).map(Into::into));
        if self.regional_certificate.is_some() {
            configuration = configuration.types(sdk::EndpointType::Regional);
        }
        if self.edge_certificate.is_some() {
            configuration = configuration.types(sdk::EndpointType::Edge);
        }
        configuration.build()
    }

    fn mutual_tls_authentication(&self) -> Option<sdk::MutualTlsAuthenticationInput> {
        let mutual_tls = self.mutual_tls.as_ref()?;
        let input = sdk::MutualTlsAuthenticationInput::builder();
        let input = input.truststore_uri(&mutual_tls.truststore);
        let input = input.set_truststore_version(mutual_tls.truststore_version.clone());
        Some(input.build())
    }
}

pub(super) async fn update(
    domain: &DomainName,
    aws: &Aws,
    name: &str,
    live: &DomainName,
) -> Result<()> {
    for step in patch::steps(domain, live) {
        // A change that was interrupted may still be under way, and AWS takes no second one meanwhile.
        until_ready(aws, name).await?;
        let request = aws.api_gateway().update_domain_name().domain_name(name);
        let request = request.set_patch_operations(step.operations());
        request.send().await?;
        until_ready(aws, name).await?;
    }
    mappings::update(aws, name, &domain.mappings, &live.mappings).await?;
    update_tags(aws, &path(name), &domain.tags, &live.tags).await
}

pub(super) async fn delete(aws: &Aws, name: &str) -> Result<()> {
    let Some(mappings) = optional(mappings::read(aws, name).await)? else {
        return Ok(());
    };
    for base_path in mappings.keys() {
        mappings::delete(aws, name, base_path).await?;
    }
    let request = aws.api_gateway().delete_domain_name().domain_name(name);
    if optional(request.send().await)?.is_none() {
        return Ok(());
    }
    let what = format!("{name} to be free");
    wait_until(&what, Duration::from_secs(120), async || {
        let found = optional(describe(aws, name).await)?;
        Ok(found.is_none().then_some(()))
    })
    .await
}

/// Waits until the domain takes requests, and changes.
pub(super) async fn until_ready(aws: &Aws, name: &str) -> Result<()> {
    let what = format!("{name} to be available");
    wait_until(&what, READY_LIMIT, async || readiness(&describe(aws, name).await?)).await
}

fn readiness(domain: &GetDomainNameOutput) -> Result<Option<()>> {
    use sdk::DomainNameStatus as Status;
    let stuck = |what: &str| {
        let message = domain.domain_name_status_message();
        let message = message.filter(|message| !message.is_empty());
        let reason = message.unwrap_or("AWS gives no reason");
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
