//! From one form of a domain name to another.

use super::spec::DomainName;
use crate::apigateway::support::Patch;

/// The field of a certificate, and the type of the endpoint that it makes.
const REGIONAL: (&str, &str) = ("/regionalCertificateArn", "REGIONAL");
const EDGE: (&str, &str) = ("/certificateArn", "EDGE");

const TYPES: &str = "/endpointConfiguration/types";
const TRUSTSTORE: &str = "/mutualTlsAuthentication/truststoreUri";
const TRUSTSTORE_VERSION: &str = "/mutualTlsAuthentication/truststoreVersion";

/// The calls that make the change. There are two where one endpoint takes the other's place: AWS takes the
/// old one away only when the new one is there.
pub(super) fn steps(wanted: &DomainName, live: &DomainName) -> Vec<Patch> {
    let endpoints = [
        (REGIONAL, &wanted.regional_certificate, &live.regional_certificate),
        (EDGE, &wanted.edge_certificate, &live.edge_certificate),
    ];
    let (mut coming, mut going) = (Patch::default(), Patch::default());
    if wanted.mutual_tls.is_none() && live.mutual_tls.is_some() {
        coming.replace(TRUSTSTORE, "");
    }
    let mut moves = 0;
    for ((path, endpoint), wanted, live) in endpoints {
        match (wanted, live) {
            (Some(wanted), None) => {
                moves += 1;
                coming.add(TYPES, endpoint);
                coming.add(path, wanted);
            }
            (None, Some(_)) => {
                moves += 1;
                going.remove_one(TYPES, endpoint);
                going.remove(path);
            }
            (Some(wanted), Some(live)) if wanted != live => coming.replace(path, wanted),
            _ => {}
        }
    }
    settings(wanted, live, &mut going);
    if moves < 2 {
        coming.append(std::mem::take(&mut going));
    }
    let steps = [coming, going].into_iter();
    steps.filter(|patch| !patch.is_empty()).collect()
}

fn settings(wanted: &DomainName, live: &DomainName, patch: &mut Patch) {
    if let Some(policy) = wanted.security_policy.as_ref()
        && live.security_policy.as_ref() != Some(policy)
    {
        patch.replace("/securityPolicy", policy);
    }
    if let Some(mode) = wanted.endpoint_access_mode
        && live.endpoint_access_mode != Some(mode)
    {
        patch.replace("/endpointAccessMode", mode.as_str());
    }
    if wanted.ip_address_type != live.ip_address_type {
        patch.replace("/endpointConfiguration/ipAddressType", wanted.ip_address_type.as_str());
    }
    if let Some(mutual_tls) = &wanted.mutual_tls {
        let live = live.mutual_tls.as_ref();
        let truststore = live.map(|live| live.truststore.clone());
        patch.text(TRUSTSTORE, &Some(mutual_tls.truststore.clone()), &truststore);
        let version = live.and_then(|live| live.truststore_version.clone());
        patch.text(TRUSTSTORE_VERSION, &mutual_tls.truststore_version, &version);
    }
    patch.optional(
        "/ownershipVerificationCertificateArn",
        &wanted.ownership_verification_certificate,
        &live.ownership_verification_certificate,
    );
    if wanted.routing_mode != live.routing_mode {
        patch.replace("/routingMode", wanted.routing_mode.as_str());
    }
}
