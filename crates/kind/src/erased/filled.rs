//! A spec in the struct of its kind.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::path::Path as FilePath;
use std::sync::Arc;

use aws::tags;
use aws::{Aws, AwsError, Place};
use futures_util::future::BoxFuture;
use language::diagnostic::Severity;
use language::schema::{Finding, Findings, Schema};
use language::value::{Ordered, Path, Segment, Value, unknown};
use serde::{Deserialize, Serialize};
use workspace::Workspace;

use super::any_spec::AnySpec;
use super::live_object::LiveObject;
use super::places;
use crate::abilities::StandIn;
use crate::caller::Caller;
use crate::consequence::{Consequence, Consequences};
use crate::files::Files;
use crate::kind::{Kind, Live, Result};

/// A spec as it is written, and the struct that was filled from it.
pub(super) struct Filled<K> {
    kind: K,
    schema: Arc<Schema>,
    written: Value,
    is_ready: bool,
}

impl<K: Kind> Filled<K> {
    /// Fills the struct of a kind.
    ///
    /// # Errors
    /// The field that does not fit.
    pub fn new(written: &Value, schema: Arc<Schema>) -> Result<Self, Finding> {
        Ok(Self { kind: fill(written)?, schema, written: written.clone(), is_ready: false })
    }
}

impl<K: Kind> AnySpec for Filled<K> {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Findings(tags::check(&tags::of(&self.written), &Path::field("tags")));
        self.kind.check(&mut findings);
        let mut findings = findings.into_inner();
        // Policies know how they are written.
        let policies = self.schema.policies_in(&self.written);
        let is_in_policy = |path: &Path| policies.iter().any(|(policy, _)| path.is_within(policy));
        let filled = LazyCell::new(|| serde_json::to_value(&self.kind).unwrap_or_default());
        for finding in &mut findings {
            let mut segments = finding.path.segments().iter();
            let has_index = segments.any(|segment| matches!(segment, Segment::Index(_)));
            if has_index && !is_in_policy(&finding.path) {
                finding.path = places::as_written(&finding.path, &filled, &self.written);
            }
        }
        findings.retain(|finding| is_known(&self.written, &finding.path));
        findings
    }

    fn check_place(&self, place: &Place) -> Vec<Finding> {
        let mut findings = Findings::default();
        self.kind.check_place(place, &mut findings);
        findings.into_inner()
    }

    fn check_files(&self, root: &FilePath) -> Vec<Finding> {
        let mut findings = Findings::default();
        (K::ABILITIES.check_files)(&self.kind, root, &mut findings);
        findings.into_inner()
    }

    fn prepare<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<(), Finding>> {
        Box::pin(async move {
            if !self.is_ready {
                (K::ABILITIES.prepare)(&mut self.kind, workspace).await?;
                self.is_ready = true;
            }
            Ok(())
        })
    }

    fn announce(&self, workspace: &Workspace) {
        if let Some(announce) = K::ABILITIES.announce {
            announce(&self.kind, workspace);
        }
    }

    fn files(&self) -> Files {
        (K::ABILITIES.files)(&self.kind)
    }

    fn comparable(&self) -> Value {
        comparable(&self.kind)
    }

    fn ordered(&self) -> Ordered {
        // The text keeps the order that a value does not.
        let text = serde_json::to_string(&self.kind).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_else(|_| self.written.clone().into())
    }

    fn consequences(&self, live: &LiveObject) -> Vec<Consequence> {
        let mut consequences = Consequences::default();
        if let Some(live) = live.typed::<Live<K>>() {
            self.kind.consequences(&live.spec, &mut consequences);
        } else if let Ok(live) = fill(&live.spec) {
            self.kind.consequences(&live, &mut consequences);
        }
        consequences.into_inner()
    }

    fn lets_in(&self, caller: &Caller, qualifier: Option<&str>) -> Option<bool> {
        (K::ABILITIES.lets_in)(&self.kind, caller, qualifier)
    }

    fn permits(&self, action: &str, resource: &str) -> bool {
        (K::ABILITIES.permits)(&self.kind, action, resource)
    }

    fn stand_ins(&self, name: &str) -> Vec<StandIn> {
        (K::ABILITIES.stand_ins)(&self.kind, name)
    }

    fn spelled_out(&self) -> Value {
        let spelled_out = (K::ABILITIES.spelled_out)(&self.kind);
        spelled_out.map_or_else(|| self.written.clone(), |kind| comparable(&kind))
    }

    fn unreadable_fields(&self) -> Vec<Path> {
        (K::ABILITIES.unreadable_fields)(&self.kind)
    }

    fn create<'a>(&'a self, aws: &'a Aws) -> BoxFuture<'a, Result<String>> {
        Box::pin(self.kind.create(aws))
    }

    fn created<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
    ) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        Box::pin(async move { Ok(self.kind.created(aws, id).await?.map(erased)) })
    }

    fn update<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        live: &'a LiveObject,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match live.typed::<Live<K>>() {
                Some(live) => self.kind.update(aws, id, live).await,
                None => self.kind.update(aws, id, &as_read(aws, &live.spec)?).await,
            }
        })
    }

    fn before_delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>> {
        (K::ABILITIES.before_delete)(&self.kind, aws, id)
    }
}

/// An object that nobody has read, as if somebody had.
fn as_read<K: Kind>(aws: &Aws, spec: &Value) -> Result<Live<K>> {
    let identity =
        K::Identity::deserialize(spec).map_err(|error| AwsError::new(error.to_string()))?;
    let place = Place::new(aws.account(), aws.region());
    Ok(Live::new(K::predict(&identity, &place), fill(spec)?))
}

/// Whether what stands at a path of a spec, and each key on the way there, is known by now.
fn is_known(spec: &Value, path: &Path) -> bool {
    let is_text = |value: &Value| value.as_str().is_some_and(unknown::in_text);
    let mut keys = path.segments().iter();
    let has_unknown_key = keys.any(|segment| match segment {
        Segment::Key(key) => unknown::in_text(key),
        Segment::Index(_) => false,
    });
    !has_unknown_key && !path.of(spec).is_some_and(is_text)
}

pub(super) fn fill<K: Kind>(spec: &Value) -> Result<K, Finding> {
    serde_path_to_error::deserialize(spec).map_err(|error| {
        let segments = error.path().iter();
        let path: Path = segments
            .filter_map(|segment| match segment {
                serde_path_to_error::Segment::Seq { index } => Some(Segment::Index(*index)),
                serde_path_to_error::Segment::Map { key } => Some(Segment::Key(key.clone())),
                _ => None,
            })
            .collect();
        Finding {
            severity: Severity::Error,
            about_key: false,
            message: format!("bad value for `{path}`"),
            why: error.inner().to_string(),
            help: None,
            path,
        }
    })
}

/// A live object without its type.
pub(super) fn erased<K: Kind>(live: Live<K>) -> LiveObject {
    LiveObject::read(comparable(&live.spec), outputs_of(&live.outputs), live)
}

pub(super) fn outputs_of<O: Serialize>(outputs: &O) -> BTreeMap<String, Option<String>> {
    let value = serde_json::to_value(outputs).unwrap_or_default();
    let Value::Object(object) = value else {
        return BTreeMap::new();
    };
    object.into_iter().map(|(name, value)| (name, value.as_str().map(str::to_owned))).collect()
}

/// A spec as a value that compares: absent fields are omitted.
pub(super) fn comparable<K: Kind>(kind: &K) -> Value {
    let mut value = serde_json::to_value(kind).unwrap_or_default();
    drop_nulls(&mut value);
    value
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(drop_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
