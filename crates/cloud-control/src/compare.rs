//! What of a live object compares with its spec.
//!
//! A read gives every property that an object has, those too that AWS has filled in because nobody has said anything
//! of them. Of these nothing can be told from what was removed from a spec but by what was applied last. So what
//! neither the spec nor the one applied last says is left out, and what says the same in other words is given in the
//! words of the spec.

use std::collections::BTreeSet;

use kind::Compared;
use language::value::{Object, Path, PolicyDocument, Value};

use crate::definition::Definition;

/// What of the live properties compares with a spec.
pub(crate) fn compared(definition: &Definition, live: &Value, with: Compared<'_>) -> Value {
    let (Value::Object(live), Value::Object(desired)) = (live, with.desired) else {
        return live.clone();
    };
    let comparison = Comparison { definition, is_applied: with.is_applied };
    let sides = Sides { desired: Some(desired), applied: with.applied.and_then(Value::as_object) };
    let mut kept = comparison.object(&Path::root(), live, sides);
    if let Some(form) = &definition.tags {
        // Whose the object is, its tags say. What AWS does not change later is not a change.
        let tags = if form.is_updatable { live.get("tags") } else { desired.get("tags") };
        let tags = tags.cloned().unwrap_or_else(|| Value::Object(Object::new()));
        kept.insert("tags".to_owned(), tags);
    }
    kept.into()
}

/// The spec and the one applied last, as far as each says anything of a place.
struct Sides<'a, T> {
    desired: Option<&'a T>,
    applied: Option<&'a T>,
}

impl<T> Clone for Sides<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Sides<'_, T> {}

impl<'a> Sides<'a, Object> {
    fn at(self, key: &str) -> Sides<'a, Value> {
        let of = |object: &'a Object| object.get(key);
        Sides { desired: self.desired.and_then(of), applied: self.applied.and_then(of) }
    }
}

impl<'a> Sides<'a, Value> {
    /// Both sides in another type, where they are of it.
    fn each<T>(self, of: fn(&'a Value) -> Option<&'a T>) -> Sides<'a, T> {
        Sides { desired: self.desired.and_then(of), applied: self.applied.and_then(of) }
    }
}

struct Comparison<'a> {
    definition: &'a Definition,
    is_applied: &'a dyn Fn(&Value, &Value) -> bool,
}

