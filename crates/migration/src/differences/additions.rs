//! What an object has and no resource of Terraform's says: somebody has added it past Terraform.
//!
//! Terraform has resources of their own for parts of objects, and each says that its own part is there, and
//! nothing of others. So what is looked for is the parts of a live object that none of its resources is.

use std::collections::BTreeSet;

use super::classifier::Classifier;
use super::difference::Difference;
use super::resources::Resources;
use crate::inventory::ImportCandidate;
use kind::AnyKind;
use language::value::{Path, Segment, Value};
use terraform::mapping::{Pair, Said, parts_of};

/// A part of a live object.
enum Part {
    /// A field, or an entry of one.
    Field(Path),
    /// An element of a list.
    Element(Path, Value),
}

/// The parts of an object that no resource of its candidate is, and the object without them.
pub(super) fn additions(
    resources: &Resources,
    candidate: &ImportCandidate,
    live: &Value,
    classifier: &Classifier,
) -> (Vec<Difference>, Value) {
    let all: Vec<&Pair> = parts_of(candidate.kind.name())
        // Tags are compared as a whole.
        .filter(|pair| !pair.is_of_tags())
        .collect();
    let unsaid = unsaid(resources, all, candidate.kind, live);
    let mut rest = live.clone();
    let mut added: Vec<Difference> = Vec::new();
    for part in &unsaid {
        part.take_out_of(&mut rest);
        // What is added as a whole is not told again in parts.
        if unsaid.iter().any(|other| other.has_inside(part)) {
            continue;
        }
        let Some(live) = part.of(live) else { continue };
        let field = part.field();
        let addition = Difference {
            instance: candidate.owner,
            attribute: field.to_string(),
            weight: classifier.weight_of_addition(field, live),
            values: classifier.shown(field, &Value::Null, live),
            field: field.clone(),
        };
        if !added.contains(&addition) {
            added.push(addition);
        }
    }
    (added, rest)
}

/// An object of whose entries Terraform has some as resources, and says nothing of the others: what is left of it
/// without those. Any other object is left as it is.
pub(super) fn without_entries_of_others(
    resources: &Resources,
    kind: &dyn AnyKind,
    live: Value,
) -> Value {
    let entries: Vec<&Pair> = resources.gathered().collect();
    let of_others = unsaid(resources, entries, kind, &live);
    let mut rest = live;
    of_others.iter().for_each(|part| part.take_out_of(&mut rest));
    rest
}

/// The parts of an object that pairs are about, and that no resource is.
fn unsaid(resources: &Resources, pairs: Vec<&Pair>, kind: &dyn AnyKind, live: &Value) -> Vec<Part> {
    let said: Vec<Said> = resources
        .pairs()
        .flat_map(|(resource, pair)| pair.says(resource.attributes(), &resources.siblings))
        .collect();
    // What has entries or elements of its own is looked into, and not taken as a whole.
    let collections: BTreeSet<&str> =
        pairs.iter().filter(|pair| pair.is_one_of_several()).map(|pair| pair.top()).collect();
    let mut seen = BTreeSet::new();
    let parts = pairs.into_iter().filter(|pair| {
        let is_whole = !pair.is_keyed() && !collections.contains(pair.top());
        let is_part = pair.is_one_of_several() || is_whole;
        is_part && seen.insert(pair.pattern().collect::<Vec<_>>())
    });
    let parts = parts.flat_map(|pair| parts_in(pair, kind, live));
    parts.filter(|part| !said.iter().any(|said| says(said, part))).collect()
}

impl Part {
    /// The field that it is, or in which it is an element.
    fn field(&self) -> &Path {
        match self {
            Self::Field(field) | Self::Element(field, _) => field,
        }
    }

    fn of<'a>(&'a self, live: &'a Value) -> Option<&'a Value> {
        match self {
            Self::Field(field) => field.of(live),
            Self::Element(_, element) => Some(element),
        }
    }

    /// Whether another part is inside of this one, and not this one.
    fn has_inside(&self, other: &Part) -> bool {
        match self {
            Self::Field(field) => other.field() != field && other.field().is_within(field),
            Self::Element(..) => false,
        }
    }

    fn take_out_of(&self, live: &mut Value) {
        match self {
            Self::Field(field) => field.set(live, None),
            Self::Element(field, element) => {
                let elements = field.of(live).and_then(Value::as_array).cloned();
                if let Some(mut elements) = elements {
                    elements.retain(|other| other != element);
                    field.set(live, Some(elements.into()));
                }
            }
        }
    }
}

/// The parts of a live object that may be what a pair is about.
fn parts_in(pair: &Pair, kind: &dyn AnyKind, live: &Value) -> Vec<Part> {
    if pair.is_member() {
        let field: Path = pair.pattern().map(|key| Segment::Key(key.to_owned())).collect();
        let elements = field.of(live).and_then(Value::as_array).cloned();
        let elements = elements.unwrap_or_default().into_iter();
        return elements.map(|element| Part::Element(field.clone(), element)).collect();
    }
    if pair.is_one_of_several() {
        let entries = pair.pattern().fold(vec![Path::root()], |paths, key| {
            paths.iter().flat_map(|path| below(path, key, live)).collect()
        });
        return entries.into_iter().map(Part::Field).collect();
    }
    let top = Path::field(pair.top());
    match is_usual(kind, &top, live) {
        true => Vec::new(),
        false => vec![Part::Field(top)],
    }
}

/// The paths that a name leads to from a path: one, or those of all entries where braces stand for a key.
fn below(path: &Path, key: &str, live: &Value) -> Vec<Path> {
    let Some(object) = path.of(live).and_then(Value::as_object) else {
        return Vec::new();
    };
    let keys = object.keys().filter(|name| match key.contains('{') {
        true => true,
        false => *name == key,
    });
    keys.map(|name| path.key(name)).collect()
}

/// Whether the object would be the same without a field.
fn is_usual(kind: &dyn AnyKind, field: &Path, live: &Value) -> bool {
    let Some(found) = field.of(live).filter(|found| !is_nothing(found)) else {
        return true;
    };
    let mut without = live.clone();
    field.set(&mut without, None);
    let without = kind.fill(&without).map(|without| without.comparable());
    without.is_ok_and(|without| field.of(&without) == Some(found))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.values().all(is_nothing),
        _ => false,
    }
}

/// Whether what is said is a part, has it in it, or is in it.
fn says(said: &Said, part: &Part) -> bool {
    match (said, part) {
        (Said::Element(field, element), Part::Element(other, live)) => {
            field == other && element == live
        }
        (Said::At(field), Part::Element(other, _)) => other.is_within(field),
        (Said::At(field) | Said::Element(field, _), Part::Field(other)) => {
            field.is_within(other) || other.is_within(field)
        }
    }
}
