//! A sort of lookup, what one asks for, and what it gives.

use std::collections::BTreeSet;
use std::path::Path as FilePath;

use futures_util::future::BoxFuture;

use aws::Aws;
use kind::Operations;
use language::schema::{Finding, Schema};
use language::value::{Object, Value};

/// A sort of lookup.
pub struct Sort {
    /// As in `existing: { <name>: … }`.
    pub name: &'static str,
    /// The schema of what is written for one lookup.
    pub schema: fn() -> Schema,
    /// The same as editors see it.
    pub published_schema: fn() -> Value,
    /// What its requests call. [`Request::subject`] fills the ARNs.
    pub operations: &'static [Operations],
    /// What a lookup asks for, made of what is written for it. Paths start at the project's folder.
    pub ask: fn(&FilePath, Value) -> Result<Asked, Finding>,
}

/// What a lookup asks for.
pub enum Asked {
    /// It has been found without AWS.
    Found(Found),
    /// AWS must be asked.
    Request(Box<dyn Request>),
}

/// What a lookup gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub outputs: Object,
    /// The outputs that must never be shown.
    pub sensitive: BTreeSet<String>,
}

/// What only AWS can tell.
pub trait Request: Send + Sync {
    /// Asks. What answers several requests is asked for once a run.
    ///
    /// # Errors
    /// Why nothing was found, at the field of the lookup that is to blame.
    fn answer<'a>(&'a self, aws: &'a Aws) -> BoxFuture<'a, Result<Found, Finding>>;

    /// The region that is asked, where it is not the environment's.
    fn region(&self) -> Option<&str>;

    /// What it is about: the names that stand in the ARNs of [`Sort::operations`], by the words for them.
    fn subject(&self) -> Value;
}
