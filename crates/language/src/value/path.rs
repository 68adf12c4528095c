//! Where in a value something stands: `code.folder`, `statements[2].actions`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Value;

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Segment {
    Index(usize),
    Key(String),
}

/// The steps from the root of a value to a place inside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The value itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path to what stands at `inner` of what stands here.
    pub fn join(&self, inner: &Path) -> Self {
        Self(self.0.iter().chain(&inner.0).cloned().collect())
    }

    /// The path to a key of the root.
    pub fn field(name: &str) -> Self {
        Self(vec![Segment::Key(name.to_owned())])
    }

    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    pub fn push(&mut self, segment: Segment) {
        self.0.push(segment);
    }

    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// This path with one more key.
    pub fn key(&self, key: &str) -> Self {
        self.with(Segment::Key(key.to_owned()))
    }

    /// This path with one more index.
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    fn with(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        Self(segments)
    }

    /// Whether this path is `other` or stands inside it.
    pub fn is_within(&self, other: &Path) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The first key, which is the name of the field of the spec.
    pub fn first_key(&self) -> Option<&str> {
        match self.0.first() {
            Some(Segment::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// The innermost key.
    pub fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        })
    }

    /// What stands at this place of `value`.
    pub fn of<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(value, |value, segment| match segment {
            Segment::Key(key) => value.get(key),
            Segment::Index(index) => value.get(index),
        })
    }

    /// Puts `new` at this place of `value`, or removes what is there; does nothing where the
    /// parent does not exist.
    pub fn set(&self, value: &mut Value, new: Option<Value>) {
        let Some((last, parents)) = self.0.split_last() else {
            if let Some(new) = new {
                *value = new;
            }
            return;
        };
        let parent = parents.iter().try_fold(value, |value, segment| match segment {
            Segment::Key(key) => value.get_mut(key),
            Segment::Index(index) => value.get_mut(index),
        });
        match (parent, last, new) {
            (Some(Value::Object(object)), Segment::Key(key), Some(new)) => {
                object.insert(key.clone(), new);
            }
            (Some(Value::Object(object)), Segment::Key(key), None) => {
                object.remove(key);
            }
            (Some(Value::Array(list)), Segment::Index(index), Some(new)) => {
                if let Some(slot) = list.get_mut(*index) {
                    *slot = new;
                }
            }
            _ => {}
        }
    }

    /// Reads `code.folder` or `layers[0]`, as people write it in `ignore_changes`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if rest.starts_with("[\"") {
                let (key, tail) = quoted_key(rest)?;
                segments.push(Segment::Key(key));
                rest = tail;
            } else if let Some(after) = rest.strip_prefix('[') {
                let (index, tail) = after.split_once(']')?;
                segments.push(Segment::Index(index.parse().ok()?));
                rest = tail;
            } else {
                let start = rest.strip_prefix('.').unwrap_or(rest);
                let end = start.find(['.', '[']).unwrap_or(start.len());
                let (key, tail) = start.split_at(end);
                if key.is_empty() {
                    return None;
                }
                segments.push(Segment::Key(key.to_owned()));
                rest = tail;
            }
        }
        (!segments.is_empty()).then_some(Self(segments))
    }
}

impl FromIterator<Segment> for Path {
    fn from_iter<I: IntoIterator<Item = Segment>>(segments: I) -> Self {
        Self(segments.into_iter().collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) if is_plain(key) => {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Segment::Key(key) => write!(f, "[{}]", in_quotes(key))?,
            }
        }
        Ok(())
    }
}

/// A key as it stands between the brackets of a path or an address: JSON text, which ends no line.
pub fn in_quotes(key: &str) -> String {
    Value::from(key).to_string()
}

/// The key that stands so. What is not JSON text was written by a person, or by a version that wrote keys as they
/// are.
pub fn out_of_quotes(text: &str) -> Option<String> {
    let written = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(serde_json::from_str(text).unwrap_or_else(|_| written.to_owned()))
}

/// The key at the start of what is left of a path, and what stands behind it.
fn quoted_key(text: &str) -> Option<(String, &str)> {
    let ends = text.match_indices("\"]").map(|(end, _)| end + 1);
    let parts = ends.filter_map(|end| Some((text.get(1..end)?, text.get(end + 1..)?)));
    let mut whole = parts
        .clone()
        .filter_map(|(quoted, tail)| Some((serde_json::from_str::<String>(quoted).ok()?, tail)));
    whole.next().or_else(|| {
        let mut parts = parts;
        let (quoted, tail) = parts.next()?;
        Some((out_of_quotes(quoted)?, tail))
    })
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    proptest! {
        #[test]
        fn parse_reads_what_display_writes(
            segments in prop::collection::vec(
                prop_oneof![
                    "[a-z_.:/-]{1,8}".prop_map(Segment::Key),
                    any::<String>().prop_map(Segment::Key),
                    (0usize..99).prop_map(Segment::Index),
                ],
                1..5,
            )
        ) {
            let path: Path = segments.into_iter().collect();
            prop_assert_eq!(Path::parse(&path.to_string()), Some(path));
        }
    }

    #[test]
    fn set_replaces_and_removes() {
        let mut value = json!({ "a": { "b": 1, "c": 2 } });
        Path::parse("a.b").unwrap().set(&mut value, Some(json!(7)));
        Path::parse("a.c").unwrap().set(&mut value, None);
        Path::parse("x.y").unwrap().set(&mut value, Some(json!(0)));
        assert_eq!(value, json!({ "a": { "b": 7 } }));
    }
}
