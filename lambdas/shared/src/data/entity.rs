//! What a table's items are to handlers and callers: one type, whose stored form differs in the keys alone.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Item, Table};
use crate::api::Tenant;
use crate::{Error, Id};

/// A type whose values are the items of a table.
pub trait Entity: Serialize + DeserializeOwned + Send {
    /// The table.
    const TABLE: &'static Table;
}

/// The item that something is stored as, by a caller of this tenant.
pub(super) fn stored<T: Serialize>(
    table: &Table,
    tenant: &Tenant,
    value: &T,
) -> Result<Item, Error> {
    let wrong =
        |reason: &str| Error::Item { table: table.name.to_owned(), reason: reason.to_owned() };
    let value = serde_json::to_value(value).map_err(|error| wrong(&error.to_string()))?;
    let Value::Object(mut item) = value else {
        return Err(wrong("it is no object"));
    };
    if let Some(id) = table.id
        && let Some(value) = item.remove("id")
    {
        item.insert(id.to_owned(), value);
    }
    for name in table.keys {
        if let Some(value) = item.get_mut(*name) {
            let id: Option<Id> = value.as_str().and_then(|text| text.parse().ok());
            *value = id.ok_or_else(|| wrong("a key is no id"))?.stored(tenant).into();
        }
    }
    Ok(item)
}

/// What an item is to a caller of this tenant. An item with another's key is none: nobody but this tenant and everybody
/// has been asked for, so it would be a mistake to show it.
pub(super) fn shown<E: Entity>(tenant: &Tenant, mut item: Item) -> Result<Option<E>, Error> {
    let table = E::TABLE;
    for name in table.keys {
        if let Some(value) = item.get_mut(*name) {
            let id = value.as_str().and_then(|key| Id::from_stored(key, tenant));
            let Some(id) = id else {
                return Ok(None);
            };
            *value = id.to_string().into();
        }
    }
    if let Some(id) = table.id
        && let Some(value) = item.remove(id)
    {
        item.insert("id".to_owned(), value);
    }
    // The error may quote a value, which is somebody's data.
    serde_json::from_value(Value::Object(item)).map(Some).map_err(|_| Error::Item {
        table: table.name.to_owned(),
        reason: "an attribute is absent, or has another type than it should".to_owned(),
    })
}
