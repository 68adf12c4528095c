//! Tags in the form of a type, and as every kind has them.

use aws::tags::Tags;
use language::value::{Object, Value};
use resource_types::{TagProperty, TagShape};

/// Where a type has its tags, and how. Inside specs and live objects they stand under `tags`, as with every kind.
#[derive(Debug, Clone)]
pub(crate) struct TagForm {
    property: String,
    shape: TagShape,
    /// Whether AWS accepts new tags for an object that is there.
    pub is_updatable: bool,
}

/// The field of every kind's tags.
const TAGS: &str = "tags";

impl TagForm {
    /// The form of a type's tags, where they are a property of the type itself.
    pub fn of(known: &TagProperty) -> Option<Self> {
        Some(Self {
            property: known.path.property()?.to_owned(),
            shape: known.shape.clone(),
            is_updatable: known.updatable,
        })
    }

    /// The property of the type.
    pub fn property(&self) -> &str {
        &self.property
    }

    /// Moves the tags of the type's own form to `tags`. Those that stand there already win.
    pub fn unify(&self, properties: &mut Object) {
        let Some(own) = properties.remove(&self.property) else {
            return;
        };
        let mut all: Object =
            self.read(&own).into_iter().map(|(key, value)| (key, value.into())).collect();
        if let Some(Value::Object(tags)) = properties.remove(TAGS) {
            all.extend(tags);
        }
        properties.insert(TAGS.to_owned(), all.into());
    }

    /// Moves `tags` to the type's own form.
    pub fn write(&self, properties: &mut Object) {
        let Some(Value::Object(tags)) = properties.remove(TAGS) else {
            return;
        };
        let own: Value = match &self.shape {
            TagShape::Map => tags.into(),
            TagShape::List { key, value } => tags
                .into_iter()
                .map(|(name, text)| {
                    Value::Object(
                        [(key.clone(), name.into()), (value.clone(), text)].into_iter().collect(),
                    )
                })
                .collect(),
        };
        properties.insert(self.property.clone(), own);
    }

    fn read(&self, own: &Value) -> Tags {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match (&self.shape, own) {
            (TagShape::Map, Value::Object(map)) => {
                map.iter().filter_map(|(key, value)| Some((key.clone(), text(value)?))).collect()
            }
            (TagShape::List { key, value }, Value::Array(list)) => {
                let tags = list.iter().filter_map(|tag| {
                    let value = tag.get(value).and_then(text).unwrap_or_default();
                    Some((text(tag.get(key)?)?, value))
                });
                tags.collect()
            }
            _ => Tags::new(),
        }
    }
}
