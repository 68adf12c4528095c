//! Further fields by which objects of a kind are found.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use aws::{Aws, AwsError};
use kind::Operations;
use language::value::Value;

type Find = dyn Fn(Aws, Value) -> BoxFuture<'static, Result<Vec<String>, AwsError>> + Send + Sync;

/// A field by which objects of a kind are found that is none of the kind's own, such as the alias of a key.
#[derive(Clone)]
pub struct Finder {
    /// The field of the lookup.
    pub field: &'static str,
    /// Its schema, as it is published.
    pub schema: Value,
    /// What is called to find by it.
    pub operations: &'static [Operations],
    find: Arc<Find>,
}

impl Finder {
    /// A field of this schema; `find` gives the ids of what its value means.
    pub fn new<F>(
        field: &'static str,
        schema: Value,
        operations: &'static [Operations],
        find: impl Fn(Aws, Value) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Vec<String>, AwsError>> + Send + 'static,
    {
        let find: Arc<Find> = Arc::new(move |aws, value| Box::pin(find(aws, value)));
        Self { field, schema, operations, find }
    }

    /// The ids of what a value means.
    pub(super) async fn find(&self, aws: &Aws, value: Value) -> Result<Vec<String>, AwsError> {
        (self.find)(aws.clone(), value).await
    }
}
