//! What can be looked up and is never changed: each sort of lookup is a line of the list below.
//!
//! A sort says what is written for one lookup and what it asks for. What needs no AWS is found at once,
//! while the specs are compiled. Anything else becomes a [`Request`], which waits until somebody has a
//! connection, and [`answers`] makes them all side by side.

mod terraform_state;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;

use futures_util::future::{BoxFuture, join_all};

use aws::Aws;
use kind::Operations;
use language::diagnostic::{did_you_mean, listed};
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

/// One line a sort.
pub const SORTS: &[Sort] = &[terraform_state::SORT];

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

/// The sort and the name of a lookup.
pub type Key = (String, String);

/// What came of requests.
pub type Answers = BTreeMap<Key, Result<Found, Finding>>;

/// Makes requests, all at once.
pub async fn answers<'a>(
    requests: impl IntoIterator<Item = (&'a Key, &'a dyn Request)>,
    aws: &Aws,
) -> Answers {
    let answers =
        requests.into_iter().map(async |(key, request)| (key.clone(), request.answer(aws).await));
    join_all(answers).await.into_iter().collect()
}

/// The sort of a name.
///
/// # Errors
/// There is none: what may be meant, in a sentence.
pub fn sort(name: &str) -> Result<&'static Sort, String> {
    let found = SORTS.iter().find(|sort| sort.name == name);
    found.ok_or_else(|| {
        let names = SORTS.iter().map(|sort| sort.name);
        match did_you_mean(name, names.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("what can be looked up is {}", listed(names)),
        }
    })
}
