//! Routes by one document, where one by one they would take many calls.
//!
//! `PutRestApi` takes an OpenAPI document with AWS's extensions. It is merged into what there is: AWS replaces the methods
//! that the document has and leaves alone whatever it does not mention, such as documentation, routes of others and the
//! API's own settings, which have calls of their own here ([`write`](super::write)). The other mode, `overwrite`, deletes
//! and resets all of that (Import an OpenAPI file to update an existing API definition), so it is never used.
//!
//! A document cannot say everything ([`sayable`]), and AWS reads some of what it says as something else: it declares
//! variables of paths by itself, and models lose what OpenAPI does not know of JSON Schema. So what is there afterwards is
//! read before anything of it is deployed, and what still differs is written by the usual calls. AWS accepts a document as
//! a whole or not at all (`failonwarnings`): one that it refuses is written by calls as well, and these say which route it
//! is that is wrong.

mod document;
mod operation;
mod sayable;
mod schemas;
mod security;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use aws_sdk_apigateway::primitives::Blob;
use aws_sdk_apigateway::types::PutMode;

use super::route_changes::RouteChanges;
use super::snapshot::Snapshot;
use super::spec::RestApi;
use super::write::{Writer, until_available};
use crate::apigateway::ApiGateway;
use crate::prelude::*;
use aws::ErrorKind;
use document::document;

/// More calls than this are replaced by a document. API Gateway takes ten calls a second (quotas of API Gateway), one
/// `PutRestApi` among them, and what it has made takes four to read: that is worth it where it saves two seconds.
const MANY_CALLS: usize = 20;

/// The largest document that AWS accepts (PutRestApi).
const MAX_BYTES: usize = 6 * 1024 * 1024;

/// Gives a new API, in which nothing is yet, all that a document can say of it. Where AWS does not take that, the API
/// stays empty: it must be known by its id in any case, and the update that follows makes the same and says what is wrong.
pub(super) async fn into_new(api: &RestApi, aws: &Aws, id: &str) {
    let sayable = api.clone().unfolded().sayable();
    if !sayable.routes.is_empty() {
        let _ = put(&sayable, None, aws, id).await;
    }
}

impl Writer<'_> {
    /// Writes the routes that differ by a document where that saves [many calls](MANY_CALLS), and gives the API as it is
    /// then. Where others have something in it, or may put something there, calls are the only way: these concern what
    /// they name and nothing else.
    pub(super) async fn import_routes(&self) -> Result<Option<Arc<Snapshot>>> {
        if self.is_shared || self.replaces_parts() {
            return Ok(None);
        }
        let (wanted, live) = self.concrete();
        let changes = self.route_changes(&wanted.routes, &live.routes);
        let sayable = self.wanted.clone().unfolded().sayable().with_routes_of(&changes);
        if calls(&sayable, &changes) <= MANY_CALLS {
            return Ok(None);
        }
        until_available(self.aws, self.id, self.snapshot.api.api_status()).await?;
        // Settings stay as they are live: they are written elsewhere.
        let (name, description) = (self.live.name.clone(), self.live.description.clone());
        let part = RestApi { name, description, ..sayable };
        match put(&part, self.snapshot.api.version(), self.aws, self.id).await {
            Ok(false) => Ok(None),
            Ok(true) => self.snapshot.with_content_now(self.aws, self.id).await.map(Some),
            Err(refusal) if refusal.kind == ErrorKind::Refused => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The calls that a document with the routes of `sayable` replaces.
fn calls(sayable: &RestApi, changes: &RouteChanges) -> usize {
    let paths: usize = changes.create_paths.values().map(Vec::len).sum();
    let methods = sayable.routes.values().flat_map(BTreeMap::values);
    paths + methods.map(|method| 2 + 2 * method.responses.len()).sum::<usize>()
}

/// Merges an API into the one with this id; false where that is too large for a document.
async fn put(api: &RestApi, version: Option<&str>, aws: &Aws, id: &str) -> Result<bool> {
    let document = document(api, version, &aws.place())?.to_string();
    if document.len() > MAX_BYTES {
        return Ok(false);
    }
    let request = aws.api_gateway().put_rest_api().rest_api_id(id);
    let request = request.mode(PutMode::Merge).fail_on_warnings(true);
    // Descriptions that OpenAPI demands would become documentation of the API.
    let request = request.parameters("ignore", "documentation");
    let imported = request.body(Blob::new(document)).send().await?;
    until_available(aws, id, imported.api_status()).await?;
    Ok(true)
}
