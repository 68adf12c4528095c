//! What the engine must know of a kind as a whole.

use crate::concern::Concern;

/// What the engine must know of a kind as a whole. Facts of single fields stand beside the fields, as
/// `x-` keywords of their schema.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// What such objects are there for.
    pub concern: Concern,
    /// What it holds that a delete would lose; nothing where all of it stands in the specs.
    pub data: Option<Data>,
    /// Outputs that get new values from AWS when certain fields change: `(output, fields)`.
    pub volatile: &'static [(&'static str, &'static [&'static str])],
    /// For objects without tags that live inside another: what they live in. The engine looks for the object only
    /// once the other is there, and whose the other is by its tags, this is as well.
    pub parent: Option<Parent>,
    /// Whether AWS accepts any number of objects of one identity, and stacks make theirs beside those of others, as they do
    /// with certificates. An object that is not ours is then in nobody's way; `adopt: true` takes one over that need not be
    /// re-created for it.
    pub allows_doubles: bool,
}

/// What objects of a kind live in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// The identity field that holds the other's id.
    pub field: &'static str,
    /// The other's kind, which has tags.
    pub kind: &'static str,
    /// Whether stacks put objects into what another of them owns, as they do with records in a zone. There the object
    /// is its stack's by the state alone.
    pub is_shared: bool,
}

impl Parent {
    /// An object of a kind, in which only its own stack puts anything.
    pub const fn of(kind: &'static str, field: &'static str) -> Self {
        Self { field, kind, is_shared: false }
    }

    /// The same, which several stacks share.
    pub const fn shared(self) -> Self {
        Self { is_shared: true, ..self }
    }
}

impl Facts {
    /// A kind that is there for a concern, holds no data and lives in no other object.
    pub const fn of(concern: Concern) -> Self {
        Self { concern, data: None, volatile: &[], parent: None, allows_doubles: false }
    }

    /// The identity field that holds the id of what the object lives in, if it lives in another.
    pub fn parent_field(&self) -> Option<&'static str> {
        self.parent.map(|parent| parent.field)
    }
}

/// Data that an object holds. Where another takes its place, people have to know both of these, in words
/// that a sentence may end with.
#[derive(Debug, Clone, Copy)]
pub struct Data {
    /// What the other does not have, and how it could move there.
    pub moves: &'static str,
    /// Who knows the object by what the other does not have, and would have to follow.
    pub follows: &'static str,
}
