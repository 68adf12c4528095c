//! Kinds as tests use them: with specs as values, each filled and made ready for one call.

use std::path::Path as FilePath;

use aws::{Aws, AwsError};
use kind::{AnyKind, LiveObject, Place};
use language::schema::Finding;
use serde_json::Value;
use workspace::Workspace;

/// What an [`AnyKind`] does with a spec once it has been filled.
pub trait ByValue {
    fn check_place(&self, spec: &Value, place: &Place) -> Vec<Finding>;
    fn check_files(&self, spec: &Value, root: &FilePath) -> Vec<Finding>;
    /// The spec in its comparable form.
    async fn prepare(&self, spec: Value, workspace: &Workspace) -> Result<Value, Finding>;
    async fn create(
        &self,
        aws: &Aws,
        workspace: &Workspace,
        spec: Value,
    ) -> Result<String, AwsError>;
    async fn update(
        &self,
        aws: &Aws,
        workspace: &Workspace,
        id: &str,
        spec: Value,
        live: impl Into<LiveObject>,
    ) -> Result<(), AwsError>;
    async fn before_delete(&self, aws: &Aws, id: &str, spec: Value) -> Result<(), AwsError>;
}

impl ByValue for dyn AnyKind {
    fn check_place(&self, spec: &Value, place: &Place) -> Vec<Finding> {
        self.fill(spec).map(|spec| spec.check_place(place)).expect("it can be filled")
    }

    fn check_files(&self, spec: &Value, root: &FilePath) -> Vec<Finding> {
        self.fill(spec).map(|spec| spec.check_files(root)).expect("it can be filled")
    }

    async fn prepare(&self, spec: Value, workspace: &Workspace) -> Result<Value, Finding> {
        Ok(self.ready(&spec, workspace).await?.comparable())
    }

    async fn create(
        &self,
        aws: &Aws,
        workspace: &Workspace,
        spec: Value,
    ) -> Result<String, AwsError> {
        self.ready(&spec, workspace).await?.create(aws).await
    }

    async fn update(
        &self,
        aws: &Aws,
        workspace: &Workspace,
        id: &str,
        spec: Value,
        live: impl Into<LiveObject>,
    ) -> Result<(), AwsError> {
        self.ready(&spec, workspace).await?.update(aws, id, &live.into()).await
    }

    async fn before_delete(&self, aws: &Aws, id: &str, spec: Value) -> Result<(), AwsError> {
        self.fill(&spec)?.before_delete(aws, id).await
    }
}
