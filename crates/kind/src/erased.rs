//! Kinds without their types: specs are values, and one registry holds them all.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::sync::LazyLock;

use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::places;
use super::{
    Awaited, Caller, Consequence, Consequences, Demand, Facts, Findings, Kind, OnlyWith,
    Operations, Place, Result, StandIn,
};
use crate::policy_check;
use aws::tags::{self, Tags};
use aws::{Aws, AwsError};
use language::diagnostic::Severity;
use language::schema::{self, Finding, Schema};
use language::value::{Ordered, Path, Segment, Value};
use workspace::Workspace;

/// The id and outputs of an object before it is created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prediction {
    pub id: Option<String>,
    /// `None` for each output that AWS invents.
    pub outputs: BTreeMap<String, Option<String>>,
}

/// An object as it was read, erased.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveObject {
    pub spec: Value,
    pub outputs: BTreeMap<String, Option<String>>,
}

/// An output of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputField {
    pub name: String,
    pub description: String,
}

/// A [`Kind`] without its type: specs are values.
pub trait AnyKind: Send + Sync {
    fn name(&self) -> &'static str;
    fn facts(&self) -> &'static Facts;
    fn operations(&self) -> &'static [Operations];
    fn demands(&self) -> &'static [Demand];
    fn only_with(&self) -> &'static [OnlyWith];
    /// See [`Kind::AWAITS`].
    fn awaits(&self) -> &'static [Awaited];
    /// See [`Kind::MISSED`].
    fn missed(&self) -> &'static str;
    /// See [`Kind::KNOWN_BY`].
    fn known_by(&self) -> &'static str;
    fn schema(&self) -> &Schema;
    /// The schema as users and editors see it.
    fn published_schema(&self) -> Value;
    fn outputs(&self) -> &[OutputField];
    fn identity_fields(&self) -> &BTreeSet<String>;
    fn is_taggable(&self) -> bool;
    /// See [`Kind::OVERWRITES`].
    fn overwrites(&self) -> bool;

    /// The identity fields of a spec alone.
    fn identity(&self, spec: &Value) -> Value {
        let fields = self.identity_fields().iter();
        let identity = fields.filter_map(|field| Some((field.clone(), spec.get(field)?.clone())));
        Value::Object(identity.collect())
    }

    /// What follows from the identity fields.
    ///
    /// # Errors
    /// The sentence of the field that does not fit.
    fn predict(&self, identity: &Value, place: &Place) -> Result<Prediction, String>;

    /// Everything that AWS would refuse in a spec, wherever the object lives, and what it takes and its
    /// owner hardly means.
    fn check(&self, spec: &Value) -> Vec<Finding>;

    /// The same of a spec that fits the schema: the rules of [`Kind::check`].
    fn check_rules(&self, spec: &Value) -> Vec<Finding>;

    /// Whether the kind's struct can be filled from a spec, so that its rules can be held against it.
    fn is_readable(&self, spec: &Value) -> bool;

    /// What AWS would refuse in a valid spec because of where the object is to live.
    fn check_place(&self, spec: &Value, place: &Place) -> Vec<Finding>;

    /// See [`Kind::consequences`].
    fn consequences(&self, spec: &Value, live: &Value) -> Vec<Consequence>;

    /// See [`Kind::lets_in`]. Nothing for a spec that is not valid.
    fn lets_in(&self, spec: &Value, caller: &Caller, qualifier: Option<&str>) -> Option<bool>;

    /// The files that a valid spec names in the project's folder and that are not there.
    fn check_files(&self, spec: &Value, root: &std::path::Path) -> Vec<Finding>;

    /// A valid spec in the form that compares with what is live, as far as it can be had without making
    /// ready what it names; nothing for one that is not valid.
    fn comparable(&self, spec: &Value) -> Option<Value>;

    /// A valid spec with its fields in the order in which the kind declares them.
    fn ordered(&self, spec: &Value) -> Ordered;

