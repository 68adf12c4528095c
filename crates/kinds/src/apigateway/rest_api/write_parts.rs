//! Writes what routes refer to: models, validators, authorizers; and the errors of API Gateway's own.

use super::authorizer::Authorizer;
use super::gateway_responses::{GatewayResponse, GatewayResponses};
use super::models::{self, Model};
use super::routes::Method;
use super::spec::{RequestValidator, RestApi};
use super::write::{Writer, about};
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::support::send_patch;
use crate::children::{Children, side_by_side};
use crate::prelude::*;

/// Ids by the names that a spec gives things.
pub(super) type Ids = BTreeMap<String, String>;

impl Writer<'_> {
    /// Models that name others come after them, so one by one.
    pub(super) async fn write_models(&self) -> Result<()> {
        let (wanted, live) = (&self.wanted.models, &self.live.models);
        let is_replaced = |name: &str| self.replaced_models.contains(name);
        for (name, _) in models::in_order(live).into_iter().rev() {
            if is_replaced(name) {
                self.delete_model(name).await?;
            }
        }
        for (name, model) in models::in_order(wanted) {
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

    /// Whether a live method stands in the way of a model or an authorizer that must be re-created.
    pub(super) fn holds_what_is_replaced(&self, method: &Method) -> bool {
        method.models().any(|name| self.replaced_models.contains(name))
            || self.is_authorizer_replaced(&method.authorization)
    }

    /// Whether a model or an authorizer must be re-created.
    pub(super) fn replaces_parts(&self) -> bool {
        let mut authorizers = self.wanted.authorizers.keys();
        !self.replaced_models.is_empty()
            || authorizers.any(|name| self.is_authorizer_replaced(name))
    }

    /// Whether an authorizer must be re-created, as AWS does not turn one of user pools into a function,
    /// nor the other way round.
    fn is_authorizer_replaced(&self, name: &str) -> bool {
        let kind = |api: &RestApi| api.authorizers.get(name).map(Authorizer::authorization_type);
        let (wanted, live) = (kind(self.wanted), kind(&self.live));
        wanted.is_some() && live.is_some() && wanted != live
    }

    async fn create_model(&self, name: &str, model: &Model) -> Result<()> {
        let request = about!(self.create_model()).name(name).schema(model.text(self.id));
        let request = request.content_type(&model.content_type);
        request.set_description(model.description.clone()).send().await?;
        Ok(())
    }

    async fn update_model(&self, name: &str, model: &Model) -> Result<()> {
        let mut patch = Patch::default();
        patch.replace("/schema", model.text(self.id));
        patch.replace("/description", model.description.as_deref().unwrap_or_default());
        send_patch!(patch, about!(self.update_model()).model_name(name));
        Ok(())
    }

    async fn delete_model(&self, name: &str) -> Result<()> {
        deleted(about!(self.delete_model()).model_name(name).send().await)
    }

    pub(super) async fn write_validators(&self) -> Result<Ids> {
        let ids = by_name(self.snapshot.validator_names());
        let calls = self.wanted.request_validators.iter().map(|(name, wanted)| {
            let live = self.live.request_validators.get(name);
            let live = live.zip(ids.get(name).cloned());
            async move { Ok((name.clone(), self.write_validator(name, wanted, live).await?)) }
        });
        Ok(side_by_side(calls.collect()).await?.into_iter().collect())
    }

    async fn write_validator(
        &self,
        name: &str,
        wanted: &RequestValidator,
        live: Option<(&RequestValidator, String)>,
    ) -> Result<String> {
        let Some((live, id)) = live else {
            let request = wanted.fill(about!(self.create_request_validator()))?.name(name);
            return member(request.send().await?, "id", |created| created.id);
        };
        let patch = wanted.patch_fields(Some(live), "")?;
        send_patch!(patch, about!(self.update_request_validator()).request_validator_id(&id));
        Ok(id)
    }

    pub(super) async fn write_authorizers(&self) -> Result<Ids> {
        let ids = by_name(self.snapshot.authorizer_names());
        let calls = self.wanted.authorizers.iter().map(|(name, wanted)| {
            let live = self.live.authorizers.get(name);
            let live = live.zip(ids.get(name).cloned());
            async move { Ok((name.clone(), self.write_authorizer(name, wanted, live).await?)) }
        });
        Ok(side_by_side(calls.collect()).await?.into_iter().collect())
    }

    async fn write_authorizer(
        &self,
        name: &str,
        wanted: &Authorizer,
        live: Option<(&Authorizer, String)>,
    ) -> Result<String> {
        let (live, id) = match live {
            Some((live, id)) if !self.is_authorizer_replaced(name) => (live, id),
            replaced => {
                if let Some((_, id)) = replaced {
                    self.delete_authorizer(&id).await?;
                }
                let request = wanted.creation(name, &self.place)?.rest_api_id(self.id);
                let created = request.send_with(&self.aws.api_gateway()).await?;
                return member(created, "id", |created| created.id);
            }
        };
        let patch = wanted.patch(live, &self.place)?;
        send_patch!(patch, about!(self.update_authorizer()).authorizer_id(&id));
        Ok(id)
    }

    async fn delete_authorizer(&self, id: &str) -> Result<()> {
        deleted(about!(self.delete_authorizer()).authorizer_id(id).send().await)
    }

    pub(super) async fn write_gateway_responses(
        &self,
        wanted: &GatewayResponses,
        live: &GatewayResponses,
    ) -> Result<()> {
        let Children { create, update, delete } = Children::of(wanted, live);
        let changed = update.into_iter().map(|(kind, response, _)| (kind, response)).chain(create);
        let calls = changed.map(|(kind, response)| self.put_gateway_response(kind, response));
        side_by_side(calls.collect()).await?;
        let calls = delete.into_iter().map(|kind| async move {
            let request =
                about!(self.delete_gateway_response()).response_type(kind.as_str().into());
            deleted(request.send().await)
        });
        side_by_side(calls.collect()).await?;
        Ok(())
    }

    async fn put_gateway_response(&self, kind: &str, response: &GatewayResponse) -> Result<()> {
        let request = response.fill(about!(self.put_gateway_response()))?;
        request.response_type(kind.into()).send().await?;
        Ok(())
    }

    /// Deletes what no route refers to any more.
    pub(super) async fn remove_parts(&self) -> Result<()> {
        let (authorizers, validators) =
            (self.snapshot.authorizer_names(), self.snapshot.validator_names());
        let authorizers = authorizers
            .iter()
            .filter(|(_, name)| is_gone(name, &self.live.authorizers, &self.wanted.authorizers))
            .map(|(id, _)| self.delete_authorizer(id));
        let (live, wanted) = (&self.live.request_validators, &self.wanted.request_validators);
        let validators = validators
            .iter()
            .filter(|(_, name)| is_gone(name, live, wanted))
            .map(|(id, _)| self.delete_validator(id));
        tokio::try_join!(
            side_by_side(authorizers.collect()),
            side_by_side(validators.collect()),
            self.remove_models(),
        )?;
        Ok(())
    }

    async fn delete_validator(&self, id: &str) -> Result<()> {
        let request = about!(self.delete_request_validator()).request_validator_id(id);
        deleted(request.send().await)
    }

    /// Those that name others go before them, so one by one.
    async fn remove_models(&self) -> Result<()> {
        for (name, _) in models::in_order(&self.live.models).into_iter().rev() {
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

/// Whether something is live and no more wanted.
fn is_gone<T>(name: &str, live: &BTreeMap<String, T>, wanted: &BTreeMap<String, T>) -> bool {
    live.contains_key(name) && !wanted.contains_key(name)
}

fn by_name(names: Ids) -> Ids {
    names.into_iter().map(|(id, name)| (name, id)).collect()
}
