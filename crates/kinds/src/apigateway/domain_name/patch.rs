//! From one form of a domain name to another.

use super::DomainName;
use super::types::MutualTls;
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
        truststore(mutual_tls, live.mutual_tls.as_ref(), patch);
    }
    match &wanted.ownership_verification_certificate {
        proof if *proof == live.ownership_verification_certificate => {}
        Some(proof) => patch.replace("/ownershipVerificationCertificateArn", proof),
        None => patch.remove("/ownershipVerificationCertificateArn"),
    }
    if wanted.routing_mode != live.routing_mode {
        patch.replace("/routingMode", wanted.routing_mode.as_str());
    }
}

fn truststore(wanted: &MutualTls, live: Option<&MutualTls>, patch: &mut Patch) {
    patch.text(TRUSTSTORE, Some(&wanted.truststore), live.map(|live| &live.truststore));
    patch.text(
        TRUSTSTORE_VERSION,
        wanted.truststore_version.as_ref(),
        live.and_then(|live| live.truststore_version.as_ref()),
    );
}
