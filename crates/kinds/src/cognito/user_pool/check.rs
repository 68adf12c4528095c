//! What AWS would refuse in a pool's spec, beyond what the schema of each field says (API reference of
//! CreateUserPool, UpdateUserPool, SetUserPoolMfaConfig and their siblings), and what it takes and nobody can
//! have meant.

mod children;
mod users;

use super::messages::{SendingAccount, VerificationMethod};
use super::mfa::{MfaMode, PasskeyFactor};
use super::settings::{AuthFactor, Tier, password_alone};
use super::spec::UserPool;
use super::triggers::TokenEventVersion;
use crate::fields::is_default;
use kind::Findings;

pub(super) fn check(pool: &UserPool, findings: &mut Findings) {
    users::check(pool, findings);
    check_factors(pool, findings);
    check_tier(pool, findings);
    check_threat_protection(pool, findings);
    check_messages(pool, findings);
    check_domain(pool, findings);
    children::check(pool, findings);
}

fn check_factors(pool: &UserPool, findings: &mut Findings) {
    let mfa = &pool.mfa;
    if mfa.mode == MfaMode::Off && mfa.has_factor() {
        findings.warn(
            "mfa.mode",
            "the pool has second factors and asks for none",
            "`mode` is `OFF`, so AWS asks for none",
            "set `mode` to `OPTIONAL` or `ON`, or take the factors away",
        );
    }
    if mfa.mode != MfaMode::Off && !mfa.has_factor() {
        findings.add(
            "mfa.mode",
            "a second factor is asked for and there is none",
            "none of `software_token`, `sms` and `email` is set",
            "add one, such as `software_token: true`",
        );
    }
    if mfa.sms && pool.sms.is_none() {
        findings.add(
            "mfa.sms",
            "codes in text messages cannot be sent",
            "the pool has no role to send text messages with",
            "add `sms` with a role that may send",
        );
    }
    if mfa.email.is_some() && pool.email.sending_account == SendingAccount::Cognito {
        findings.add(
            "mfa.email",
            "codes by e-mail cannot be sent",
            "Cognito's own account does not send them",
            "send by Amazon SES: `email.sending_account: DEVELOPER`, with `source_arn`",
        );
    }
    if !pool.allowed_first_auth_factors.contains(&AuthFactor::Password) {
        findings.add(
            "allowed_first_auth_factors",
            "the password is not among the first factors",
            "AWS asks for `PASSWORD` beside whatever else a sign-in may begin with",
            "add `PASSWORD`",
        );
    }
}

/// What a pool of the cheapest plan cannot have.
fn check_tier(pool: &UserPool, findings: &mut Findings) {
    if pool.tier != Tier::Lite {
        return;
    }
    let tokens = pool.triggers.pre_token_generation.as_ref();
    let managed_login = [
        ("domain.managed_login", pool.domain.as_ref().is_some_and(|it| it.managed_login)),
        (
            "custom_domain.managed_login",
            pool.custom_domain.as_ref().is_some_and(|it| it.managed_login),
        ),
    ];
    let more = [
        ("password_policy.password_history_size", pool.password_policy.password_history_size > 0),
        ("allowed_first_auth_factors", pool.allowed_first_auth_factors != password_alone()),
        ("mfa.email", pool.mfa.email.is_some()),
        ("web_authn.factor", pool.web_authn.factor == PasskeyFactor::Multi),
        (
            "triggers.pre_token_generation.version",
            tokens.is_some_and(|trigger| trigger.version != TokenEventVersion::V1),
        ),
        ("acr_values", !pool.acr_values.is_empty()),
    ];
    for (path, _) in managed_login.iter().chain(&more).filter(|(_, is_set)| *is_set) {
        findings.add(
            path,
            &format!("`{path}` needs another tier"),
            "a pool of the tier `LITE` has no such thing",
            "set `tier` to `ESSENTIALS` or `PLUS`",
        );
    }
}

