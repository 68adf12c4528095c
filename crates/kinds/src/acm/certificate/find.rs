//! Which certificates a resource may be: AWS accepts any number for one domain.

use aws_sdk_acm::types as sdk;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::tagging::read_tags;
use super::validation;
use crate::prelude::*;
use aws::tags;

/// Certificates whose tags are read at once. AWS accepts ten such calls a second.
const WIDTH: usize = 10;

/// The list of all certificates of the region, which is read once a run.
pub(super) const CERTIFICATES: &str = "acm certificates";

/// Forgets the list, which a write has made stale.
pub(super) fn forget(aws: &Aws) {
    aws.memo().remove(CERTIFICATES);
}

/// The certificates of a domain that have our tags, and those of others that could be taken over; all of the domain where
/// nothing is known of our tags. Those that were imported are none of them.
pub(super) async fn find(aws: &Aws, domain: &str, ownership: &Tags) -> Result<Vec<String>> {
    let all = aws.memo().get_or_try_init(CERTIFICATES, || validation::list(aws)).await?;
    let is_it = |certificate: &&sdk::CertificateSummary| {
        certificate.domain_name() == Some(domain)
            && certificate.r#type() != Some(&sdk::CertificateType::Imported)
    };
    let of_domain: Vec<sdk::CertificateSummary> = all.iter().filter(is_it).cloned().collect();
    if ownership.is_empty() {
        return Ok(arns(of_domain));
    }
    let reads = of_domain.into_iter().map(|certificate| async {
        // One that is deleted meanwhile has none.
        let arn = certificate.certificate_arn().unwrap_or_default();
        let tags = optional(read_tags(aws, arn).await)?.unwrap_or_default();
        Ok::<_, AwsError>((certificate, tags))
    });
    let reads: Vec<_> = reads.collect();
    let tagged: Vec<_> = stream::iter(reads).buffered(WIDTH).try_collect().await?;
    let is_ours = |(_, tags): &(sdk::CertificateSummary, Tags)| tags::include(tags, ownership);
    let (ours, others): (Vec<_>, Vec<_>) = tagged.into_iter().partition(is_ours);
    let certificates = |tagged: Vec<(sdk::CertificateSummary, Tags)>| {
        tagged.into_iter().map(|(certificate, _)| certificate).collect::<Vec<_>>()
    };
    Ok([arns(certificates(ours)), arns(usable(certificates(others)))].concat())
}

fn arns(certificates: Vec<sdk::CertificateSummary>) -> Vec<String> {
    certificates.into_iter().filter_map(|it| it.certificate_arn).collect()
}

/// Those that AWS has issued; of names for which it has issued none, those that it may still issue.
fn usable(certificates: Vec<sdk::CertificateSummary>) -> Vec<sdk::CertificateSummary> {
    let names = |it: &sdk::CertificateSummary| -> BTreeSet<String> {
        it.subject_alternative_name_summaries().iter().cloned().collect()
    };
    let is = |it: &sdk::CertificateSummary, status| it.status() == Some(&status);
    let is_issued = |it: &&sdk::CertificateSummary| is(it, sdk::CertificateStatus::Issued);
    let issued: Vec<BTreeSet<String>> = certificates.iter().filter(is_issued).map(names).collect();
    let is_pending = |it: &sdk::CertificateSummary| {
        is(it, sdk::CertificateStatus::PendingValidation) && !issued.contains(&names(it))
    };
    certificates.into_iter().filter(|it| is_issued(&it) || is_pending(it)).collect()
}
