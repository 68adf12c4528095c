//! `acm.certificate`: a TLS certificate of AWS's own, with the DNS records that validate it.

mod check;
mod find;
mod spec;
mod tagging;
mod validation;

use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_acm::operation::describe_certificate::DescribeCertificateOutput;
use aws_sdk_acm::types as sdk;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Acm, NAME};
use crate::calls;
use crate::prelude::*;
use aws::tags;
use aws::whole;
use kind::{
    Abilities, Access, BeforeDelete, Calls, Concern, Facts, Kind, Listed, Live, OnlyWith, Place,
    WaitUntilUsable,
};

pub use spec::{Certificate, Outputs};
use spec::{ValidationMethod, Wait};
use tagging::{read_tags, sdk_tags};

/// What identifies a certificate: its domain, of which AWS accepts any number.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub domain: String,
}

impl Kind for Certificate {
    const NAME: &'static str = "acm.certificate";
    const FACTS: Facts = Facts {
        volatile: &[
            ("validation_record_name", &["validation_method"]),
            ("validation_record_type", &["validation_method"]),
            ("validation_record_value", &["validation_method"]),
            ("validation_records", &["validation_method"]),
        ],
        allows_doubles: true,
        ..Facts::of(Concern::Api)
    };
    const CONSOLE: Console = Console::Page("acm/home?region={region}#/certificates/{last}");
    const CALLS: &'static [Calls] = calls::ACM_CERTIFICATE;
    const ACCESS: &'static [Access] = &[
        Access::to(NAME, &["arn:{partition}:acm:{region}:{account}:certificate/*"])
            .except(&[(&["ListCertificates", "RequestCertificate"], &["*"])]),
        Access::to("Route 53", &["arn:{partition}:route53:::hostedzone/*"]),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[OnlyWith::of(
        &["validation_zone", "validation_zones"],
        &["ChangeResourceRecordSets", "ListResourceRecordSets"],
    )];
    const KNOWN_BY: &'static str = "its ARN, such as `arn:aws:acm:us-east-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef`";
    const IMPACT_WHILE_ABSENT: &'static str = "connections to what uses it fail";
    const ABILITIES: Abilities<Self> =
        Abilities::NONE.waits_until_usable().runs_before_delete().listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn predict(identity: &Identity, _: &Place) -> Outputs {
        Outputs { domain: Some(identity.domain.clone()), ..Outputs::default() }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let methods = (self.validation_method, live.validation_method);
        consequences! { consequences;
            refuse "validation_method" if methods == (ValidationMethod::Email, ValidationMethod::Dns) =>
                "AWS does not go back from DNS to mails",
                "leave `validation_method: DNS`, or write another resource";
            warn "wait" if self.wait == Wait::Issued && live.wait != Wait::Issued =>
                "AWS has not issued the certificate, and the apply waits for it";
        }
    }

