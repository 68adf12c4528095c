//! How objects are encrypted that come without a wish of their own.

use aws_sdk_s3::types as sdk;

use crate::prelude::*;

/// The encryption of new objects.
#[spec(sdk::ServerSideEncryptionRule)]
#[inside(apply_server_side_encryption_by_default = sdk::ServerSideEncryptionByDefault, always)]
pub struct Encryption {
    /// `AES256` (keys of S3's own), `aws:kms`, or `aws:kms:dsse` for two layers. Absent: `AES256`.
    #[field(aws = apply_server_side_encryption_by_default.sse_algorithm)]
    pub algorithm: Algorithm,
    /// ARN of the KMS key, for the two `aws:kms` algorithms. Absent: the account's key `aws/s3`.
    #[field(value_only, aws = apply_server_side_encryption_by_default.kms_master_key_id)]
    pub kms_key: Option<String>,
    /// Whether objects encrypted with KMS share a key of the bucket's, which saves calls to KMS. Absent:
    /// no.
    #[field(aws = bucket_key_enabled)]
    pub bucket_key: bool,
    /// Encryptions with which nobody may upload objects. `SSE-C` is that with keys which the caller
    /// brings. Absent: AWS's choice, which for new buckets is to block `SSE-C`. `[]` blocks none.
    #[field(with = blocked)]
    pub blocked_encryption_types: Auto<BTreeSet<EncryptionType>>,
}

aws_enum! {
    /// What encrypts an object.
    #[derive(Default)]
    Algorithm = sdk::ServerSideEncryption {
        #[default]
        AES256 = "AES256",
        Kms = "aws:kms",
        DualLayerKms = "aws:kms:dsse",
    }
    /// An encryption that can be blocked.
    EncryptionType = sdk::EncryptionType {
        SseC = "SSE-C",
    }
}

impl Encryption {
    pub(super) fn check(&self, findings: &mut Findings) {
        rules! { findings, Path::field("encryption");
            Error "kms_key" if self.kms_key.is_some() && self.algorithm == Algorithm::AES256 =>
                "a KMS key is given, and the algorithm does not use one",
                "`AES256` encrypts with keys of S3's own",
                "add `algorithm: aws:kms`, or omit the key";
            Warning "bucket_key" if self.bucket_key && self.algorithm == Algorithm::DualLayerKms =>
                "`aws:kms:dsse` takes no bucket key",
                "AWS supports bucket keys for `aws:kms` alone",
                "remove `bucket_key`, or choose `aws:kms`";
        }
    }

    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let answer = optional(aws.s3().get_bucket_encryption().bucket(bucket).send().await)?;
        found(answer, |answer| {
            answer.server_side_encryption_configuration?.rules.into_iter().next()
        })
    }

    /// Writes the rule, and keeps what AWS chose to block where the spec does not say.
    pub(super) async fn write(&self, aws: &Aws, bucket: &str, live: &Self) -> Result<()> {
        let blocked = self.blocked_encryption_types.0.as_ref();
        let blocked = blocked.or(live.blocked_encryption_types.0.as_ref()).cloned();
        let rule = Self { blocked_encryption_types: Auto(blocked), ..self.clone() }.to_aws()?;
        let configuration = sdk::ServerSideEncryptionConfiguration::builder();
        let configuration = configuration.set_rules(rule.map(|rule| vec![rule])).build()?;
        let request = aws.s3().put_bucket_encryption().bucket(bucket);
        sent(request.server_side_encryption_configuration(configuration).send().await)
    }

    /// Whether the live encryption is what is asked for; what is left to AWS always is.
    pub(super) fn is_met_by(&self, live: &Self) -> bool {
        let blocked = &self.blocked_encryption_types;
        let others_equal = Self { blocked_encryption_types: Auto(None), ..self.clone() }
            == Self { blocked_encryption_types: Auto(None), ..live.clone() };
        others_equal && (blocked.as_ref().is_none() || *blocked == live.blocked_encryption_types)
    }
}

conversions! {
    /// AWS is told by a word of its own that nothing is blocked.
    blocked: Auto<BTreeSet<EncryptionType>>, sdk::BlockedEncryptionTypes {
        |said| said.map(|blocked| {
            let types = blocked.encryption_type.unwrap_or_default();
            let types = types.iter().filter(|blocked| **blocked != sdk::EncryptionType::None);
            Auto(Some(types.map(EncryptionType::of).collect()))
        }),
        |blocked| blocked.as_ref().map(|types| {
            let types = match types.is_empty() {
                true => vec![sdk::EncryptionType::None],
                false => types.iter().map(|blocked| (*blocked).into()).collect(),
            };
            sdk::BlockedEncryptionTypes::builder().set_encryption_type(Some(types)).build()
        }),
    }
}
