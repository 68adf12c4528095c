//! A kind, whichever it is.

use std::borrow::Cow;
use std::collections::BTreeSet;

use aws::tags::Tags;
use aws::{Aws, AwsError, Place};
use futures_util::future::BoxFuture;
use language::schema::{Finding, Schema};
use language::value::Value;
use workspace::Workspace;

use super::any_spec::AnySpec;
use super::live_object::{LiveObject, OutputValues};
use crate::awaited::Awaited;
use crate::caller::Caller;
use crate::console::Console;
use crate::facts::Facts;
use crate::grant::Grant;
use crate::log_place::LogPlace;
use crate::operations::{OnlyWith, Operations, RequiredPermission};

type Result<T, E = AwsError> = std::result::Result<T, E>;

/// The id and outputs of an object before it is created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prediction {
    pub id: Option<String>,
    /// `None` for each output that AWS invents.
    pub outputs: OutputValues,
}

/// An output of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputField {
    pub name: String,
    pub description: String,
    /// Whether it must not be shown.
    pub is_sensitive: bool,
}

/// What a live object is compared with.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The spec, in its comparable form.
    pub desired: &'a Value,
    /// The one that was applied last, as the state keeps it: with marks for what is sensitive.
    pub applied: Option<&'a Value>,
    /// Whether a value of the spec is the one that was applied, which may be a mark.
    pub is_applied: &'a dyn Fn(&Value, &Value) -> bool,
}

