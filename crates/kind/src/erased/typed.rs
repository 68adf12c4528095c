//! The kind behind an [`AnyKind`].

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::{Arc, LazyLock};

use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::Deserialize;

use super::any_kind::{AnyKind, Compared, OutputField, Prediction};
use super::any_spec::AnySpec;
use super::filled::{Filled, comparable, erased, fill as filled, outputs_of};
use super::live_object::{LiveObject, OutputValues};
use crate::awaited::Awaited;
use crate::caller::Caller;
use crate::console::Console;
use crate::facts::Facts;
use crate::grant::Grant;
use crate::kind::{Kind, Live, Parts, Result};
use crate::log_place::LogPlace;
use crate::operations::{OnlyWith, Operations, RequiredPermission, list_operations, operations};
use crate::policy_check;
use aws::tags::Tags;
use aws::{Aws, AwsError, Place};
use language::schema::{self, Finding, Schema};
use language::value::{Path, Value};

/// The erased twin of a kind. The registry holds one of each.
pub struct Typed<K: Kind> {
    schema: LazyLock<Arc<Schema>>,
    outputs: LazyLock<Vec<OutputField>>,
    identity_fields: LazyLock<BTreeSet<String>>,
    operations: LazyLock<Vec<Operations>>,
    list_operations: LazyLock<Vec<Operations>>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Typed<K> {
    pub const fn new() -> Self {
        Self {
            schema: LazyLock::new(|| Arc::new(Schema::of::<K>())),
            outputs: LazyLock::new(output_fields::<K::Outputs>),
            identity_fields: LazyLock::new(|| {
                Schema::of::<K::Identity>().properties.into_keys().collect()
            }),
            operations: LazyLock::new(|| operations(K::CALLS, K::ACCESS)),
            list_operations: LazyLock::new(|| list_operations(K::CALLS)),
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
            is_sensitive: false,
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

    fn operations(&self) -> &[Operations] {
        &self.operations
    }

    fn demands(&self) -> &'static [RequiredPermission] {
        K::DEMANDS
    }

    fn only_with(&self) -> &'static [OnlyWith] {
        K::ONLY_WITH
    }

    fn awaits(&self) -> &'static [Awaited] {
        K::AWAITS
    }

