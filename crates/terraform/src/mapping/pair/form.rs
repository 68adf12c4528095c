//! The forms in which an attribute says what a field says.

use super::model::Pair;

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
    /// As a list of blocks, whose names under this attribute are the keys of the field, and which say of the entries
    /// what the pairs are about.
    Blocks(&'static str, &'static [Pair]),
    /// As a list of blocks that say of the elements of the field what the pairs are about.
    Elements(&'static [Pair]),
    /// By which of the blocks in it is there.
    Choice,
    /// As a number in text.
    Number,
    /// With this at its end.
    Ended(&'static str),
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
    /// As JSON, in which lists may have any order.
    Json,
    /// As the URI by which API Gateway calls a function, or another.
    Called,
    /// As an OpenAPI document.
    OpenApi,
    /// By the name of what has the id that this attribute says or, where it says none, in the same way.
    Named(&'static str),
    /// As a number of units, which another attribute names.
    Lifetime { unit: &'static str, usual: &'static str },
}
