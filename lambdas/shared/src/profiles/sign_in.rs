//! Counts a sign-in in the user's profile.
//!
//! Profiles belong to registration. Counting changes one that exists and creates none, so a sign-in
//! can never leave behind a profile without an e-mail or an organization.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use jiff::SignedDuration;

use crate::invocation::timestamp;
use crate::{Error, Invocation};

/// Sign-ins of one user within this time count as one. A caller that gets no answer repeats its
/// call without saying so (Cognito: three attempts, five seconds apart), and so may the SDK.
pub const COUNT_ONCE_WITHIN: SignedDuration = SignedDuration::from_secs(15);

/// What became of counting a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInCount {
    /// The profile has one sign-in more.
    Counted,
    /// Another sign-in of this user was counted moments ago.
    AlreadyCounted,
    /// The user has no profile.
    ProfileMissing,
    /// The profile has no `metadata`, and somebody took away the one that was made for it.
    MetadataMissing,
    /// The profile's `metadata` is not a map, so nothing can be kept in it.
    MetadataUnusable,
}

/// Sets `metadata.last_login` and adds one to `metadata.login_count`.
pub async fn count_sign_in(
    client: &Client,
    table: &str,
    user_id: &str,
    invocation: &Invocation,
) -> Result<SignInCount, Error> {
    let profile = || client.update_item().table_name(table).key("user_id", text(user_id));
    match write(table, increment(profile(), invocation)).await? {
        SignInCount::MetadataMissing => write(table, begin_counting(profile(), invocation)).await,
        outcome => Ok(outcome),
    }
}

/// Counts in a profile that has its `metadata`, unless it was just counted. A last login that is
/// absent, of another type or in the future does not stand in the way.
fn increment(profile: UpdateItemFluentBuilder, invocation: &Invocation) -> UpdateItemFluentBuilder {
    let recently = invocation.now.saturating_sub(COUNT_ONCE_WITHIN).unwrap_or(invocation.now);
    profile
        .condition_expression(
            "attribute_exists(#user_id) AND attribute_type(#metadata, :map) \
             AND NOT (#metadata.#last_login BETWEEN :recently AND :now)",
        )
        .update_expression(
            "SET #metadata.#last_login = :now, \
             #metadata.#login_count = if_not_exists(#metadata.#login_count, :zero) + :one",
        )
        .expression_attribute_names("#user_id", "user_id")
        .expression_attribute_names("#metadata", "metadata")
        .expression_attribute_names("#last_login", "last_login")
        .expression_attribute_names("#login_count", "login_count")
        .expression_attribute_values(":map", text("M"))
        .expression_attribute_values(":recently", text(timestamp(recently)))
        .expression_attribute_values(":now", text(invocation.timestamp()))
        .expression_attribute_values(":zero", number(0))
        .expression_attribute_values(":one", number(1))
}

/// Gives a profile its first `metadata`. An update cannot reach into a map that is not there.
fn begin_counting(
    profile: UpdateItemFluentBuilder,
    invocation: &Invocation,
) -> UpdateItemFluentBuilder {
    let metadata = HashMap::from([
        ("last_login".to_owned(), text(invocation.timestamp())),
        ("login_count".to_owned(), number(1)),
    ]);
    profile
        .condition_expression(
            "attribute_exists(#user_id) \
             AND (attribute_not_exists(#metadata) OR attribute_type(#metadata, :null))",
        )
        .update_expression("SET #metadata = :metadata")
        .expression_attribute_names("#user_id", "user_id")
        .expression_attribute_names("#metadata", "metadata")
        .expression_attribute_values(":null", text("NULL"))
        .expression_attribute_values(":metadata", AttributeValue::M(metadata))
}

/// Sends an update whose condition is that there is something to count in.
async fn write(table: &str, update: UpdateItemFluentBuilder) -> Result<SignInCount, Error> {
    let answer = update
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .send()
        .await;
    let Err(failure) = answer else {
        return Ok(SignInCount::Counted);
    };
    match failure.as_service_error() {
        Some(UpdateItemError::ConditionalCheckFailedException(refusal)) => {
            Ok(why_refused(refusal.item()))
        }
        _ => Err(Error::database("UpdateItem", table, &failure)),
    }
}

/// Reads off the item that was found, if any, why it could not be counted in.
fn why_refused(profile: Option<&HashMap<String, AttributeValue>>) -> SignInCount {
    let Some(profile) = profile.filter(|item| !item.is_empty()) else {
        return SignInCount::ProfileMissing;
    };
    match profile.get("metadata") {
        None | Some(AttributeValue::Null(_)) => SignInCount::MetadataMissing,
        Some(AttributeValue::M(_)) => SignInCount::AlreadyCounted,
        Some(_) => SignInCount::MetadataUnusable,
    }
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: u32) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile_with(metadata: AttributeValue) -> HashMap<String, AttributeValue> {
        HashMap::from([("metadata".to_owned(), metadata)])
    }

    #[test]
    fn a_refusal_without_an_item_means_that_there_is_no_profile() {
        assert_eq!(why_refused(None), SignInCount::ProfileMissing);
        assert_eq!(why_refused(Some(&HashMap::new())), SignInCount::ProfileMissing);
    }

    #[test]
    fn a_refusal_with_an_item_is_read_off_its_metadata() {
        let bare = HashMap::from([("user_id".to_owned(), text("user"))]);
        let null = profile_with(AttributeValue::Null(true));
        let map = profile_with(AttributeValue::M(HashMap::new()));
        assert_eq!(why_refused(Some(&bare)), SignInCount::MetadataMissing);
        assert_eq!(why_refused(Some(&null)), SignInCount::MetadataMissing);
        assert_eq!(why_refused(Some(&map)), SignInCount::AlreadyCounted);
        assert_eq!(why_refused(Some(&profile_with(text("{}")))), SignInCount::MetadataUnusable);
    }
}
