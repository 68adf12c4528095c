//! From one form of a domain name to another.

use super::spec::{DomainName, MutualTls};
use crate::apigateway::patch::Patch;
use kind::Result;

/// The field of a certificate, and the type of the endpoint that it makes.
const REGIONAL: (&str, &str) = ("/regionalCertificateArn", "REGIONAL");
const EDGE: (&str, &str) = ("/certificateArn", "EDGE");

const TYPES: &str = "/endpointConfiguration/types";

/// The calls that make the change. There are two where one endpoint takes the other's place: AWS removes the old one
/// only when the new one is there.
pub(super) fn steps(wanted: &DomainName, live: &DomainName) -> Result<Vec<Patch>> {
    let endpoints = [
        (REGIONAL, &wanted.regional_certificate, &live.regional_certificate),
        (EDGE, &wanted.edge_certificate, &live.edge_certificate),
    ];
    let (mut coming, mut going) = (Patch::default(), Patch::default());
    if wanted.mutual_tls.is_none() && live.mutual_tls.is_some() {
        coming.replace("/mutualTlsAuthentication/truststoreUri", "");
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
    going.append(settings(wanted, live)?);
    if moves < 2 {
        coming.append(std::mem::take(&mut going));
    }
    let steps = [coming, going].into_iter();
    Ok(steps.filter(|patch| !patch.is_empty()).collect())
}

fn settings(wanted: &DomainName, live: &DomainName) -> Result<Patch> {
    let mut patch = wanted.patch_fields(Some(live), "")?;
    if let Some(mutual_tls) = &wanted.mutual_tls {
        let none = MutualTls { truststore: String::new(), truststore_version: None };
        let live = live.mutual_tls.as_ref().unwrap_or(&none);
        patch.append(mutual_tls.patch_fields(Some(live), "/mutualTlsAuthentication")?);
    }
    let proof = &wanted.ownership_verification_certificate;
    if *proof != live.ownership_verification_certificate {
        patch.or_remove("/ownershipVerificationCertificateArn", proof.clone(), None);
    }
    let routing = (wanted.routing_mode.as_str(), live.routing_mode.as_str());
    patch.change("/routingMode", &routing.0, &routing.1);
    Ok(patch)
}
