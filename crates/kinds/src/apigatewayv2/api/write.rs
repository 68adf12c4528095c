//! From one form of an API to another, writing what differs alone.
//!
//! What routes name comes before them, and what they no longer name goes after them: a request in between finds the old
//! or the new. An integration is never changed: a new one takes its place, and its routes move to it one by one.

use aws_sdk_apigatewayv2::operation::update_api::builders::UpdateApiInputBuilder;
use futures_util::future::try_join_all;

use super::authorizer::Authorizer;
use super::integration::Integration;
use super::parts::ApiParts;
use super::route::{IAM, NONE, RESPONDS, Route};
use super::spec::Api;
use super::stage::Stage;
use crate::apigateway::support::arn;
use crate::apigatewayv2::{ALL_APIS, ApiGatewayV2};
use crate::children::Children;
use crate::prelude::*;
use crate::settings::{set_changed, write_tags};
use aws_sdk_apigatewayv2::types as sdk;

pub(super) async fn create(wanted: &Api, aws: &Aws) -> Result<String> {
    let request = aws.api_gateway_v2().create_api();
    let request = request
        .name(&wanted.name)
        .protocol_type(wanted.protocol.into())
        .set_route_selection_expression(wanted.route_selection_expression.clone())
        .set_tags(Some(wanted.tags.clone().into_iter().collect()));
    let created = request.send().await?;
    aws.memo().remove(ALL_APIS);
    member(created, "apiId", |created| created.api_id)
}

pub(super) async fn update(
    wanted: &Api,
    aws: &Aws,
    id: &str,
    live: &Api,
    parts: &ApiParts,
) -> Result<()> {
    let change = Change { wanted, live, parts, aws, id };
    change.settings().await?;
    change.models().await?;
    let authorizers = change.authorizers().await?;
    let integrations = change.integrations().await?;
    change.routes(&authorizers, &integrations).await?;
    change.clear_away(&integrations).await?;
    change.stages().await?;
    change.tags(&format!("/apis/{id}"), &wanted.tags, &live.tags).await
}

struct Change<'a> {
    wanted: &'a Api,
    live: &'a Api,
    parts: &'a ApiParts,
    aws: &'a Aws,
    id: &'a str,
}

/// Integrations by their ids.
type Integrations = Vec<(String, Integration)>;

