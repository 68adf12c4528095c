//! The trait that each kind implements.

use std::collections::BTreeSet;
use std::future::{Future, ready};

use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use aws::tags::{self, Tags};
use aws::{Aws, AwsError, Place};
use language::schema::Findings;

use crate::abilities::Abilities;
use crate::awaited::Awaited;
use crate::consequence::Consequences;
use crate::console::Console;
use crate::facts::Facts;
use crate::log_place::LogPlace;
use crate::operations::{Access, Calls, OnlyWith, RequiredPermission};

/// What a kind's calls end in.
pub type Result<T, E = AwsError> = std::result::Result<T, E>;

/// The fields from which most kinds predict everything: the name alone.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub struct Named {
    pub name: String,
}

/// An object as `read` finds it.
pub struct Live<K: Kind> {
    /// What AWS reports, in the words of the spec, with AWS's defaults read as absent.
    pub spec: K,
    pub outputs: K::Outputs,
    /// See [`Kind::Details`].
    pub details: K::Details,
}

impl<K: Kind> Live<K> {
    /// An object of which the read has learnt nothing besides its spec and its outputs.
    pub fn new(outputs: K::Outputs, spec: K) -> Self {
        Self { spec, outputs, details: K::Details::default() }
    }
}

/// What of an object a read asks AWS for, and what it takes as it is known: for kinds that AWS tells in several calls.
pub struct Parts<'a, K: Kind> {
    known: Option<&'a Live<K>>,
    fresh: &'a BTreeSet<String>,
}

impl<'a, K: Kind> Parts<'a, K> {
    /// All of it, from AWS.
    pub const ALL: Self = Self { known: None, fresh: &BTreeSet::new() };

    /// These fields from AWS, and the others as they are known.
    pub fn fresh(known: &'a Live<K>, fresh: &'a BTreeSet<String>) -> Self {
        Self { known: Some(known), fresh }
    }

    /// What is known already, where none of these fields is to come from AWS.
    pub fn known(&self, fields: &[&str]) -> Option<&'a Live<K>> {
        self.known.filter(|_| !fields.iter().any(|field| self.fresh.contains(*field)))
    }

    /// What is known already, where none but these fields is to come from AWS.
    pub fn only(&self, fields: &[&str]) -> Option<&'a Live<K>> {
        self.known.filter(|_| self.fresh.iter().all(|field| fields.contains(&field.as_str())))
    }

    /// What some fields are made of: as they are known, or as a call tells that is made only then.
    ///
    /// # Errors
    /// Those of the call.
    pub fn part<'b, T: Send + 'b>(
        &self,
        fields: &[&str],
        known: impl FnOnce(&K) -> T,
        read: impl Future<Output = Result<T>> + Send + 'b,
    ) -> BoxFuture<'b, Result<T>> {
        match self.known(fields) {
            Some(live) => Box::pin(ready(Ok(known(&live.spec)))),
            None => Box::pin(read),
        }
    }
}

