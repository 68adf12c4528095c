//! Whole profiles. Each call does one thing to one item, and doing it twice does no harm: the SDK
//! repeats calls whose answer got lost.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value, to_item};
use serde_json::{Map, Value};

use crate::items::Profile;
use crate::{Error, Invocation};

/// What a user may change in a profile. What is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The new name.
    pub full_name: Option<String>,
    /// The new preferences, in place of all old ones.
    pub preferences: Option<Map<String, Value>>,
}

impl Changes {
    /// The attributes that change, for a record that may not hold their values.
    pub fn fields(&self) -> Vec<&'static str> {
        let full_name = self.full_name.as_ref().map(|_| "full_name");
        let preferences = self.preferences.as_ref().map(|_| "preferences");
        full_name.into_iter().chain(preferences).collect()
    }
}

/// Writes a new profile. One that is there already is left alone: user ids are random, so it is the
/// one that an earlier attempt of this very call has written.
pub async fn create(client: &Client, table: &str, profile: &Profile) -> Result<(), Error> {
    let item = to_item(profile).map_err(|error| Error::item(table, &error))?;
    let answer = client
        .put_item()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(#user_id)")
        .expression_attribute_names("#user_id", "user_id")
        .send()
        .await;
    match answer {
        Ok(_) => Ok(()),
        Err(failure) => match failure.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(()),
            _ => Err(Error::database("PutItem", table, &failure)),
        },
    }
}

/// The profile of a user, as it is now.
pub async fn read(client: &Client, table: &str, user_id: &str) -> Result<Option<Profile>, Error> {
    let answer = client
        .get_item()
        .table_name(table)
        .key("user_id", text(user_id))
        .consistent_read(true)
        .send()
        .await
        .map_err(|failure| Error::database("GetItem", table, &failure))?;
    answer.item.map(|item| decode(table, item)).transpose()
}

/// Changes a profile and returns it as it is then, or nothing if there is none.
pub async fn change(
    client: &Client,
    table: &str,
    user_id: &str,
    changes: &Changes,
    invocation: &Invocation,
) -> Result<Option<Profile>, Error> {
    let mut set = vec![("updated_at", text(invocation.timestamp()))];
    if let Some(full_name) = &changes.full_name {
        set.push(("full_name", text(full_name)));
    }
    if let Some(preferences) = &changes.preferences {
        let preferences =
            to_attribute_value(preferences).map_err(|error| Error::item(table, &error))?;
        set.push(("preferences", preferences));
    }
    let answer =
        update(client, table, user_id, set).return_values(ReturnValue::AllNew).send().await;
    match answer {
        Ok(output) => output.attributes.map(|item| decode(table, item)).transpose(),
        Err(failure) => match failure.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
            _ => Err(Error::database("UpdateItem", table, &failure)),
        },
    }
}

/// An update of an item that exists. Each name has a placeholder, since DynamoDB reserves words
/// such as `status` and `role`.
fn update(
    client: &Client,
    table: &str,
    user_id: &str,
    set: Vec<(&str, AttributeValue)>,
) -> aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder {
    let assignments: Vec<_> = set.iter().map(|(name, _)| format!("#{name} = :{name}")).collect();
    let update = client
        .update_item()
        .table_name(table)
        .key("user_id", text(user_id))
        .condition_expression("attribute_exists(#user_id)")
        .update_expression(format!("SET {}", assignments.join(", ")))
        .expression_attribute_names("#user_id", "user_id");
    set.into_iter().fold(update, |update, (name, value)| {
        update
            .expression_attribute_names(format!("#{name}"), name)
            .expression_attribute_values(format!(":{name}"), value)
    })
}

/// Deletes a profile, if there is one, and says whether there was.
pub async fn delete(client: &Client, table: &str, user_id: &str) -> Result<bool, Error> {
    let answer = client
        .delete_item()
        .table_name(table)
        .key("user_id", text(user_id))
        .return_values(ReturnValue::AllOld)
        .send()
        .await
        .map_err(|failure| Error::database("DeleteItem", table, &failure))?;
    Ok(answer.attributes.is_some_and(|item| !item.is_empty()))
}

fn decode(table: &str, item: HashMap<String, AttributeValue>) -> Result<Profile, Error> {
    // The error may quote a value, and so a name.
    from_item(item).map_err(|_: serde_dynamo::Error| Error::Item {
        table: table.to_owned(),
        reason: "an attribute of a profile has another type than it should".to_owned(),
    })
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_change_are_named_without_their_values() {
        assert!(Changes::default().fields().is_empty());
        let changes = Changes { full_name: Some("Ada".to_owned()), preferences: Some(Map::new()) };
        assert_eq!(changes.fields(), ["full_name", "preferences"]);
    }
}
