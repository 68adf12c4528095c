//! What an expression can refer to.

use std::ops::Deref;
use std::sync::Arc;

use super::functions::Surroundings;
use super::problem::Problem;
use crate::diagnostic::suggestion_in;
use crate::value::{Path, Value};

/// The root of references to what is looked up.
pub const EXISTING: &str = "existing";

/// The root of expressions that a program makes, which name a resource by its whole address.
pub const BY_ADDRESS: &str = "resource";

/// The value that a reference leads to.
pub enum Found<'a> {
    Kept(&'a Value),
    Shared(Arc<Value>),
}

impl Deref for Found<'_> {
    type Target = Value;

    fn deref(&self) -> &Value {
        match self {
            Self::Kept(value) => value,
            Self::Shared(value) => value,
        }
    }
}

/// What an expression can refer to.
pub trait Scope: Surroundings {
    /// `var.<name>`, `local.<name>`, `env.<name>`, `each.<name>`; nothing if there is no such root.
    fn named(&self, root: &str, name: &str) -> Option<Result<Found<'_>, Problem>>;

    /// A name that stands alone, as template files use them.
    fn bare(&self, _name: &str) -> Option<Found<'_>> {
        None
    }

    /// Whether any reference since the last call was to something sensitive.
    fn met_sensitive(&self) -> bool {
        false
    }

    /// What a name that is not there may be meant for, or the names there are where they are few. `before` stands
    /// in front of each.
    fn suggestion(
        &self,
        before: &str,
        name: &str,
        names: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let names: Vec<&str> = names.collect();
        suggestion_in(before, name, names)
    }

    /// What to write for what references of another tool start with.
    fn foreign(&self, _root: &str) -> Option<String> {
        None
    }

    /// Whether `root` starts a reference to a resource: it is the service of some kind.
    fn is_service(&self, root: &str) -> bool;

    /// How many of these names, which follow on a resource, are the name of one of its outputs: more than one where AWS
    /// tells it inside another, as `Endpoint.Address`.
    fn output_length(&self, _kind: &str, _names: &[&str]) -> usize {
        1
    }

    /// `<kind>.<name>`, `<kind>.<name>["key"]`, with or without `.<output>`. Without an output, a map
    /// of them; without a key where there is one, a map by key.
    ///
    /// # Errors
    /// What does not exist, with what does.
    fn resource(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem>;

    /// `<kind>.*` and `<kind>.<name>.*`: all instances of a kind, or of a block. With an output a list of that of each,
    /// else a map of all their outputs.
    ///
    /// # Errors
    /// What does not exist, with what does.
    fn resources(
        &self,
        kind: &str,
        _name: Option<&str>,
        _output: Option<&str>,
    ) -> Result<Value, Problem> {
        Err(Problem::new(format!("`{kind}` cannot be listed here")))
    }

    /// The output of a resource that is named by its whole address, as expressions do that a program makes; nothing
    /// where there is no such address.
    fn by_address(&self, _address: &str, _output: &str) -> Option<Result<Value, Problem>> {
        None
    }

    /// How many of these names, which follow on [`EXISTING`], are that of a sort of lookup: two of `ec2.vpc`.
    fn sort_length(&self, _names: &[&str]) -> usize {
        2
    }

    /// `existing.<type>.<name>`, with or without `.<output>`. Without one, a map of them. Asked only
    /// where [`EXISTING`] is among the roots.
    ///
    /// # Errors
    /// What does not exist, with what does.
    fn existing(&self, _sort: &str, _name: &str, _output: Option<&str>) -> Result<Value, Problem> {
        Err(Problem::new("nothing is looked up here"))
    }

    /// Told after each template which part of the spec it was, and whether its value is sensitive.
    fn evaluated(&self, _path: &Path, _value: &Value, _is_sensitive: bool) {}

    /// The roots there are, for "did you mean".
    fn roots(&self) -> Vec<&str>;
}
