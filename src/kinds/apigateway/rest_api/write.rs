//! Creates, changes and deletes an API.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_apigateway::types as sdk;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::canonical::Concrete;
use super::patch::{Patch, escaped};
use super::read::{arn, forget_all};
use super::snapshot::Snapshot;
use super::{EndpointType, RestApi};
use crate::aws::tags::{self, Tags};
use crate::aws::{Aws, AwsError, optional, wait_until};
use crate::kind::{Place, Result};
use crate::kinds::words::to_aws;

/// Calls that change one API side by side. Too many refuse each other.
const WIDTH: usize = 8;

/// An API on its way from what it is to what it is to be.
pub(super) struct Writer<'a> {
    pub aws: &'a Aws,
    pub id: &'a str,
    pub place: Place,
    pub wanted: &'a RestApi,
    pub live: RestApi,
    /// Where the ids are.
    pub snapshot: Arc<Snapshot>,
}

pub(super) async fn create(api: &RestApi, aws: &Aws) -> Result<String> {
    let endpoint = sdk::EndpointConfiguration::builder()
        .types(to_aws(&api.endpoint_type))
        .set_ip_address_type(api.ip_address_type.as_deref().map(Into::into))
        .set_vpc_endpoint_ids(
            (!api.vpc_endpoint_ids.is_empty())
                .then(|| api.vpc_endpoint_ids.iter().cloned().collect()),
        );
    let binary = api.binary_media_types.iter().cloned().collect::<Vec<_>>();
    let created = aws
        .api_gateway()
        .create_rest_api()
        .name(&api.name)
        .set_description(api.description.clone())
        .endpoint_configuration(endpoint.build())
        .set_binary_media_types((!binary.is_empty()).then_some(binary))
        .set_minimum_compression_size(api.minimum_compression_size)
        .api_key_source(to_aws(&api.api_key_source))
        .disable_execute_api_endpoint(api.disable_execute_api_endpoint)
        .set_policy(api.policy.as_ref().map(ToString::to_string))
        .set_security_policy(
            api.security_policy
                .as_ref()
                .map(|word| word.as_str().into()),
        )
        .set_endpoint_access_mode(
            api.endpoint_access_mode
                .as_ref()
                .map(|word| word.as_str().into()),
        )
        .set_tags(Some(api.tags.clone().into_iter().collect()))
        .send()
        .await?;
    forget_all(aws);
    let missing = || AwsError::new("CreateRestApi gave an API without an id");
    let id = created.id().ok_or_else(missing)?;
    until_available(aws, id, created.api_status()).await?;
    Ok(id.to_owned())
}

/// Waits while API Gateway brings a change to its endpoints, and refuses others.
async fn until_available(aws: &Aws, id: &str, status: Option<&sdk::ApiStatus>) -> Result<()> {
    let is_settled = |status: Option<&sdk::ApiStatus>| {
        use sdk::ApiStatus::{Pending, Updating};
        !matches!(status, Some(Pending | Updating))
    };
    if is_settled(status) {
        return Ok(());
    }
    wait_until(
        "the API to be available",
        Duration::from_secs(900),
        || async {
            let api = aws
                .api_gateway()
                .get_rest_api()
                .rest_api_id(id)
                .send()
                .await?;
            Ok(is_settled(api.api_status()).then_some(()))
        },
    )
    .await
}

pub(super) async fn update(api: &RestApi, aws: &Aws, id: &str) -> Result<()> {
    let gone = || AwsError::new("the API was deleted meanwhile; run again");
    let snapshot = Snapshot::latest(aws, id).await?.ok_or_else(gone)?;
    let place = Place::new(aws.account(), aws.region());
    let writer = Writer {
        aws,
        id,
        wanted: api,
        live: snapshot.spec(&place)?.canonical(),
        place,
        snapshot,
    };
    Snapshot::forget(aws, id);
    writer.write().await
}

pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    let request = aws.api_gateway().delete_rest_api().rest_api_id(id);
    optional(request.send().await)?;
    Snapshot::forget(aws, id);
    forget_all(aws);
    Ok(())
}

