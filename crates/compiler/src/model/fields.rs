//! A few values by name, of which there are very many: a map takes room for eleven of them at once, and their kinds
//! have the names already.

use std::collections::BTreeMap;

use kind::{AnyKind, Prediction};
use language::value::{Object, Value};

/// A few values by name, in no more memory than they take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields<T>(Box<[(&'static str, T)]>);

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl<T> FromIterator<(&'static str, T)> for Fields<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl<T> Fields<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// The names and their values, in the order of what they were made of.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// The values alone.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<T: Clone> Fields<T> {
    /// The same as a map.
    pub fn to_map(&self) -> BTreeMap<String, T> {
        self.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }
}

impl Fields<Value> {
    /// The same as an object.
    pub fn to_value(&self) -> Value {
        let fields = self.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        fields.collect::<Object>().into()
    }
}

/// The id and the outputs of a resource before it is created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Predicted {
    pub id: Option<String>,
    /// `None` for each output that AWS invents.
    pub outputs: Fields<Option<String>>,
}

impl Predicted {
    /// What a kind predicts.
    pub fn of(kind: &'static dyn AnyKind, mut prediction: Prediction) -> Self {
        let names = kind.outputs().iter().map(|output| output.name.as_str());
        let outputs = names.filter_map(|name| Some((name, prediction.outputs.remove(name)?)));
        Self { outputs: outputs.collect(), id: prediction.id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_found_by_name_and_come_in_order() {
        let object = json!({ "name": "a", "path": "/", "size": 3 });
        let names = ["name", "path", "size"];
        let fields: Fields<Value> =
            names.map(|name| (name, object[name].clone())).into_iter().collect();
        assert_eq!(fields.get("path"), Some(&json!("/")));
        assert_eq!(fields.get("pat"), None);
        assert_eq!(fields.values().collect::<Vec<_>>(), [&json!("a"), &json!("/"), &json!(3)]);
        assert_eq!(fields.to_value(), object);
        assert_eq!(fields.to_map().len(), 3);
        assert_eq!(Fields::<Value>::default().to_value(), json!({}));
    }
}
