//! The tables in DynamoDB. Every attribute has a placeholder, since DynamoDB reserves words such as `status`.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem, Update,
};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value, to_item};
use serde_json::Value;

use super::{
    Action, Condition, Found, Item, Key, Query, Scope, Sessions, Table, Tables, Work, Write,
    Written,
};
use crate::Error;

/// How often a transaction is tried that meets another one.
const ATTEMPTS: u32 = 4;

/// How long it waits before the second time; twice as long before the third, and so on.
const FIRST_PAUSE: Duration = Duration::from_millis(25);

/// The tables of an environment.
pub struct Dynamo {
    sessions: Sessions,
    prefix: String,
}

type Attributes = HashMap<String, AttributeValue>;

impl Dynamo {
    /// The tables whose names begin with this prefix and `-`.
    pub fn new(sessions: Sessions, prefix: impl Into<String>) -> Self {
        Self { sessions, prefix: prefix.into() }
    }

    fn name(&self, table: &Table) -> String {
        format!("{}-{}", self.prefix, table.name)
    }

    async fn read(&self, scope: &Scope, table: &Table, key: &Key) -> Result<Option<Item>, Error> {
        let name = self.name(table);
        let answer = self
            .sessions
            .client(scope)
            .await
            .get_item()
            .table_name(&name)
            .set_key(Some(attributes(&name, table.key_item(key))?))
            .consistent_read(true)
            .send()
            .await
            .map_err(|failure| Error::database("GetItem", &name, &failure))?;
        answer.item.map(|item| decoded(&name, item)).transpose()
    }

    async fn find(&self, scope: &Scope, query: Query) -> Result<Found, Error> {
        let name = self.name(query.table);
        let (partition, sort) = match query.index {
            Some(index) => (index.partition, Some(index.sort)),
            None => (query.table.partition, query.table.sort),
        };
        let mut request = self
            .sessions
            .client(scope)
            .await
            .query()
            .table_name(&name)
            .set_index_name(query.index.map(|index| index.name.to_owned()))
            .expression_attribute_names("#partition", partition)
            .expression_attribute_values(":partition", AttributeValue::S(query.partition))
            .scan_index_forward(!query.is_descending)
            .limit(i32::try_from(query.limit).unwrap_or(i32::MAX))
            .set_exclusive_start_key(
                query.after.map(|after| attributes(&name, after)).transpose()?,
            );
        let mut condition = "#partition = :partition".to_owned();
        if let (Some(sort), Some(prefix)) = (sort, query.prefix) {
            condition += " AND begins_with(#sort, :prefix)";
            request = request
                .expression_attribute_names("#sort", sort)
                .expression_attribute_values(":prefix", AttributeValue::S(prefix));
        }
        let answer = request
            .key_condition_expression(condition)
            .send()
            .await
            .map_err(|failure| Error::database("Query", &name, &failure))?;
        let is_partial = answer.last_evaluated_key.is_some_and(|key| !key.is_empty());
        let items = answer.items.unwrap_or_default().into_iter();
        let items = items.map(|item| decoded(&name, item)).collect::<Result<_, _>>()?;
        Ok(Found { items, is_partial })
    }

    /// Writes, and waits its turn when another transaction is at one of the items.
    async fn change(&self, scope: &Scope, writes: Vec<Write>) -> Result<Written, Error> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            match self.attempt(scope, writes.clone()).await {
                Err(error) if error.is_passing() => tokio::time::sleep(pause).await,
                outcome => return outcome,
            }
            pause *= 2;
        }
        self.attempt(scope, writes).await
    }

    async fn attempt(&self, scope: &Scope, writes: Vec<Write>) -> Result<Written, Error> {
        let names: Vec<_> = writes.iter().map(|write| self.name(write.table)).collect();
        let all = names.join(", ");
        let writes = writes.into_iter().zip(&names);
        let writes =
            writes.map(|(write, name)| encoded(name, write)).collect::<Result<Vec<_>, _>>()?;
        let client = self.sessions.client(scope).await;
        let answer = client.transact_write_items().set_transact_items(Some(writes)).send().await;
        let Err(failure) = answer else {
            return Ok(Written::Done);
        };
        if let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
            failure.as_service_error()
        {
            let reasons = cancelled.cancellation_reasons();
            if let Some(place) = place_of(reasons, |code| code == "ConditionalCheckFailed") {
                return Ok(Written::Refused(place));
            }
            let refused = place_of(reasons, |code| code != "None");
            let reason = refused.and_then(|place| reasons.get(place));
            return Err(Error::Database {
                operation: "TransactWriteItems",
                table: refused.and_then(|place| names.get(place)).unwrap_or(&all).clone(),
                code: reason.and_then(CancellationReason::code).unwrap_or("NoReason").to_owned(),
                reason: "the transaction was cancelled".to_owned(),
            });
        }
        Err(Error::database("TransactWriteItems", &all, &failure))
    }
}

fn place_of(reasons: &[CancellationReason], is: impl Fn(&str) -> bool) -> Option<usize> {
    reasons.iter().position(|reason| reason.code().is_some_and(&is))
}

impl Tables for Dynamo {
    fn get<'a>(
        &'a self,
        scope: &'a Scope,
        table: &'static Table,
        key: Key,
    ) -> Work<'a, Option<Item>> {
        Box::pin(async move { self.read(scope, table, &key).await })
    }

    fn query<'a>(&'a self, scope: &'a Scope, query: Query) -> Work<'a, Found> {
        Box::pin(self.find(scope, query))
    }

    fn write<'a>(&'a self, scope: &'a Scope, writes: Vec<Write>) -> Work<'a, Written> {
        Box::pin(self.change(scope, writes))
    }
}

