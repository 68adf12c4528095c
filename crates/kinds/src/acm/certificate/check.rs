//! AWS's rules of a certificate that concern more than one field (API reference of RequestCertificate).

use super::spec::{Certificate, KeyAlgorithm, ValidationMethod, Wait};
use crate::prelude::*;

pub(super) fn check(certificate: &Certificate, findings: &mut Findings) {
    let Certificate { domain, alternative_names, validation_method, validation_domains, .. } =
        certificate;
    let is_private = certificate.certificate_authority.is_some();
    let is_by_mail = *validation_method == ValidationMethod::Email;
    let has_zones =
        certificate.validation_zone.0.is_some() || !certificate.validation_zones.0.is_empty();
    let is_of_public = matches!(
        certificate.key_algorithm,
        KeyAlgorithm::Rsa2048
            | KeyAlgorithm::EcPrime256v1
            | KeyAlgorithm::EcSecp384r1
            | KeyAlgorithm::Other(_)
    );
    rules! { findings;
        Error "alternative_names" if alternative_names.contains(domain) =>
            format!("`{domain}` stands here twice"),
            "a certificate is for its domain anyway",
            "take it out of `alternative_names`";
        Error "validation_method" if is_private && is_by_mail =>
            "a private certificate is not validated",
            "its authority issues it at once",
            "remove `validation_method`";
        Error "validation_domains" if !is_by_mail && !validation_domains.is_empty() =>
            "no mail is sent",
            "the names are validated by DNS",
            "write `validation_method: EMAIL`, or remove `validation_domains`";
        Warning "validation_zone" if has_zones && (is_by_mail || is_private) =>
            "no record is written",
            "only a public certificate that is validated by DNS has some",
            "remove `validation_zone` and `validation_zones`";
        Error "key_algorithm" if !is_private && !is_of_public =>
            "Amazon's own authority has no such keys",
            "it issues certificates with RSA_2048, EC_prime256v1 and EC_secp384r1",
            "choose one of these, or name a `certificate_authority`";
        Error "export" if certificate.export && is_private =>
            "a private certificate can be exported anyway",
            "the option is for public ones",
            "remove `export`";
        Warning "wait" if is_by_mail && certificate.wait == Wait::Issued =>
            "the apply waits until somebody has followed the link in the mail",
            "AWS issues no certificate before",
            "write `wait: false`, or `validation_method: DNS`";
    }
    let is_name = |name: &String| name == domain || alternative_names.contains(name);
    for (name, above) in validation_domains {
        let is_above = name == above || name.ends_with(&format!(".{above}"));
        rules! { findings, Path::field("validation_domains").key(name);
            Error if !is_name(name) =>
                format!("`{name}` is not a name of the certificate"),
                "mails are about its domain and its alternative names",
                "correct the name, or add it to `alternative_names`";
            Error if !is_above =>
                format!("`{name}` is not below `{above}`"),
                "mails go to the owner of the name itself, or of a domain above it",
                "write such a domain";
        }
    }
    for name in certificate.validation_zones.0.keys() {
        rules! { findings, Path::field("validation_zones").key(name);
            Error if !is_name(name) =>
                format!("`{name}` is not a name of the certificate"),
                "records are for its domain and its alternative names",
                "correct the name, or add it to `alternative_names`";
        }
    }
}