    /// See [`Kind::fetch`].
    fn fetch<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Vec<u8>>>>;

    /// See [`Kind::stand_ins`].
    fn stand_ins(&self, spec: &Value, name: &str) -> Vec<StandIn>;

    /// See [`Kind::spelled_out`]. What has no other words stays as it is.
    fn spelled_out(&self, live: &Value) -> Value;

    /// See [`Kind::untold`].
    fn untold(&self, live: &Value) -> Vec<Path>;

    /// The spec in the form that compares with what is live, once what it names has been made ready.
    fn prepare<'a>(
        &'a self,
        spec: Value,
        workspace: &'a Workspace,
    ) -> BoxFuture<'a, Result<Value, Finding>>;

    fn find<'a>(
        &'a self,
        aws: &'a Aws,
        identity: Value,
        ownership: &'a Tags,
    ) -> BoxFuture<'a, Result<Vec<String>>>;

    /// The ids of every object that an identity may mean: the one that follows from it or, where AWS
    /// invents ids, those that are [found](Kind::find).
    fn ids<'a>(
        &'a self,
        aws: &'a Aws,
        identity: Value,
        ownership: &'a Tags,
    ) -> BoxFuture<'a, Result<Vec<String>>> {
        Box::pin(async move {
            let place = Place::new(aws.account(), aws.region());
            let prediction = self.predict(&identity, &place).map_err(AwsError::new)?;
            match prediction.id {
                Some(id) => Ok(vec![id]),
                None => self.find(aws, identity, ownership).await,
            }
        })
    }

    fn read<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<LiveObject>>>;

    /// See [`Kind::tags`].
    fn tags<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Tags>>>;

    fn create<'a>(
        &'a self,
        aws: &'a Aws,
        workspace: &'a Workspace,
        spec: Value,
    ) -> BoxFuture<'a, Result<String>>;

    /// See [`Kind::until_usable`].
    fn until_usable<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>>;

    fn update<'a>(
        &'a self,
        aws: &'a Aws,
        workspace: &'a Workspace,
        id: &'a str,
        spec: Value,
        live: Value,
    ) -> BoxFuture<'a, Result<()>>;

    /// See [`Kind::before_delete`]. A spec of an earlier version that no longer fits asks for nothing.
    fn before_delete<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        spec: Value,
    ) -> BoxFuture<'a, Result<()>>;

    fn delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>>;
}

/// The erased twin of a kind. The registry holds one of each.
pub struct Typed<K: Kind> {
    schema: LazyLock<Schema>,
    outputs: LazyLock<Vec<OutputField>>,
    identity_fields: LazyLock<BTreeSet<String>>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Typed<K> {
    pub const fn new() -> Self {
        Self {
            schema: LazyLock::new(Schema::of::<K>),
            outputs: LazyLock::new(output_fields::<K::Outputs>),
            identity_fields: LazyLock::new(|| {
                Schema::of::<K::Identity>().properties.into_keys().collect()
            }),
            kind: PhantomData,
        }
    }
}

impl<K: Kind> Default for Typed<K> {
    fn default() -> Self {
        Self::new()
    }
}

fn output_fields<O: JsonSchema>() -> Vec<OutputField> {
    Schema::of::<O>()
        .properties
        .into_iter()
        .map(|(name, schema)| OutputField {
            name,
            description: schema.description.unwrap_or_default(),
        })
        .collect()
}

impl<K: Kind> AnyKind for Typed<K> {
    fn name(&self) -> &'static str {
        K::NAME
    }

