//! What many hold at once.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Value;

/// Something that is held in many places and rarely changed, such as the spec of a live object. A clone costs nothing;
/// who changes one that others hold as well gets a copy of its own.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shared<T>(Arc<T>);

impl<T: Clone> Shared<T> {
    /// The thing itself: a copy where others hold it as well.
    pub fn into_inner(self) -> T {
        Arc::unwrap_or_clone(self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(inner: T) -> Self {
        Self(Arc::new(inner))
    }
}

impl From<Shared<Value>> for Value {
    fn from(shared: Shared<Value>) -> Self {
        shared.into_inner()
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: PartialEq> PartialEq<T> for Shared<T> {
    fn eq(&self, other: &T) -> bool {
        *self.0 == *other
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn who_changes_it_changes_nobody_elses() {
        let first = Shared::from(json!({ "name": "a" }));
        let mut second = first.clone();
        second["name"] = json!("b");
        assert_eq!(first, json!({ "name": "a" }));
        assert_eq!(Value::from(second), json!({ "name": "b" }));
        assert_eq!(first.into_inner(), json!({ "name": "a" }));
    }

    #[test]
    fn it_is_written_and_read_as_what_it_holds() {
        let shared = Shared::from(json!(["a", { "b": null }]));
        let text = serde_json::to_string(&shared).unwrap();
        assert_eq!(text, r#"["a",{"b":null}]"#);
        assert_eq!(serde_json::from_str::<Shared<Value>>(&text).unwrap(), shared);
    }
}
