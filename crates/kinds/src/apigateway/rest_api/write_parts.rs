//! Writes what routes refer to: models, validators, authorizers; and the errors of API Gateway's own.

use std::collections::BTreeMap;

use super::gateway_responses::{GatewayResponse, GatewayResponses};
use super::models::{self, Model};
use super::routes::Method;
use super::write::{Writer, side_by_side};
use super::{Authorizer, RequestValidator, RestApi};
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use aws::{member, optional};
use kind::Result;

/// Ids by the names that a spec gives things.
pub(super) type Ids = BTreeMap<String, String>;

impl Writer<'_> {
    /// Models that name others come after them, so one by one.
    pub(super) async fn write_models(&self) -> Result<()> {
        let (wanted, live) = (&self.wanted.models, &self.live.models);
        let is_replaced = |name: &str| self.replaced_models.contains(name);
        for name in models::in_order(live).into_iter().rev() {
            if is_replaced(name) {
                self.delete_model(name).await?;
            }
        }
        for name in models::in_order(wanted) {
            let Some(model) = wanted.get(name) else {
                continue;
            };
            // What comes with every API is there, though the spec of a live one does not say so.
            match self.has_model(name) && !is_replaced(name) {
                false => self.create_model(name, model).await?,
                true if live.get(name) == Some(model) => {}
                true => self.update_model(name, model).await?,
            }
        }
        Ok(())
    }

    fn has_model(&self, name: &str) -> bool {
        let mut models = self.snapshot.models.iter();
        models.any(|live| live.name() == Some(name))
    }

    /// Whether a live method stands in the way of a model or an authorizer that must be made anew.
    pub(super) fn holds_what_is_replaced(&self, method: &Method) -> bool {
        let answers = method.responses.values();
        let answers = answers.flat_map(|response| response.models.values());
        let mut names = method.request_models.values().chain(answers);
        names.any(|name| self.replaced_models.contains(name))
            || self.is_authorizer_replaced(&method.authorization)
    }

    /// Whether an authorizer must be made anew, as AWS does not turn one of user pools into a function,
    /// nor the other way round.
    fn is_authorizer_replaced(&self, name: &str) -> bool {
        let kind = |api: &RestApi| api.authorizers.get(name).map(Authorizer::authorization_type);
        let (wanted, live) = (kind(self.wanted), kind(&self.live));
        wanted.is_some() && live.is_some() && wanted != live
    }

    async fn create_model(&self, name: &str, model: &Model) -> Result<()> {
        let request = self.aws.api_gateway().create_model().rest_api_id(self.id);
        request
            .name(name)
            .content_type(&model.content_type)
            .schema(model.text(self.id))
            .set_description(model.description.clone())
            .send()
            .await?;
        Ok(())
    }

    async fn update_model(&self, name: &str, model: &Model) -> Result<()> {
        let mut patch = Patch::default();
        patch.replace("/schema", model.text(self.id));
        patch.replace("/description", model.description.as_deref().unwrap_or_default());
        let request = self.aws.api_gateway().update_model().rest_api_id(self.id);
        let request = request.model_name(name);
        let operations = patch.operations();
        request.set_patch_operations(operations).send().await?;
        Ok(())
    }

    async fn delete_model(&self, name: &str) -> Result<()> {
        let request = self.aws.api_gateway().delete_model().rest_api_id(self.id);
        optional(request.model_name(name).send().await)?;
        Ok(())
    }

    pub(super) async fn write_validators(&self) -> Result<Ids> {
        let names = self.snapshot.validator_names();
        let ids = by_name(names);
        let calls = self.wanted.request_validators.iter().map(|(name, wanted)| {
            let id = ids.get(name).cloned();
            async move {
                let live = self.live.request_validators.get(name);
                let id = self.write_validator(name, wanted, live, id).await?;
                Ok((name.clone(), id))
            }
        });
        let written = side_by_side(calls.collect()).await?;
        Ok(written.into_iter().collect())
    }

    async fn write_validator(
        &self,
        name: &str,
        wanted: &RequestValidator,
        live: Option<&RequestValidator>,
        id: Option<String>,
    ) -> Result<String> {
        let (Some(live), Some(id)) = (live, id) else {
            let request = self.aws.api_gateway().create_request_validator();
            let created = request
                .rest_api_id(self.id)
                .name(name)
                .validate_request_body(wanted.body)
                .validate_request_parameters(wanted.parameters)
                .send()
                .await?;
            return member(created, "id", |created| created.id);
        };
        let mut patch = Patch::default();
        patch.change("/validateRequestBody", &wanted.body, &live.body);
        patch.change("/validateRequestParameters", &wanted.parameters, &live.parameters);
        if !patch.is_empty() {
            let request = self.aws.api_gateway().update_request_validator();
            request
                .rest_api_id(self.id)
                .request_validator_id(&id)
                .set_patch_operations(patch.operations())
                .send()
                .await?;
        }
        Ok(id)
    }

    pub(super) async fn write_authorizers(&self) -> Result<Ids> {
        let names = self.snapshot.authorizer_names();
        let ids = by_name(names);
        let calls = self.wanted.authorizers.iter().map(|(name, wanted)| {
            let id = ids.get(name).cloned();
            async move {
                let live = self.live.authorizers.get(name);
                let id = self.write_authorizer(name, wanted, live, id).await?;
                Ok((name.clone(), id))
            }
        });
        let written = side_by_side(calls.collect()).await?;
        Ok(written.into_iter().collect())
    }

    async fn write_authorizer(
        &self,
        name: &str,
        wanted: &Authorizer,
        live: Option<&Authorizer>,
        id: Option<String>,
    ) -> Result<String> {
        let is_replaced = self.is_authorizer_replaced(name);
        if let (true, Some(id)) = (is_replaced, &id) {
            self.delete_authorizer(id).await?;
        }
        let (Some(live), Some(id), false) = (live, id, is_replaced) else {
            let request = wanted.creation(name, &self.place).rest_api_id(self.id);
            let created = request.send_with(&self.aws.api_gateway()).await?;
            return member(created, "id", |created| created.id);
        };
        let patch = wanted.patch(live, &self.place);
        if !patch.is_empty() {
            let request = self.aws.api_gateway().update_authorizer();
            request
                .rest_api_id(self.id)
                .authorizer_id(&id)
                .set_patch_operations(patch.operations())
                .send()
                .await?;
        }
        Ok(id)
    }

    async fn delete_authorizer(&self, id: &str) -> Result<()> {
        let request = self.aws.api_gateway().delete_authorizer();
        let request = request.rest_api_id(self.id).authorizer_id(id);
        optional(request.send().await)?;
        Ok(())
    }

    pub(super) async fn write_gateway_responses(
        &self,
        wanted: &GatewayResponses,
        live: &GatewayResponses,
    ) -> Result<()> {
        let changed = wanted.iter().filter(|(kind, response)| live.get(*kind) != Some(response));
        let calls = changed.map(|(kind, response)| self.put_gateway_response(kind, response));
        side_by_side(calls.collect()).await?;
        let gone = live.keys().filter(|kind| !wanted.contains_key(*kind));
        let calls = gone.map(|kind| async move {
            let request = self.aws.api_gateway().delete_gateway_response();
            let request = request.rest_api_id(self.id).response_type(kind.as_str().into());
            optional(request.send().await)
        });
        side_by_side(calls.collect()).await?;
        Ok(())
    }

    async fn put_gateway_response(&self, kind: &str, response: &GatewayResponse) -> Result<()> {
        let templates = response.templates.clone().into_iter().collect();
        let request = self.aws.api_gateway().put_gateway_response();
        request
            .rest_api_id(self.id)
            .response_type(kind.into())
            .set_status_code(response.status_code.map(|code| code.to_string()))
            .set_response_parameters(Some(response.parameters()))
            .set_response_templates((!response.templates.is_empty()).then_some(templates))
            .send()
            .await?;
        Ok(())
    }

    /// Deletes what no route refers to any more.
    pub(super) async fn remove_parts(&self) -> Result<()> {
        for (id, name) in self.snapshot.authorizer_names() {
            if !self.wanted.authorizers.contains_key(&name) {
                self.delete_authorizer(&id).await?;
            }
        }
        for (id, name) in self.snapshot.validator_names() {
            if !self.wanted.request_validators.contains_key(&name) {
                let request = self.aws.api_gateway().delete_request_validator();
                let request = request.rest_api_id(self.id).request_validator_id(id);
                optional(request.send().await)?;
            }
        }
        // Those that name others go before them.
        for name in models::in_order(&self.live.models).into_iter().rev() {
            if self.wanted.models.contains_key(name) {
                continue;
            }
            match Model::built_in(name) {
                Some(own) => self.update_model(name, &own).await?,
                None => self.delete_model(name).await?,
            }
        }
        Ok(())
    }
}

fn by_name(names: Ids) -> Ids {
    names.into_iter().map(|(id, name)| (name, id)).collect()
}
