//! Writes paths, methods and what answers them.

use aws_sdk_apigateway::types as sdk;

use super::route_changes::{Paths, Rewrite, RouteChanges, changes};
use super::routes::{Half, Method, Response, Routes};
use super::write::{Writer, about};
use super::write_parts::Ids;
use crate::apigateway::ApiGateway;
use crate::apigateway::support::items;
use crate::children::side_by_side;
use crate::prelude::*;

impl Writer<'_> {
    pub(super) fn route_changes(&self, wanted: &Routes, live: &Routes) -> RouteChanges {
        let paths = self.snapshot.resources.iter();
        let all = &paths.filter_map(|resource| resource.path.clone()).collect();
        let paths = Paths { all, kept: &self.kept_paths };
        changes(wanted, live, paths, |method| self.holds_what_is_replaced(method))
    }

    /// Deletes paths, the deepest first, and methods.
    pub(super) async fn remove_routes(&self, changes: &RouteChanges) -> Result<()> {
        let ids = self.resource_ids();
        for paths in changes.delete_paths.values().rev() {
            let taken = self.taken_meanwhile(paths).await?;
            let paths = paths.iter().filter(|path| !taken.contains(*path));
            let calls = paths.filter_map(|path| ids.get(path)).map(|id| async move {
                deleted(about!(self.delete_resource()).resource_id(id).send().await)
            });
            side_by_side(calls.collect()).await?;
        }
        let methods = changes.delete_methods.iter();
        let calls = methods.filter_map(|(path, verb)| Some((ids.get(path)?, verb)));
        let calls = calls.map(|(resource, verb)| self.delete_method(resource, verb));
        side_by_side(calls.collect()).await?;
        Ok(())
    }

    /// Creates paths, parents first, and writes several methods side by side.
    pub(super) async fn write_routes(
        &self,
        changes: &RouteChanges,
        wanted: &Routes,
        live: &Routes,
        authorizers: &Ids,
        validators: &Ids,
    ) -> Result<()> {
        let mut ids = self.resource_ids();
        for paths in changes.create_paths.values() {
            let known = &ids;
            let calls = paths.iter().map(|path| async move {
                let id = self.create_path(path, known).await?;
                Ok((path.clone(), id))
            });
            let created = side_by_side(calls.collect()).await?;
            ids.extend(created);
        }
        let ids = &ids;
        let methods = changes.methods.iter();
        let methods = methods.flat_map(|(path, verbs)| verbs.iter().map(move |verb| (path, verb)));
        let calls = methods.map(|(path, (verb, rewrite))| async move {
            let missing = || AwsError::new(format!("the API has no resource {path}"));
            let resource = ids.get(path).ok_or_else(missing)?;
            let of = |routes: &Routes| routes.get(path)?.get(verb).cloned();
            let (Some(method), before) = (of(wanted), of(live)) else {
                return Ok(());
            };
            let write = MethodWriter { writer: self, resource, verb };
            let put = write.put(&method, before.as_ref(), *rewrite, authorizers, validators);
            put.await.map_err(|error| error.about(&format!("{verb} {path}")))
        });
        side_by_side(calls.collect()).await?;
        Ok(())
    }

    fn resource_ids(&self) -> Ids {
        ids_of(&self.snapshot.resources)
    }

    /// Those of the paths at or below which others have put something since the API was read. AWS deletes a path with
    /// all that is below it, so in a shared API they are looked at once more right before.
    async fn taken_meanwhile(&self, paths: &[String]) -> Result<BTreeSet<String>> {
        if !self.is_shared {
            return Ok(BTreeSet::new());
        }
        let now = items!(about!(self.get_resources()).embed("methods"));
        let is_new = |now: &sdk::Resource| {
            let before = self.snapshot.resources.iter().find(|before| before.id == now.id);
            let verbs = now.resource_methods().into_iter().flatten().map(|(verb, _)| verb);
            let had = |verb: &String| {
                let methods = before.and_then(|before| before.resource_methods());
                methods.is_some_and(|methods| methods.contains_key(verb))
            };
            before.is_none() || !verbs.into_iter().all(had)
        };
        let new: Vec<&str> =
            now.iter().filter(|now| is_new(now)).filter_map(|it| it.path()).collect();
        let is_taken = |path: &&String| {
            let below = format!("{path}/");
            new.iter().any(|new| new == path || new.starts_with(&below))
        };
        Ok(paths.iter().filter(is_taken).cloned().collect())
    }

    async fn create_path(&self, path: &str, ids: &Ids) -> Result<String> {
        let (parent, part) = path.rsplit_once('/').unwrap_or_default();
        let parent = if parent.is_empty() { "/" } else { parent };
        let request = about!(self.create_resource()).path_part(part);
        let request = request.set_parent_id(ids.get(parent).cloned());
        let refusal = match request.send().await.map_err(AwsError::from) {
            Ok(created) => return member(created, "id", |created| created.id),
            Err(refusal) => refusal,
        };
        // Of two who make one path at once, the second uses what the first has made.
        let others = match self.is_shared && refusal.has_code("ConflictException") {
            true => ids_of(&items!(about!(self.get_resources()))),
            false => Ids::new(),
        };
        others.get(path).cloned().ok_or(refusal)
    }

    async fn delete_method(&self, resource: &str, verb: &str) -> Result<()> {
        let request = about!(self.delete_method()).resource_id(resource);
        deleted(request.http_method(verb).send().await)
    }
}

