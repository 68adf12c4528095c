//! An attribute and a field that say the same, and the forms in which the attribute says it.

use crate::state::Attributes;

/// An attribute of one of Terraform's types, and the field of ours that says the same.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The names on the way to the attribute, as in `password_policy.minimum_length`. A block of which
    /// there is one needs no index.
    pub attribute: &'static str,
    /// The names on the way to the field. `{name}` stands for what the attribute `name` says, `{name@other}` for
    /// what is the attribute `other` of that whose id it says, and `{name@method}` for a method of an API that
    /// it says.
    pub(super) field: &'static str,
    pub(super) form: Form,
    pub(super) applies: fn(&Attributes) -> bool,
    /// Whether what it says is never shown, as people keep secrets in it that nobody has marked.
    pub is_hidden: bool,
    /// Whether it says that something is there, and not in a form that could be compared.
    pub only_says: bool,
    /// Whether it is what the provider has read, and is outdated where another resource says the same.
    pub is_fallback: bool,
}

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

impl Pair {
    /// A pair that always applies.
    pub(super) const fn new(attribute: &'static str, field: &'static str, form: Form) -> Self {
        Self {
            attribute,
            field,
            form,
            applies: |_| true,
            is_hidden: false,
            only_says: false,
            is_fallback: false,
        }
    }

    /// The pair where this holds of the attributes, and elsewhere none.
    pub const fn when(self, applies: fn(&Attributes) -> bool) -> Self {
        Self { applies, ..self }
    }

    /// The pair, of which nothing is shown but that the two differ.
    pub const fn hidden(self) -> Self {
        Self { is_hidden: true, ..self }
    }

    /// The pair, which says that something is there, and is not compared.
    pub const fn only_says(self) -> Self {
        Self { only_says: true, ..self }
    }

    /// The pair, which counts where no other resource says the same.
    pub const fn fallback(self) -> Self {
        Self { is_fallback: true, ..self }
    }

    /// Whether it is the key of an entry, or an element: the field as a whole may have others.
    pub fn is_one_of_several(&self) -> bool {
        matches!(self.form, Form::Entry | Form::Member)
    }

    /// Whether it is about entries or elements, each of which says its own, and a field without it lacks one.
    pub fn has_entries(&self) -> bool {
        let has_keys = matches!(self.form, Form::Names(_) | Form::Documents(..) | Form::Blocks(..));
        self.is_one_of_several() || has_keys
    }

    /// Whether the way to the field has keys of its owner's on it.
    pub fn is_keyed(&self) -> bool {
        self.field.contains('{')
    }

    /// Whether it is an element of a list.
    pub fn is_member(&self) -> bool {
        matches!(self.form, Form::Member)
    }

    /// The names on the way to the field, in which braces stand for a key.
    pub fn pattern(&self) -> impl Iterator<Item = &'static str> {
        self.field.split('.')
    }

    /// The first name on the way to the field.
    pub fn top(&self) -> &'static str {
        self.field.split('.').next().unwrap_or(self.field)
    }

    /// Whether it is about the tags of an object.
    pub fn is_of_tags(&self) -> bool {
        self.top() == "tags"
    }

    /// Whether the field is absent where the attribute has this value.
    pub fn is_absent_for(&self, value: &str) -> bool {
        match self.form {
            Form::Presence(word) => value != word,
            Form::Without(none) => value == none.to_string(),
            _ => false,
        }
    }

    /// The names on the way to the field, with `<name>` for what an attribute says.
    pub fn field_words(&self) -> String {
        self.field.replace('{', "<").replace('}', ">")
    }
}