    /// Those of the domain that have our tags, and others of it that could be taken over; all of the domain where it is not
    /// known whose are ours.
    async fn find(aws: &Aws, identity: &Identity, ownership: &Tags) -> Result<Vec<String>> {
        find::find(aws, &identity.domain, ownership).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let parts = whole(validation::describe(aws, id), read_tags(aws, id));
        let Some((certificate, tags)) = parts.await? else {
            return Ok(None);
        };
        if certificate.r#type() == Some(&sdk::CertificateType::Imported) {
            let message = format!("`{id}` was imported, and a `{}` is of AWS's own", Self::NAME);
            return Err(AwsError::new(message));
        }
        let outputs = outputs(id, &certificate)?;
        let wait = match validation::is_issued(&certificate) {
            true => Wait::Issued,
            false => Wait::Pending,
        };
        let (validation_method, validation_domains) = validated(&certificate);
        let spec = aws::read::<DescribeCertificateOutput, Self>(certificate)?;
        Ok(spec.map(|mut spec| {
            spec.alternative_names.remove(&spec.domain);
            let spec = Self { validation_method, validation_domains, wait, tags, ..spec };
            Live::new(outputs, spec)
        }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let is_public = self.certificate_authority.is_none();
        let method = is_public.then(|| self.validation_method.into());
        let mails = self.validation_domains.iter().map(|(name, above)| {
            let option = sdk::DomainValidationOption::builder().domain_name(name);
            option.validation_domain(above).build()
        });
        let mails: Vec<_> = mails.collect::<Result<_, _>>()?;
        let request = self.fill(aws.acm().request_certificate())?.set_validation_method(method);
        let request = request
            .set_domain_validation_options((!mails.is_empty()).then_some(mails))
            .idempotency_token(token())
            .set_tags(Some(sdk_tags(&self.tags)?));
        let created = request.send().await?;
        find::forget(aws);
        let arn = member(created, "CertificateArn", |created| created.certificate_arn)?;
        // Where nobody waits, no update follows that would write the records.
        if self.wait != Wait::Issued {
            validation::validate(self, aws, &arn).await?;
        }
        Ok(arn)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        if self.validation_method != live.validation_method {
            let method = self.validation_method.into();
            let options = sdk::CertificateOptions::builder().validation_method(method).build();
            let request = aws.acm().update_certificate_options().certificate_arn(id);
            request.options(options).send().await?;
        }
        if let Some(changes) = tags::changes(&self.tags, &live.tags) {
            if !changes.remove.is_empty() {
                let keys = changes.remove.iter().map(|key| sdk::Tag::builder().key(key).build());
                let keys: Vec<_> = keys.collect::<Result<_, _>>()?;
                let request = aws.acm().remove_tags_from_certificate().certificate_arn(id);
                request.set_tags(Some(keys)).send().await?;
            }
            if !changes.set.is_empty() {
                let request = aws.acm().add_tags_to_certificate().certificate_arn(id);
                request.set_tags(Some(sdk_tags(&changes.set)?)).send().await?;
            }
        }
        if live.wait != Wait::Issued || self.validation_method != live.validation_method {
            validation::validate(self, aws, id).await?;
        }
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.acm().delete_certificate().certificate_arn(id).send().await)?;
        find::forget(aws);
        Ok(())
    }
}

impl Listed for Certificate {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let all = aws.memo().get_or_try_init(find::CERTIFICATES, || validation::list(aws)).await?;
        Ok(all.iter().filter_map(|it| it.certificate_arn.clone()).collect())
    }
}

/// A record that validates it can be referred to as soon as AWS has named it.
impl WaitUntilUsable for Certificate {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        validation::until_named(aws, id).await.map(drop)
    }
}

impl BeforeDelete for Certificate {
    async fn before_delete(&self, aws: &Aws, id: &str) -> Result<()> {
        validation::remove(self, aws, id).await
    }
}

fn outputs(arn: &str, certificate: &sdk::CertificateDetail) -> Result<Outputs> {
    let proofs = validation::proofs(certificate);
    let own = proofs.iter().find(|proof| certificate.domain_name() == Some(&proof.domain));
    let all = serde_json::to_string(&proofs).map_err(|error| AwsError::new(error.to_string()))?;
    Ok(Outputs {
        arn: Some(arn.to_owned()),
        domain: certificate.domain_name.clone(),
        validation_record_name: own.map(|proof| proof.name.clone()),
        validation_record_type: own.map(|proof| proof.r#type.clone()),
        validation_record_value: own.map(|proof| proof.value.clone()),
        validation_records: (!proofs.is_empty()).then_some(all),
    })
}

/// How the names are validated, and where mails go that do not go to the names themselves.
fn validated(certificate: &sdk::CertificateDetail) -> (ValidationMethod, BTreeMap<String, String>) {
    let names = certificate.domain_validation_options();
    let method = names.iter().find_map(|name| name.validation_method());
    let method = ValidationMethod::from_aws(method).unwrap_or_default();
    let above = names.iter().filter(|_| method == ValidationMethod::Email).filter_map(|name| {
        let above = name.validation_domain().filter(|above| *above != name.domain_name())?;
        Some((name.domain_name().to_owned(), above.to_owned()))
    });
    (method, above.collect())
}

/// A word by which AWS knows a request that comes twice because its answer got lost.
fn token() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("diatonic{:x}", since.as_nanos())
}