/// A [`Kind`](crate::Kind) without its type: specs are values.
pub trait AnyKind: Send + Sync {
    fn name(&self) -> &'static str;
    fn facts(&self) -> &'static Facts;
    /// See [`Kind::CONSOLE`](crate::Kind::CONSOLE).
    fn console(&self) -> Console;
    /// See [`Kind::LOGS`](crate::Kind::LOGS).
    fn logs(&self) -> &'static [LogPlace] {
        &[]
    }
    /// What the kind calls, and on what.
    fn operations(&self) -> &[Operations];
    fn demands(&self) -> &'static [RequiredPermission];
    fn only_with(&self) -> &'static [OnlyWith];
    /// See [`Kind::AWAITS`](crate::Kind::AWAITS).
    fn awaits(&self) -> &'static [Awaited];
    /// See [`Kind::IMPACT_WHILE_ABSENT`](crate::Kind::IMPACT_WHILE_ABSENT).
    fn impact_while_absent(&self) -> &'static str;
    /// See [`Kind::KNOWN_BY`](crate::Kind::KNOWN_BY).
    fn known_by(&self) -> &'static str;
    fn schema(&self) -> &Schema;
    /// The schema as users and editors see it.
    fn published_schema(&self) -> Value;
    fn outputs(&self) -> &[OutputField];
    fn identity_fields(&self) -> &BTreeSet<String>;
    /// The field by whose value people tell objects of the kind apart: `name`, where there is one.
    fn name_field(&self) -> &str {
        let fields = self.identity_fields();
        let name = fields.get("name").or_else(|| fields.first());
        name.map_or("name", String::as_str)
    }

    /// Whether an identity field may be an output of another object that AWS invents. Then the object is looked for
    /// once the other is there.
    fn identity_may_wait(&self) -> bool {
        false
    }
    fn is_taggable(&self) -> bool;
    /// Whether its specs name what is built. See [`Built`](crate::Built).
    fn is_built(&self) -> bool {
        false
    }
    /// See [`Kind::OVERWRITES`](crate::Kind::OVERWRITES).
    fn overwrites(&self) -> bool;
    /// See [`Kind::CALLS_AS`](crate::Kind::CALLS_AS).
    fn calls_as(&self) -> &'static str;
    /// See [`Callable::grant`](crate::Callable::grant). Nothing for what is not called.
    fn grant(&self, caller: &Caller, qualifier: Option<&str>) -> Option<Grant>;
    /// See [`ActedWith::permit`](crate::ActedWith::permit). Nothing for what nobody acts with.
    fn permit(&self, id: &str, actions: &[&str], resource: &str) -> Option<Grant>;

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

    /// See [`Kind::created_outputs`](crate::Kind::created_outputs).
    fn created_outputs(&self, identity: &Value, _id: &str, place: &Place) -> OutputValues {
        self.predict(identity, place).map(|predicted| predicted.outputs).unwrap_or_default()
    }

    /// Fills the struct of the kind from a spec.
    ///
    /// # Errors
    /// The field that does not fit. A spec that fits the schema does.
    fn fill(&self, spec: &Value) -> Result<Box<dyn AnySpec>, Finding>;

    /// A spec with everything that it names at hand.
    ///
    /// # Errors
    /// The field that does not fit, or that names something which is not there or cannot be built.
    fn ready<'a>(
        &'a self,
        spec: &'a Value,
        workspace: &'a Workspace,
    ) -> BoxFuture<'a, Result<Box<dyn AnySpec>, Finding>> {
        Box::pin(async move {
            let mut filled = self.fill(spec)?;
            filled.prepare(workspace).await?;
            Ok(filled)
        })
    }

    /// What is live in the form that compares with a spec. A kind that reads into the struct that users write has all
    /// of it there. One that knows no defaults has only what the spec says, what was applied last, and what AWS would
    /// otherwise have changed: the rest AWS has filled in.
    fn compared<'a>(&self, live: &'a Value, _: Compared<'_>) -> Cow<'a, Value> {
        Cow::Borrowed(live)
    }

    /// What a spec that is generated from a live object says of it. See
    /// [`Unsettled::to_write`](crate::Unsettled::to_write).
    fn to_write<'a>(&self, live: &'a Value) -> Cow<'a, Value> {
        Cow::Borrowed(live)
    }

    /// What of a live object waits for somebody outside. See [`Unsettled::waits`](crate::Unsettled::waits).
    fn waits(&self, _live: &Value) -> Vec<String> {
        Vec::new()
    }

    /// Everything that AWS would refuse in a spec, wherever the object lives, and what it accepts but is probably
    /// unintended.
    fn check(&self, spec: &Value) -> Vec<Finding>;

    fn find<'a>(
        &'a self,
        aws: &'a Aws,
        identity: Value,
        ownership: &'a Tags,
    ) -> BoxFuture<'a, Result<Vec<String>>>;

    /// The ids of every object that an identity may mean: the one that follows from it or, where AWS
    /// invents ids, those that are [found](crate::Kind::find).
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

    /// The ids of all objects that there are, asked for once a run; of a type that AWS lists only inside something
    /// else, those that are in what these fields name. Nothing where they cannot be listed. See
    /// [`Listed::list`](crate::Listed::list).
    fn list<'a>(
        &'a self,
        aws: &'a Aws,
        fields: &'a Value,
    ) -> Option<BoxFuture<'a, Result<Vec<String>>>>;

    /// What [`list`](Self::list) calls beside [`operations`](Self::operations).
    fn list_operations(&self) -> &[Operations];

    /// See [`Kind::existing`](crate::Kind::existing).
    fn existing<'a>(
        &'a self,
        _aws: &'a Aws,
        _objects: usize,
    ) -> BoxFuture<'a, Result<Option<BTreeSet<String>>>> {
        Box::pin(async { Ok(None) })
    }

    fn read<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<LiveObject>>>;

    /// The object after the fields in `written` were brought to `desired`, where it was as `known` a moment ago: asks for
    /// no more than can be otherwise now. See [`Kind::read_parts`](crate::Kind::read_parts).
    fn read_written<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        _known: &'a LiveObject,
        _desired: &'a Value,
        _written: &'a BTreeSet<String>,
    ) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        self.read(aws, id)
    }

    /// See [`Kind::tags`](crate::Kind::tags).
    fn tags<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Tags>>>;

    /// See [`WithStandIns::fetch`](crate::WithStandIns::fetch).
    fn fetch<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<Option<Vec<u8>>>>;

    /// See [`WaitUntilUsable::until_usable`](crate::WaitUntilUsable::until_usable).
    fn until_usable<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>>;

    fn delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>>;
    /// See [`Kind::delete_known`](crate::Kind::delete_known).
    fn delete_known<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        _known: &'a LiveObject,
    ) -> BoxFuture<'a, Result<()>> {
        self.delete(aws, id)
    }
}
