//! AWS's rules of a domain name that concern more than one field (API reference of CreateDomainName, and the
//! developer guide on security policies and mutual TLS).

use super::spec::{AccessMode, DomainName};
use crate::apigateway::tls;
use crate::fields::is_made_of;
use crate::prelude::*;
use kind::Place;

/// The longest path of a mapping (developer guide, "Map API stages to a custom domain name for HTTP APIs").
const MOST_OF_A_PATH: usize = 300;

pub(super) fn check(domain: &DomainName, findings: &mut Findings) {
    domain.check_endpoints(findings);
    domain.check_security_policy(findings);
    domain.check_mutual_tls(findings);
    domain.check_base_paths(findings);
}

/// A regional endpoint takes no certificate of another region.
pub(super) fn regions(domain: &DomainName, place: &Place, findings: &mut Findings) {
    let certificates = [
        ("regional_certificate", &domain.regional_certificate),
        ("ownership_verification_certificate", &domain.ownership_verification_certificate),
    ];
    for (field, arn) in certificates {
        let known = arn.as_deref().filter(|arn| !unknown::in_text(arn));
        let own = place.region.as_str();
        let region = known.and_then(|arn| arn.split(':').nth(3)).unwrap_or(own);
        rules! { findings, Path::field(field);
            Error if region != own =>
                "the certificate is in another region",
                format!(
                    "it is in {region}, the domain is in {own}, and a regional endpoint takes a certificate \
                     of its own region"
                ),
                "request the certificate again in the domain's region";
        }
    }
}

impl DomainName {
    fn check_endpoints(&self, findings: &mut Findings) {
        rules! { findings;
            Error if self.regional_certificate.is_none() && self.edge_certificate.is_none() =>
                "the domain has no endpoint",
                "each certificate makes one, and there is none",
                "add `regional_certificate`, or `edge_certificate` for an endpoint in CloudFront";
        }
    }

    /// What is said of the policy, as far as it is known.
    fn known_policy(&self) -> Option<&str> {
        let policy = self.security_policy.as_ref()?;
        (!unknown::in_text(policy)).then_some(policy)
    }

    fn check_security_policy(&self, findings: &mut Findings) {
        let Some(policy) = self.known_policy() else {
            if self.security_policy.as_ref().is_none() {
                self.check_no_access_mode(findings);
            }
            return;
        };
        rules! { findings;
            Warning "security_policy" if policy == "TLS_1_0" =>
                "callers may use a TLS that is no longer safe",
                "TLS 1.0 and 1.1 are deprecated (RFC 8996), and AWS's other services have left them",
                "write `TLS_1_2` once no caller needs the old one";
        }
        if !tls::is_enhanced(policy) {
            return self.check_no_access_mode(findings);
        }
        let has_other = match policy.ends_with("_EDGE") {
            true => self.regional_certificate.is_some(),
            false => self.edge_certificate.is_some(),
        };
        let both = self.regional_certificate.is_some() && self.edge_certificate.is_some();
        let is_strict = self.endpoint_access_mode == Some(AccessMode::Strict);
        rules! { findings;
            Error "security_policy" if self.endpoint_access_mode.is_none() =>
                "the security policy needs an access mode",
                tls::WHY_ACCESS_MODE,
                tls::ADD_ACCESS_MODE;
            Error "security_policy" if has_other && !both =>
                "the security policy is for the other sort of endpoint",
                "policies that end in `_EDGE` are for edge endpoints, and the others for regional ones",
                "";
            Error "endpoint_access_mode" if both && is_strict =>
                "a domain with two endpoints cannot be strict",
                "AWS adds a second endpoint only while the access mode is BASIC",
                "use BASIC until one of the two certificates is gone";
        }
    }

    fn check_no_access_mode(&self, findings: &mut Findings) {
        rules! { findings;
            Error "endpoint_access_mode" if self.endpoint_access_mode.is_some() =>
                "the security policy takes no access mode",
                "only policies that begin with `SecurityPolicy_` have one",
                "name such a policy in `security_policy`, or remove this";
        }
    }

    fn check_mutual_tls(&self, findings: &mut Findings) {
        let (has, proof) = (self.mutual_tls.is_some(), &self.ownership_verification_certificate);
        rules! { findings;
            Error "ownership_verification_certificate" if !has && proof.is_some() =>
                "this belongs to mutual TLS",
                "AWS accepts the proof of ownership with `mutual_tls` alone",
                "add `mutual_tls`, or remove this";
            Error "mutual_tls" if has && self.edge_certificate.is_some() =>
                "an edge endpoint cannot ask callers for certificates",
                "AWS has mutual TLS on regional endpoints alone",
                "remove `edge_certificate`";
            Warning "mutual_tls"
                if has && self.known_policy().is_some_and(|policy| policy != "TLS_1_2") =>
                "the security policy has no mutual TLS",
                "AWS has it with `TLS_1_2`",
                "write `security_policy: TLS_1_2`";
        }
    }

    /// Whether paths may have several parts, as far as is known.
    fn may_serve_every_api(&self) -> bool {
        self.edge_certificate.is_none() && self.known_policy().is_none_or(|it| it == "TLS_1_2")
    }

    fn check_base_paths(&self, findings: &mut Findings) {
        for (path, mapping) in &self.mappings {
            let at = Path::field("mappings").key(path);
            if let Some((why, help)) = self.why_not(path) {
                let message = format!("`{path}` cannot be mapped");
                findings.warn(&at.to_string(), &message, why, help);
            }
            let has_parts = path.trim_start_matches('/').contains('/');
            rules! { findings, at;
                Error "stage" if has_parts && mapping.stage.is_none() =>
                    "missing field `stage`",
                    "callers name the stage only where a path of one part is mapped to a REST API",
                    "name the stage";
            }
        }
    }

    /// Why a path cannot be mapped, and what can be done about it; nothing where it can.
    fn why_not(&self, path: &str) -> Option<(&'static str, &'static str)> {
        let Some(key) = path.strip_prefix('/') else {
            return Some(("it does not begin with a slash", "write `/` before it"));
        };
        let parts: Vec<&str> = key.split('/').collect();
        let is_made = |part: &&str| is_made_of(part, .., "$-_.+!*'()");
        if !parts.iter().all(is_made) {
            return Some(("AWS accepts letters, digits and `$-_.+!*'()`", ""));
        }
        if parts.len() > 1 && !self.may_serve_every_api() {
            return Some((
                "AWS accepts paths of several parts on regional domains with TLS 1.2 alone",
                "map the first part, and let the API have the rest; or write `regional_certificate` alone, and \
                 `security_policy: TLS_1_2`",
            ));
        }
        if parts.len() > 1 && parts.contains(&"") {
            return Some(("AWS accepts no empty parts", "write one slash between two parts"));
        }
        (key.len() > MOST_OF_A_PATH).then_some(("AWS accepts up to 300 characters", "shorten it"))
    }
}
