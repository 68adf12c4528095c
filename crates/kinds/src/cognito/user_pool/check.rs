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
use crate::prelude::*;

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
    let (is_off, has_factor) = (mfa.mode == MfaMode::Off, mfa.has_factor());
    let by_cognito = pool.email.sending_account == SendingAccount::Cognito;
    rules! { findings, Path::field("mfa");
        Warning "mode" if is_off && has_factor =>
            "the pool has second factors and asks for none",
            "`mode` is `OFF`, so AWS asks for none",
            "set `mode` to `OPTIONAL` or `ON`, or remove the factors";
        Error "mode" if !is_off && !has_factor =>
            "a second factor is asked for and there is none",
            "none of `software_token`, `sms` and `email` is set",
            "add one, such as `software_token: true`";
        Error "sms" if mfa.sms && pool.sms.is_none() =>
            "codes in text messages cannot be sent",
            "the pool has no role to send text messages with",
            "add `sms` with a role that may send";
        Error "email" if mfa.email.is_some() && by_cognito =>
            "codes by e-mail cannot be sent",
            "Cognito's own account does not send them",
            "send by Amazon SES: `email.sending_account: DEVELOPER`, with `source_arn`";
    }
    let by_password = pool.allowed_first_auth_factors.contains(&AuthFactor::Password);
    rules! { findings;
        Error "allowed_first_auth_factors" if !by_password =>
            "the password is not among the first factors",
            "AWS asks for `PASSWORD` beside whatever else a sign-in may begin with",
            "add `PASSWORD`";
    }
}

/// What a pool of the cheapest plan cannot have.
fn check_tier(pool: &UserPool, findings: &mut Findings) {
    if pool.tier != Tier::Lite {
        return;
    }
    let domain = pool.domain.as_ref().is_some_and(|it| it.managed_login);
    let custom_domain = pool.custom_domain.as_ref().is_some_and(|it| it.managed_login);
    let tokens = pool.triggers.pre_token_generation.as_ref();
    let newer_tokens = tokens.is_some_and(|trigger| trigger.version != TokenEventVersion::V1);
    let more = [
        ("domain.managed_login", domain),
        ("custom_domain.managed_login", custom_domain),
        ("password_policy.password_history_size", pool.password_policy.password_history_size > 0),
        ("allowed_first_auth_factors", pool.allowed_first_auth_factors != password_alone()),
        ("mfa.email", pool.mfa.email.is_some()),
        ("web_authn.factor", pool.web_authn.factor == PasskeyFactor::Multi),
        ("triggers.pre_token_generation.version", newer_tokens),
        ("acr_values", !pool.acr_values.is_empty()),
    ];
    for (path, is_set) in more {
        rules! { findings, Path::parse(path).unwrap_or_default();
            Error if is_set =>
                format!("`{path}` needs another tier"),
                "a pool of the tier `LITE` has no such thing",
                "set `tier` to `ESSENTIALS` or `PLUS`";
        }
    }
}

fn check_threat_protection(pool: &UserPool, findings: &mut Findings) {
    let (security, is_plus) = (&pool.advanced_security, pool.tier == Tier::Plus);
    let is_on = security.is_on();
    let tier = format!("the pool's tier is `{}`", pool.tier.as_str());
    rules! { findings, Path::field("advanced_security");
        Error "mode" if is_on && !is_plus =>
            "threat protection needs the tier `PLUS`",
            &tier,
            "set `tier: PLUS`, or omit `advanced_security`";
        Warning "custom_auth_mode" if !is_on && security.custom_auth_mode.is_some() =>
            "threat protection is off",
            "sign-ins of your own making are watched only where others are",
            "set `advanced_security.mode` to `AUDIT` or `ENFORCED`";
    }
    rules! { findings;
        Warning "risk" if !is_on && !is_default(&pool.risk) =>
            "threat protection is off",
            "AWS changes nothing of risks then",
            "set `advanced_security.mode` to `AUDIT` or `ENFORCED`";
    }
    if let Some(takeover) = &pool.risk.account_takeover {
        let levels =
            [("low", &takeover.low), ("medium", &takeover.medium), ("high", &takeover.high)];
        for (level, response) in levels {
            let notifies = response.as_ref().is_some_and(|response| response.notify);
            rules! { findings, Path::field("risk").key("account_takeover").key(level);
                Error "notify" if notifies && takeover.notification.is_none() =>
                    "users cannot be notified",
                    "there is no `notification`, which says in whose name",
                    "add `notification` with the ARN of an SES identity";
            }
        }
    }
    rules! { findings, Path::field("log_delivery");
        Error "user_auth_events" if pool.log_delivery.user_auth_events.is_some() && !is_plus =>
            "logs of sign-ins need the tier `PLUS`",
            &tier,
            "set `tier: PLUS`, or omit `user_auth_events`";
    }
}

fn check_messages(pool: &UserPool, findings: &mut Findings) {
    let email = &pool.email;
    let sends_itself = email.sending_account == SendingAccount::Developer;
    let triggers = &pool.triggers;
    let has_sender = triggers.custom_email_sender.is_some() || triggers.custom_sms_sender.is_some();
    rules! { findings;
        Error "email" if sends_itself && email.source_arn.is_none() =>
            "missing field `source_arn`",
            "Amazon SES must know in whose name to send",
            "add the ARN of a verified address or domain";
        Error "triggers" if has_sender && triggers.kms_key.is_none() =>
            "missing field `kms_key`",
            "codes and passwords go to a custom sender encrypted",
            "add the ARN of a KMS key that the function may decrypt with";
    }
    rules! { findings, Path::field("email");
        Warning "configuration_set" if !sends_itself && email.configuration_set.is_some() =>
            "a configuration set needs Amazon SES",
            "Cognito's own account sends the messages",
            "set `email.sending_account: DEVELOPER`, or remove it";
    }
    for contact in pool.verify_before_update.difference(&pool.auto_verified_attributes) {
        let contact = contact.as_str();
        findings.add(
            "verify_before_update",
            &format!("`{contact}` is never verified"),
            "a new address can be proved only if it is among `auto_verified_attributes`",
            &format!("add `{contact}` there, or remove it here"),
        );
    }
}

fn check_domain(pool: &UserPool, findings: &mut Findings) {
    let has_domain = pool.domain.is_some() || pool.custom_domain.is_some();
    rules! { findings, Path::field("verification");
        Warning "method" if pool.verification.method == VerificationMethod::Link && !has_domain =>
            "a link leads nowhere without a domain",
            "the page that it opens is one of the pool's domain",
            "add `domain` or `custom_domain`, or verify by code";
    }
    rules! { findings;
        Warning "hosted_ui_css" if pool.hosted_ui_css.is_some() && !has_domain =>
            "there is no page to style",
            "the pool has no domain",
            "add `domain` or `custom_domain`";
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
