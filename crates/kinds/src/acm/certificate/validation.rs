//! The records by which DNS shows whose the names of a certificate are, and the wait for it to be issued.

use std::time::Duration;

use aws_sdk_acm::types as sdk;
use aws_sdk_route53::types::{ChangeAction, ResourceRecord, ResourceRecordSet, RrType};
use serde::Serialize;

use super::spec::{Certificate, Wait};
use crate::acm::Acm;
use crate::lists::items;
use crate::prelude::*;
use crate::route53::records;

/// AWS takes up to half an hour once it sees the records.
const ISSUED_LIMIT: Duration = Duration::from_secs(45 * 60);
/// It names them within seconds.
const NAMED_LIMIT: Duration = Duration::from_secs(5 * 60);
/// Seconds for which others may keep the answer, which is what AWS's console writes.
const TTL: i64 = 300;

/// A record that DNS must have for a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Proof {
    pub domain: String,
    pub name: String,
    pub r#type: String,
    pub value: String,
}

/// The records of all names, a name each. A name and `*.` before it have the same record.
pub(super) fn proofs(certificate: &sdk::CertificateDetail) -> Vec<Proof> {
    let names = certificate.domain_validation_options();
    let proof = |name: &sdk::DomainValidation| {
        let record = name.resource_record()?;
        Some(Proof {
            domain: name.domain_name().to_owned(),
            name: record.name().to_owned(),
            r#type: record.r#type().as_str().to_owned(),
            value: record.value().to_owned(),
        })
    };
    names.iter().filter_map(proof).collect()
}

/// Whether AWS has said all that it will of how the names are validated.
fn is_complete(certificate: &sdk::CertificateDetail) -> bool {
    use sdk::CertificateType::AmazonIssued;
    let names = certificate.domain_validation_options();
    let is_settled = |name: &sdk::DomainValidation| {
        name.validation_method() != Some(&sdk::ValidationMethod::Dns)
            || name.resource_record().is_some()
            || name.validation_status() == Some(&sdk::DomainStatus::Failed)
    };
    let is_public = certificate.r#type().is_none_or(|kind| *kind == AmazonIssued);
    !is_public || is_failed(certificate) || (!names.is_empty() && names.iter().all(is_settled))
}

pub(super) async fn describe(aws: &Aws, arn: &str) -> Result<sdk::CertificateDetail> {
    let answer = aws.acm().describe_certificate().certificate_arn(arn).send().await?;
    member(answer, "Certificate", |answer| answer.certificate)
}

/// The certificate, once AWS has named the records.
pub(super) async fn until_named(aws: &Aws, arn: &str) -> Result<sdk::CertificateDetail> {
    wait_until("AWS to name the records that validate the certificate", NAMED_LIMIT, async || {
        let certificate = describe(aws, arn).await?;
        Ok(is_complete(&certificate).then_some(certificate))
    })
    .await
}

/// Writes the records into the zones of the spec, and waits until the certificate is issued if the spec asks for it.
pub(super) async fn validate(spec: &Certificate, aws: &Aws, arn: &str) -> Result<()> {
    let certificate = until_named(aws, arn).await?;
    write(spec, aws, &proofs(&certificate)).await?;
    match spec.wait {
        Wait::Issued => until_issued(aws, arn, &certificate).await,
        Wait::No | Wait::Pending => Ok(()),
    }
}

/// Writes the records of the names that have a zone.
async fn write(spec: &Certificate, aws: &Aws, proofs: &[Proof]) -> Result<()> {
    for (zone, sets) in by_zone(spec, proofs)? {
        let changes = sets.into_iter().map(|set| (ChangeAction::Upsert, set));
        records::change(aws, zone, changes).await?;
    }
    Ok(())
}

/// The record sets by zone, each once.
fn by_zone<'a>(
    spec: &'a Certificate,
    proofs: &[Proof],
) -> Result<BTreeMap<&'a str, Vec<ResourceRecordSet>>> {
    let mut zones: BTreeMap<&str, Vec<ResourceRecordSet>> = BTreeMap::new();
    for proof in proofs {
        let own = spec.validation_zones.0.get(&proof.domain);
        let Some(zone) = own.or(spec.validation_zone.0.as_ref()) else {
            continue;
        };
        let set = set(proof)?;
        let sets = zones.entry(zone).or_default();
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    Ok(zones)
}

fn set(proof: &Proof) -> Result<ResourceRecordSet> {
    let record = ResourceRecord::builder().value(&proof.value).build()?;
    let set = ResourceRecordSet::builder().name(&proof.name).r#type(RrType::from(&*proof.r#type));
    Ok(set.ttl(TTL).resource_records(record).build()?)
}

