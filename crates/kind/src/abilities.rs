//! What only some kinds can do, a trait each, and which of them a kind has.

use std::future::Future;
use std::path::Path as FilePath;

use aws::{Aws, AwsError};
use futures_util::future::BoxFuture;
use language::schema::{Finding, Findings};
use language::value::{Path, Value};
use workspace::Workspace;

use crate::caller::Caller;
use crate::files::Files;
use crate::grant::Grant;

type Result<T, E = AwsError> = std::result::Result<T, E>;
/// See [`ActedWith::permit`].
type Permit = fn(&str, &[&str], &str) -> Grant;
/// See [`Listed::list`].
type List = for<'a> fn(&'a Aws) -> BoxFuture<'a, Result<Vec<String>>>;
/// What AWS holds of an object and its spec only names.
type Fetched<'a> = BoxFuture<'a, Result<Option<Vec<u8>>>>;

/// A spec that is made ready before it compares with what is live: it names files of the project, or omits
/// what follows from other fields.
pub trait Prepare: Sized {
    /// What the spec names in the project's folder `root` and is not there. Looks, and builds nothing.
    fn check_files(&self, _root: &FilePath, _findings: &mut Findings) {}

    /// Makes ready what the spec only names, such as the package of a function's code, and writes out what follows
    /// from other fields.
    ///
    /// # Errors
    /// The field that names something which is not there or cannot be built.
    fn prepare(
        &mut self,
        workspace: &Workspace,
    ) -> impl Future<Output = Result<(), Finding>> + Send;

    /// The files that it was made of when it was made ready.
    fn files(&self) -> Files {
        Files::new()
    }
}

/// A spec whose making ready takes a while, such as a build. A plan begins with it while it reads AWS, so what is built is
/// kept in [`Workspace::built`].
pub trait Built: Prepare {
    /// Says what will be built, before anything is: builds that share their work are one then, of the same things
    /// whatever a plan is narrowed to.
    fn announce(&self, _workspace: &Workspace) {}
}

/// A spec with fields that AWS shows and nobody can write, so that something stands in for them.
pub trait WithStandIns: Sized {
    /// What stands in a spec for what AWS shows and nobody can write, where the resource is called
    /// `name`: for who writes the spec of an object that exists.
    fn stand_ins(&self, name: &str) -> Vec<StandIn>;

    /// What AWS holds of the object and its spec only names: the content of the file of a stand-in.
    fn fetch(aws: &Aws, id: &str) -> impl Future<Output = Result<Option<Vec<u8>>>> + Send;
}

/// A value that stands in a spec for one that only AWS has.
#[derive(Debug, Clone, PartialEq)]
pub struct StandIn {
    pub path: Path,
    pub value: Value,
    /// The file that it names, in the project's folder. [`WithStandIns::fetch`] gives its content.
    pub file: Option<String>,
    /// What a person has to do to make it true.
    pub remark: String,
}

/// An object of which AWS does not say everything.
pub trait PartlyReadable: Sized {
    /// The fields of a live object of which AWS does not say what they hold, so that they compare with no
    /// spec. Who takes the object over may take them for what its spec says.
    fn unreadable_fields(&self) -> Vec<Path>;

    /// A live object in as many words as AWS has for it, where its spec says the same in fewer: for who holds it
    /// field by field against what others say of it.
    fn spelled_out(&self) -> Option<Self>;
}

/// An object that others call.
pub trait Callable: Sized {
    /// Whether a caller may call this, or what `qualifier` names of it. Where it is not certain that it cannot, it
    /// may.
    fn lets_in(&self, caller: &Caller, qualifier: Option<&str>) -> Option<bool>;

    /// What its spec needs besides, to let a caller in.
    fn grant(caller: &Caller, qualifier: Option<&str>) -> Grant;
}

/// An object that others act with: a role.
pub trait ActedWith: Sized {
    /// Whether who acts with it may do something with what an ARN names. Where it is not certain that it may not, it
    /// may.
    fn permits(&self, action: &str, resource: &str) -> bool;

    /// What its spec needs besides, so that it permits actions on what an ARN names, for the sake of `id`. Both ARN
    /// and actions are as in a policy.
    fn permit(id: &str, actions: &[&str], resource: &str) -> Grant;
}

/// An object of which AWS lists all that there are.
pub trait Listed: Sized {
    /// The ids of all objects of the kind in the account and the region of `aws`, those that are nobody's included.
    fn list(aws: &Aws) -> impl Future<Output = Result<Vec<String>>> + Send;
}

/// An object that AWS works on for a while after it has created it.
pub trait WaitUntilUsable: Sized {
    /// Waits until an object that was just created can be used and changed. Its id is in the state by then.
    fn until_usable(aws: &Aws, id: &str) -> impl Future<Output = Result<()>> + Send;
}

/// An object of parts of which the spec alone says what they are to it: those that wait for somebody outside, such as a
/// person who has to confirm a subscription, and those of which nothing in AWS says whose they are. They differ from no
/// spec.
pub trait Unsettled: Sized {
    /// What is live as it compares with a spec: such a part is as the spec has it, or not there.
    #[must_use]
    fn settled(self, desired: &Self) -> Self;

