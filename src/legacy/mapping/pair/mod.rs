//! Which of Terraform's attributes is which field of ours, and in which form each of the two says it.

mod siblings;
#[cfg(test)]
mod tests;
mod values;

use crate::legacy::state::{Attributes, Stated};
use crate::value::{Path, Segment, Value, auto};

pub use siblings::Siblings;
use values::{
    entries_under, is_word, keys_of, meaning, only_of, opposite_of, plain, span, unless,
    values_under,
};

/// An attribute of one of Terraform's types, and the field of ours that says the same.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The names on the way to the attribute, as in `password_policy.minimum_length`. A block of which
    /// there is one needs no index.
    pub attribute: &'static str,
    /// The names on the way to the field. `{name}` stands for what the attribute `name` says, and `{name@path}`
    /// for the path of the resource of an API whose id that is.
    field: &'static str,
    form: Form,
    applies: fn(&Attributes) -> bool,
    /// Whether what it says is never shown, as people keep secrets in it that nobody has marked.
    pub is_hidden: bool,
    /// Whether it says that something is there, and not in a form that could be compared.
    pub only_says: bool,
    /// Whether it is what the provider has read, and is outdated where another resource says the same.
    pub is_fallback: bool,
}

/// How an attribute says what the field says.
#[derive(Debug, Clone, Copy)]
enum Form {
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
    /// As another word than this one where the field is another too.
    Unlike(&'static str),
    /// As a number of units, which another attribute names.
    Lifetime {
        unit: &'static str,
        usual: &'static str,
    },
}

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

/// An attribute and a field that say the same in the same way.
pub(super) const fn same(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Same)
}

/// A field that is true where the attribute has this word.
pub(super) const fn word(attribute: &'static str, word: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Word(word))
}

/// A field that is true where the attribute is not.
pub(super) const fn opposite(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Opposite)
}

/// A field that is absent where the attribute has this number.
pub(super) const fn without(attribute: &'static str, none: i64, field: &'static str) -> Pair {
    pair(attribute, field, Form::Without(none))
}

/// A field that is the only element of a list.
pub(super) const fn only(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Only)
}

/// A field that is there where the attribute has this word.
pub(super) const fn presence(
    attribute: &'static str,
    word: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Presence(word))
}

/// A policy document.
pub(super) const fn document(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Document)
}

/// A map whose keys are what the blocks of the attribute have under `key`.
pub(super) const fn names(attribute: &'static str, key: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Names(key))
}

/// A map whose entries are what the blocks of the attribute have under `key` and `value`.
pub(super) const fn entries(
    attribute: &'static str,
    [key, value]: [&'static str; 2],
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Entries(key, value))
}

/// An entry of a map, whose key the attribute is.
pub(super) const fn entry(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Entry)
}

/// An element of a list.
pub(super) const fn member(attribute: &'static str, field: &'static str) -> Pair {
    pair(attribute, field, Form::Member)
}

/// A field that a resource decides, in whatever form.
pub(super) const fn covers(field: &'static str) -> Pair {
    pair("", field, Form::Covers).only_says()
}

/// A field of which it is said whether it is something else than a word, and not what.
pub(super) const fn unlike(
    attribute: &'static str,
    word: &'static str,
    field: &'static str,
) -> Pair {
    pair(attribute, field, Form::Unlike(word))
}

/// A span of time, whose unit another attribute has.
pub(super) const fn lifetime(
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

impl Pair {
    /// The pair where this holds of the attributes, and elsewhere none.
    pub(super) const fn when(self, applies: fn(&Attributes) -> bool) -> Self {
        Self { applies, ..self }
    }

    /// The pair, of which nothing is shown but that the two differ.
    pub(super) const fn hidden(self) -> Self {
        Self {
            is_hidden: true,
            ..self
        }
    }

    /// The pair, which says that something is there, and is not compared.
    pub(super) const fn only_says(self) -> Self {
        Self {
            only_says: true,
            ..self
        }
    }

    /// The pair, which counts where no other resource says the same.
    pub(super) const fn fallback(self) -> Self {
        Self {
            is_fallback: true,
            ..self
        }
    }

    /// Whether it is the key of an entry, or an element: the field as a whole may have others.
    pub fn is_one_of_several(&self) -> bool {
        matches!(self.form, Form::Entry | Form::Member)
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
            Form::Names(key) => keys(values_under(stated, key)),
            // What says nothing at all leaves it to others.
            _ if plain(stated).is_null() && (self.is_fallback || self.only_says) => Vec::new(),
            _ => vec![Said::At(field)],
        }
    }

    /// Whether it is about the tags of an object.
    pub fn is_of_tags(&self) -> bool {
        self.top() == "tags"
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
            Form::Unlike(word) => ((stated != word).into(), (found != word).into()),
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
            Form::Presence(_) | Form::Names(_) | Form::Entry | Form::Member | Form::Unlike(_)
        );
        Some(Sides {
            field,
            said,
            live,
            is_whole: !is_about_it,
        })
    }

    /// The field with what the attributes say in the place of their names; nothing where they do not.
    fn field_of(&self, attributes: &Attributes, siblings: &Siblings) -> Option<Path> {
        let keys = self.field.split('.').map(|key| {
            let Some((before, rest)) = key.split_once('{') else {
                return Some(key.to_owned());
            };
            let (name, after) = rest.split_once('}')?;
            let (name, is_path_id) = match name.strip_suffix(Siblings::PATH) {
                Some(name) => (name, true),
                None => (name, false),
            };
            let said = match attributes.at(name) {
                Stated::Value(value) if is_path_id => siblings.path(value.as_str()?)?,
                Stated::Value(value) => value.as_str()?,
                Stated::Absent => "",
                Stated::Unknown => return None,
            };
            Some(format!("{before}{said}{after}"))
        });
        keys.map(|key| key.map(Segment::Key)).collect()
    }

    /// Whether the entry in which the field is exists. That it does not is told once, by the pair that
    /// is the [entry].
    fn has_entry(&self, field: &Path, live: &Value) -> bool {
        let keys: Vec<&str> = self.field.split('.').collect();
        match keys.iter().rposition(|key| key.contains('{')) {
            Some(position) if !matches!(self.form, Form::Entry) => {
                let segments = field.segments().iter().take(position + 1).cloned();
                segments.collect::<Path>().of(live).is_some()
            }
            _ => true,
        }
    }

    /// Whether the field is absent where the attribute has this value.
    pub(super) fn is_absent_for(&self, value: &str) -> bool {
        match self.form {
            Form::Presence(word) => value != word,
            Form::Without(none) => value == none.to_string(),
            _ => false,
        }
    }

    /// The names on the way to the field, with `<name>` for what an attribute says.
    pub(super) fn field_words(&self) -> String {
        self.field.replace('{', "<").replace('}', ">")
    }

    #[cfg(test)]
    pub(super) fn example_field(&self) -> Path {
        let keys = self.field.split('.').map(|key| match key.contains('{') {
            true => Segment::Key("Example".to_owned()),
            false => Segment::Key(key.to_owned()),
        });
        keys.collect()
    }
}
