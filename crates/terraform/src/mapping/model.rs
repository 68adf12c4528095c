//! What a line of the table says of Terraform's types.

use super::pair::Pair;
use crate::state::Attributes;

/// What an instance of one of Terraform's types is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// An object of this kind.
    Own { kind: &'static str },
    /// A part of an object of this kind.
    Part { kind: &'static str },
    /// Something that is in Terraform's state alone.
    NoObject { only_copy: bool },
}

/// What a line of the table says of its types.
#[derive(Clone, Copy)]
pub struct Mapping {
    pub meaning: Meaning,
    /// Reads the id by which our kind knows the object, or the object that this is a part of.
    id: Reading,
    /// Whether it is what the line says at all: some types serve several services.
    pub(super) applies: fn(&Attributes) -> bool,
    /// Whether it may be in another region than the object that it is a part of.
    pub is_elsewhere: bool,
    /// Whether instances with one id are the entries of one object, and not the same thing twice.
    pub is_gathered: bool,
    /// Which of the attributes are which fields of the object.
    pub pairs: &'static [Pair],
}

type Reading = fn(&Attributes) -> Option<String>;

impl Mapping {
    /// The id of the object, or of the object that this is a part of; nothing where the attributes do
    /// not say.
    pub fn id(&self, attributes: &Attributes) -> Option<String> {
        (self.id)(attributes)
    }

    pub const fn when(self, applies: fn(&Attributes) -> bool) -> Self {
        Self { applies, ..self }
    }

    pub const fn elsewhere(self) -> Self {
        Self { is_elsewhere: true, ..self }
    }

    /// Instances with one id are the entries of one object.
    pub const fn gathered(self) -> Self {
        Self { is_gathered: true, ..self }
    }

    pub const fn with(self, pairs: &'static [Pair]) -> Self {
        Self { pairs, ..self }
    }
}

/// Types that are objects of a kind, and how their ids are read.
pub const fn own(kind: &'static str, id: Reading) -> Mapping {
    mapping_of(Meaning::Own { kind }, id)
}

/// Types that are parts of the objects of a kind, and how the ids of those are read.
pub const fn part(kind: &'static str, parent: Reading) -> Mapping {
    mapping_of(Meaning::Part { kind }, parent)
}

/// Types of which Terraform's state alone has something.
pub const fn no_object() -> Mapping {
    mapping_of(Meaning::NoObject { only_copy: false }, |_| None)
}

/// Its value is in the state and nowhere else.
pub const fn only_copy() -> Mapping {
    mapping_of(Meaning::NoObject { only_copy: true }, |_| None)
}

const fn mapping_of(meaning: Meaning, id: Reading) -> Mapping {
    Mapping { meaning, id, applies: |_| true, is_elsewhere: false, is_gathered: false, pairs: &[] }
}
