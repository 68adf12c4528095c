//! AWS's rules of a key that concern more than one field
//! (<https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html>).

use super::spec::{Key, Origin, Spec, Usage};
use crate::prelude::*;

/// The characters of a key policy (KMS's resource quotas; cannot be raised).
const LARGEST_POLICY: usize = 32_768;

pub(super) fn check(key: &Key, findings: &mut Findings) {
    let usages = usages(key.spec);
    let words: Vec<&str> = usages.iter().map(|usage| usage.as_str()).collect();
    let is_stored = matches!(key.origin, Origin::CloudHsm | Origin::ExternalKeyStore);
    let is_odd = |usage| matches!(usage, Usage::Other(_));
    rules! { findings;
        Error "usage" if !usages.is_empty() && !usages.contains(&key.usage) && !is_odd(key.usage) =>
            format!("a key of this sort cannot {}", key.usage.as_str()),
            format!("a key of `spec: {}` has the usage {}", key.spec.as_str(), words.join(" or ")),
            "write the usage beside the `spec`";
        Error "rotation_days" if key.rotation_days.is_some() && !key.can_rotate() =>
            "this key cannot get new material by itself",
            "AWS rotates symmetric keys alone, and only where the material is its own",
            "remove `rotation_days`";
        Warning "rotation_days" if key.rotation_days.is_some() && key.disabled && key.can_rotate() =>
            "a disabled key is not rotated",
            "AWS makes new material only for a key that can be used",
            "remove `rotation_days` or `disabled`";
        Error "custom_key_store" if is_stored != key.custom_key_store.is_some() =>
            "a key store and the key's origin do not go together",
            "`origin: AWS_CLOUDHSM` and `EXTERNAL_KEY_STORE` need a `custom_key_store`, and no other takes one",
            "write both or neither";
        Error "xks_key" if (key.origin == Origin::ExternalKeyStore) != key.xks_key.is_some() =>
            "the id of a key outside AWS and the key's origin do not go together",
            "`origin: EXTERNAL_KEY_STORE` needs an `xks_key`, and no other takes one",
            "write both or neither";
        Error "multi_region" if key.multi_region && is_stored =>
            "a key in a key store lives in one region",
            "AWS replicates keys whose material is in KMS itself",
            "remove `multi_region`";
        Error "policy" if key.policy.as_ref().is_some_and(|policy| policy.size() > LARGEST_POLICY) =>
            "the policy is too long",
            format!("a key policy has at most {LARGEST_POLICY} characters"),
            "name principals by a condition, or use grants";
        Warning "bypass_policy_lockout_check" if key.bypass_policy_lockout_check.0 =>
            "nobody may be able to change the key afterwards",
            "AWS then does not look whether the policy lets its writer change it, and only AWS's support can help",
            "remove this unless the policy is written by someone who may not change it";
    }
    for alias in &key.aliases {
        let is_reserved = alias.starts_with("alias/aws/");
        rules! { findings;
            Error "aliases" if is_reserved && !unknown::in_text(alias) =>
                format!("`{alias}` is not ours to make"),
                "AWS keeps aliases that begin with `alias/aws/` for its own keys",
                "choose another name";
        }
    }
}

/// The usages that a sort of key has; none for one that this version does not know.
fn usages(spec: Spec) -> &'static [Usage] {
    match spec {
        Spec::Symmetric => &[Usage::EncryptDecrypt],
        Spec::Rsa2048 | Spec::Rsa3072 | Spec::Rsa4096 => {
            &[Usage::EncryptDecrypt, Usage::SignVerify]
        }
        Spec::P256 | Spec::P384 | Spec::P521 => &[Usage::SignVerify, Usage::KeyAgreement],
        Spec::Secp256K1 | Spec::Edwards25519 | Spec::MlDsa44 | Spec::MlDsa65 | Spec::MlDsa87 => {
            &[Usage::SignVerify]
        }
        Spec::Hmac224 | Spec::Hmac256 | Spec::Hmac384 | Spec::Hmac512 => {
            &[Usage::GenerateVerifyMac]
        }
        Spec::MlKem512 | Spec::MlKem768 | Spec::MlKem1024 => &[Usage::EncapsulateDecapsulate],
        Spec::Sm2 => &[Usage::EncryptDecrypt, Usage::SignVerify, Usage::KeyAgreement],
        Spec::Other(_) => &[],
    }
}
