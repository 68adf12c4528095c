//! A field of a block, as it was wanted and as it is to be.

use language::value::{Ordered, Path, Segment, Value};

/// A field of a block: where it stands in the file and in its kind's struct, what the specs made of it, and what it is to
/// be.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    /// In the file.
    pub place: Vec<Segment>,
    /// In the struct.
    pub path: Path,
    pub desired: &'a Value,
    pub target: &'a Value,
    /// The target with its keys in the order in which the kind declares them.
    pub order: Option<&'a Ordered>,
}

impl<'a> Field<'a> {
    /// What stands at a key of both.
    pub fn key(&self, key: &str, desired: &'a Value, target: &'a Value) -> Self {
        Self {
            place: self.place_of(key),
            path: self.path.key(key),
            desired,
            target,
            order: self.order.and_then(|order| order.get(key)),
        }
    }

    /// The place of a key.
    pub fn place_of(&self, key: &str) -> Vec<Segment> {
        self.place.iter().cloned().chain([Segment::Key(key.to_owned())]).collect()
    }

    /// The place of an element.
    pub fn place_of_element(&self, index: usize) -> Vec<Segment> {
        self.place.iter().cloned().chain([Segment::Index(index)]).collect()
    }
}
