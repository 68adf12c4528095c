//! Blocks of which each is an entry or an element of a field, and says some of its fields.
//!
//! What they say is put into what is live: what they do not say is as it is, and what the two have alike stays in the
//! words of the live object.

use std::collections::VecDeque;

use super::model::Pair;
use super::placing::put;
use super::siblings::Siblings;
use crate::state::Attributes;
use language::value::{Object, Value};

/// The map that blocks say, by what they have under a key.
pub(super) fn entries(
    stated: &Value,
    key: &str,
    pairs: &[Pair],
    siblings: &Siblings,
    live: &Value,
) -> Value {
    let entries = blocks(stated).filter_map(|block| {
        let key = block.get(key)?.as_str()?;
        let live = live.get(key).cloned().unwrap_or_else(empty);
        Some((key.to_owned(), said_of(block, pairs, siblings, live)))
    });
    Value::Object(entries.collect())
}

/// The elements that blocks say. Those that are live stand as they do there; the others stand in the place of those that
/// nobody says, and those that are left after them.
pub(super) fn elements(stated: &Value, pairs: &[Pair], siblings: &Siblings, live: &Value) -> Value {
    let mut left: VecDeque<&Object> = blocks(stated).collect();
    let live = live.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_said: Vec<bool> = live
        .iter()
        .map(|element| {
            let is_it =
                |block: &&Object| said_of(block, pairs, siblings, element.clone()) == *element;
            let position = left.iter().position(is_it);
            position.and_then(|position| left.remove(position)).is_some()
        })
        .collect();
    let mut said: Vec<Value> = Vec::new();
    for (element, is_said) in live.iter().zip(is_said) {
        match is_said {
            true => said.push(element.clone()),
            false => {
                let block = left.pop_front();
                said.extend(block.map(|block| said_of(block, pairs, siblings, element.clone())));
            }
        }
    }
    said.extend(left.into_iter().map(|block| said_of(block, pairs, siblings, empty())));
    said.into()
}

/// What is live of an entry, with what its block says of it.
fn said_of(block: &Object, pairs: &[Pair], siblings: &Siblings, live: Value) -> Value {
    let attributes = Attributes::from(block.clone());
    let mut said = live;
    for pair in pairs {
        let Some(sides) = pair.sides(&attributes, siblings, &said) else {
            continue;
        };
        let (plain_said, plain_live) = sides.plain();
        if plain_said != plain_live {
            put(&mut said, sides.field.segments(), &sides.said);
        }
    }
    said
}

fn blocks(list: &Value) -> impl Iterator<Item = &Object> {
    list.as_array().into_iter().flatten().filter_map(Value::as_object)
}

fn empty() -> Value {
    Value::Object(Object::new())
}
