//! Terraform's words in ours, for who writes specs with Terraform's in mind.

use super::lookup::types;
use super::model::{Mapping, Meaning};
use super::pair::Pair;
use crate::state::Attributes;
use language::value::Object;

/// The kind that holds what a type of Terraform's describes, and whether it is only a part of its objects.
pub fn kind_of(type_name: &str) -> Option<(&'static str, bool)> {
    let (_, mapping) = types().find(|(name, _)| *name == type_name)?;
    match mapping.meaning {
        Meaning::Own { kind } => Some((kind, false)),
        Meaning::Part { kind } => Some((kind, true)),
        Meaning::NoObject { .. } => None,
    }
}

/// What an attribute of Terraform's is in a spec.
#[derive(Debug, PartialEq, Eq)]
pub enum Translation {
    /// A field, such as `partition_key.name` for `hash_key`. Inside of another field it is named by itself.
    Field(String),
    /// Nothing is written for what the attribute says: it is so where this field is absent.
    Without(String),
}

/// What stands for an attribute that is written with a value inside the field `around`, which is empty where it
/// is an attribute of the object. Only what belongs there is known: the same name means other things elsewhere.
pub fn translation(
    kind: &str,
    around: &[&str],
    attribute: &str,
    value: Option<&str>,
) -> Option<Translation> {
    if !around.is_empty() {
        let pairs = mappings_of(kind).flat_map(|mapping| mapping.pairs);
        let mut inside = pairs.filter_map(|pair| {
            let (_, last) = pair.attribute.rsplit_once('.').unwrap_or(("", pair.attribute));
            let field: Vec<&str> = pair.pattern().collect();
            let (field, parents) = field.split_last()?;
            let fits = |(pattern, key): (&&str, &&str)| pattern.contains('{') || pattern == key;
            let is_there = parents.len() == around.len() && parents.iter().zip(around).all(fits);
            let is_it = is_there && last == attribute && *field != attribute;
            (is_it && !field.contains('{')).then(|| Translation::Field((*field).to_owned()))
        });
        return inside.next();
    }
    let own: Vec<&Mapping> = mappings_of(kind).filter(is_own).collect();
    if own.iter().any(|mapping| is_name(mapping, attribute)) {
        return Some(Translation::Field("name".to_owned()));
    }
    let pairs = || own.iter().flat_map(|mapping| mapping.pairs);
    let is_block = |pair: &&Pair| {
        let block = pair.attribute.split_once('.').map(|(block, _)| block);
        block == Some(attribute)
    };
    if let Some(pair) = pairs().find(|pair| pair.attribute == attribute) {
        let is_absent = value.is_some_and(|value| pair.is_absent_for(value));
        return Some(match is_absent {
            true => Translation::Without(pair.field_words()),
            false => Translation::Field(pair.field_words()),
        });
    }
    let block = pairs().find(is_block)?;
    Some(Translation::Field(block.top().to_owned()))
}

fn mappings_of(kind: &str) -> impl Iterator<Item = &'static Mapping> {
    types().map(|(_, mapping)| mapping).filter(move |mapping| {
        let (Meaning::Own { kind: of } | Meaning::Part { kind: of }) = mapping.meaning else {
            return false;
        };
        of == kind
    })
}

fn is_own(mapping: &&Mapping) -> bool {
    matches!(mapping.meaning, Meaning::Own { .. })
}

/// Whether an attribute alone says by which name the object is known.
fn is_name(mapping: &Mapping, attribute: &str) -> bool {
    let made_up = ["id", "arn", "name", "user_pool_id"];
    let said = Object::from_iter([(attribute.to_owned(), "example".into())]);
    let said = Attributes::from(said);
    !made_up.contains(&attribute) && mapping.id(&said).as_deref() == Some("example")
}
