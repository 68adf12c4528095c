//! What the matrix needs of a function: the function itself, people, and the things that one of them has.

use std::collections::BTreeMap;
use std::pin::Pin;

use serde_json::Value;
use testing::{Answer, Person, Request};

/// The ids of the things that somebody has, by the names of path parameters.
#[derive(Clone, Debug, Default)]
pub struct Things(BTreeMap<&'static str, String>);

impl Things {
    /// The same with one thing more.
    #[must_use]
    pub fn with(mut self, name: &'static str, id: impl Into<String>) -> Self {
        self.0.insert(name, id.into());
        self
    }

    /// The id of a thing.
    ///
    /// # Panics
    ///
    /// If there is none: the function has a route about things that the matrix does not make.
    pub fn id(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("the matrix has no {name}"))
    }

    /// Whether there is such a thing.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A path about these things.
    pub fn path(&self, template: &str) -> String {
        let parts = template.split('/').map(|part| {
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => self.id(name),
                None => part,
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Something that is being done.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A function with its data, new for every call of the matrix.
pub trait Vertical {
    /// Makes the things of somebody, whose texts all hold [`SECRET`].
    fn make<'a>(&'a self, owner: &'a Person) -> Doing<'a, Things>;

    /// Makes what everybody may see; nothing where there is no such thing.
    fn make_public(&self) -> Doing<'_, Option<Things>>;

    /// Makes a call.
    fn send<'a>(&'a self, request: Request<'a>) -> Doing<'a, Answer>;

    /// All that is stored, but the outbox of others and the answers that are kept for repeats.
    fn stored(&self) -> Vec<Value>;

    /// What a stranger is told of another's thing: that it is not there, or that it is not allowed, whether or not it is.
    fn denial(&self) -> u16;

    /// Whether a path is for somebody like this at all, such as one about an organization.
    fn is_for(&self, _path: &str, _person: &Person) -> bool {
        true
    }
}

/// A word in everything that is another's.
pub const SECRET: &str = "Zzyzx";