/// A write as DynamoDB wants it.
fn encoded(table: &str, write: Write) -> Result<TransactWriteItem, Error> {
    let wrong = |error: aws_sdk_dynamodb::error::BuildError| Error::Item {
        table: table.to_owned(),
        reason: error.to_string(),
    };
    let key = attributes(table, write.table.key_item(&write.key))?;
    let mut text = Expression::new(table);
    let condition = text.conditions(write.table, &write.conditions)?;
    let item = TransactWriteItem::builder();
    let item = match write.action {
        Action::Put(put) => item.put(
            Put::builder()
                .table_name(table)
                .set_item(Some(attributes(table, put)?))
                .set_condition_expression(condition)
                .set_expression_attribute_names(text.names())
                .set_expression_attribute_values(text.values())
                .build()
                .map_err(wrong)?,
        ),
        Action::Change { set, add, remove } => {
            let change = text.change(&set, &add, &remove)?;
            item.update(
                Update::builder()
                    .table_name(table)
                    .set_key(Some(key))
                    .update_expression(change)
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(text.names())
                    .set_expression_attribute_values(text.values())
                    .build()
                    .map_err(wrong)?,
            )
        }
        Action::Delete => item.delete(
            Delete::builder()
                .table_name(table)
                .set_key(Some(key))
                .set_condition_expression(condition)
                .set_expression_attribute_names(text.names())
                .set_expression_attribute_values(text.values())
                .build()
                .map_err(wrong)?,
        ),
        Action::Check => item.condition_check(
            ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key))
                .set_condition_expression(condition)
                .set_expression_attribute_names(text.names())
                .set_expression_attribute_values(text.values())
                .build()
                .map_err(wrong)?,
        ),
    };
    Ok(item.build())
}

/// The names and values that an expression mentions.
struct Expression<'a> {
    table: &'a str,
    names: HashMap<String, String>,
    values: Attributes,
}

impl<'a> Expression<'a> {
    fn new(table: &'a str) -> Self {
        Self { table, names: HashMap::new(), values: HashMap::new() }
    }

    fn name(&mut self, name: &str) -> String {
        let placeholder = format!("#{name}");
        self.names.insert(placeholder.clone(), name.to_owned());
        placeholder
    }

    fn value(&mut self, value: &Value) -> Result<String, Error> {
        let placeholder = format!(":v{}", self.values.len());
        let value = to_attribute_value(value).map_err(|error| Error::item(self.table, &error))?;
        self.values.insert(placeholder.clone(), value);
        Ok(placeholder)
    }

    fn conditions(
        &mut self,
        table: &Table,
        conditions: &[Condition],
    ) -> Result<Option<String>, Error> {
        let mut texts = Vec::with_capacity(conditions.len());
        for condition in conditions {
            texts.push(match condition {
                Condition::Exists => format!("attribute_exists({})", self.name(table.partition)),
                Condition::Absent => {
                    format!("attribute_not_exists({})", self.name(table.partition))
                }
                Condition::Is(name, value) => {
                    format!("{} = {}", self.name(name), self.value(value)?)
                }
                Condition::Below(name, limit) => {
                    let (name, limit) = (self.name(name), self.value(&(*limit).into())?);
                    format!("(attribute_not_exists({name}) OR {name} < {limit})")
                }
            });
        }
        Ok((!texts.is_empty()).then(|| texts.join(" AND ")))
    }

    fn change(
        &mut self,
        set: &Item,
        add: &[(&str, i64)],
        remove: &[&str],
    ) -> Result<String, Error> {
        let mut text = Vec::new();
        let mut assignments = Vec::with_capacity(set.len());
        for (name, value) in set {
            assignments.push(format!("{} = {}", self.name(name), self.value(value)?));
        }
        if !assignments.is_empty() {
            text.push(format!("SET {}", assignments.join(", ")));
        }
        let mut additions = Vec::with_capacity(add.len());
        for (name, number) in add {
            additions.push(format!("{} {}", self.name(name), self.value(&(*number).into())?));
        }
        if !additions.is_empty() {
            text.push(format!("ADD {}", additions.join(", ")));
        }
        if !remove.is_empty() {
            let names: Vec<_> = remove.iter().map(|name| self.name(name)).collect();
            text.push(format!("REMOVE {}", names.join(", ")));
        }
        Ok(text.join(" "))
    }

    fn names(&mut self) -> Option<HashMap<String, String>> {
        let names = std::mem::take(&mut self.names);
        (!names.is_empty()).then_some(names)
    }

    fn values(&mut self) -> Option<Attributes> {
        let values = std::mem::take(&mut self.values);
        (!values.is_empty()).then_some(values)
    }
}

fn attributes(table: &str, item: Item) -> Result<Attributes, Error> {
    to_item(item).map_err(|error| Error::item(table, &error))
}

fn decoded(table: &str, item: Attributes) -> Result<Item, Error> {
    // The error may quote a value, which is somebody's data.
    from_item(item).map_err(|_: serde_dynamo::Error| Error::Item {
        table: table.to_owned(),
        reason: "an attribute has a type that JSON has not".to_owned(),
    })
}
