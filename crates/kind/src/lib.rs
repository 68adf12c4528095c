//! A kind is one manageable AWS object with everything that lives and dies with it: the trait that each
//! implements. Everything else works through its erased twin, [`AnyKind`].

mod awaited;
mod caller;
mod concern;
mod consequence;
mod erased;
mod operations;
mod places;
pub mod policy_check;
pub mod registry;

use std::future::Future;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use aws::Place;
use aws::tags::{self, Tags};
use aws::{Aws, AwsError};
use language::schema::Finding;
pub use language::schema::Findings;
use language::value::{Path, Value};
use workspace::Workspace;

pub use awaited::Awaited;
pub use caller::Caller;
pub use concern::Concern;
pub use consequence::{Consequence, Consequences, Weight};
pub use erased::{AnyKind, LiveObject, OutputField, Prediction, Typed};
pub use operations::{Demand, On, OnlyWith, Operations};

/// What a kind's calls end in.
pub type Result<T, E = AwsError> = std::result::Result<T, E>;

/// What the engine must know of a kind as a whole. Facts of single fields stand beside the fields, as
/// `x-` keywords of their schema.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// What such objects are there for.
    pub concern: Concern,
    /// What it holds that a delete would lose; nothing where all of it stands in the specs.
    pub data: Option<Data>,
    /// Outputs that AWS invents anew when certain fields change: `(output, fields)`.
    pub volatile: &'static [(&'static str, &'static [&'static str])],
    /// For objects without tags that live inside another: what they live in. The engine looks for the object only
    /// once the other is there, and whose the other is by its tags, this is as well.
    pub parent: Option<Parent>,
}

/// What objects of a kind live in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// The identity field that holds the other's id.
    pub field: &'static str,
    /// The other's kind, which has tags.
    pub kind: &'static str,
}

impl Facts {
    /// The identity field that holds the id of what the object lives in, if it lives in another.
    pub fn parent_field(&self) -> Option<&'static str> {
        self.parent.map(|parent| parent.field)
    }
}

/// Data that an object holds. Where another takes its place, people have to know both of these, in words
/// that a sentence may end with.
#[derive(Debug, Clone, Copy)]
pub struct Data {
    /// What the other does not have, and how it could move there.
    pub moves: &'static str,
    /// Who knows the object by what the other does not have, and would have to follow.
    pub follows: &'static str,
}

/// The fields from which most kinds predict everything: the name alone.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub struct Named {
    pub name: String,
}

/// An object as `read` finds it.
#[derive(Debug)]
pub struct Live<K: Kind> {
    /// What AWS reports, in the words of the spec, with AWS's defaults read as absent.
    pub spec: K,
    pub outputs: K::Outputs,
}

