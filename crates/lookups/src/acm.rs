//! Certificates by the domain that they are for.

use aws::{Aws, AwsError, Result};
use aws_sdk_acm::types::{CertificateStatus, CertificateSummary, Filters, KeyAlgorithm};
use compiler::lookups::Finder;
use kind::Operations;
use kinds::acm::{Acm, NAME};
use language::value::Value;
use serde_json::json;

const OPERATIONS: &[Operations] =
    &[Operations { service: NAME, on: &["*"], read: &["ListCertificates"], write: &[] }];

/// Those that are issued for a domain, of which the newest counts: a certificate that is renewed by a new one is followed by
/// itself.
pub fn by_domain() -> Finder {
    let schema = json!({
        "type": "string",
        "description": "A domain that the certificate is for, such as `example.com` or `*.example.com`. Of those that \
                        are issued for it, imported ones included, the newest is meant.",
    });
    Finder::new("domain", schema, OPERATIONS, |aws, domain: Value| async move {
        let issued = aws.memo().get_or_try_init("issued certificates", || issued(&aws)).await?;
        let domain = domain.as_str().unwrap_or_default();
        let newest = issued
            .iter()
            .filter(|certificate| is_for(certificate, domain))
            .max_by_key(|certificate| made(certificate));
        Ok(newest.and_then(|newest| newest.certificate_arn.clone()).into_iter().collect())
    })
}

/// ACM lists RSA keys of 2,048 bits alone where it is not told of the others.
async fn issued(aws: &Aws) -> Result<Vec<CertificateSummary>> {
    let every = KeyAlgorithm::values().iter().map(|name| KeyAlgorithm::from(*name)).collect();
    let filters = Filters::builder().set_key_types(Some(every)).build();
    let request = aws.acm().list_certificates().includes(filters);
    let request = request.certificate_statuses(CertificateStatus::Issued);
    let pages = request.into_paginator().items().send();
    pages.collect::<std::result::Result<Vec<_>, _>>().await.map_err(AwsError::from)
}

fn is_for(certificate: &CertificateSummary, domain: &str) -> bool {
    let is_it = |name: &str| name.eq_ignore_ascii_case(domain);
    certificate.domain_name().is_some_and(is_it)
        || certificate.subject_alternative_name_summaries().iter().any(|name| is_it(name))
}

/// When it was issued or imported, in seconds.
fn made(certificate: &CertificateSummary) -> i64 {
    let when = certificate.issued_at().or(certificate.imported_at()).or(certificate.created_at());
    when.map_or(0, |when| when.secs())
}
