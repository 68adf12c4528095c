//! What Cloud Control does for a type, and what it calls for it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The handlers of a type: the IAM actions that each of them needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handlers {
    pub create: Vec<String>,
    pub read: Vec<String>,
    pub update: Vec<String>,
    pub delete: Vec<String>,
    pub list: Vec<String>,
    /// Whether an object can be changed: where it cannot, each change replaces it.
    pub has_update: bool,
    /// Whether Cloud Control can read one object.
    pub has_read: bool,
    /// Whether Cloud Control can list the objects of the type.
    pub has_list: bool,
    /// The properties that listing needs, such as the id of the API whose stages are listed.
    pub list_needs: Vec<String>,
}

impl Handlers {
    /// The handlers that a registry schema names; `None` where it names none.
    pub(crate) fn of(schema: &Value) -> Option<Self> {
        let handlers = schema.get("handlers")?.as_object().filter(|map| !map.is_empty())?;
        let permissions = |name: &str| {
            let of_one = handlers.get(name).and_then(|handler| handler.get("permissions"));
            texts(of_one)
        };
        let needs = handlers.get("list").and_then(|list| list.pointer("/handlerSchema/required"));
        Some(Self {
            create: permissions("create"),
            read: permissions("read"),
            update: permissions("update"),
            delete: permissions("delete"),
            list: permissions("list"),
            has_update: handlers.contains_key("update"),
            has_read: handlers.contains_key("read"),
            has_list: handlers.contains_key("list"),
            list_needs: texts(needs),
        })
    }
}

/// The texts of a list; none where there is no list.
pub(crate) fn texts(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}
