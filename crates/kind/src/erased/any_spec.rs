//! What can be done with a spec, whatever its kind.

use std::path::Path as FilePath;

use aws::{Aws, AwsError, Place};
use futures_util::future::BoxFuture;
use language::schema::Finding;
use language::value::{Ordered, Path, Value};
use workspace::Workspace;

use super::live_object::LiveObject;
use crate::abilities::StandIn;
use crate::caller::Caller;
use crate::consequence::Consequence;
use crate::files::Files;

type Result<T, E = AwsError> = std::result::Result<T, E>;

/// A spec that has been filled into the struct of its kind.
pub trait AnySpec: Send + Sync {
    /// The rules of [`Kind::check`](crate::Kind::check), without what they find at values that are not known yet.
    fn check(&self) -> Vec<Finding>;

    /// What AWS would refuse because of where the object is to live.
    fn check_place(&self, place: &Place) -> Vec<Finding>;

    /// The files that the spec names in the project's folder and that are not there.
    fn check_files(&self, root: &FilePath) -> Vec<Finding>;

    /// Makes ready what the spec only names. Once it has been, this does nothing more.
    ///
    /// # Errors
    /// The field that names something which is not there or cannot be built.
    fn prepare<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<(), Finding>>;

    /// See [`Built::announce`](crate::Built::announce).
    fn announce(&self, workspace: &Workspace);

    /// See [`Prepare::files`](crate::Prepare::files).
    fn files(&self) -> Files;

    /// The spec in the form that compares with what is live, as far as it has been made ready.
    fn comparable(&self) -> Value;

    /// The spec with its fields in the order in which the kind declares them.
    fn ordered(&self) -> Ordered;

    /// See [`Kind::consequences`](crate::Kind::consequences).
    fn consequences(&self, live: &LiveObject) -> Vec<Consequence>;

    /// See [`Callable::lets_in`](crate::Callable::lets_in). Nothing for what is not called.
    fn lets_in(&self, caller: &Caller, qualifier: Option<&str>) -> Option<bool>;

    /// See [`ActedWith::permits`](crate::ActedWith::permits). What nobody acts with permits everything.
    fn permits(&self, action: &str, resource: &str) -> bool;

    /// See [`WithStandIns::stand_ins`](crate::WithStandIns::stand_ins).
    fn stand_ins(&self, name: &str) -> Vec<StandIn>;

    /// See [`PartlyReadable::spelled_out`](crate::PartlyReadable::spelled_out). What has no other words stays as it
    /// is.
    fn spelled_out(&self) -> Value;

    /// See [`PartlyReadable::unreadable_fields`](crate::PartlyReadable::unreadable_fields).
    fn unreadable_fields(&self) -> Vec<Path>;

    /// Creates the object of a spec that has been made ready, and gives its id.
    fn create<'a>(&'a self, aws: &'a Aws) -> BoxFuture<'a, Result<String>>;

    /// See [`Kind::created`](crate::Kind::created).
    fn created<'a>(
        &'a self,
        _aws: &'a Aws,
        _id: &'a str,
    ) -> BoxFuture<'a, Result<Option<LiveObject>>> {
        Box::pin(async { Ok(None) })
    }

    /// Brings the live object to a spec that has been made ready.
    fn update<'a>(
        &'a self,
        aws: &'a Aws,
        id: &'a str,
        live: &'a LiveObject,
    ) -> BoxFuture<'a, Result<()>>;

    /// See [`BeforeDelete::before_delete`](crate::BeforeDelete::before_delete).
    fn before_delete<'a>(&'a self, aws: &'a Aws, id: &'a str) -> BoxFuture<'a, Result<()>>;
}