impl Writer<'_> {
    async fn write(&self) -> Result<()> {
        self.write_settings().await?;
        let arn = arn(&self.place, self.id);
        self.write_tags(&arn, &self.wanted.tags, &self.live.tags)
            .await?;
        let wanted = Concrete::of(self.wanted);
        let live = Concrete::of(&self.live);
        let changes = self.route_changes(&wanted.routes, &live.routes);
        // What goes makes room: paths may differ in the name of a parameter alone, and a model that is
        // used can be neither deleted nor made anew.
        self.remove_routes(&changes).await?;
        self.write_models().await?;
        let validators = self.write_validators().await?;
        let authorizers = self.write_authorizers().await?;
        self.write_routes(
            &changes,
            &wanted.routes,
            &live.routes,
            &authorizers,
            &validators,
        )
        .await?;
        self.write_gateway_responses(&wanted.gateway_responses, &live.gateway_responses)
            .await?;
        self.remove_parts().await?;
        self.publish().await
    }

    async fn write_settings(&self) -> Result<()> {
        let patch = self.wanted.patch(&self.live);
        if patch.is_empty() {
            return Ok(());
        }
        let request = self
            .aws
            .api_gateway()
            .update_rest_api()
            .rest_api_id(self.id);
        let operations = Some(patch.into_inner());
        let updated = request.set_patch_operations(operations).send().await?;
        if self.wanted.name != self.live.name {
            forget_all(self.aws);
        }
        until_available(self.aws, self.id, updated.api_status()).await
    }

    pub(super) async fn write_tags(&self, arn: &str, wanted: &Tags, live: &Tags) -> Result<()> {
        let Some(changes) = tags::changes(wanted, live) else {
            return Ok(());
        };
        if !changes.set.is_empty() {
            let request = self.aws.api_gateway().tag_resource().resource_arn(arn);
            let tags = changes.set.into_iter().collect();
            request.set_tags(Some(tags)).send().await?;
        }
        if !changes.remove.is_empty() {
            let request = self.aws.api_gateway().untag_resource().resource_arn(arn);
            request.set_tag_keys(Some(changes.remove)).send().await?;
        }
        // What a list shows of tags decides whose an API is.
        forget_all(self.aws);
        Ok(())
    }
}

impl RestApi {
    /// What turns the settings of a live API into these.
    fn patch(&self, live: &Self) -> Patch {
        let mut patch = Patch::default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        patch.change("/name", &self.name, &live.name);
        patch.change(
            "/description",
            &text(&self.description),
            &text(&live.description),
        );
        self.patch_endpoint(live, &mut patch);
        for (path, wanted, live) in [
            (
                "/securityPolicy",
                &self.security_policy,
                &live.security_policy,
            ),
            (
                "/endpointAccessMode",
                &self.endpoint_access_mode,
                &live.endpoint_access_mode,
            ),
        ] {
            if let Some(word) = wanted.as_ref() {
                patch.change(path, word, &text(&live.0));
            }
        }
        patch.change_members(
            "/binaryMediaTypes",
            &self.binary_media_types,
            &live.binary_media_types,
        );
        match self.minimum_compression_size {
            size if size == live.minimum_compression_size => {}
            Some(bytes) => patch.set("/minimumCompressionSize", &bytes.to_string()),
            None => patch.unset("/minimumCompressionSize"),
        }
        let source: sdk::ApiKeySourceType = to_aws(&self.api_key_source);
        if self.api_key_source != live.api_key_source {
            patch.set("/apiKeySource", source.as_str());
        }
        patch.change(
            "/disableExecuteApiEndpoint",
            &self.disable_execute_api_endpoint.to_string(),
            &live.disable_execute_api_endpoint.to_string(),
        );
        if self.policy != live.policy {
            let policy = self.policy.as_ref().map(ToString::to_string);
            patch.set("/policy", &policy.unwrap_or_default());
        }
        patch
    }

    fn patch_endpoint(&self, live: &Self, patch: &mut Patch) {
        const ENDPOINT: &str = "/endpointConfiguration";
        let word = |kind: &EndpointType| -> sdk::EndpointType { to_aws(kind) };
        let (wanted, before) = (word(&self.endpoint_type), word(&live.endpoint_type));
        if self.endpoint_type != live.endpoint_type {
            let path = format!("{ENDPOINT}/types/{}", escaped(before.as_str()));
            patch.set(&path, wanted.as_str());
        }
        let addresses = |api: &Self| {
            let usual = api.endpoint_type.usual_ip_address_type();
            api.ip_address_type
                .clone()
                .unwrap_or_else(|| usual.to_owned())
        };
        if addresses(self) != addresses(live) {
            patch.set(&format!("{ENDPOINT}/ipAddressType"), &addresses(self));
        }
        patch.change_set(
            &format!("{ENDPOINT}/vpcEndpointIds"),
            &self.vpc_endpoint_ids,
            &live.vpc_endpoint_ids,
        );
    }
}

/// Makes calls side by side, a few at a time; the first that fails ends it.
pub(super) async fn side_by_side<T, F>(calls: Vec<F>) -> Result<Vec<T>>
where
    F: Future<Output = Result<T>> + Send,
    T: Send,
{
    stream::iter(calls)
        .buffer_unordered(WIDTH)
        .try_collect()
        .await
}
