//! The forms in which an attribute says what a field says.

use super::Pair;
use crate::state::Stated;

/// How an attribute says what the field says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// In the same way.
    Same,
    /// With a word where the field is true.
    Word(&'static str),
    /// With the opposite.
    Opposite,
    /// With a number in place of nothing.
    Without(i64),
    /// As the only element of a list.
    Only,
    /// With a word where the field is there at all.
    Presence(&'static str),
    /// As a policy document in JSON.
    Document,
    /// As the policy document of an API in JSON, which may name the API itself in several spellings.
    ApiPolicy,
    /// As a list of blocks, whose names under this attribute are the keys of the field.
    Names(&'static str),
    /// As a list of blocks with the keys of the field under one attribute and its values under another.
    Entries(&'static str, &'static str),
    /// As the key of an entry, which is the field.
    Entry,
    /// As an element of the field.
    Member,
    /// Somehow.
    Covers,
    /// As a list of blocks with the keys of the field under one attribute and policy documents in JSON under
    /// another.
    Documents(&'static str, &'static str),
    /// With a word in place of nothing.
    Except(&'static str),
    /// As elements with commas between them.
    Split,
    /// With this in front of every key of a map whose texts are names, in any order.
    Prefixed(&'static str),
    /// As texts of which JSON may be written in several ways.
    Templates,
    /// As the URI by which API Gateway calls a function, or another.
    Called,
    /// As an OpenAPI document.
    OpenApi,
    /// By the name of what has the id that this attribute says or, where it says none, in the same way.
    Named(&'static str),
    /// As a number of units, which another attribute names.
    Lifetime { unit: &'static str, usual: &'static str },
}

/// An attribute and a field that say the same in the same way.
pub(in crate::mapping) const fn same(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Same)
}

/// A field that is true where the attribute has this word.
pub(in crate::mapping) const fn word(
    attribute: &'static str,
    word: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Word(word))
}

/// A field that is true where the attribute is not.
pub(in crate::mapping) const fn opposite(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Opposite)
}

/// A field that is absent where the attribute has this number.
pub(in crate::mapping) const fn without(
    attribute: &'static str,
    none: i64,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Without(none))
}

/// A field that is the only element of a list.
pub(in crate::mapping) const fn only(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Only)
}

/// A field that is there where the attribute has this word.
pub(in crate::mapping) const fn presence(
    attribute: &'static str,
    word: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Presence(word))
}

/// A policy document.
pub(in crate::mapping) const fn document(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Document)
}

/// The policy document of an API.
pub(in crate::mapping) const fn api_policy(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::ApiPolicy)
}

/// A map whose keys are what the blocks of the attribute have under `key`.
pub(in crate::mapping) const fn names(
    attribute: &'static str,
    key: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Names(key))
}

/// A map whose entries are what the blocks of the attribute have under `key` and `value`.
pub(in crate::mapping) const fn entries(
    attribute: &'static str,
    [key, value]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Entries(key, value))
}

/// An entry of a map, whose key the attribute is.
pub(in crate::mapping) const fn entry(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Entry)
}

/// An element of a list.
pub(in crate::mapping) const fn member(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Member)
}

/// A field that a resource decides, in whatever form.
pub(in crate::mapping) const fn covers(field: &'static str) -> Pair {
    pair("", field, Form::Covers).only_says()
}

/// A map whose entries are policy documents, which the blocks of the attribute have under `key` and `value`.
pub(in crate::mapping) const fn documents(
    attribute: &'static str,
    [key, value]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Documents(key, value))
}

/// A field that is absent where the attribute has this word.
pub(in crate::mapping) const fn except(
    attribute: &'static str,
    none: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Except(none))
}

/// A list that the attribute has as a text with commas.
pub(in crate::mapping) const fn split(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Split)
}

/// A map whose keys have this in front of them in the attribute.
pub(in crate::mapping) const fn prefixed(
    attribute: &'static str,
    prefix: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Prefixed(prefix))
}

/// A map of templates.
pub(in crate::mapping) const fn templates(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Templates)
}

/// A function, or an address that is none.
pub(in crate::mapping) const fn called(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Called)
}

/// The routes of an API in an OpenAPI document.
pub(in crate::mapping) const fn open_api(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::OpenApi)
}

/// A field that names what the attribute `id` has the id of, and says what `attribute` does where that has none.
pub(in crate::mapping) const fn named(
    attribute: &'static str,
    id: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Named(id))
}

/// A span of time, whose unit another attribute has.
pub(in crate::mapping) const fn lifetime(
    attribute: &'static str,
    [unit, usual]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Lifetime { unit, usual })
}

/// The tags of an object that has some. Older providers do not tell those that they add to everything.
pub const TAGS: [Pair; 2] = [
    same("tags_all", "tags"),
    same("tags", "tags").when(|it| matches!(it.at("tags_all"), Stated::Unknown)),
];

const fn pair(attribute: &'static str, field: &'static str, form: Form) -> Pair {
    Pair {
        attribute,
        field,
        form,
        applies: |_| true,
        is_hidden: false,
        only_says: false,
        is_fallback: false,
    }
}
