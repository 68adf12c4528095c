//! An attribute and a field that say the same.

use super::form::Form;
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