/// The ids of paths.
fn ids_of(resources: &[sdk::Resource]) -> Ids {
    let resources = resources.iter();
    resources.filter_map(|resource| Some((resource.path.clone()?, resource.id.clone()?))).collect()
}

/// Writes one method.
#[derive(Clone, Copy)]
struct MethodWriter<'a> {
    writer: &'a Writer<'a>,
    resource: &'a str,
    verb: &'a str,
}

/// A request about the method at hand: `of_method!(self.put_method())`.
macro_rules! of_method {
    ($self:ident.$operation:ident()) => {{
        let writer = $self.writer;
        about!(writer.$operation()).resource_id($self.resource).http_method($self.verb)
    }};
}

impl MethodWriter<'_> {
    async fn put(
        self,
        method: &Method,
        before: Option<&Method>,
        rewrite: Rewrite,
        authorizers: &Ids,
        validators: &Ids,
    ) -> Result<()> {
        if rewrite == Rewrite::Whole {
            self.writer.delete_method(self.resource, self.verb).await?;
        }
        if rewrite != Rewrite::Integration {
            self.put_method(method, authorizers, validators).await?;
        }
        let declared = method.responses.iter().filter(|_| rewrite != Rewrite::Integration);
        let declared =
            declared.map(|(status, response)| self.put_method_response(status, response));
        tokio::try_join!(self.put_integration(method), side_by_side(declared.collect()))?;
        // Each needs both the integration and what the method declares of it.
        let answers = method.responses.iter();
        let answers = answers.map(|(status, answer)| self.put_integration_response(status, answer));
        side_by_side(answers.collect()).await?;
        if rewrite == Rewrite::Integration {
            let before = before.map(|before| &before.responses).into_iter().flatten();
            for (status, response) in before {
                let is_there = response.only != Some(Half::Method);
                if is_there && !method.responses.contains_key(status) {
                    let request = of_method!(self.delete_integration_response());
                    deleted(request.status_code(status).send().await)?;
                }
            }
        }
        Ok(())
    }

    async fn put_method(self, method: &Method, authorizers: &Ids, validators: &Ids) -> Result<()> {
        let name = method.authorization.as_str();
        let authorizer = self.writer.wanted.authorizers.get(name);
        let kind = authorizer.map_or(name, |authorizer| authorizer.authorization_type());
        let validator = match &method.request_validator {
            Some(name) => Some(validators.get(name).ok_or_else(|| {
                // Without it, requests would pass that nobody has looked at.
                AwsError::new(format!("there is no request validator `{name}`"))
            })?),
            None => None,
        };
        let request = method.fill(of_method!(self.put_method()))?.authorization_type(kind);
        request
            .set_authorizer_id(authorizer.and_then(|_| authorizers.get(name)).cloned())
            .set_request_validator_id(validator.cloned())
            .send()
            .await?;
        Ok(())
    }

    async fn put_integration(self, method: &Method) -> Result<()> {
        let Some(integration) = &method.integration else {
            return Ok(());
        };
        let request = integration.request(&self.writer.place)?.rest_api_id(self.writer.id);
        let request = request.resource_id(self.resource).http_method(self.verb);
        request.send_with(&self.writer.aws.api_gateway()).await?;
        Ok(())
    }

    async fn put_integration_response(self, status: &str, response: &Response) -> Result<()> {
        let request = of_method!(self.put_integration_response()).status_code(status);
        response.fill(request)?.send().await?;
        Ok(())
    }

    async fn put_method_response(self, status: &str, response: &Response) -> Result<()> {
        let headers = response.declared_headers().map(|name| (name, false)).collect();
        let request = of_method!(self.put_method_response()).status_code(status);
        request
            .set_response_parameters(Some(headers).filter(|_| !response.headers.is_empty()))
            .set_response_models(response.models.to_aws()?)
            .send()
            .await?;
        Ok(())
    }
}