/// One manageable AWS object, as its owner writes it and as `read` finds it.
///
/// The engine creates with [`create`](Kind::create), reads back, and calls [`update`](Kind::update) for
/// whatever the create call could not carry. So `create` needs to send only what AWS accepts there, and
/// every field has one place in the code where it is written after creation.
///
/// What only some kinds can do stands in traits of its own, which [`ABILITIES`](Kind::ABILITIES) names.
pub trait Kind: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `<service>.<type>`, the section of specs that holds it.
    const NAME: &'static str;
    const FACTS: Facts;
    /// The page of an object in AWS's console.
    const CONSOLE: Console;
    /// Where what it logs stands. Nothing where it logs nothing to CloudWatch Logs.
    const LOGS: &'static [LogPlace] = &[];
    /// Every API operation that the methods below call, as `cargo xtask generate` finds them in the source.
    const CALLS: &'static [Calls];
    /// What they act on, by service.
    const ACCESS: &'static [Access];
    /// What AWS demands of the caller besides, by fields.
    const DEMANDS: &'static [RequiredPermission] = &[];
    /// What of both is needed only where a spec uses certain fields.
    const ONLY_WITH: &'static [OnlyWith] = &[];
    /// What must be there first although no field refers to it.
    const AWAITS: &'static [Awaited] = &[];
    /// What fails while there is no such object, in words that complete "until then …".
    const IMPACT_WHILE_ABSENT: &'static str = "anything that uses it fails";
    /// What its id is, in words that complete "known by …", with an example where it is not a name.
    const KNOWN_BY: &'static str = "its name";
    /// The ARN of what it calls in its own name, or a pattern of ARNs, with outputs in braces.
    const CALLS_AS: &'static str = "{arn}";
    /// Whether a create call writes over what is there, where others fail: then the engine looks first.
    const OVERWRITES: bool = false;
    /// The fields that are proved by the answers of the calls that write them: these say what AWS has made of them, or
    /// that it has done what it was asked for, and there is no third way. They are not read back.
    const CONFIRMED_BY_RESPONSE: &'static [&'static str] = &[];
    /// What the kind can do that most cannot.
    const ABILITIES: Abilities<Self> = Abilities::NONE;
    /// The fields that decide the id and the predictable outputs; they are evaluated before all else.
    type Identity: DeserializeOwned + JsonSchema + Send + Sync;
    /// What others may refer to. Every field is an `Option<String>` with a doc comment.
    type Outputs: Clone + Serialize + JsonSchema + Send + Sync;
    /// What a read learns that no spec says and an update needs, such as the ids of parts. `()` for most.
    type Details: Clone + Default + Send + Sync;

    /// AWS's name for the object, if it follows from the identity; `None` where AWS invents it, which is so for kinds
    /// that do not say.
    fn id(_identity: &Self::Identity, _place: &Place) -> Option<String> {
        None
    }

    /// The outputs that follow from the identity; `None` for each that AWS invents.
    fn predict(identity: &Self::Identity, place: &Place) -> Self::Outputs;

    /// The outputs that are known once AWS has given a new object its id: those that follow from that and from the
    /// identity. Whoever needs only their values does not wait until the object is as its spec says.
    fn created_outputs(identity: &Self::Identity, _id: &str, place: &Place) -> Self::Outputs {
        Self::predict(identity, place)
    }

    /// AWS's rules that concern more than one field, checked without AWS. Rules of one field stand in
    /// its schema. What is found at a value that is not known yet counts for nothing.
    fn check(&self, _findings: &mut Findings) {}

    /// AWS's rules that depend on where the object is to live.
    fn check_place(&self, _place: &Place, _findings: &mut Findings) {}

    /// What it means to bring the object that is `live` to this spec: what fails meanwhile, what is lost,
    /// and what AWS does not do in one go. Where a new object takes its place,
    /// [`IMPACT_WHILE_ABSENT`](Kind::IMPACT_WHILE_ABSENT) says it.
    fn consequences(&self, _live: &Self, _consequences: &mut Consequences) {}

    /// The ids of every object that this may be: those with its name or, where objects have none,
    /// those with its tags. The engine reads them all and knows ours among them. Only for kinds whose
    /// [`id`](Kind::id) is `None`.
    fn find(
        _aws: &Aws,
        _identity: &Self::Identity,
        _ownership: &Tags,
    ) -> impl Future<Output = Result<Vec<String>>> + Send {
        async { Ok(Vec::new()) }
    }

    /// The ids of all objects that there are, where AWS tells them in no more calls than so many objects take: for kinds
    /// whose [`id`](Kind::id) is known, and whose create call fails where there is such an object after all.
    fn existing(
        _aws: &Aws,
        _objects: usize,
    ) -> impl Future<Output = Result<Option<BTreeSet<String>>>> + Send {
        async { Ok(None) }
    }

    /// The object as it is, or `None` if AWS says that it does not exist.
    fn read(aws: &Aws, id: &str) -> impl Future<Output = Result<Option<Live<Self>>>> + Send;

    /// The object after something was written: the fresh parts as AWS tells them now, and all else as it is known from
    /// a moment ago. For kinds that take several calls to read.
    fn read_parts(
        aws: &Aws,
        id: &str,
        _parts: &Parts<'_, Self>,
    ) -> impl Future<Output = Result<Option<Live<Self>>>> + Send {
        Self::read(aws, id)
    }

    /// Waits until an object that [`create`](Kind::create) has just made of this spec can be used and changed, and gives
    /// it as it then is. What only other calls could have set is as AWS has it by default, and need not be read. For
    /// kinds that take several calls to read, and whose create call fails where there is such an object already;
    /// `None`, which is so for kinds that do not say, has the engine wait and read.
    fn created(
        &self,
        _aws: &Aws,
        _id: &str,
    ) -> impl Future<Output = Result<Option<Live<Self>>>> + Send {
        async { Ok(None) }
    }

    /// The tags of the object as it is, or `None` if AWS says that it does not exist. For kinds that others live in
    /// and that take several calls to read.
    fn tags(aws: &Aws, id: &str) -> impl Future<Output = Result<Option<Tags>>> + Send {
        async move {
            let live = Self::read(aws, id).await?;
            let spec = live.map(|live| serde_json::to_value(live.spec).unwrap_or_default());
            Ok(spec.map(|spec| tags::of(&spec)))
        }
    }

    /// Creates the object, with its tags in the same call, and gives its id.
    fn create(&self, aws: &Aws) -> impl Future<Output = Result<String>> + Send;

    /// Brings the live object to this spec, calling only what differs.
    fn update(
        &self,
        aws: &Aws,
        id: &str,
        live: &Live<Self>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Deletes the object and waits until its name is free. An object that is gone is a success.
    fn delete(aws: &Aws, id: &str) -> impl Future<Output = Result<()>> + Send;

    /// The same of an object of which this was known a moment ago. For kinds that have to know what hangs on an object
    /// to delete it.
    fn delete_known(
        aws: &Aws,
        id: &str,
        _known: &Live<Self>,
    ) -> impl Future<Output = Result<()>> + Send {
        Self::delete(aws, id)
    }
}