/// Waits until AWS has issued the certificate. Who has to do something for it reads here what.
async fn until_issued(aws: &Aws, arn: &str, pending: &sdk::CertificateDetail) -> Result<()> {
    let what = format!("AWS to issue the certificate{}", needed(pending));
    wait_until(&what, ISSUED_LIMIT, async || {
        let certificate = describe(aws, arn).await?;
        match is_failed(&certificate) {
            true => Err(AwsError::new(failure(arn, &certificate))),
            false => Ok(is_issued(&certificate).then_some(())),
        }
    })
    .await
}

/// What has to be done by others until the certificate is issued.
fn needed(certificate: &sdk::CertificateDetail) -> String {
    let mut records: Vec<String> = proofs(certificate)
        .into_iter()
        .map(|Proof { name, r#type, value, .. }| format!("`{name} {type} {value}`"))
        .collect();
    records.sort();
    records.dedup();
    let names = certificate.domain_validation_options().iter();
    let mails: BTreeSet<&str> =
        names.flat_map(|name| name.validation_emails()).map(String::as_str).collect();
    match (records.is_empty(), mails.is_empty()) {
        (false, _) => format!("; DNS must have {}", records.join(" and ")),
        (true, false) => {
            let mails: Vec<&str> = mails.into_iter().collect();
            format!("; somebody must follow the link in a mail to {}", mails.join(" or "))
        }
        (true, true) => String::new(),
    }
}

pub(super) fn is_issued(certificate: &sdk::CertificateDetail) -> bool {
    certificate.status() == Some(&sdk::CertificateStatus::Issued)
}

/// Whether AWS will never issue it, or has taken it back.
fn is_failed(certificate: &sdk::CertificateDetail) -> bool {
    use sdk::CertificateStatus::{Expired, Failed, Revoked, ValidationTimedOut};
    let status = certificate.status();
    status.is_some_and(|status| [Expired, Failed, Revoked, ValidationTimedOut].contains(status))
}

fn failure(arn: &str, certificate: &sdk::CertificateDetail) -> String {
    let status = certificate.status().map_or("nothing", sdk::CertificateStatus::as_str);
    let reason = certificate.failure_reason().map(|reason| format!(", {}", reason.as_str()));
    let reason = reason.unwrap_or_default();
    format!(
        "the certificate is no longer available ({status}{reason}); delete it with `aws acm delete-certificate \
         --certificate-arn {arn}`, and apply again"
    )
}

/// Removes the records that stand in the zones of the spec and that no other certificate needs.
pub(super) async fn remove(spec: &Certificate, aws: &Aws, arn: &str) -> Result<()> {
    if spec.validation_zone.0.is_none() && spec.validation_zones.0.is_empty() {
        return Ok(());
    }
    let Some(certificate) = optional(describe(aws, arn).await)? else {
        return Ok(());
    };
    let mut proofs = proofs(&certificate);
    let needed = needed_by_others(aws, arn).await?;
    let base = |domain: &str| domain.trim_start_matches("*.").to_owned();
    proofs.retain(|proof| !needed.contains(&base(&proof.domain)));
    for (zone, sets) in by_zone(spec, &proofs)? {
        for set in sets {
            records::delete_if_same(aws, zone, &set).await?;
        }
    }
    Ok(())
}

/// The names of other certificates, without `*.`: AWS requires the same record for a name in all of an account's
/// certificates, and looks for it whenever it renews one.
async fn needed_by_others(aws: &Aws, arn: &str) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let global = (aws.partition() == "aws" && aws.region() != "us-east-1").then_some("us-east-1");
    let other = global.map(|region| aws.in_region(region));
    for aws in [Some(aws.clone()), other].into_iter().flatten() {
        for certificate in list(&aws).await? {
            if certificate.certificate_arn() != Some(arn) && is_live(&certificate) {
                let of_it = certificate.subject_alternative_name_summaries().iter();
                names.extend(of_it.map(|name| name.trim_start_matches("*.").to_owned()));
            }
        }
    }
    Ok(names)
}

/// Whether AWS may look for the records of a certificate again.
fn is_live(certificate: &sdk::CertificateSummary) -> bool {
    use sdk::CertificateStatus::{Inactive, Issued, PendingValidation};
    let status = certificate.status();
    let is_own = certificate.r#type().is_none_or(|it| *it == sdk::CertificateType::AmazonIssued);
    is_own && status.is_some_and(|it| [Inactive, Issued, PendingValidation].contains(it))
}

/// Every certificate of the region. Without a filter, AWS lists those with RSA keys of 2,048 bits alone.
pub(super) async fn list(aws: &Aws) -> Result<Vec<sdk::CertificateSummary>> {
    let algorithms = sdk::KeyAlgorithm::values().iter().map(|word| (*word).into()).collect();
    let every = sdk::Filters::builder().set_key_types(Some(algorithms)).build();
    Ok(items!(aws.acm().list_certificates().includes(every)))
}
