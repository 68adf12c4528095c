//! What users sign in with, and what the pool knows of them.

use crate::cognito::user_pool::attributes::{CustomAttribute, DataType, StandardName};
use crate::cognito::user_pool::mfa::MfaMode;
use crate::cognito::user_pool::settings::{Alias, Contact, Recovery};
use crate::cognito::user_pool::spec::UserPool;
use crate::prelude::*;

pub(super) fn check(pool: &UserPool, findings: &mut Findings) {
    check_sign_in(pool, findings);
    check_recovery(pool, findings);
    for (name, attribute) in &pool.standard_attributes {
        let at = Path::field("standard_attributes").key(name.as_str());
        let lengths = (attribute.minimum_length, attribute.maximum_length);
        check_length(&at, name.data_type(), lengths, findings);
        check_order(&at, "length", lengths, findings);
    }
    for (name, attribute) in &pool.custom_attributes {
        check_custom(name, attribute, findings);
    }
}

fn check_sign_in(pool: &UserPool, findings: &mut Findings) {
    let (names, aliases) = (&pool.sign_in.username_attributes, &pool.sign_in.alias_attributes);
    let by_email = names.contains(&Contact::Email) || aliases.contains(&Alias::Email);
    rules! { findings;
        Error "sign_in" if !names.is_empty() && !aliases.is_empty() =>
            "addresses cannot be both user names and aliases",
            "AWS accepts `username_attributes` or `alias_attributes`",
            "keep `username_attributes` if users have no name besides, and else `alias_attributes`";
        Warning "sign_in" if by_email && pool.sign_in.case_sensitive.is_none() =>
            "e-mail addresses are case sensitive",
            "without `case_sensitive` AWS treats `Ann@example.com` and `ann@example.com` as two users, \
             and this can never be changed",
            "set `case_sensitive: false`, or `true` if that is meant";
    }
}

fn check_recovery(pool: &UserPool, findings: &mut Findings) {
    let Some(ways) = pool.account_recovery.as_ref() else {
        return;
    };
    let is_repeated = ways.iter().enumerate().any(|(at, way)| ways[..at].contains(way));
    let is_alone = ways.len() == 1 || !ways.contains(&Recovery::AdminOnly);
    rules! { findings;
        Error "account_recovery" if is_repeated =>
            "one way is named twice",
            "AWS accepts each once",
            "name `verified_email`, `verified_phone_number` or both, the preferred one first";
        Error "account_recovery" if !is_repeated && !is_alone =>
            "`admin_only` stands alone",
            "it says that users have no way themselves",
            "remove it or the other";
    }
    check_recovery_by_factor(pool, ways, findings);
}

/// A password cannot be recovered by the way that is the user's second factor (CreateUserPool, `AccountRecoverySetting`).
fn check_recovery_by_factor(pool: &UserPool, ways: &[Recovery], findings: &mut Findings) {
    let (way, factor) = match ways {
        [Recovery::VerifiedPhoneNumber] if pool.mfa.sms => ("text message", "verified_email"),
        [Recovery::VerifiedEmail] if pool.mfa.email.is_some() => {
            ("e-mail", "verified_phone_number")
        }
        _ => return,
    };
    let other = match pool.mfa.software_token {
        true => "",
        false => ", or another factor, such as `mfa.software_token: true`",
    };
    rules! { findings;
        Warning "account_recovery" if pool.mfa.mode != MfaMode::Off =>
            format!("who has a second factor by {way} cannot recover a password"),
            "AWS does not send the code for a new password by the way that is the second factor",
            format!("add `{factor}`{other}");
    }
}

fn check_custom(name: &str, attribute: &CustomAttribute, findings: &mut Findings) {
    let at = Path::field("custom_attributes").key(name);
    let has_prefix = name.starts_with("custom:") || name.starts_with("dev:");
    let length = name.chars().count();
    let is_name = (1..=20).contains(&length) && !name.contains(char::is_whitespace);
    let is_standard = StandardName::of(name).is_some() || name == "sub";
    let lengths = (attribute.minimum_length, attribute.maximum_length);
    let values = (attribute.minimum_value, attribute.maximum_value);
    rules! { findings, at;
        Warning if has_prefix =>
            "a custom attribute is written without its prefix",
            "AWS puts `custom:` before the name by itself, and so a second one",
            "write what comes after the colon";
        Error if !has_prefix && !is_name =>
            "bad name of a custom attribute",
            format!("this has {length} characters, and AWS accepts 1–20 without spaces"),
            "shorten it";
        Warning if is_name && is_standard =>
            format!("every pool has an attribute `{name}`"),
            format!("this makes another one, `custom:{name}`"),
            "use the standard one, or rename this one";
    }
    check_length(&at, attribute.data_type, lengths, findings);
    rules! { findings, at;
        Warning if values != (None, None) && attribute.data_type != DataType::Number =>
            "only a `Number` has a smallest and a largest value",
            format!("this is a `{}`", attribute.data_type.as_str()),
            "remove `minimum_value` and `maximum_value`";
    }
    check_order(&at, "length", lengths, findings);
    check_order(&at, "value", values, findings);
}

/// The least and the most of something.
type Limits = (Option<i64>, Option<i64>);

fn check_length(at: &Path, held: DataType, lengths: Limits, findings: &mut Findings) {
    rules! { findings, at;
        Warning if lengths != (None, None) && held != DataType::String =>
            "only text has a length",
            "the attribute holds something else",
            "remove `minimum_length` and `maximum_length`";
    }
}

fn check_order(at: &Path, what: &str, limits: Limits, findings: &mut Findings) {
    if let (Some(least), Some(most)) = limits {
        rules! { findings, at;
            Error if least > most =>
                format!("no {what} fits"),
                format!("the minimum, {least}, is above the maximum, {most}"),
                "exchange them";
        }
    }
}
