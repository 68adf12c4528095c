//! Pairs by their forms, as the table has them.

use super::model::{Form, Pair};
use crate::state::Stated;

/// An attribute and a field that say the same in the same way.
pub const fn same(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Same)
}

/// A field that is true where the attribute has this word.
pub const fn word(attribute: &'static str, word: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Word(word))
}

/// A field that is true where the attribute is not.
pub const fn opposite(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Opposite)
}

/// A field that is absent where the attribute has this number.
pub const fn without(attribute: &'static str, none: i64, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Without(none))
}

/// A field that is the only element of a list.
pub const fn only(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Only)
}

/// A field that is there where the attribute has this word.
pub const fn presence(attribute: &'static str, word: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Presence(word))
}

/// A policy document.
pub const fn document(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Document)
}

/// The policy document of an API.
pub const fn api_policy(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::ApiPolicy)
}

/// A map whose keys are what the blocks of the attribute have under `key`.
pub const fn names(attribute: &'static str, key: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Names(key))
}

/// A map whose entries are the blocks of the attribute, by what they have under `key`. The pairs say which attributes of a
/// block are which fields of its entry.
pub const fn blocks(
    attribute: &'static str,
    key: &'static str,
    field: &'static str,
    pairs: &'static [Pair],
) -> Pair {
    Pair::new(attribute, field, Form::Blocks(key, pairs))
}

/// A set whose elements are the blocks of the attribute. The pairs say which attributes of a block are which fields of its
/// element.
pub const fn elements(
    attribute: &'static str,
    field: &'static str,
    pairs: &'static [Pair],
) -> Pair {
    Pair::new(attribute, field, Form::Elements(pairs))
}

/// A word, or the `type` of a map, that is the name of the one block in the attribute that is there.
pub const fn choice(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Choice)
}

/// A number that the attribute has as text.
pub const fn number(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Number)
}

/// A text that has this at its end in the attribute.
pub const fn ended(attribute: &'static str, ending: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Ended(ending))
}

/// A map whose entries are what the blocks of the attribute have under `key` and `value`.
pub const fn entries(
    attribute: &'static str,
    [key, value]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    Pair::new(attribute, field, Form::Entries(key, value))
}

/// An entry of a map, whose key the attribute is.
pub const fn entry(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Entry)
}

/// An element of a list.
pub const fn member(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Member)
}

/// A field that a resource decides, in whatever form.
pub const fn covers(field: &'static str) -> Pair {
    Pair::new("", field, Form::Covers).only_says()
}

/// A map whose entries are policy documents, which the blocks of the attribute have under `key` and `value`.
pub const fn documents(
    attribute: &'static str,
    [key, value]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    Pair::new(attribute, field, Form::Documents(key, value))
}

/// A field that is absent where the attribute has this word.
pub const fn except(attribute: &'static str, none: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Except(none))
}

/// A list that the attribute has as a text with commas.
pub const fn split(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Split)
}

/// A map whose keys have this in front of them in the attribute.
pub const fn prefixed(attribute: &'static str, prefix: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Prefixed(prefix))
}

/// A map of templates.
pub const fn templates(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Templates)
}

/// A structure that is JSON in the attribute. The order of its lists is not compared.
pub const fn json(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Json)
}

/// A function, or an address that is none.
pub const fn called(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Called)
}

/// The routes of an API in an OpenAPI document.
pub const fn open_api(attribute: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::OpenApi)
}

/// A field that names what the attribute `id` has the id of, and says what `attribute` does where that has none.
pub const fn named(attribute: &'static str, id: &'static str, field: &'static str) -> Pair {
    Pair::new(attribute, field, Form::Named(id))
}

/// A span of time, whose unit another attribute has.
pub const fn lifetime(
    attribute: &'static str,
    [unit, usual]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    Pair::new(attribute, field, Form::Lifetime { unit, usual })
}

/// The tags of an object that has some. Older providers do not tell those that they add to everything.
pub const TAGS: [Pair; 2] = [
    same("tags_all", "tags"),
    same("tags", "tags").when(|it| matches!(it.at("tags_all"), Stated::Unknown)),
];
