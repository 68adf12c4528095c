//! What a state says of a field, and what is live, in a form in which the two can be compared.

use super::blocks;
use super::model::{Form, Pair};
use super::openapi;
use super::siblings::Siblings;
use super::values::{
    api_meaning, block_in, called_by, elements_of, entries_under, except_word, is_word, keys_of,
    meaning, meanings_in, meanings_under, number_in, only_of, opposite_of, parsed, plain, span,
    structure, unless, unordered, values_under, without_ending, without_prefix, word_of,
};
use crate::state::{Attributes, Stated};
use language::value::{Path, Segment, Value, auto};

/// Where what a state says stands in an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    At(Path),
    /// An element of a list.
    Element(Path, Value),
}

/// What a state says of a field, and what is live. Nothing is null.
#[derive(Debug, PartialEq)]
pub struct Sides {
    /// Where the field is in a live object.
    pub field: Path,
    pub said: Value,
    pub live: Value,
    /// Whether `said` is what the field would hold, and not something about it.
    pub is_whole: bool,
}

impl Sides {
    /// Both in the form in which two that mean the same are mostly equal.
    pub fn plain(&self) -> (Value, Value) {
        (plain(&self.said), plain(&self.live))
    }
}

impl Pair {
    /// Where in an object what the attributes say stands: the field itself, or its entries. Nothing where they
    /// do not say it.
    pub fn says(&self, attributes: &Attributes, siblings: &Siblings) -> Vec<Said> {
        if !(self.applies)(attributes) {
            return Vec::new();
        }
        let Some(field) = self.field_of(attributes, siblings) else {
            return Vec::new();
        };
        let stated = match attributes.at(self.attribute) {
            _ if matches!(self.form, Form::Covers) => return vec![Said::At(field)],
            Stated::Unknown => return Vec::new(),
            Stated::Absent => &Value::Null,
            Stated::Value(value) => value,
        };
        let keys = |keys: Value| {
            let keys = keys.as_array().cloned().unwrap_or_default().into_iter();
            let keys = keys.filter_map(|key| Some(field.key(key.as_str()?)));
            keys.map(Said::At).collect()
        };
        match self.form {
            Form::Member => vec![Said::Element(field, stated.clone())],
            Form::Names(key) | Form::Documents(key, _) | Form::Blocks(key, _) => {
                keys(values_under(stated, key))
            }
            // What says nothing at all leaves it to others.
            _ if plain(stated).is_null() && (self.is_fallback || self.only_says) => Vec::new(),
            _ => vec![Said::At(field)],
        }
    }