/// One manageable AWS object, as its owner writes it and as `read` finds it.
///
/// The engine creates with [`create`](Kind::create), reads back, and calls [`update`](Kind::update) for
/// whatever the create call could not carry. So `create` needs to send only what AWS takes there, and
/// every field has one place in the code where it is written after creation.
pub trait Kind: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `<service>.<type>`, the section of specs that holds it.
    const NAME: &'static str;
    const FACTS: Facts;
    /// Every API operation that the methods below call. A test sees to it that none is missing.
    const OPERATIONS: &'static [Operations];
    /// What AWS demands of the caller besides, by fields.
    const DEMANDS: &'static [Demand] = &[];
    /// What of both is needed only where a spec uses certain fields.
    const ONLY_WITH: &'static [OnlyWith] = &[];
    /// What must be there first although no field refers to it.
    const AWAITS: &'static [Awaited] = &[];
    /// What fails while there is no such object, in words that complete "until then …".
    const MISSED: &'static str = "whoever uses it fails";
    /// What its id is, in words that complete "known by …", with an example where it is no name.
    const KNOWN_BY: &'static str = "its name";
    /// Whether a create call writes over what is there, where others fail: then the engine looks first.
    const OVERWRITES: bool = false;
    /// The fields that decide the id and the predictable outputs; they are evaluated before all else.
    type Identity: DeserializeOwned + JsonSchema + Send + Sync;
    /// What others may refer to. Every field is an `Option<String>` with a doc comment.
    type Outputs: Serialize + JsonSchema + Send;

    /// AWS's name for the object, if it follows from the identity; `None` where AWS invents it.
    fn id(identity: &Self::Identity, place: &Place) -> Option<String>;

    /// The outputs that follow from the identity; `None` for each that AWS invents.
    fn predict(identity: &Self::Identity, place: &Place) -> Self::Outputs;

    /// AWS's rules that concern more than one field, checked without AWS. Rules of one field stand in
    /// its schema.
    fn check(&self, _findings: &mut Findings) {}

    /// AWS's rules that depend on where the object is to live.
    fn check_place(&self, _place: &Place, _findings: &mut Findings) {}

    /// What it means to bring the object that is `live` to this spec: what fails meanwhile, what is lost,
    /// and what AWS does not do in one go. Where a new object takes its place, [`MISSED`](Kind::MISSED)
    /// says it.
    fn consequences(&self, _live: &Self, _consequences: &mut Consequences) {}

    /// Whether a caller may call this, or what `qualifier` names of it; nothing for what is not called. Where it
    /// is not certain that it cannot, it may.
    fn lets_in(&self, _caller: &Caller, _qualifier: Option<&str>) -> Option<bool> {
        None
    }

    /// What the spec names in the project's folder `root` and is not there. Looks, and builds nothing.
    fn check_files(&self, _root: &std::path::Path, _findings: &mut Findings) {}

    /// What stands in a spec for what AWS shows and nobody can write, where the resource is called
    /// `name`: for who writes the spec of an object that exists.
    fn stand_ins(&self, _name: &str) -> Vec<StandIn> {
        Vec::new()
    }

    /// What AWS holds of the object and its spec only names: the content of the file of a stand-in.
    fn fetch(_aws: &Aws, _id: &str) -> impl Future<Output = Result<Option<Vec<u8>>>> + Send {
        async { Ok(None) }
    }

    /// A live object in as many words as AWS has for it, where its spec says the same in fewer: for who holds it
    /// field by field against what others say of it.
    fn spelled_out(&self) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// The fields of a live object of which AWS does not say what they hold, so that they compare with no
    /// spec. Who takes the object over may take them for what its spec says.
    fn untold(&self) -> Vec<Path> {
        Vec::new()
    }

    /// Makes ready what the spec only names, such as the package of a function's code.
    ///
    /// # Errors
    /// The field that names something which is not there or cannot be built.
    fn prepare(
        &mut self,
        _workspace: &Workspace,
    ) -> impl Future<Output = Result<(), Finding>> + Send {
        async { Ok(()) }
    }

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

    /// The object as it is, or `None` if AWS says that it does not exist.
    fn read(aws: &Aws, id: &str) -> impl Future<Output = Result<Option<Live<Self>>>> + Send
    where
        Self: Sized;

    /// The tags of the object as it is, or `None` if AWS says that it does not exist. For kinds that others live in
    /// and that take several calls to read.
    fn tags(aws: &Aws, id: &str) -> impl Future<Output = Result<Option<Tags>>> + Send
    where
        Self: Sized,
    {
        async move {
            let live = Self::read(aws, id).await?;
            let spec = live.map(|live| serde_json::to_value(live.spec).unwrap_or_default());
            Ok(spec.map(|spec| tags::of(&spec)))
        }
    }

    /// Creates the object, with its tags in the same call, and gives its id.
    fn create(&self, aws: &Aws) -> impl Future<Output = Result<String>> + Send;

    /// Waits until an object that was just created can be used and changed. Its id is in the state by then.
    fn until_usable(_aws: &Aws, _id: &str) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Brings the live object to this spec, calling only what differs.
    fn update(&self, aws: &Aws, id: &str, live: &Self) -> impl Future<Output = Result<()>> + Send;

    /// Makes the object ready to be deleted where its spec asks for more than a delete, such as
    /// emptying it first. Called right before [`delete`](Kind::delete), with the spec that stands in the
    /// files or, where it has left them, the one last applied; not at all where neither is known.
    fn before_delete(&self, _aws: &Aws, _id: &str) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Deletes the object and waits until its name is free. An object that is gone is a success.
    fn delete(aws: &Aws, id: &str) -> impl Future<Output = Result<()>> + Send;
}

/// A value that stands in a spec for one that only AWS has.
#[derive(Debug, Clone, PartialEq)]
pub struct StandIn {
    pub path: Path,
    pub value: Value,
    /// The file that it names, in the project's folder. [`Kind::fetch`] gives its content.
    pub file: Option<String>,
    /// What a person has to do to make it true.
    pub remark: String,
}
