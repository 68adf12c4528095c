//! How objects are encrypted that come without a wish of their own.

use std::collections::BTreeSet;

use aws_sdk_s3::types::{
    self as sdk, BlockedEncryptionTypes, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use aws::S3;
use aws::{Aws, optional};
use kind::{Findings, Result};
use language::value::Auto;

/// The encryption of new objects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    /// `AES256` (keys of S3's own), `aws:kms`, or `aws:kms:dsse` for two layers. Absent: `AES256`.
    #[serde(default)]
    pub algorithm: Algorithm,
    /// ARN of the KMS key, for the two `aws:kms` algorithms. Absent: the account's key `aws/s3`.
    #[serde(default)]
    #[schemars(extend("x-value-only" = true))]
    pub kms_key: Option<String>,
    /// Whether objects encrypted with KMS share a key of the bucket's, which saves calls to KMS. Absent:
    /// no.
    #[serde(default)]
    pub bucket_key: bool,
    /// Encryptions with which nobody may upload objects. `SSE-C` is that with keys which the caller
    /// brings. Absent: AWS's choice, which for new buckets is to block `SSE-C`. `[]` blocks none.
    #[serde(default)]
    pub blocked_encryption_types: Auto<BTreeSet<EncryptionType>>,
}

words! {
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
        if self.kms_key.is_some() && self.algorithm == Algorithm::AES256 {
            findings.add(
                "encryption.kms_key",
                "a KMS key is given, and the algorithm does not use one",
                "`AES256` encrypts with keys of S3's own",
                "add `algorithm: aws:kms`, or leave the key away",
            );
        }
        if self.bucket_key && self.algorithm == Algorithm::DualLayerKms {
            findings.warn(
                "encryption.bucket_key",
                "`aws:kms:dsse` takes no bucket key",
                "AWS supports bucket keys for `aws:kms` alone",
                "take `bucket_key` away, or choose `aws:kms`",
            );
        }
    }

    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let answer = optional(aws.s3().get_bucket_encryption().bucket(bucket).send().await)?;
        let rule = answer
            .and_then(|answer| answer.server_side_encryption_configuration)
            .and_then(|configuration| configuration.rules.into_iter().next());
        rule.map_or_else(|| Ok(Self::default()), Self::of_rule)
    }

    fn of_rule(rule: ServerSideEncryptionRule) -> Result<Self> {
        let by_default = rule.apply_server_side_encryption_by_default;
        let algorithm = by_default.as_ref().map(|default| &default.sse_algorithm);
        let blocked = rule.blocked_encryption_types.map(|blocked| {
            let types = blocked.encryption_type.unwrap_or_default();
            let types = types.iter().filter(|blocked| **blocked != sdk::EncryptionType::None);
            types.map(EncryptionType::of).collect::<BTreeSet<_>>()
        });
        Ok(Self {
            algorithm: Algorithm::present(algorithm).unwrap_or_default(),
            kms_key: by_default.and_then(|default| default.kms_master_key_id),
            bucket_key: rule.bucket_key_enabled.unwrap_or(false),
            blocked_encryption_types: Auto(blocked),
        })
    }

    /// Writes the rule, and keeps what AWS chose to block where the spec does not say.
    pub(super) async fn write(&self, aws: &Aws, bucket: &str, live: &Self) -> Result<()> {
        let by_default = ServerSideEncryptionByDefault::builder()
            .sse_algorithm(self.algorithm.into())
            .set_kms_master_key_id(self.kms_key.clone())
            .build()?;
        let blocked = self.blocked_encryption_types.as_ref();
        let blocked = blocked.or(live.blocked_encryption_types.as_ref()).map(|types| {
            let types: Vec<sdk::EncryptionType> = match types.is_empty() {
                true => vec![sdk::EncryptionType::None],
                false => types.iter().map(|blocked| (*blocked).into()).collect(),
            };
            BlockedEncryptionTypes::builder().set_encryption_type(Some(types)).build()
        });
        let rule = ServerSideEncryptionRule::builder()
            .apply_server_side_encryption_by_default(by_default)
            .bucket_key_enabled(self.bucket_key)
            .set_blocked_encryption_types(blocked)
            .build();
        let configuration = ServerSideEncryptionConfiguration::builder().rules(rule).build()?;
        aws.s3()
            .put_bucket_encryption()
            .bucket(bucket)
            .server_side_encryption_configuration(configuration)
            .send()
            .await?;
        Ok(())
    }

    /// Whether the live encryption is what is asked for; what is left to AWS always is.
    pub(super) fn is_met_by(&self, live: &Self) -> bool {
        let blocked = &self.blocked_encryption_types;
        let others_equal = Self { blocked_encryption_types: Auto(None), ..self.clone() }
            == Self { blocked_encryption_types: Auto(None), ..live.clone() };
        others_equal && (blocked.as_ref().is_none() || *blocked == live.blocked_encryption_types)
    }
}
