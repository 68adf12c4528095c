//! A copy of a state without some of its instances. The document is cut, and not written again, so that
//! all that stays is the same byte for byte, fields that only a later Terraform knows included.

use std::collections::BTreeSet;
use std::ops::Range;

use thiserror::Error;

use terraform::state::Position;
use terraform::state::StateFileError;
use terraform::state::TerraformState;

/// Why there is no copy.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CopyError {
    #[error(transparent)]
    State(#[from] StateFileError),
    #[error(
        "it is a saved plan, whose state is that of the day it was made: give the state itself"
    )]
    Plan,
    #[error("its serial is {0}, and there is none after it")]
    LastSerial(u64),
}

/// The document of a state without these instances, as the state's next version.
///
/// # Errors
/// What the bytes are, if they are no state.
pub fn state_copy(bytes: &[u8], released: &BTreeSet<Position>) -> Result<Vec<u8>, CopyError> {
    let state = TerraformState::parse(bytes)?;
    let serial = state.serial;
    let next = serial.checked_add(1).ok_or(CopyError::LastSerial(serial))?;
    let mut cuts = Cuts::of(bytes).ok_or(CopyError::Plan)?;
    cuts.replace_serial(next);
    cuts.remove(released);
    Ok(cuts.apply())
}

/// What is to be changed in a document that is known to be a state.
struct Cuts<'a> {
    bytes: &'a [u8],
    document: Vec<Member>,
    changes: Vec<(Range<usize>, String)>,
}

/// A value in the document, with its key where it has one.
#[derive(Clone)]
struct Member {
    key: String,
    /// From where it starts, its key included, to its end.
    whole: Range<usize>,
    value: Range<usize>,
}

impl<'a> Cuts<'a> {
    /// The members of a document; nothing where it is not a map.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let start = bytes.iter().position(|byte| *byte == b'{')?;
        // A zip file may hold a brace somewhere.
        let is_json = bytes[..start].iter().all(|byte| !byte.is_ascii_alphanumeric());
        is_json.then(|| Self { bytes, document: members(bytes, start), changes: Vec::new() })
    }

    fn replace_serial(&mut self, serial: u64) {
        match named(&self.document, "serial") {
            Some(member) => self.changes.push((member.value.clone(), serial.to_string())),
            None => {
                let Some(first) = self.document.first() else {
                    return;
                };
                let start = first.whole.start;
                self.changes.push((start..start, format!("\"serial\": {serial}, ")));
            }
        }
    }

    /// Removes instances, and each resource that none is left of.
    fn remove(&mut self, released: &BTreeSet<Position>) {
        let Some(resources) = named(&self.document, "resources") else {
            return;
        };
        let resources = members(self.bytes, resources.value.start);
        let mut emptied = BTreeSet::new();
        for (index, resource) in resources.iter().enumerate() {
            let fields = members(self.bytes, resource.value.start);
            let Some(instances) = named(&fields, "instances") else {
                continue;
            };
            let instances = members(self.bytes, instances.value.start);
            let gone: BTreeSet<usize> = (0..instances.len())
                .filter(|instance| {
                    released.contains(&Position { resource: index, instance: *instance })
                })
                .collect();
            if gone.is_empty() {
                continue;
            }
            match gone.len() == instances.len() {
                true => drop(emptied.insert(index)),
                false => self.cut(&instances, &gone),
            }
        }
        self.cut(&resources, &emptied);
    }

    /// Cuts elements out of a list: each with what separates it from the one before or, where none is
    /// left before it, from the one after.
    fn cut(&mut self, elements: &[Member], gone: &BTreeSet<usize>) {
        let first_that_stays = (0..elements.len()).find(|index| !gone.contains(index));
        for (index, element) in elements.iter().enumerate() {
            if !gone.contains(&index) {
                continue;
            }
            let range = match first_that_stays {
                Some(first) if index < first => {
                    element.whole.start..elements[index + 1].whole.start
                }
                None if index + 1 < elements.len() => {
                    element.whole.start..elements[index + 1].whole.start
                }
                None => element.whole.clone(),
                Some(_) => elements[index - 1].whole.end..element.whole.end,
            };
            self.changes.push((range, String::new()));
        }
    }

    fn apply(mut self) -> Vec<u8> {
        self.changes.sort_by_key(|(range, _)| range.start);
        let mut copy = Vec::with_capacity(self.bytes.len() + 32);
        let mut position = 0;
        for (range, text) in &self.changes {
            copy.extend_from_slice(&self.bytes[position..range.start]);
            copy.extend_from_slice(text.as_bytes());
            position = range.end;
        }
        copy.extend_from_slice(&self.bytes[position..]);
        copy
    }
}

fn named<'m>(members: &'m [Member], key: &str) -> Option<&'m Member> {
    members.iter().find(|member| member.key == key)
}

