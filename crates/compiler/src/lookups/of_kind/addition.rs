//! What a lookup gives of an object beside what its kind reads, where it is asked for.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use aws::{Aws, AwsError};
use kind::Operations;
use language::value::Value;

type Tell = dyn Fn(Aws, String) -> BoxFuture<'static, Result<Value, AwsError>> + Send + Sync;

/// A secret of an object that its kind never reads. A lookup gives it where it says so, and it is never shown.
#[derive(Clone)]
pub struct Addition {
    /// The output, and the field of the lookup that asks for it with `true`.
    pub name: &'static str,
    pub description: &'static str,
    pub operations: &'static [Operations],
    tell: Arc<Tell>,
}

impl Addition {
    /// What `tell` gives of the object of an id.
    pub fn new<F>(
        name: &'static str,
        description: &'static str,
        operations: &'static [Operations],
        tell: impl Fn(Aws, String) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Value, AwsError>> + Send + 'static,
    {
        let tell: Arc<Tell> = Arc::new(move |aws, id| Box::pin(tell(aws, id)));
        Self { name, description, operations, tell }
    }

    pub(super) async fn tell(&self, aws: &Aws, id: &str) -> Result<Value, AwsError> {
        (self.tell)(aws.clone(), id.to_owned()).await
    }
}
