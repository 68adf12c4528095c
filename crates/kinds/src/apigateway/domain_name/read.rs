//! Reads a domain name with what it leads to.

use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigateway::types as sdk;

use super::types::{AccessMode, IpAddressType, MutualTls, RoutingMode, is_enhanced};
use super::{DomainName, Outputs, mappings};
use crate::apigateway::ApiGateway;
use crate::fields::present;
use aws::{Aws, AwsError, tags, whole};
use kind::{Live, Result};
use language::value::Auto;

pub(super) async fn read(aws: &Aws, name: &str) -> Result<Option<Live<DomainName>>> {
    let parts = whole(describe(aws, name), mappings::read(aws, name));
    let Some((domain, mappings)) = parts.await? else {
        return Ok(None);
    };
    let place = aws.place();
    let (is_regional, is_edge) =
        (has(&domain, &sdk::EndpointType::Regional), has(&domain, &sdk::EndpointType::Edge));
    let policy = domain.security_policy();
    let policy = policy.map(|policy| policy.as_str().to_owned());
    let access_mode = AccessMode::present(domain.endpoint_access_mode());
    let routing_mode = RoutingMode::present(domain.routing_mode());
    let configuration = domain.endpoint_configuration();
    let ip_address_type =
        IpAddressType::present(configuration.and_then(sdk::EndpointConfiguration::ip_address_type));
    let mutual_tls = domain.mutual_tls_authentication().and_then(mutual_tls);
    // A name that leads nowhere is none: a record that takes the wrong one fails, and is seen.
    Ok(Some(Live::new(
        Outputs {
            regional_domain_name: domain.regional_domain_name.filter(|_| is_regional),
            regional_hosted_zone_id: domain.regional_hosted_zone_id.filter(|_| is_regional),
            distribution_domain_name: domain.distribution_domain_name.filter(|_| is_edge),
            distribution_hosted_zone_id: domain.distribution_hosted_zone_id.filter(|_| is_edge),
            ..Outputs::predicted(name, &place)
        },
        DomainName {
            name: name.to_owned(),
            endpoint_access_mode: access_mode
                .filter(|_| policy.as_deref().is_some_and(is_enhanced)),
            security_policy: Auto(policy),
            ip_address_type: ip_address_type.unwrap_or_default(),
            mutual_tls,
            routing_mode: routing_mode.unwrap_or_default(),
            regional_certificate: present(domain.regional_certificate_arn).filter(|_| is_regional),
            edge_certificate: present(domain.certificate_arn).filter(|_| is_edge),
            ownership_verification_certificate: present(
                domain.ownership_verification_certificate_arn,
            ),
            mappings,
            tags: tags::from_aws(domain.tags.unwrap_or_default()),
        },
    )))
}

pub(super) async fn describe(aws: &Aws, name: &str) -> Result<GetDomainNameOutput> {
    let request = aws.api_gateway().get_domain_name().domain_name(name);
    Ok::<_, AwsError>(request.send().await?)
}

/// Whether a domain has an endpoint of a type; AWS's default is an edge one.
fn has(domain: &GetDomainNameOutput, endpoint: &sdk::EndpointType) -> bool {
    let types =
        domain.endpoint_configuration().map(sdk::EndpointConfiguration::types).unwrap_or_default();
    types.contains(endpoint) || types.is_empty() && *endpoint == sdk::EndpointType::Edge
}

fn mutual_tls(live: &sdk::MutualTlsAuthentication) -> Option<MutualTls> {
    Some(MutualTls {
        truststore: present(live.truststore_uri())?,
        truststore_version: present(live.truststore_version()),
    })
}