impl Change<'_> {
    async fn settings(&self) -> Result<()> {
        let (wanted, live) = (self.wanted, self.live);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let usual_key = || super::spec::DEFAULT_KEY.to_owned();
        let changes = set_changed!(UpdateApiInputBuilder::default(), wanted, live, {
            name: set_name(wanted.name.clone()),
            description: set_description(text(&wanted.description)),
            version: set_version(text(&wanted.version)),
            cors: set_cors_configuration(wanted.cors.to_aws()?),
            disable_execute_api_endpoint:
                set_disable_execute_api_endpoint(wanted.disable_execute_api_endpoint),
            disable_schema_validation:
                set_disable_schema_validation(wanted.disable_schema_validation),
            ip_address_type: set_ip_address_type(sdk::IpAddressType::from(wanted.ip_address_type)),
            route_selection_expression:
                set_route_selection_expression(wanted.route_selection_expression.clone()),
            api_key_selection_expression: set_api_key_selection_expression(
                wanted.api_key_selection_expression.clone().unwrap_or_else(usual_key)
            ),
        });
        if wanted.cors.is_none() && live.cors.is_some() {
            let request = self.aws.api_gateway_v2().delete_cors_configuration();
            deleted(request.api_id(self.id).send().await)?;
        }
        if changes != UpdateApiInputBuilder::default() {
            changes.api_id(self.id).send_with(&self.aws.api_gateway_v2()).await?;
            self.aws.memo().remove(ALL_APIS);
        }
        Ok(())
    }

    async fn models(&self) -> Result<()> {
        let api = self.aws.api_gateway_v2();
        let children = Children::of(&self.wanted.models, &self.live.models);
        for (name, model) in children.create {
            model.fill(api.create_model().api_id(self.id).name(name))?.send().await?;
        }
        for (name, model, _) in children.update {
            let request = api.update_model().api_id(self.id);
            let request = request.set_model_id(self.parts.models.get(name).cloned());
            model.fill_update(request)?.send().await?;
        }
        Ok(())
    }

    /// The ids of the authorizers, of which new ones are made and others changed.
    async fn authorizers(&self) -> Result<BTreeMap<String, String>> {
        let (api, place, is_http) =
            (self.aws.api_gateway_v2(), self.aws.place(), self.wanted.is_http());
        let children = Children::of(&self.wanted.authorizers, &self.live.authorizers);
        let mut ids = self.parts.authorizers.clone();
        for (name, authorizer) in children.create {
            let id = self.create_authorizer(name, authorizer).await?;
            ids.insert(name.clone(), id);
        }
        for (name, authorizer, live) in children.update {
            let old = ids.get(name).cloned();
            if !authorizer.can_follow(live) {
                // Its routes move before the old one goes, and no two have one name.
                let request = api.update_authorizer().api_id(self.id).set_authorizer_id(old);
                request.name(format!("{name}-replaced")).send().await?;
                let id = self.create_authorizer(name, authorizer).await?;
                ids.insert(name.clone(), id);
                continue;
            }
            let request = api.update_authorizer().api_id(self.id).name(name);
            let request = request.set_authorizer_id(old);
            authorizer.change(request, live, is_http, &place)?.send().await?;
        }
        Ok(ids)
    }

    async fn create_authorizer(&self, name: &str, authorizer: &Authorizer) -> Result<String> {
        let request = self.aws.api_gateway_v2().create_authorizer().api_id(self.id).name(name);
        let (is_http, place) = (self.wanted.is_http(), self.aws.place());
        let created = authorizer.creation(request, is_http, &place)?.send().await?;
        member(created, "authorizerId", |created| created.authorizer_id)
    }

    /// The integrations that the routes need: those that are there, and new ones.
    async fn integrations(&self) -> Result<Integrations> {
        let needed = self.wanted.integrations().into_iter();
        let made = needed.map(|integration| self.integration(integration));
        try_join_all(made).await
    }

    async fn integration(&self, wanted: Integration) -> Result<(String, Integration)> {
        let mut there = self.parts.integrations.iter();
        if let Some((id, _)) = there.find(|(_, integration)| **integration == wanted) {
            return Ok((id.clone(), wanted));
        }
        let api = self.aws.api_gateway_v2();
        let (is_http, place) = (self.wanted.is_http(), self.aws.place());
        let request = wanted.creation(api.create_integration().api_id(self.id), is_http, &place)?;
        let created = request.send().await?;
        let id = member(created, "integrationId", |created| created.integration_id)?;
        for (key, response) in &wanted.responses {
            let request = api.create_integration_response().api_id(self.id).integration_id(&id);
            response.fill(request.integration_response_key(key))?.send().await?;
        }
        Ok((id, wanted))
    }

    async fn routes(
        &self,
        authorizers: &BTreeMap<String, String>,
        integrations: &Integrations,
    ) -> Result<()> {
        let children = Children::of(&self.wanted.routes, &self.live.routes);
        for key in &children.delete {
            let request = self.aws.api_gateway_v2().delete_route().api_id(self.id);
            deleted(request.route_id(self.route_id(key)).send().await)?;
        }
        let (now, before) = (authorizers, &self.parts.authorizers);
        let is_moved =
            |route: &Route| now.get(&route.authorization) != before.get(&route.authorization);
        // A route that is the same, and whose authorizer is another of the same name.
        let moved = self.wanted.routes.iter().filter_map(|(key, route)| {
            let live = self.live.routes.get(key).filter(|live| *live == route)?;
            is_moved(route).then_some((key, route, live))
        });
        let mut writes = Vec::new();
        for (key, route) in children.create {
            writes.push(self.route(key, route, None, authorizers, integrations));
        }
        for (key, route, live) in children.update.into_iter().chain(moved) {
            writes.push(self.route(key, route, Some(live), authorizers, integrations));
        }
        try_join_all(writes).await?;
        Ok(())
    }

    fn route_id(&self, key: &str) -> String {
        self.parts.routes.get(key).map(|(id, _)| id.clone()).unwrap_or_default()
    }

    /// Makes a route, or changes the live one.
    async fn route(
        &self,
        key: &str,
        route: &Route,
        live: Option<&Route>,
        authorizers: &BTreeMap<String, String>,
        integrations: &Integrations,
    ) -> Result<()> {
        let api = self.aws.api_gateway_v2();
        let answering = route.answering();
        let mut there = integrations.iter();
        let target = there.find(|(_, integration)| Some(integration) == answering.as_ref());
        let target = target.map(|(id, _)| format!("integrations/{id}"));
        let guard = self.wanted.authorizers.get(&route.authorization);
        let authorizer = authorizers.get(&route.authorization).cloned();
        let kind = match route.authorization.as_str() {
            IAM => sdk::AuthorizationType::AwsIam,
            NONE => sdk::AuthorizationType::None,
            _ => guard.map_or(sdk::AuthorizationType::Custom, Authorizer::authorization_type),
        };
        let id = match live {
            Some(live) => {
                let id = self.route_id(key);
                let is_same = live.answering() == answering;
                let target = target.or_else(|| Some(String::new())).filter(|_| !is_same);
                let changes = route.change(live).set_target(target);
                let changes = changes.authorization_type(kind).set_authorizer_id(authorizer);
                changes.api_id(self.id).route_id(&id).send_with(&api).await?;
                id
            }
            None => {
                let responds = route.responds.then(|| RESPONDS.to_owned());
                let request = api.create_route().api_id(self.id).route_key(key);
                let request = request.set_target(target).authorization_type(kind);
                let request = request.set_authorizer_id(authorizer);
                let request = request.set_route_response_selection_expression(responds);
                let created = route.fill(request)?.send().await?;
                member(created, "routeId", |created| created.route_id)?
            }
        };
        if route.responds && !live.is_some_and(|live| live.responds) {
            let request = api.create_route_response().api_id(self.id).route_id(id);
            request.route_response_key(RESPONDS).send().await?;
        }
        Ok(())
    }

    /// What no route names any more.
    async fn clear_away(&self, integrations: &Integrations) -> Result<()> {
        let api = self.aws.api_gateway_v2();
        let is_needed = |id: &String| integrations.iter().any(|(needed, _)| needed == id);
        let named: BTreeSet<&String> =
            self.parts.routes.values().filter_map(|(_, target)| target.as_ref()).collect();
        let left = named
            .into_iter()
            .filter(|id| self.parts.integrations.contains_key(*id) && !is_needed(id));
        for id in left {
            let request = api.delete_integration().api_id(self.id).integration_id(id);
            deleted(request.send().await)?;
        }
        for (name, id) in &self.parts.authorizers {
            let is_kept = match (self.wanted.authorizers.get(name), self.live.authorizers.get(name))
            {
                (Some(wanted), Some(live)) => wanted.can_follow(live),
                _ => false,
            };
            if !is_kept {
                let request = api.delete_authorizer().api_id(self.id).authorizer_id(id);
                deleted(request.send().await)?;
            }
        }
        for name in Children::of(&self.wanted.models, &self.live.models).delete {
            let request = api.delete_model().api_id(self.id);
            let request = request.set_model_id(self.parts.models.get(name).cloned());
            deleted(request.send().await)?;
        }
        Ok(())
    }

    async fn stages(&self) -> Result<()> {
        let api = self.aws.api_gateway_v2();
        let children = Children::of(&self.wanted.stages, &self.live.stages);
        for name in children.delete {
            let request = api.delete_stage().api_id(self.id).stage_name(name);
            deleted(request.send().await)?;
        }
        for (name, stage) in children.create {
            let deployment = self.deployment(stage).await?;
            let request = api.create_stage().api_id(self.id).stage_name(name);
            stage.fill(request)?.set_deployment_id(deployment).send().await?;
        }
        for (name, stage, live) in children.update {
            self.stage(name, stage, live).await?;
        }
        Ok(())
    }

    async fn stage(&self, name: &str, stage: &Stage, live: &Stage) -> Result<()> {
        let api = self.aws.api_gateway_v2();
        if stage.access_log.is_none() && live.access_log.is_some() {
            let request = api.delete_access_log_settings().api_id(self.id).stage_name(name);
            deleted(request.send().await)?;
        }
        for key in live.routes.keys().filter(|key| !stage.routes.contains_key(*key)) {
            let request = api.delete_route_settings().api_id(self.id).stage_name(name);
            deleted(request.route_key(key).send().await)?;
        }
        let deployment = match stage.deployment == live.deployment {
            true => None,
            false => self.deployment(stage).await?,
        };
        let changes = match (stage.change(live)?, &deployment) {
            (None, None) => None,
            (changes, _) => Some(changes.unwrap_or_default().set_deployment_id(deployment)),
        };
        if let Some(changes) = changes {
            changes.api_id(self.id).stage_name(name).send_with(&api).await?;
        }
        let path = format!("/apis/{}/stages/{name}", self.id);
        self.tags(&path, &stage.tags, &live.tags).await
    }

    /// A deployment of everything as it is now, for a stage that AWS does not deploy by itself.
    async fn deployment(&self, stage: &Stage) -> Result<Option<String>> {
        let Some(hash) = &stage.deployment else {
            return Ok(None);
        };
        let request = self.aws.api_gateway_v2().create_deployment().api_id(self.id);
        let created = request.description(hash).send().await?;
        member(created, "deploymentId", |created| created.deployment_id).map(Some)
    }

    async fn tags(&self, path: &str, wanted: &Tags, live: &Tags) -> Result<()> {
        let (api, arn) = (self.aws.api_gateway_v2(), arn(&self.aws.place(), path));
        let (untag, tag) = (api.untag_resource(), api.tag_resource());
        write_tags!(*wanted, *live, untag.resource_arn(&arn), tag.resource_arn(&arn));
        Ok(())
    }
}