    /// What the attributes say, and what is live; nothing where the attributes do not say it.
    pub fn sides(
        &self,
        attributes: &Attributes,
        siblings: &Siblings,
        live: &Value,
    ) -> Option<Sides> {
        if self.only_says || !(self.applies)(attributes) {
            return None;
        }
        let stated = match attributes.at(self.attribute) {
            Stated::Unknown => return None,
            Stated::Absent => &Value::Null,
            Stated::Value(value) => value,
        };
        let field = self.field_of(attributes, siblings)?;
        let found = field.of(live).unwrap_or(&Value::Null);
        if auto::accepts_any(found) || !self.has_entry(&field, live) {
            return None;
        }
        let (said, live) = match self.form {
            Form::Document => (meaning(stated)?, meaning(found)?),
            Form::ApiPolicy => (api_meaning(stated)?, api_meaning(found)?),
            Form::Presence(word) => ((stated == word).into(), (!found.is_null()).into()),
            Form::Names(key) => (values_under(stated, key), keys_of(found)),
            Form::Entry if !found.is_null() => (stated.clone(), stated.clone()),
            Form::Entry => (stated.clone(), Value::Null),
            Form::Member => {
                let is_in = found.as_array().is_some_and(|list| list.contains(stated));
                let live = if is_in { stated.clone() } else { Value::Null };
                (stated.clone(), live)
            }
            Form::Covers => return None,
            Form::Except(none) => (except_word(stated, none), found.clone()),
            Form::Split => (elements_of(stated), found.clone()),
            Form::Prefixed(prefix) => {
                (unordered(&without_prefix(stated, prefix)), unordered(found))
            }
            Form::Json => (structure(stated), structure(found)),
            Form::Templates => (parsed(stated), parsed(found)),
            Form::OpenApi => {
                (openapi::alike(&openapi::routes(stated.as_str()?)?), openapi::alike(found))
            }
            Form::Called => (called_by(stated), called_by(found)),
            Form::Named(id) => {
                let id = match attributes.at(id) {
                    Stated::Value(Value::String(id)) if !id.is_empty() => Some(id),
                    _ => None,
                };
                let name = id.map(|id| siblings.find(id, "name"));
                match name {
                    Some(Some(name)) => (name.into(), found.clone()),
                    // Nobody knows what this is called, and it is called something.
                    Some(None) if !is_no_name(found) => return None,
                    _ => (stated.clone(), found.clone()),
                }
            }
            Form::Documents(key, value) => (meanings_under(stated, key, value), meanings_in(found)),
            Form::Blocks(key, pairs) => {
                (blocks::entries(stated, key, pairs, siblings, found), found.clone())
            }
            Form::Elements(pairs) => {
                (blocks::elements(stated, pairs, siblings, found), found.clone())
            }
            Form::Choice => (block_in(stated), word_of(found)),
            Form::Number => (number_in(stated), found.clone()),
            Form::Ended(ending) => (without_ending(stated, ending), found.clone()),
            Form::Same => (stated.clone(), found.clone()),
            Form::Word(word) => (is_word(stated, word), found.clone()),
            Form::Opposite => (opposite_of(stated), found.clone()),
            Form::Without(none) => (unless(stated, none), found.clone()),
            Form::Only => (only_of(stated), found.clone()),
            Form::Entries(key, value) => (entries_under(stated, key, value), found.clone()),
            Form::Lifetime { unit, usual } => match attributes.at(unit) {
                Stated::Value(Value::String(unit)) => (span(stated, unit), found.clone()),
                _ => (span(stated, usual), found.clone()),
            },
        };
        let is_about_it = matches!(
            self.form,
            Form::Presence(_) | Form::Names(_) | Form::Entry | Form::Member | Form::OpenApi
        );
        Some(Sides { field, said, live, is_whole: !is_about_it })
    }

    /// The field with what the attributes say in the place of their names; nothing where they do not.
    fn field_of(&self, attributes: &Attributes, siblings: &Siblings) -> Option<Path> {
        let keys = self.field.split('.').map(|key| filled(key, attributes, siblings));
        keys.map(|key| key.map(Segment::Key)).collect()
    }

    /// Whether the entry in which the field is exists. That it does not is told once, by the pair that
    /// is the [entry](super::entry).
    fn has_entry(&self, field: &Path, live: &Value) -> bool {
        let keys: Vec<&str> = self.field.split('.').collect();
        let is_key = |key: &&str| key.contains('{');
        let around = match self.form {
            // What it is an entry of may be in another entry.
            Form::Entry => keys.len() - keys.iter().rev().take_while(|key| is_key(key)).count(),
            _ => keys.len(),
        };
        let position = keys.iter().take(around).rev().position(is_key);
        position.is_none_or(|from_end| {
            let segments = field.segments().iter().take(around - from_end).cloned();
            segments.collect::<Path>().of(live).is_some()
        })
    }
}

/// A key with what the attributes say in the place of their names.
fn filled(key: &str, attributes: &Attributes, siblings: &Siblings) -> Option<String> {
    let Some((before, rest)) = key.split_once('{') else {
        return Some(key.to_owned());
    };
    let (name, after) = rest.split_once('}')?;
    let (name, of_it) = match name.split_once('@') {
        Some((name, of_it)) => (name, Some(of_it)),
        None => (name, None),
    };
    let said = match attributes.at(name) {
        Stated::Value(value) => value.as_str()?,
        Stated::Absent => "",
        Stated::Unknown => return None,
    };
    let said = match of_it {
        None => said.to_owned(),
        Some("method") => method(said),
        Some(other) => siblings.find(said, other)?.to_owned(),
    };
    Some(format!("{before}{said}{}", filled(after, attributes, siblings)?))
}

/// Whether a field names nothing: it is absent, or a word of AWS's.
fn is_no_name(found: &Value) -> bool {
    found.is_null() || ["NONE", "AWS_IAM"].iter().any(|word| found == word)
}

/// `GET /users` for `users/GET`, and `*` for `*/*`.
fn method(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("*", "*")) | None => "*".to_owned(),
        Some((path, method)) => format!("{method} /{}", path.trim_start_matches('/')),
    }
}
