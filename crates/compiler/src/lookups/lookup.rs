//! A sort of lookup, what one asks for, and what it gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path as FilePath;

use futures_util::future::BoxFuture;

use crate::environment::Environment;
use aws::Aws;
use kind::{Operations, RequiredPermission};
use language::schema::{Finding, Schema};
use language::value::{Object, Value};

/// A sort of lookup: what is written for one, and what it asks for.
pub trait Sort: Send + Sync {
    /// As in `existing: { <name>: … }`.
    fn name(&self) -> &str;

    /// The schema of what is written for one lookup.
    fn schema(&self) -> &Schema;

    /// The same as editors see it.
    fn published_schema(&self) -> Value;

    /// What a lookup of this sort may call of which nothing is known yet.
    fn needs(&self) -> Needs;

    /// What a lookup asks for, made of what is written for it, all of which has a value.
    ///
    /// # Errors
    /// The field with which nothing can be asked for.
    fn ask(&self, from: From<'_>, written: Value) -> Result<Asked, Finding>;
}

/// Where lookups are made from.
#[derive(Clone, Copy)]
pub struct From<'a> {
    /// The project's folder, at which paths start.
    pub root: &'a FilePath,
    pub environment: &'a Environment,
}

/// What a lookup asks for.
pub enum Asked {
    /// It has been found without AWS.
    Found(Found),
    /// AWS must be asked.
    Request(Request),
}

/// What a lookup gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub outputs: Object,
    /// The outputs that must never be shown.
    pub sensitive: BTreeSet<String>,
    /// The objects that it is about, where a block could manage them.
    pub objects: Vec<FoundObject>,
    /// The outputs that are known to be there, and that nobody is told, as they are secrets.
    pub withheld: BTreeSet<String>,
    /// Where it was read, if it is another stack's state.
    pub source: Option<Source>,
}

/// The place of a state that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// As environments write it.
    pub place: String,
    /// The region of a bucket, where it is not the environment's.
    pub region: Option<String>,
}

impl Found {
    /// Outputs by their names.
    pub fn of<const N: usize>(outputs: [(&str, Value); N]) -> Self {
        let outputs = outputs.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { outputs: outputs.collect(), ..Self::default() }
    }
}

/// The outputs of another stack that the specs refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The place of its state, as environments write it.
    pub place: String,
    /// The region of a bucket, where it is not the environment's.
    pub region: Option<String>,
    pub outputs: BTreeSet<String>,
}

/// An object that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundObject {
    /// The kind whose object it is, such as `kms.key` or `AWS::EC2::VPC`.
    pub kind: String,
    pub region: String,
    /// What AWS knows it by.
    pub id: String,
}

/// What a lookup calls, and on what.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// As kinds declare them. Lookups use the reading ones alone.
    pub operations: Vec<Operations>,
    pub demands: Vec<RequiredPermission>,
    /// The names that stand in the ARNs of the operations, by the words for them. What is absent is `*`.
    pub subject: Value,
    /// The same of what follows from them.
    pub outputs: BTreeMap<String, Option<String>>,
}

impl Needs {
    /// These operations, on what nothing is known of.
    pub fn of(operations: &[Operations]) -> Self {
        Self { operations: operations.to_vec(), ..Self::default() }
    }

    /// The same with names for their ARNs.
    pub fn on(self, subject: Value) -> Self {
        Self { subject, ..self }
    }
}

/// What asks AWS, once there is a connection.
type Answer = dyn Fn(Aws) -> BoxFuture<'static, Result<Found, Finding>> + Send + Sync;

/// What only AWS can tell. What answers several requests is asked for once a run.
pub struct Request {
    /// The region that is asked, where it is not the environment's.
    pub region: Option<String>,
    pub needs: Needs,
    answer: Box<Answer>,
}

impl Request {
    /// A request that `answer` makes in a region, or in the environment's.
    pub fn new<F>(
        region: Option<String>,
        needs: Needs,
        answer: impl Fn(Aws) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Found, Finding>> + Send + 'static,
    {
        Self { region, needs, answer: Box::new(move |aws| Box::pin(answer(aws))) }
    }

    /// Asks.
    ///
    /// # Errors
    /// Why nothing was found, at the field of the lookup that is to blame.
    pub async fn answer(&self, aws: &Aws) -> Result<Found, Finding> {
        (self.answer)(aws.in_region(self.region.as_deref().unwrap_or(aws.region()))).await
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { region, needs, .. } = self;
        f.debug_struct("Request").field("region", region).field("needs", needs).finish()
    }
}
