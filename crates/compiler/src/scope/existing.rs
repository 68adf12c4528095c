//! What stands under `existing:`, as expressions see it: `existing.<sort>.<name>.<output>`.
//!
//! Until a lookup is answered, its outputs are [pending] values.

use crate::lookups::{Found, Key, Request, Sort};
use language::diagnostic::{Diagnostic, suggestion};
use language::expression::Problem;
use language::value::{Value, pending};

/// A lookup, as references see it.
pub struct Existing {
    /// As expressions name it: `existing.terraform.state.core`.
    pub reference: String,
    pub sort: &'static Sort,
    pub outcome: Outcome,
}

/// What has come of a lookup.
pub enum Outcome {
    Found(Found),
    /// AWS has not been asked.
    Pending(Box<dyn Request>),
    /// Why nothing was found.
    Faulty(Diagnostic),
}

impl Existing {
    /// An output; or all of them as a map, where none is named.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn output(&self, name: Option<&str>) -> Result<Value, Problem> {
        match (&self.outcome, name) {
            (Outcome::Found(found), Some(name)) => self.found(found, name).cloned(),
            (Outcome::Found(found), None) => Ok(found.outputs.clone().into()),
            (Outcome::Pending(_), Some(name)) => {
                Ok(pending::value(&format!("{}.{name}", self.reference)))
            }
            (Outcome::Pending(_), None) => Ok(pending::value(&self.reference)),
            (Outcome::Faulty(fault), _) => Err(Problem::caused_by(fault.clone())),
        }
    }

    /// What it waits for, under its `key`; nothing where it does not wait for AWS.
    pub fn pending<'a>(&'a self, key: &'a Key) -> Option<PendingLookup<'a>> {
        match &self.outcome {
            Outcome::Pending(request) => Some(PendingLookup {
                key,
                reference: &self.reference,
                sort: self.sort,
                request: request.as_ref(),
            }),
            Outcome::Found(_) | Outcome::Faulty(_) => None,
        }
    }

    fn found<'a>(&self, found: &'a Found, name: &str) -> Result<&'a Value, Problem> {
        found.outputs.get(name).ok_or_else(|| {
            let names = found.outputs.keys().map(String::as_str);
            Problem::new(format!("`{}` has no output `{name}`", self.reference))
                .why("nothing of this name was found there")
                .help(suggestion(name, names))
        })
    }

    /// Whether an output, or any where none is named, must never be shown.
    pub fn is_sensitive(&self, output: Option<&str>) -> bool {
        match (&self.outcome, output) {
            (Outcome::Found(found), Some(output)) => found.sensitive.contains(output),
            (Outcome::Found(found), None) => !found.sensitive.is_empty(),
            _ => false,
        }
    }
}

/// A lookup that waits for AWS.
pub struct PendingLookup<'a> {
    pub key: &'a Key,
    /// As expressions name it: `existing.terraform.state.core`.
    pub reference: &'a str,
    pub sort: &'static Sort,
    pub request: &'a dyn Request,
}
