//! Where the tags of a type are, and in which form.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::handlers::texts;
use crate::path::{EACH, PropertyPath};

/// The property that holds the tags of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagProperty {
    pub path: PropertyPath,
    pub shape: TagShape,
    /// Whether AWS accepts other tags after creation.
    pub updatable: bool,
    /// The IAM actions that tagging needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
}

/// The form of tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TagShape {
    /// `{ team: shop }`
    Map,
    /// `[{ Key: team, Value: shop }]`: how the key and the value are called differs by type.
    List { key: String, value: String },
}

impl TagProperty {
    /// The tags of a type, by its registry schema and what that was made into. `None` where it has none, or none
    /// that can be written.
    pub(crate) fn of(registry: &Value, published: &Value) -> Option<Self> {
        let tagging = registry.get("tagging");
        let said = |name: &str| tagging.and_then(|tagging| tagging.get(name));
        let taggable = said("taggable").or_else(|| registry.get("taggable"));
        if taggable.and_then(Value::as_bool) == Some(false) {
            return None;
        }
        let pointer = said("tagProperty").and_then(Value::as_str).unwrap_or("/properties/Tags");
        let path = PropertyPath::from_pointer(pointer)?;
        let node = at(published, path.segments())?;
        let updatable = said("tagUpdatable").and_then(Value::as_bool).unwrap_or(true);
        Some(Self {
            shape: shape(published, node)?,
            updatable: updatable && node.get("x-create-only").is_none(),
            permissions: texts(said("permissions")),
            path,
        })
    }
}

/// The schema of a property.
fn at<'a>(root: &'a Value, segments: &[String]) -> Option<&'a Value> {
    segments.iter().try_fold(root, |node, segment| {
        let node = resolve(root, node);
        match segment.as_str() {
            EACH => node.get("items").or_else(|| node.get("additionalProperties")),
            name => node.get("properties")?.get(name),
        }
    })
}

fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    let target = node.get("$ref").and_then(Value::as_str);
    let name = target.and_then(|target| target.strip_prefix("#/$defs/"));
    let target = name.and_then(|name| root.get("$defs")?.get(name));
    target.map_or(node, |target| resolve(root, target))
}

fn shape(root: &Value, node: &Value) -> Option<TagShape> {
    let node = resolve(root, node);
    if let Some(items) = node.get("items") {
        let items = resolve(root, items);
        // Tags that have to say more than a key and a value, such as whether they go on to instances, are no tags alone.
        let required = items.get("required").and_then(Value::as_array);
        if required.is_some_and(|required| required.len() > 2) {
            return None;
        }
        let properties = items.get("properties")?.as_object()?;
        let named = |names: [&str; 2]| {
            let mut found = names.iter().filter_map(|name| {
                let mut keys = properties.keys();
                keys.find(|key| key.to_lowercase() == *name)
            });
            found.next().cloned()
        };
        return Some(TagShape::List {
            key: named(["key", "tagkey"])?,
            value: named(["value", "tagvalue"])?,
        });
    }
    let types = node.get("type");
    let is_object = types.is_some_and(|types| {
        types == "object" || types.as_array().is_some_and(|types| types.contains(&"object".into()))
    });
    (is_object && node.get("properties").is_none()).then_some(TagShape::Map)
}