/// The members of the list or map that opens at a position, in a document that is known to be JSON. What
/// opens no list and no map has none.
fn members(bytes: &[u8], open: usize) -> Vec<Member> {
    let mut found = Vec::new();
    let is_map = match bytes.get(open) {
        Some(b'{') => true,
        Some(b'[') => false,
        _ => return found,
    };
    let mut position = open + 1;
    loop {
        position = skip(bytes, position, |byte| byte.is_ascii_whitespace() || byte == b',');
        if matches!(bytes.get(position), None | Some(b'}' | b']')) {
            return found;
        }
        let start = position;
        let mut key = String::new();
        if is_map {
            let end = value_end(bytes, position);
            key = serde_json::from_slice(&bytes[position..end]).unwrap_or_default();
            position = skip(bytes, end, |byte| byte.is_ascii_whitespace() || byte == b':');
        }
        let end = value_end(bytes, position);
        found.push(Member { key, whole: start..end, value: position..end });
        position = end;
    }
}

fn skip(bytes: &[u8], from: usize, skipped: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let length = rest.iter().position(|byte| !skipped(*byte));
    from + length.unwrap_or(rest.len())
}

/// Where the value ends that starts at a position.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut position = start;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => position = text_end(bytes, position),
            b'{' | b'[' => {
                depth += 1;
                position += 1;
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                position += 1;
            }
            b',' | b':' | b'}' | b']' if depth == 0 => return position,
            byte if depth == 0 && byte.is_ascii_whitespace() => return position,
            _ => {
                position += 1;
                continue;
            }
        }
        if depth == 0 {
            return position;
        }
    }
    position
}

/// Where the text ends whose quote opens at a position.
fn text_end(bytes: &[u8], open: usize) -> usize {
    let mut position = open + 1;
    while let Some(byte) = bytes.get(position) {
        position += match byte {
            b'\\' => 2,
            b'"' => return position + 1,
            _ => 1,
        };
    }
    position
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// A state with this many instances in each resource, and things that only a later version knows.
    fn document(sizes: &[usize]) -> Value {
        let resource = |(number, size): (usize, &usize)| {
            let instance = |index: usize| {
                json!({
                    "index_key": index,
                    "schema_version": 0,
                    "attributes": { "name": format!("\"]}}, {number}.{index}\\"), "large": 1.5e300, "é": [[], {}] },
                    "unheard_of": 18_446_744_073_709_551_615_u64,
                })
            };
            json!({
                "mode": "managed",
                "type": "aws_iam_role",
                "name": format!("r{number}"),
                "instances": (0..*size).map(instance).collect::<Vec<_>>(),
            })
        };
        json!({
            "version": 4,
            "terraform_version": "1.9.8",
            "serial": 12,
            "lineage": "a",
            "resources": sizes.iter().enumerate().map(resource).collect::<Vec<_>>(),
            "unheard_of": { "serial": 1, "resources": [] },
        })
    }

    fn without(document: &Value, released: &BTreeSet<Position>) -> Value {
        let mut document = document.clone();
        document["serial"] = 13.into();
        let resources = document["resources"].as_array_mut().unwrap();
        for (resource, value) in resources.iter_mut().enumerate() {
            let instances = value["instances"].as_array_mut().unwrap();
            let had_some = !instances.is_empty();
            let mut instance = 0;
            instances.retain(|_| {
                let position = Position { resource, instance };
                instance += 1;
                !released.contains(&position)
            });
            if had_some && instances.is_empty() {
                *value = Value::Null;
            }
        }
        resources.retain(|resource| !resource.is_null());
        document
    }

    proptest! {
        #[test]
        fn a_copy_lacks_what_is_released_and_nothing_else(
            sizes in prop::collection::vec(0usize..4, 0..5),
            chosen in prop::collection::btree_set((0usize..5, 0usize..4), 0..12),
            pretty: bool,
        ) {
            let released: BTreeSet<Position> = chosen
                .into_iter()
                .map(|(resource, instance)| Position { resource, instance })
                .collect();
            let document = document(&sizes);
            let text = if pretty { format!("{document:#}\n") } else { document.to_string() };
            let copy = state_copy(text.as_bytes(), &released).unwrap();
            let expected = without(&document, &released);
            let read: Value = serde_json::from_slice(&copy).unwrap();
            prop_assert_eq!(&read, &expected);
            if !pretty {
                prop_assert_eq!(String::from_utf8(copy).unwrap(), expected.to_string());
            }
        }
    }

    #[test]
    fn without_anything_released_only_the_serial_changes() {
        let text = "\u{feff}{ \"version\":4 ,\n \"serial\" :  9,\"lineage\":\"a\",\n\t\"x\":1.0e5, \"resources\" : [ ] }\n";
        let copy = state_copy(text.as_bytes(), &BTreeSet::new()).unwrap();
        assert_eq!(String::from_utf8(copy).unwrap(), text.replace("9,", "10,"));
    }

    #[test]
    fn what_has_no_next_version_is_refused() {
        let last = format!("{{\"version\":4,\"serial\":{}}}", u64::MAX);
        assert!(matches!(
            state_copy(last.as_bytes(), &BTreeSet::new()),
            Err(CopyError::LastSerial(_))
        ));
        assert!(matches!(state_copy(b"", &BTreeSet::new()), Err(CopyError::State(_))));
    }
}
