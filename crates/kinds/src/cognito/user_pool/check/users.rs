//! What users sign in with, and what the pool knows of them.

use crate::cognito::user_pool::attributes::{CustomAttribute, DataType, StandardName};
use crate::cognito::user_pool::mfa::MfaMode;
use crate::cognito::user_pool::settings::{Alias, Contact, Recovery};
use crate::cognito::user_pool::spec::UserPool;
use kind::Findings;

pub(super) fn check(pool: &UserPool, findings: &mut Findings) {
    check_sign_in(pool, findings);
    check_recovery(pool, findings);
    for (name, attribute) in &pool.standard_attributes {
        let path = format!("standard_attributes.{}", name.as_str());
        let has_length = attribute.minimum_length.is_some() || attribute.maximum_length.is_some();
        if has_length && name.data_type() != DataType::String {
            add_no_length(&path, findings);
        }
        let lengths = (attribute.minimum_length, attribute.maximum_length);
        check_order(&path, "length", lengths, findings);
    }
    for (name, attribute) in &pool.custom_attributes {
        check_custom(name, attribute, findings);
    }
}

fn check_sign_in(pool: &UserPool, findings: &mut Findings) {
    let sign_in = &pool.sign_in;
    if !sign_in.username_attributes.is_empty() && !sign_in.alias_attributes.is_empty() {
        findings.add(
            "sign_in",
            "addresses cannot be both user names and aliases",
            "AWS takes `username_attributes` or `alias_attributes`",
            "keep `username_attributes` if users have no name besides, and else `alias_attributes`",
        );
    }
    let by_email = sign_in.username_attributes.contains(&Contact::Email)
        || sign_in.alias_attributes.contains(&Alias::Email);
    if by_email && sign_in.case_sensitive.is_none() {
        findings.warn(
            "sign_in",
            "e-mail addresses are case sensitive",
            "without `case_sensitive` AWS takes `Ann@example.com` and `ann@example.com` for two users, \
             and this can never be changed",
            "set `case_sensitive: false`, or `true` if that is meant",
        );
    }
}

fn check_recovery(pool: &UserPool, findings: &mut Findings) {
    let Some(ways) = pool.account_recovery.as_ref() else {
        return;
    };
    let is_repeated = ways.iter().enumerate().any(|(at, way)| ways[..at].contains(way));
    if is_repeated {
        findings.add(
            "account_recovery",
            "one way is named twice",
            "AWS takes each once",
            "name `verified_email`, `verified_phone_number` or both, the preferred one first",
        );
    } else if ways.len() > 1 && ways.contains(&Recovery::AdminOnly) {
        findings.add(
            "account_recovery",
            "`admin_only` stands alone",
            "it says that users have no way themselves",
            "take it or the other away",
        );
    }
    check_recovery_by_factor(pool, ways, findings);
}

/// Nobody recovers a password by the way that is his second factor (CreateUserPool, `AccountRecoverySetting`).
fn check_recovery_by_factor(pool: &UserPool, ways: &[Recovery], findings: &mut Findings) {
    let (way, factor) = match ways {
        [Recovery::VerifiedPhoneNumber] if pool.mfa.sms => ("text message", "verified_email"),
        [Recovery::VerifiedEmail] if pool.mfa.email.is_some() => {
            ("e-mail", "verified_phone_number")
        }
        _ => return,
    };
    if pool.mfa.mode != MfaMode::Off {
        let other = match pool.mfa.software_token {
            true => "",
            false => ", or another factor, such as `mfa.software_token: true`",
        };
        findings.warn(
            "account_recovery",
            &format!("who has a second factor by {way} cannot recover a password"),
            "AWS does not send the code for a new password by the way that is the second factor",
            &format!("add `{factor}`{other}"),
        );
    }
}

fn check_custom(name: &str, attribute: &CustomAttribute, findings: &mut Findings) {
    let path = format!("custom_attributes[\"{name}\"]");
    let has_prefix = name.starts_with("custom:") || name.starts_with("dev:");
    let length = name.chars().count();
    if has_prefix {
        findings.warn(
            &path,
            "a custom attribute is written without its prefix",
            "AWS puts `custom:` before the name by itself, and so a second one",
            "write what comes after the colon",
        );
    } else if !(1..=20).contains(&length) || name.chars().any(char::is_whitespace) {
        findings.add(
            &path,
            "bad name of a custom attribute",
            &format!("this has {length} characters, and AWS takes 1–20 without spaces"),
            "shorten it",
        );
    } else if StandardName::of(name).is_some() || name == "sub" {
        findings.warn(
            &path,
            &format!("every pool has an attribute `{name}`"),
            &format!("this makes another one, `custom:{name}`"),
            "use the standard one, or rename this one",
        );
    }
    let has_length = attribute.minimum_length.is_some() || attribute.maximum_length.is_some();
    if has_length && attribute.data_type != DataType::String {
        add_no_length(&path, findings);
    }
    let has_value = attribute.minimum_value.is_some() || attribute.maximum_value.is_some();
    if has_value && attribute.data_type != DataType::Number {
        findings.warn(
            &path,
            "only a `Number` has a smallest and a largest value",
            &format!("this is a `{}`", attribute.data_type.as_str()),
            "take `minimum_value` and `maximum_value` away",
        );
    }
    let lengths = (attribute.minimum_length, attribute.maximum_length);
    check_order(&path, "length", lengths, findings);
    let values = (attribute.minimum_value, attribute.maximum_value);
    check_order(&path, "value", values, findings);
}

fn add_no_length(path: &str, findings: &mut Findings) {
    findings.warn(
        path,
        "only text has a length",
        "the attribute holds something else",
        "take `minimum_length` and `maximum_length` away",
    );
}

fn check_order(
    path: &str,
    what: &str,
    limits: (Option<i64>, Option<i64>),
    findings: &mut Findings,
) {
    if let (Some(least), Some(most)) = limits
        && least > most
    {
        findings.add(
            path,
            &format!("no {what} fits"),
            &format!("the minimum, {least}, is above the maximum, {most}"),
            "exchange them",
        );
    }
}
