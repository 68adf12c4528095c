//! A certificate, and how AWS spells it.

use std::borrow::Cow;

use aws_sdk_acm::operation::request_certificate::builders::RequestCertificateFluentBuilder;
use aws_sdk_acm::types as sdk;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::conversions::conversions;
use crate::prelude::*;
use language::value::{Instruction, Value, auto};

/// A TLS certificate of AWS's own, which AWS renews as long as the DNS records stay that prove whose its names are.
/// Certificates of other authorities, which are imported, are not this. CloudFront, and edge domains of API Gateway,
/// take certificates of us-east-1 alone: write `region: us-east-1`. A domain may have several certificates, so one that
/// is there is taken over by its ARN, with `diatonic import`.
#[spec(sdk::CertificateDetail, request = RequestCertificateFluentBuilder)]
#[inside(options = sdk::CertificateOptions)]
pub struct Certificate {
    /// The domain, such as `example.com`, or `*.example.com` for all that is right below it: in small letters, up to 64
    /// characters. Longer names can be `alternative_names`.
    #[field(required, create_only, value_only, length = 1..=64, aws = domain_name, pattern = DOMAIN)]
    pub domain: String,
    /// Further names that the certificate is for, up to 100; AWS begins with a quota of 10 names.
    #[field(create_only, value_only, length = ..=100, aws = subject_alternative_names)]
    #[schemars(inner(length(min = 1, max = 253), regex(pattern = DOMAIN)))]
    pub alternative_names: BTreeSet<String>,
    /// How the owner of the names shows that they are theirs: `DNS`, by records, or `EMAIL`, by a link in a mail. AWS
    /// accepts a change from `EMAIL` to `DNS`, and none back. Absent: `DNS`.
    #[field(not_in_answer, not_in_request)]
    pub validation_method: ValidationMethod,
    /// Where mails go, by name: the name itself, or the domain above it whose owner answers. Only with `EMAIL`.
    /// Absent: to each name itself.
    #[field(create_only, value_only, not_in_answer, not_in_request)]
    pub validation_domains: BTreeMap<String, String>,
    /// Id of the hosted zone of Route 53 into which the records go that prove whose the names are. They are written
    /// with the certificate and removed with it, unless another certificate of the region or of us-east-1 needs them.
    /// Absent: somebody else sets the records, which are outputs and are shown while the apply waits.
    #[field(not_in_answer, not_in_request)]
    pub validation_zone: Instruction<Option<String>>,
    /// Ids of the hosted zones of names that are not in `validation_zone`, by name.
    #[field(not_in_answer, not_in_request)]
    pub validation_zones: Instruction<BTreeMap<String, String>>,
    /// Whether an apply waits until AWS has issued the certificate, up to 45 minutes; the next apply waits on. Where a
    /// `route53.record` of the same stack has the record of the certificate, it must not: the record comes after the
    /// certificate. Absent: yes.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub wait: Wait,
    /// The algorithm of the key: `RSA_2048`, `EC_prime256v1` or `EC_secp384r1`; others only of a private authority.
    /// Absent: `RSA_2048`.
    #[field(create_only, with = algorithm)]
    pub key_algorithm: KeyAlgorithm,
    /// Whether the certificate may be exported with its key, at a price for each name. Absent: no.
    #[field(create_only, aws = options.export, with = export)]
    pub export: bool,
    /// ARN of the authority of AWS Private CA that issues the certificate. Absent: Amazon's own, which browsers trust.
    #[field(create_only, aws = certificate_authority_arn)]
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:[0-9]{12}:certificate-authority/[a-f0-9-]+$"
    ))]
    pub certificate_authority: Option<String>,
    /// Tags of the certificate.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// A domain in small letters, with `*` for its first part at most.
const DOMAIN: &str = r"^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$";

aws_enum! {
    /// How the owner of the names shows that they are theirs.
    #[derive(Default)]
    ValidationMethod = sdk::ValidationMethod {
        #[default]
        Dns = "DNS",
        Email = "EMAIL",
    }
    /// The algorithm of a key.
    #[derive(Default)]
    KeyAlgorithm = sdk::KeyAlgorithm {
        #[default]
        Rsa2048 = "RSA_2048",
        Rsa3072 = "RSA_3072",
        Rsa4096 = "RSA_4096",
        EcPrime256v1 = "EC_prime256v1",
        EcSecp384r1 = "EC_secp384r1",
        EcSecp521r1 = "EC_secp521r1",
    }
}

conversions! {
    /// DescribeCertificate writes `RSA-2048` where requests have `RSA_2048`.
    algorithm: KeyAlgorithm, sdk::KeyAlgorithm {
        |said| KeyAlgorithm::from_aws(said.map(|word| word.as_str().replace("RSA-", "RSA_"))),
        |value| (*value != KeyAlgorithm::default()).then(|| (*value).into()),
    }
    export: bool, sdk::CertificateExport {
        |said| said.map(|word| word == sdk::CertificateExport::Enabled),
        |value| value.then_some(sdk::CertificateExport::Enabled),
    }
}

/// Whether an apply waits for a certificate; and of a live one, whether it is issued.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wait {
    /// A certificate that is issued; a spec that wants that.
    #[default]
    Issued,
    /// A spec for which either is fine.
    No,
    /// A live certificate that is not issued.
    Pending,
}

/// It is written as `true` or `false`. What fits every certificate has the mark of what AWS may choose.
impl Serialize for Wait {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Issued => serializer.serialize_bool(true),
            Self::Pending => serializer.serialize_bool(false),
            Self::No => auto::anything().serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Wait {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(true) | Value::Null => Ok(Self::Issued),
            value if value == false || auto::accepts_any(&value) => Ok(Self::No),
            _ => Err(serde::de::Error::custom("it is `true` or `false`")),
        }
    }
}

impl JsonSchema for Wait {
    fn schema_name() -> Cow<'static, str> {
        bool::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        bool::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

outputs! {
    /// ARN of the certificate.
    arn,
    /// The domain.
    domain,
    /// Name of the DNS record that proves whose `domain` is. A certificate that is validated by mail has none.
    validation_record_name,
    /// Type of that record, which is CNAME.
    validation_record_type,
    /// Value of that record.
    validation_record_value,
    /// The records of all names as JSON: a list of objects with `domain`, `name`, `type` and `value`.
    validation_records,
}
