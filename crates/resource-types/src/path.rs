//! Paths to properties of a type.

use std::fmt;

use language::value::{Path, Segment, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which properties of a type are meant: `Endpoint.Address`, `Rules.*.RuleVersion`. The segment `*` stands for each
/// element of a list and each entry of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyPath(Vec<String>);

/// The segment that stands for each element or entry.
pub(crate) const EACH: &str = "*";

impl PropertyPath {
    /// Reads a JSON pointer as the registry writes them: `/properties/Rules/*/RuleVersion`.
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        let rest = pointer.strip_prefix("/properties/")?;
        let segments = rest.split('/').map(|segment| segment.replace("~1", "/").replace("~0", "~"));
        Some(Self(segments.collect()))
    }

    pub(crate) fn of_segments(segments: Vec<String>) -> Self {
        Self(segments)
    }

    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// The name of the property, where it is one of the type's own and not inside another.
    pub fn property(&self) -> Option<&str> {
        match self.0.as_slice() {
            [name] => Some(name),
            _ => None,
        }
    }

    /// Whether it leads to what stands at a path of a spec.
    pub fn matches(&self, path: &Path) -> bool {
        path.segments().len() == self.0.len() && self.covers(path)
    }

    /// Whether what stands at a path of a spec is what it leads to, or inside it.
    pub fn covers(&self, path: &Path) -> bool {
        let fits = |(own, segment): (&String, &Segment)| match segment {
            Segment::Key(key) => own == key || own == EACH,
            Segment::Index(_) => own == EACH,
        };
        path.segments().len() >= self.0.len() && self.0.iter().zip(path.segments()).all(fits)
    }

    /// What it leads to in a value, each with its place.
    pub fn find_in<'a>(&self, value: &'a Value) -> Vec<(Path, &'a Value)> {
        let mut found = vec![(Path::root(), value)];
        for segment in &self.0 {
            found =
                found.into_iter().flat_map(|(path, value)| step(&path, value, segment)).collect();
        }
        found
    }
}

fn step<'a>(path: &Path, value: &'a Value, segment: &str) -> Vec<(Path, &'a Value)> {
    match value {
        Value::Array(list) if segment == EACH => {
            list.iter().enumerate().map(|(index, value)| (path.index(index), value)).collect()
        }
        Value::Object(object) if segment == EACH => {
            object.iter().map(|(key, value)| (path.key(key), value)).collect()
        }
        Value::Object(object) => {
            object.get(segment).map(|value| (path.key(segment), value)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

impl fmt::Display for PropertyPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("."))
    }
}

impl Serialize for PropertyPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PropertyPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}