    fn facts(&self) -> &'static Facts {
        &K::FACTS
    }

    fn operations(&self) -> &'static [Operations] {
        K::OPERATIONS
    }

    fn demands(&self) -> &'static [Demand] {
        K::DEMANDS
    }

    fn only_with(&self) -> &'static [OnlyWith] {
        K::ONLY_WITH
    }

    fn awaits(&self) -> &'static [Awaited] {
        K::AWAITS
    }

    fn missed(&self) -> &'static str {
        K::MISSED
    }

    fn known_by(&self) -> &'static str {
        K::KNOWN_BY
    }

    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn published_schema(&self) -> Value {
        Schema::generate::<K>()
    }

    fn outputs(&self) -> &[OutputField] {
        &self.outputs
    }

    fn identity_fields(&self) -> &BTreeSet<String> {
        &self.identity_fields
    }

    fn is_taggable(&self) -> bool {
        self.schema.properties.contains_key("tags")
    }

    fn overwrites(&self) -> bool {
        K::OVERWRITES
    }

    fn predict(&self, identity: &Value, place: &Place) -> Result<Prediction, String> {
        let identity = K::Identity::deserialize(identity).map_err(|error| error.to_string())?;
        Ok(Prediction {
            id: K::id(&identity, place),
            outputs: outputs_of(&K::predict(&identity, place)),
        })
    }

    fn check(&self, spec: &Value) -> Vec<Finding> {
        let mut findings = schema::check(&self.schema, spec);
        findings.extend(policy_check::check_fields(&self.schema, spec));
        if !schema::has_errors(&findings) {
            findings.extend(self.check_rules(spec));
        }
        findings
    }

    fn check_rules(&self, spec: &Value) -> Vec<Finding> {
        match filled::<K>(spec) {
            Ok(kind) => {
                let tags = tags::of(spec);
                let mut findings = Findings(tags::check(&tags, &Path::field("tags")));
                kind.check(&mut findings);
                let mut findings = findings.into_inner();
                // Policies know how they are written.
                let policies = self.schema.policies_in(spec);
                let is_in_policy =
                    |path: &Path| policies.iter().any(|(policy, _)| path.is_within(policy));
                let filled = LazyCell::new(|| serde_json::to_value(&kind).unwrap_or_default());
                for finding in &mut findings {
                    let mut segments = finding.path.segments().iter();
                    let has_index = segments.any(|segment| matches!(segment, Segment::Index(_)));
                    if has_index && !is_in_policy(&finding.path) {
                        finding.path = places::as_written(&finding.path, &filled, spec);
                    }
                }
                findings
            }
            Err(finding) => vec![finding],
        }
    }

    fn is_readable(&self, spec: &Value) -> bool {
        filled::<K>(spec).is_ok()
    }

    fn check_place(&self, spec: &Value, place: &Place) -> Vec<Finding> {
        let mut findings = Findings::default();
        if let Ok(kind) = filled::<K>(spec) {
            kind.check_place(place, &mut findings);
        }
        findings.into_inner()
    }

    fn consequences(&self, spec: &Value, live: &Value) -> Vec<Consequence> {
        let mut consequences = Consequences::default();
        if let (Ok(spec), Ok(live)) = (filled::<K>(spec), filled::<K>(live)) {
            spec.consequences(&live, &mut consequences);
        }
        consequences.into_inner()
    }

    fn lets_in(&self, spec: &Value, caller: &Caller, qualifier: Option<&str>) -> Option<bool> {
        filled::<K>(spec).ok()?.lets_in(caller, qualifier)
    }

    fn check_files(&self, spec: &Value, root: &std::path::Path) -> Vec<Finding> {
        let mut findings = Findings::default();
        if let Ok(kind) = filled::<K>(spec) {
            kind.check_files(root, &mut findings);
        }
        findings.into_inner()
    }

    fn comparable(&self, spec: &Value) -> Option<Value> {
        filled::<K>(spec).ok().map(|kind| comparable(&kind))
    }

    fn ordered(&self, spec: &Value) -> Ordered {
        // The text keeps the order that a value does not.
        let text = filled::<K>(spec).map(|kind| serde_json::to_string(&kind));
        let ordered = text.map(|text| serde_json::from_str(&text.unwrap_or_default()));
        match ordered {
            Ok(Ok(ordered)) => ordered,
            _ => spec.clone().into(),
        }
    }

    fn fetch<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
        Box::pin(K::fetch(aws, id))
    }

    fn stand_ins(&self, spec: &Value, name: &str) -> Vec<StandIn> {
        filled::<K>(spec).map_or_else(|_| Vec::new(), |kind| kind.stand_ins(name))
    }

    fn spelled_out(&self, live: &Value) -> Value {
        let spelled = filled::<K>(live).ok().and_then(|kind| kind.spelled_out());
        spelled.map_or_else(|| live.clone(), |kind| comparable(&kind))
    }

    fn untold(&self, live: &Value) -> Vec<Path> {
        filled::<K>(live).map_or_else(|_| Vec::new(), |kind| kind.untold())
    }

    fn prepare<'a>(
        &'a self,
        spec: Value,
        workspace: &'a Workspace,
    ) -> BoxFuture<'a, Result<Value, Finding>> {
        Box::pin(async move {
            let mut kind = filled::<K>(&spec)?;
            kind.prepare(workspace).await?;
            Ok(comparable(&kind))
        })
    }

    fn find<'a>(
        &'a self,
        aws: &'a Aws,
        identity: Value,
        ownership: &'a Tags,
    ) -> BoxFuture<'a, Result<Vec<String>>> {
        Box::pin(async move {
            let identity = K::Identity::deserialize(identity)
                .map_err(|error| AwsError::new(error.to_string()))?;
            K::find(aws, &identity, ownership).await
        })
    }

    fn read<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        Box::pin(async move {
            let live = K::read(aws, id).await?;
            Ok(live.map(|live| LiveObject {
                spec: comparable(&live.spec),
                outputs: outputs_of(&live.outputs),
            }))
        })
    }

    fn tags<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Tags>>> {
        Box::pin(K::tags(aws, id))
    }

    fn create<'a>(
        &'a self,
        aws: &'a Aws,
        workspace: &'a Workspace,
        spec: Value,
    ) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            let kind = ready::<K>(&spec, workspace).await?;
            kind.create(aws).await
        })
    }

    fn until_usable<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(K::until_usable(aws, id))
    }

    fn update<'a>(
        &'a self,
        aws: &'a Aws,
        workspace: &'a Workspace,
        id: &'a str,
        spec: Value,
        live: Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let kind = ready::<K>(&spec, workspace).await?;
            let live = filled::<K>(&live).map_err(refusal)?;
            kind.update(aws, id, &live).await
        })
    }

    fn before_delete<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        spec: Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match filled::<K>(&spec) {
                Ok(kind) => kind.before_delete(aws, id).await,
                Err(_) => Ok(()),
            }
        })
    }

    fn delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(K::delete(aws, id))
    }
}