    /// What a spec that is generated from a live object says of it: such a part is left out where no other field of
    /// the object needs it.
    #[must_use]
    fn to_write(self) -> Self {
        self
    }

    /// What waits for what, in sentences without a full stop. Plans tell them.
    fn waits(&self) -> Vec<String> {
        Vec::new()
    }
}

/// An object whose spec asks for more than a delete.
pub trait BeforeDelete: Sized {
    /// Makes the object ready to be deleted, such as emptying it first. Called right before the delete, with the
    /// spec that stands in the files or, where it has left them, the one last applied; not at all where neither is
    /// known.
    fn before_delete(&self, aws: &Aws, id: &str) -> impl Future<Output = Result<()>> + Send;
}

/// Which abilities a kind has: `Abilities::NONE.prepared().callable()`.
pub struct Abilities<K> {
    pub(crate) check_files: fn(&K, &FilePath, &mut Findings),
    pub(crate) prepare: for<'a> fn(&'a mut K, &'a Workspace) -> BoxFuture<'a, Result<(), Finding>>,
    pub(crate) announce: Option<fn(&K, &Workspace)>,
    pub(crate) files: fn(&K) -> Files,
    pub(crate) stand_ins: fn(&K, &str) -> Vec<StandIn>,
    pub(crate) fetch: for<'a> fn(&'a Aws, &'a str) -> Fetched<'a>,
    pub(crate) unreadable_fields: fn(&K) -> Vec<Path>,
    pub(crate) spelled_out: fn(&K) -> Option<K>,
    pub(crate) lets_in: fn(&K, &Caller, Option<&str>) -> Option<bool>,
    pub(crate) grant: Option<fn(&Caller, Option<&str>) -> Grant>,
    pub(crate) permits: fn(&K, &str, &str) -> bool,
    pub(crate) permit: Option<Permit>,
    pub(crate) settled: Option<fn(K, &K) -> K>,
    pub(crate) to_write: Option<fn(K) -> K>,
    pub(crate) waits: fn(&K) -> Vec<String>,
    pub(crate) list: Option<List>,
    pub(crate) until_usable: for<'a> fn(&'a Aws, &'a str) -> BoxFuture<'a, Result<()>>,
    pub(crate) before_delete: for<'a> fn(&'a K, &'a Aws, &'a str) -> BoxFuture<'a, Result<()>>,
}

impl<K> Clone for Abilities<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Abilities<K> {}

impl<K: Send + Sync + 'static> Abilities<K> {
    /// A kind with nothing out of the ordinary.
    pub const NONE: Self = Self {
        check_files: |_, _, _| (),
        prepare: |_, _| Box::pin(async { Ok(()) }),
        announce: None,
        files: |_| Files::new(),
        stand_ins: |_, _| Vec::new(),
        fetch: |_, _| Box::pin(async { Ok(None) }),
        unreadable_fields: |_| Vec::new(),
        spelled_out: |_| None,
        lets_in: |_, _, _| None,
        grant: None,
        permits: |_, _, _| true,
        permit: None,
        settled: None,
        to_write: None,
        waits: |_| Vec::new(),
        list: None,
        until_usable: |_, _| Box::pin(async { Ok(()) }),
        before_delete: |_, _, _| Box::pin(async { Ok(()) }),
    };

    pub const fn prepared(self) -> Self
    where
        K: Prepare,
    {
        Self {
            check_files: K::check_files,
            prepare: |kind, workspace| Box::pin(kind.prepare(workspace)),
            files: K::files,
            ..self
        }
    }

    pub const fn built(self) -> Self
    where
        K: Built,
    {
        Self { announce: Some(K::announce), ..self.prepared() }
    }

    pub const fn with_stand_ins(self) -> Self
    where
        K: WithStandIns,
    {
        Self { stand_ins: K::stand_ins, fetch: |aws, id| Box::pin(K::fetch(aws, id)), ..self }
    }

    pub const fn partly_readable(self) -> Self
    where
        K: PartlyReadable,
    {
        Self { unreadable_fields: K::unreadable_fields, spelled_out: K::spelled_out, ..self }
    }

    pub const fn callable(self) -> Self
    where
        K: Callable,
    {
        Self { lets_in: K::lets_in, grant: Some(K::grant), ..self }
    }

    pub const fn acted_with(self) -> Self
    where
        K: ActedWith,
    {
        Self { permits: K::permits, permit: Some(K::permit), ..self }
    }

    pub const fn unsettled(self) -> Self
    where
        K: Unsettled,
    {
        Self { settled: Some(K::settled), to_write: Some(K::to_write), waits: K::waits, ..self }
    }

    pub const fn listed(self) -> Self
    where
        K: Listed,
    {
        Self { list: Some(|aws| Box::pin(K::list(aws))), ..self }
    }

    pub const fn waits_until_usable(self) -> Self
    where
        K: WaitUntilUsable,
    {
        Self { until_usable: |aws, id| Box::pin(K::until_usable(aws, id)), ..self }
    }

    pub const fn runs_before_delete(self) -> Self
    where
        K: BeforeDelete,
    {
        Self { before_delete: |kind, aws, id| Box::pin(kind.before_delete(aws, id)), ..self }
    }
}