    fn impact_while_absent(&self) -> &'static str {
        K::IMPACT_WHILE_ABSENT
    }

    fn console(&self) -> Console {
        K::CONSOLE
    }

    fn logs(&self) -> &'static [LogPlace] {
        K::LOGS
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

    fn is_built(&self) -> bool {
        K::ABILITIES.announce.is_some()
    }

    fn overwrites(&self) -> bool {
        K::OVERWRITES
    }

    fn calls_as(&self) -> &'static str {
        K::CALLS_AS
    }

    fn grant(&self, caller: &Caller, qualifier: Option<&str>) -> Option<Grant> {
        K::ABILITIES.grant.map(|grant| grant(caller, qualifier))
    }

    fn permit(&self, id: &str, actions: &[&str], resource: &str) -> Option<Grant> {
        K::ABILITIES.permit.map(|permit| permit(id, actions, resource))
    }

    fn predict(&self, identity: &Value, place: &Place) -> Result<Prediction, String> {
        let identity = K::Identity::deserialize(identity).map_err(|error| error.to_string())?;
        Ok(Prediction {
            id: K::id(&identity, place),
            outputs: outputs_of(&K::predict(&identity, place)),
        })
    }

    fn created_outputs(&self, identity: &Value, id: &str, place: &Place) -> OutputValues {
        let identity = K::Identity::deserialize(identity);
        let outputs =
            identity.map(|identity| outputs_of(&K::created_outputs(&identity, id, place)));
        outputs.unwrap_or_default()
    }

    fn compared<'a>(&self, live: &'a Value, with: Compared<'_>) -> Cow<'a, Value> {
        let Some(settled) = K::ABILITIES.settled else {
            return Cow::Borrowed(live);
        };
        match (filled::<K>(live), filled::<K>(with.desired)) {
            (Ok(typed), Ok(desired)) => Cow::Owned(comparable(&settled(typed, &desired))),
            _ => Cow::Borrowed(live),
        }
    }

    fn to_write<'a>(&self, live: &'a Value) -> Cow<'a, Value> {
        match (K::ABILITIES.to_write, filled::<K>(live)) {
            (Some(to_write), Ok(typed)) => Cow::Owned(comparable(&to_write(typed))),
            _ => Cow::Borrowed(live),
        }
    }

    fn waits(&self, live: &Value) -> Vec<String> {
        let live = filled::<K>(live);
        live.map(|live| (K::ABILITIES.waits)(&live)).unwrap_or_default()
    }

    fn check(&self, spec: &Value) -> Vec<Finding> {
        let mut findings = schema::check(&self.schema, spec);
        findings.extend(policy_check::check_fields(&self.schema, spec));
        if !schema::has_errors(&findings) {
            match self.fill(spec) {
                Ok(filled) => findings.extend(filled.check()),
                Err(finding) => findings.push(finding),
            }
        }
        findings
    }

    fn fill(&self, spec: &Value) -> Result<Box<dyn AnySpec>, Finding> {
        Ok(Box::new(Filled::<K>::new(spec, self.schema.clone())?))
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

    fn list<'a>(
        &'a self,
        aws: &'a Aws,
        _: &'a Value,
    ) -> Option<BoxFuture<'a, Result<Vec<String>>>> {
        let list = K::ABILITIES.list?;
        Some(Box::pin(async move {
            let name = format!("list of {}", K::NAME);
            let ids = aws.memo().get_or_try_init(&name, || list(aws)).await?;
            Ok(ids.to_vec())
        }))
    }

    fn list_operations(&self) -> &[Operations] {
        &self.list_operations
    }

    fn existing<'a>(
        &'a self,
        aws: &'a Aws,
        objects: usize,
    ) -> BoxFuture<'a, Result<Option<BTreeSet<String>>>> {
        Box::pin(K::existing(aws, objects))
    }

    fn read<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        Box::pin(async move { Ok(K::read(aws, id).await?.map(erased)) })
    }

    fn read_written<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        known: &'a LiveObject,
        desired: &'a Value,
        written: &'a BTreeSet<String>,
    ) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        Box::pin(async move {
            let Some(known) = known.typed::<Live<K>>() else {
                return self.read(aws, id).await;
            };
            let (proven, fresh): (BTreeSet<_>, BTreeSet<_>) = written
                .iter()
                .cloned()
                .partition(|field| K::CONFIRMED_BY_RESPONSE.contains(&field.as_str()));
            let Some(known) = with_fields(known, desired, &proven) else {
                return self.read(aws, id).await;
            };
            match fresh.is_empty() {
                true => Ok(Some(erased(known))),
                false => {
                    let parts = Parts::fresh(&known, &fresh);
                    Ok(K::read_parts(aws, id, &parts).await?.map(erased))
                }
            }
        })
    }

    fn tags<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Tags>>> {
        Box::pin(K::tags(aws, id))
    }

    fn fetch<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
        (K::ABILITIES.fetch)(aws, id)
    }

    fn until_usable<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>> {
        (K::ABILITIES.until_usable)(aws, id)
    }

    fn delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(K::delete(aws, id))
    }

    fn delete_known<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        known: &'a LiveObject,
    ) -> BoxFuture<'a, Result<()>> {
        match known.typed::<Live<K>>() {
            Some(known) => Box::pin(K::delete_known(aws, id, known)),
            None => self.delete(aws, id),
        }
    }
}

/// A live object with some fields as they are in a spec, if they fit.
fn with_fields<K: Kind>(
    live: &Live<K>,
    spec: &Value,
    fields: &BTreeSet<String>,
) -> Option<Live<K>> {
    let mut merged = comparable(&live.spec);
    for field in fields {
        Path::field(field).set(&mut merged, spec.get(field).cloned());
    }
    let (outputs, details) = (live.outputs.clone(), live.details.clone());
    Some(Live { spec: filled(&merged).ok()?, outputs, details })
}
