//! One call of a route, by somebody who may make it.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Caller, Failure, Refusal, Request};
use crate::{Error, Id, Invocation, Sources};

/// A call. It is cheap to clone.
pub struct Call<B>(Arc<Parts<B>>);

struct Parts<B> {
    backend: Arc<B>,
    sources: Arc<Sources>,
    invocation: Invocation,
    caller: Option<Caller>,
    request: Request,
}

impl<B> Clone for Call<B> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<B> Call<B> {
    pub(super) fn new(
        backend: Arc<B>,
        sources: Arc<Sources>,
        invocation: Invocation,
        caller: Option<Caller>,
        request: Request,
    ) -> Self {
        Self(Arc::new(Parts { backend, sources, invocation, caller, request }))
    }

    /// What the function works on.
    pub fn backend(&self) -> &B {
        &self.0.backend
    }

    /// When it is, and which run.
    pub fn invocation(&self) -> &Invocation {
        &self.0.invocation
    }

    /// Who calls. Only on open routes is there nobody.
    pub fn caller(&self) -> Result<&Caller, Failure> {
        self.0.caller.as_ref().ok_or(Refusal::Unauthenticated.into())
    }

    /// What API Gateway has handed over.
    pub(super) fn request(&self) -> &Request {
        &self.0.request
    }

    /// A variable part of the path.
    pub fn parameter(&self, name: &str) -> Result<&str, Failure> {
        self.0.request.path_parameter(name).ok_or(Refusal::NotFound.into())
    }

    /// A variable part of the path that is an id. What cannot be one names nothing.
    pub fn id(&self, name: &str) -> Result<Id, Failure> {
        self.parameter(name)?.parse().map_err(|_| Refusal::NotFound.into())
    }

    /// Where ids and the time come from.
    pub(crate) fn sources(&self) -> &Sources {
        &self.0.sources
    }

    /// A secret that nobody can guess: 128 bits of chance.
    pub fn new_secret(&self) -> Result<String, Error> {
        Ok(URL_SAFE_NO_PAD.encode((self.0.sources.chance)()?.to_be_bytes()))
    }

    /// The id of something that is made now.
    pub fn new_id(&self) -> Result<Id, Error> {
        self.0.sources.id(self.0.invocation.now)
    }
}