/// A kind's struct, filled from a value.
fn filled<K: Kind>(spec: &Value) -> Result<K, Finding> {
    serde_path_to_error::deserialize(spec).map_err(|error| {
        let path: Path = error
            .path()
            .iter()
            .filter_map(|segment| match segment {
                serde_path_to_error::Segment::Seq { index } => {
                    Some(language::value::Segment::Index(*index))
                }
                serde_path_to_error::Segment::Map { key } => {
                    Some(language::value::Segment::Key(key.clone()))
                }
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

async fn ready<K: Kind>(spec: &Value, workspace: &Workspace) -> Result<K> {
    let mut kind = filled::<K>(spec).map_err(refusal)?;
    kind.prepare(workspace).await.map_err(refusal)?;
    Ok(kind)
}

fn refusal(finding: Finding) -> AwsError {
    AwsError::new(format!("{}: {}", finding.message, finding.why))
}

/// A spec as a value that compares: absent fields are left out.
fn comparable<K: Kind>(kind: &K) -> Value {
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

fn outputs_of<O: Serialize>(outputs: &O) -> BTreeMap<String, Option<String>> {
    let value = serde_json::to_value(outputs).unwrap_or_default();
    let Value::Object(object) = value else {
        return BTreeMap::new();
    };
    object.into_iter().map(|(name, value)| (name, value.as_str().map(str::to_owned))).collect()
}