impl Comparison<'_> {
    fn object(&self, path: &Path, live: &Object, sides: Sides<'_, Object>) -> Object {
        let said = sides.desired.into_iter().chain(sides.applied);
        let keys: BTreeSet<&String> = said.flat_map(Object::keys).collect();
        let mut kept = Object::new();
        for key in keys {
            let (path, both) = (path.key(key), sides.at(key));
            let value = match live.get(key) {
                Some(live) => Some(self.value(&path, live, both)),
                None => self.unseen(both),
            };
            kept.extend(value.map(|value| (key.clone(), value)));
        }
        kept
    }

    /// Whether a property is what was applied and AWS accepts it only at creation: whatever a read says in its place is
    /// another spelling of it.
    fn is_settled(&self, path: &Path, sides: Sides<'_, Value>) -> bool {
        let both = sides.desired.zip(sides.applied);
        both.is_some_and(|(desired, applied)| (self.is_applied)(desired, applied))
            && self.definition.schema.facts_of(path).create_only
    }

    /// What stands for a property that a read does not give. AWS shows no property that is write-only, and leaves out
    /// many that are empty: one that is as it was applied is as the spec says.
    fn unseen(&self, sides: Sides<'_, Value>) -> Option<Value> {
        let desired = sides.desired?;
        let is_empty = match desired {
            Value::Bool(flag) => !flag,
            Value::Array(list) => list.is_empty(),
            Value::Object(object) => object.is_empty(),
            Value::String(text) => text.is_empty(),
            Value::Null | Value::Number(_) => false,
        };
        let is_applied =
            || sides.applied.is_some_and(|applied| (self.is_applied)(desired, applied));
        (is_empty || is_applied()).then(|| desired.clone())
    }

    fn value(&self, path: &Path, live: &Value, sides: Sides<'_, Value>) -> Value {
        if let Some(desired) = sides.desired
            && (self.is_the_same(path, live, desired) || self.is_settled(path, sides))
        {
            return desired.clone();
        }
        match (live, sides.desired.or(sides.applied)) {
            (Value::Object(live), Some(Value::Object(_))) => {
                self.object(path, live, sides.each(Value::as_object)).into()
            }
            (Value::Array(live), Some(Value::Array(_))) => {
                self.list(path, live, sides.each(Value::as_array)).into()
            }
            _ => live.clone(),
        }
    }

    fn list(&self, path: &Path, live: &[Value], sides: Sides<'_, Vec<Value>>) -> Vec<Value> {
        let Some(wanted) = sides.desired.or(sides.applied) else {
            return live.to_vec();
        };
        let inside = path.index(0);
        let element = |live: &Value, wanted: &Value, applied: Option<&Value>| {
            self.value(&inside, live, Sides { desired: Some(wanted), applied })
        };
        let applied = |index: usize| sides.applied.and_then(|applied| applied.get(index));
        if !self.definition.schema.is_unordered(path) {
            let elements = live.iter().enumerate().map(|(index, live)| match wanted.get(index) {
                Some(wanted) => element(live, wanted, applied(index)),
                None => live.clone(),
            });
            return elements.collect();
        }
        // What has its like in the spec stands where the spec has it; what has none stands in the places that are left.
        let mut rest: Vec<&Value> = live.iter().collect();
        let mut placed: Vec<Option<Value>> = wanted
            .iter()
            .enumerate()
            .map(|(index, wanted)| {
                let is_it = |live: &&Value| element(live, wanted, applied(index)) == *wanted;
                let position = rest.iter().position(is_it)?;
                rest.remove(position);
                Some(wanted.clone())
            })
            .collect();
        let mut rest = rest.into_iter();
        for (place, wanted) in placed.iter_mut().zip(wanted).filter(|(place, _)| place.is_none()) {
            *place = rest.next().map(|live| element(live, wanted, None));
        }
        placed.into_iter().flatten().chain(rest.cloned()).collect()
    }

    /// Whether a live value says what the spec does, in whichever words.
    fn is_the_same(&self, path: &Path, live: &Value, desired: &Value) -> bool {
        if live == desired {
            return true;
        }
        match (live, desired) {
            (Value::Number(live), Value::Number(desired)) => live.as_f64() == desired.as_f64(),
            (Value::String(live), Value::String(desired)) if self.is_respelled(path) => {
                is_same_name(live, desired)
            }
            (Value::String(text), other @ (Value::Number(_) | Value::Bool(_)))
            | (other @ (Value::Number(_) | Value::Bool(_)), Value::String(text)) => {
                text.as_str() == other.to_string().as_str()
            }
            _ if self.definition.schema.holds_json(path) => is_same_json(live, desired),
            _ => false,
        }
    }

    /// Whether AWS keeps a property in another spelling, such as in lower case or as an ARN.
    fn is_respelled(&self, path: &Path) -> bool {
        self.definition.respelled.iter().any(|respelled| respelled.matches(path))
    }
}

/// Whether two texts name the same, as AWS may keep a name: in lower case, as the end of an ARN, with a dot behind it, or
/// as a version with all its parts.
pub(crate) fn is_same_name(live: &str, desired: &str) -> bool {
    let (live, desired) = (live.to_lowercase(), desired.to_lowercase());
    let rest = live.strip_prefix(&desired);
    let before = live.strip_suffix(&desired);
    let is_version = || desired.starts_with(|c: char| c.is_ascii_digit());
    live == desired
        || before.is_some_and(|before| before.ends_with(['/', ':']))
        || rest.is_some_and(|rest| rest == "." || rest.starts_with('.') && is_version())
}

/// Whether two values are the same JSON, as which one of them may be text; policies by their meaning.
fn is_same_json(one: &Value, other: &Value) -> bool {
    let parsed = |value: &Value| match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    };
    let (Some(one), Some(other)) = (parsed(one), parsed(other)) else {
        return false;
    };
    let policy = |value: &Value| {
        value.get("Statement")?;
        PolicyDocument::new(value.clone()).ok()
    };
    one == other || policy(&one).zip(policy(&other)).is_some_and(|(one, other)| one == other)
}
