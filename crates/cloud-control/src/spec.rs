//! A spec of a type.

use std::path::Path as FilePath;

use aws::tags;
use aws::{Aws, Place, Result};
use futures_util::future::BoxFuture;
use kind::files::Files;
use kind::{AnySpec, Caller, Consequence, Consequences, LiveObject, StandIn};
use language::diff;
use language::schema::Finding;
use language::value::{Object, Ordered, Path, Value};
use resource_types::PropertyPath;
use workspace::Workspace;

use crate::definition::Definition;
use crate::find;
use crate::patch::patch;
use crate::request;

/// The properties of an object as a spec says them, with its tags as every kind has them.
pub(crate) struct TypeSpec {
    type_: &'static Definition,
    properties: Object,
}

impl TypeSpec {
    pub fn new(type_: &'static Definition, spec: &Value) -> Self {
        let mut properties = spec.as_object().cloned().unwrap_or_default();
        properties.retain(|_, value| !value.is_null());
        if let Some(form) = &type_.tags {
            form.unify(&mut properties);
        }
        Self { type_, properties }
    }

    /// Properties in the form that AWS accepts.
    fn as_sent(&self, properties: &Object) -> Object {
        let mut properties = properties.clone();
        if let Some(form) = &self.type_.tags {
            form.write(&mut properties);
        }
        properties
    }
}

impl AnySpec for TypeSpec {
    fn check(&self) -> Vec<Finding> {
        let spec = Value::Object(self.properties.clone());
        tags::check(&tags::of(&spec), &Path::field("tags"))
    }

    fn check_place(&self, _: &Place) -> Vec<Finding> {
        Vec::new()
    }

    fn check_files(&self, _: &FilePath) -> Vec<Finding> {
        Vec::new()
    }

    fn announce(&self, _: &Workspace) {}

    fn prepare<'a>(&'a mut self, _: &'a Workspace) -> BoxFuture<'a, Result<(), Finding>> {
        Box::pin(async { Ok(()) })
    }

    fn files(&self) -> Files {
        Files::new()
    }

    fn comparable(&self) -> Value {
        self.properties.clone().into()
    }

    fn ordered(&self) -> Ordered {
        self.comparable().into()
    }

    fn consequences(&self, live: &LiveObject) -> Vec<Consequence> {
        let mut consequences = Consequences::default();
        for change in diff::changes(&self.comparable(), &live.spec) {
            let is_of = |paths: &[PropertyPath]| paths.iter().any(|path| path.covers(&change.path));
            if is_of(&self.type_.conditional_create_only) {
                consequences.warn(
                    change.path.clone(),
                    "AWS may make a new object for this change, by what the old value and the new one are",
                    "see what the type's documentation says of the property",
                );
            }
            if is_of(&self.type_.write_only) {
                consequences.warn(
                    change.path.clone(),
                    "AWS never shows this property, so it is compared with what was applied last",
                    "",
                );
            }
        }
        consequences.into_inner()
    }

    fn lets_in(&self, _: &Caller, _: Option<&str>) -> Option<bool> {
        None
    }

    fn permits(&self, _: &str, _: &str) -> bool {
        true
    }

    fn stand_ins(&self, _: &str) -> Vec<StandIn> {
        Vec::new()
    }

    fn spelled_out(&self) -> Value {
        self.comparable()
    }

    fn unreadable_fields(&self) -> Vec<Path> {
        Vec::new()
    }

    fn create<'a>(&'a self, aws: &'a Aws) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            find::forget(aws, self.type_);
            let properties = Value::Object(self.as_sent(&self.properties)).to_string();
            let mut ownership = tags::of(&self.comparable());
            ownership.retain(|key, _| tags::is_ownership(key));
            request::create(aws, self.type_, &properties, &ownership).await
        })
    }

    fn update<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        live: &'a LiveObject,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let live = live.spec.as_object().cloned().unwrap_or_default();
            let operations =
                patch(self.type_, &self.as_sent(&live), &self.as_sent(&self.properties));
            match operations.is_empty() {
                true => Ok(()),
                false => {
                    let patch = Value::Array(operations).to_string();
                    request::update(aws, self.type_, id, &patch).await
                }
            }
        })
    }

    fn before_delete<'a>(&'a self, _: &'a Aws, _: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}
