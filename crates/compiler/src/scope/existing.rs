//! What stands under `existing:`, as expressions see it: `existing.<type>.<name>.<output>`.
//!
//! Until a lookup is answered, its outputs are [pending] values.

use super::absent::absent_here;
use crate::lookups::{Found, FoundObject, Key, Needs, Request, Sort};
use language::diagnostic::{Diagnostic, Span, suggestion};
use language::expression::Problem;
use language::value::{Value, pending};

/// A lookup, as references see it.
pub struct Existing {
    /// As expressions name it: `existing.terraform.state.core`.
    pub reference: String,
    pub sort: &'static dyn Sort,
    pub outcome: Outcome,
}

/// What has come of a lookup.
pub enum Outcome {
    Found(Found),
    /// AWS has not been asked.
    Pending(Request),
    /// What it asks for depends on what is not known yet: on another lookup.
    Waiting,
    /// It is not made in this environment, as is said here.
    Absent(Span),
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
            (Outcome::Pending(_) | Outcome::Waiting, Some(name)) => {
                Ok(pending::value(&format!("{}.{name}", self.reference)))
            }
            (Outcome::Pending(_) | Outcome::Waiting, None) => Ok(pending::value(&self.reference)),
            (Outcome::Absent(span), _) => {
                let message = format!("`{}` is not looked up here", self.reference);
                Err(absent_here(message, *span))
            }
            (Outcome::Faulty(fault), _) => Err(Problem::caused_by(fault.clone())),
        }
    }

    /// Whether it has an output, as far as that can be told: of one that is not made here nobody knows.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn check_output(&self, name: Option<&str>) -> Result<(), Problem> {
        match &self.outcome {
            Outcome::Absent(_) => Ok(()),
            _ => self.output(name).map(drop),
        }
    }

    /// What it waits for, under its `key`; nothing where it does not wait for AWS.
    pub fn pending<'a>(&'a self, key: &'a Key) -> Option<PendingLookup<'a>> {
        let request = match &self.outcome {
            Outcome::Pending(request) => Some(request),
            Outcome::Waiting => None,
            Outcome::Found(_) | Outcome::Absent(_) | Outcome::Faulty(_) => return None,
        };
        Some(PendingLookup { key, reference: &self.reference, sort: self.sort, request })
    }

    /// The objects that were found.
    pub fn objects(&self) -> &[FoundObject] {
        match &self.outcome {
            Outcome::Found(found) => &found.objects,
            _ => &[],
        }
    }

    fn found<'a>(&self, found: &'a Found, name: &str) -> Result<&'a Value, Problem> {
        found.outputs.get(name).ok_or_else(|| {
            if found.withheld.contains(name) {
                return Problem::new(format!("`{}` does not give `{name}`", self.reference))
                    .why("it is sensitive there, and a state holds no secret")
                    .help(Some(
                        "look the secret up where it is kept, such as `secretsmanager.secret`"
                            .to_owned(),
                    ));
            }
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
    pub sort: &'static dyn Sort,
    /// What it asks for; nothing as long as that depends on another lookup.
    pub request: Option<&'a Request>,
}

impl PendingLookup<'_> {
    /// What it calls, as far as that is known.
    pub fn needs(&self) -> Needs {
        self.request.map_or_else(|| self.sort.needs(), |request| request.needs.clone())
    }

    /// The region that is asked, where it is known not to be the environment's.
    pub fn region(&self) -> Option<&str> {
        self.request?.region.as_deref()
    }
}