fn check_threat_protection(pool: &UserPool, findings: &mut Findings) {
    let security = &pool.advanced_security;
    if security.is_on() && pool.tier != Tier::Plus {
        findings.add(
            "advanced_security.mode",
            "threat protection needs the tier `PLUS`",
            &format!("the pool's tier is `{}`", pool.tier.as_str()),
            "set `tier: PLUS`, or leave `advanced_security` away",
        );
    }
    if !security.is_on() && security.custom_auth_mode.is_some() {
        findings.warn(
            "advanced_security.custom_auth_mode",
            "threat protection is off",
            "sign-ins of your own making are watched only where others are",
            "set `advanced_security.mode` to `AUDIT` or `ENFORCED`",
        );
    }
    if !security.is_on() && !is_default(&pool.risk) {
        findings.warn(
            "risk",
            "threat protection is off",
            "AWS changes nothing of risks then",
            "set `advanced_security.mode` to `AUDIT` or `ENFORCED`",
        );
    }
    let takeover = pool.risk.account_takeover.as_ref();
    let responses =
        takeover.map(|it| [("low", &it.low), ("medium", &it.medium), ("high", &it.high)]);
    let is_silent = takeover.is_some_and(|it| it.notification.is_none());
    for (level, response) in responses.into_iter().flatten() {
        if is_silent && response.as_ref().is_some_and(|response| response.notify) {
            findings.add(
                &format!("risk.account_takeover.{level}.notify"),
                "users cannot be notified",
                "there is no `notification`, which says in whose name",
                "add `notification` with the ARN of an SES identity",
            );
        }
    }
    if pool.log_delivery.user_auth_events.is_some() && pool.tier != Tier::Plus {
        findings.add(
            "log_delivery.user_auth_events",
            "logs of sign-ins need the tier `PLUS`",
            &format!("the pool's tier is `{}`", pool.tier.as_str()),
            "set `tier: PLUS`, or leave `user_auth_events` away",
        );
    }
}

fn check_messages(pool: &UserPool, findings: &mut Findings) {
    let email = &pool.email;
    let sends_itself = email.sending_account == SendingAccount::Developer;
    if sends_itself && email.source_arn.is_none() {
        findings.add(
            "email",
            "missing field `source_arn`",
            "Amazon SES must know in whose name to send",
            "add the ARN of a verified address or domain",
        );
    }
    if !sends_itself && email.configuration_set.is_some() {
        findings.warn(
            "email.configuration_set",
            "a configuration set needs Amazon SES",
            "Cognito's own account sends the messages",
            "set `email.sending_account: DEVELOPER`, or take it away",
        );
    }
    let senders = [&pool.triggers.custom_email_sender, &pool.triggers.custom_sms_sender];
    if senders.iter().any(|sender| sender.is_some()) && pool.triggers.kms_key.is_none() {
        findings.add(
            "triggers",
            "missing field `kms_key`",
            "codes and passwords go to a custom sender encrypted",
            "add the ARN of a KMS key that the function may decrypt with",
        );
    }
    for contact in &pool.verify_before_update {
        if !pool.auto_verified_attributes.contains(contact) {
            let contact = contact.as_str();
            findings.add(
                "verify_before_update",
                &format!("`{contact}` is never verified"),
                "a new address can be proved only if it is among `auto_verified_attributes`",
                &format!("add `{contact}` there, or take it away here"),
            );
        }
    }
}

fn check_domain(pool: &UserPool, findings: &mut Findings) {
    let has_domain = pool.domain.is_some() || pool.custom_domain.is_some();
    if pool.verification.method == VerificationMethod::Link && !has_domain {
        findings.warn(
            "verification.method",
            "a link leads nowhere without a domain",
            "the page that it opens is one of the pool's domain",
            "add `domain` or `custom_domain`, or verify by code",
        );
    }
    if pool.hosted_ui_css.is_some() && !has_domain {
        findings.warn(
            "hosted_ui_css",
            "there is no page to style",
            "the pool has no domain",
            "add `domain` or `custom_domain`",
        );
    }
    if let Some(domain) = &pool.domain
        && let Some(word) = RESERVED.iter().find(|word| domain.prefix.contains(**word))
    {
        findings.add(
            "domain.prefix",
            &format!("`{word}` cannot be in the prefix of a domain"),
            "AWS keeps `aws`, `amazon` and `cognito` for itself",
            "choose another prefix",
        );
    }
}

/// What AWS refuses in the prefix of a domain.
const RESERVED: &[&str] = &["aws", "amazon", "cognito"];
