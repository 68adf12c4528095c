//! What a key is made of.

use aws_sdk_kms::operation::create_key::builders::CreateKeyFluentBuilder;
use aws_sdk_kms::types as sdk;

use crate::forms::unless_default;
use crate::prelude::*;
use language::value::{Instruction, PolicyDocument};

/// A key of KMS, with its aliases. A key that is deleted is only scheduled for deletion: it can be used no more at once,
/// and is gone, with everything that is encrypted with it, once `deletion_window_days` have passed. Until then
/// `aws kms cancel-key-deletion` brings it back, and the next plan knows it by its tags; no apply does that by itself.
/// Replicas of a multi-region key in other regions and key material of one's own are not managed here.
#[spec(sdk::KeyMetadata, request = CreateKeyFluentBuilder)]
pub struct Key {
    /// Names of the key, each unique in the account and region: `alias/` and then 1–250 of letters, digits and `/_-`.
    /// Aliases that are not written here are removed.
    #[field(value_only, not_in_answer, not_in_request)]
    #[schemars(inner(length(max = 256), regex(pattern = r"^alias/[A-Za-z0-9/_-]+$")))]
    pub aliases: BTreeSet<String>,
    /// What the key is for. Up to 8,192 characters. Absent: none.
    #[field(value_only, length = 1..=8192)]
    pub description: Option<String>,
    /// What sort of key it is: `SYMMETRIC_DEFAULT` to encrypt with, `RSA_…`, `ECC_…` and `ML_DSA_…` to sign with,
    /// `HMAC_…` for codes of messages. Absent: `SYMMETRIC_DEFAULT`.
    #[field(create_only, aws = key_spec)]
    pub spec: Spec,
    /// What the key may do, which its `spec` must allow. Absent: `ENCRYPT_DECRYPT`.
    #[field(create_only, aws = key_usage)]
    pub usage: Usage,
    /// Where the key's material comes from: `AWS_KMS`, or `EXTERNAL` where somebody imports it, without which the key is
    /// not usable. The material is never in a spec. Absent: `AWS_KMS`.
    #[field(create_only)]
    pub origin: Origin,
    /// Id of the custom key store that has the material, where `origin` is `AWS_CLOUDHSM` or `EXTERNAL_KEY_STORE`.
    #[field(create_only, length = 1..=64, aws = custom_key_store_id)]
    pub custom_key_store: Option<String>,
    /// Id of the key in the manager outside AWS, where `origin` is `EXTERNAL_KEY_STORE`.
    #[field(create_only, length = 1..=128, not_in_answer, aws = xks_key_id)]
    pub xks_key: Option<String>,
    /// Whether the key may be replicated to other regions. Absent: false.
    #[field(create_only, with = unless_default)]
    pub multi_region: bool,
    /// Who may use and manage the key. IAM policies count only where this lets the account in. Up to 32,768 characters.
    /// Absent: AWS's own, which lets the account in and leaves the rest to IAM.
    #[field(grants, policy = "resource", not_in_answer)]
    pub policy: Option<PolicyDocument>,
    /// Whether AWS accepts a policy that does not let its writer change it again. Absent: false.
    #[field(not_in_answer, not_in_request)]
    pub bypass_policy_lockout_check: Instruction<bool>,
    /// Days after which AWS makes new material for the key, and keeps the former to decrypt with: 90–2,560. Only for
    /// symmetric keys whose material is AWS's. Absent: never.
    #[field(range = 90..=2560, not_in_answer, not_in_request)]
    pub rotation_days: Option<i32>,
    /// Whether the key cannot be used for now. Absent: false.
    #[field(not_in_answer, not_in_request)]
    pub disabled: bool,
    /// Days between the scheduling of a deletion and the end of the key: 7–30. Absent: 30.
    #[field(not_in_answer, not_in_request, range = 7..=30)]
    pub deletion_window_days: Instruction<Option<i32>>,
    /// Tags of the key.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

aws_enum! {
    /// What sort of key it is.
    #[derive(Default)]
    Spec = sdk::KeySpec {
        #[default]
        Symmetric = "SYMMETRIC_DEFAULT",
        Rsa2048 = "RSA_2048",
        Rsa3072 = "RSA_3072",
        Rsa4096 = "RSA_4096",
        P256 = "ECC_NIST_P256",
        P384 = "ECC_NIST_P384",
        P521 = "ECC_NIST_P521",
        Secp256K1 = "ECC_SECG_P256K1",
        Edwards25519 = "ECC_NIST_EDWARDS25519",
        Hmac224 = "HMAC_224",
        Hmac256 = "HMAC_256",
        Hmac384 = "HMAC_384",
        Hmac512 = "HMAC_512",
        MlDsa44 = "ML_DSA_44",
        MlDsa65 = "ML_DSA_65",
        MlDsa87 = "ML_DSA_87",
        MlKem512 = "ML_KEM_512",
        MlKem768 = "ML_KEM_768",
        MlKem1024 = "ML_KEM_1024",
        Sm2 = "SM2",
    }

    /// What a key may do.
    #[derive(Default)]
    Usage = sdk::KeyUsageType {
        #[default]
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        SignVerify = "SIGN_VERIFY",
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        KeyAgreement = "KEY_AGREEMENT",
        EncapsulateDecapsulate = "ENCAPSULATE_DECAPSULATE",
    }

    /// Where a key's material comes from.
    #[derive(Default)]
    Origin = sdk::OriginType {
        #[default]
        AwsKms = "AWS_KMS",
        External = "EXTERNAL",
        CloudHsm = "AWS_CLOUDHSM",
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
    }
}

outputs! {
    /// ARN of the key.
    arn,
    /// Id of the key.
    id,
}

impl Key {
    /// Whether AWS can make new material for it.
    pub(super) fn can_rotate(&self) -> bool {
        self.spec == Spec::Symmetric && self.origin == Origin::AwsKms
    }
}
