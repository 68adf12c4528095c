//! A type as a kind.

use std::borrow::Cow;
use std::collections::BTreeSet;

use aws::tags::{self, Tags};
use aws::{Aws, Place, Result};
use futures_util::future::BoxFuture;
use kind::{
    AnyKind, AnySpec, Awaited, Caller, Compared, Console, Facts, Grant, LiveObject, OnlyWith,
    Operations, OutputField, Prediction, RequiredPermission,
};
use language::schema::{self, Finding, Schema};
use language::value::Value;

use crate::compare::compared;
use crate::definition::Definition;
use crate::read::read;
use crate::spec::TypeSpec;
use crate::{find, predict, request};

/// The kind of a type.
pub(crate) struct TypeKind(pub &'static Definition);

impl AnyKind for TypeKind {
    fn name(&self) -> &'static str {
        self.0.name
    }

    fn facts(&self) -> &'static Facts {
        &self.0.facts
    }

    fn operations(&self) -> &[Operations] {
        &self.0.operations
    }

    fn demands(&self) -> &'static [RequiredPermission] {
        self.0.demands
    }

    fn only_with(&self) -> &'static [OnlyWith] {
        &[]
    }

    fn awaits(&self) -> &'static [Awaited] {
        &[]
    }

    fn impact_while_absent(&self) -> &'static str {
        "anything that uses it fails"
    }

    fn console(&self) -> Console {
        Console::Nowhere(
            "which page of the console shows a type of AWS's registry is written nowhere",
        )
    }

    fn known_by(&self) -> &'static str {
        "its primary identifier, whose parts have `|` between them"
    }

    fn schema(&self) -> &Schema {
        &self.0.schema
    }

    fn published_schema(&self) -> Value {
        self.0.published.clone()
    }

    fn outputs(&self) -> &[OutputField] {
        &self.0.outputs
    }

    fn identity_fields(&self) -> &BTreeSet<String> {
        &self.0.identity_fields
    }

    fn identity_may_wait(&self) -> bool {
        true
    }

    fn is_taggable(&self) -> bool {
        self.0.tags.is_some()
    }

    fn overwrites(&self) -> bool {
        false
    }

    fn calls_as(&self) -> &'static str {
        "{Arn}"
    }

    fn grant(&self, _: &Caller, _: Option<&str>) -> Option<Grant> {
        None
    }

    fn permit(&self, _: &str, _: &[&str], _: &str) -> Option<Grant> {
        None
    }

    fn predict(&self, identity: &Value, _: &Place) -> Result<Prediction, String> {
        Ok(predict::predict(self.0, identity))
    }

    fn fill(&self, spec: &Value) -> Result<Box<dyn AnySpec>, Finding> {
        Ok(Box::new(TypeSpec::new(self.0, spec)))
    }

    fn compared<'a>(&self, live: &'a Value, with: Compared<'_>) -> Cow<'a, Value> {
        Cow::Owned(compared(self.0, live, with))
    }

    fn check(&self, spec: &Value) -> Vec<Finding> {
        let mut findings = schema::check(&self.0.schema, spec);
        findings.extend(TypeSpec::new(self.0, spec).check());
        findings
    }

    fn find<'a>(
        &'a self,
        aws: &'a Aws,
        identity: Value,
        ownership: &'a Tags,
    ) -> BoxFuture<'a, Result<Vec<String>>> {
        Box::pin(find::find(aws, self.0, identity, ownership))
    }

    fn list<'a>(
        &'a self,
        aws: &'a Aws,
        identity: &'a Value,
    ) -> Option<BoxFuture<'a, Result<Vec<String>>>> {
        find::is_listed(self.0, identity)
            .then(|| -> BoxFuture<'a, _> { Box::pin(find::list_ids(aws, self.0, identity)) })
    }

    fn list_operations(&self) -> &[Operations] {
        &[]
    }

    fn read<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        Box::pin(async move { read(aws, self.0, id).await })
    }

    fn tags<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Tags>>> {
        Box::pin(async move {
            let live = read(aws, self.0, id).await?;
            Ok(live.map(|live| tags::of(&live.spec)))
        })
    }

    fn fetch<'a>(&'a self, _: &'a Aws, _: &'a str) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
        Box::pin(async { Ok(None) })
    }

    fn until_usable<'a>(&'a self, _: &'a Aws, _: &'a str) -> BoxFuture<'a, Result<()>> {
        // A creation ends when the object can be used.
        Box::pin(async { Ok(()) })
    }

    fn delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            find::forget(aws, self.0);
            request::delete(aws, self.0, id).await
        })
    }
}
