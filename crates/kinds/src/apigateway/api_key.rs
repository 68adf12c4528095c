//! `apigateway.api_key`: a key by which a caller is told from others, and counted.

use aws_sdk_apigateway::operation::create_api_key::builders::CreateApiKeyFluentBuilder;
use aws_sdk_apigateway::operation::get_api_key::GetApiKeyOutput;
use kind_derive::spec;

use super::support::{Patch, arn, items, ours_or_all, send_patch, update_tags};
use crate::apigateway::ApiGateway;
use crate::apigateway::NAME;
use crate::apigateway::support::ON_TAGS;
use crate::calls;
use crate::outputs::outputs;
use aws::tags::{self, Tags};
use aws::{Aws, deleted, member, optional};
use kind::{Access, Calls, Concern, Facts, Kind, Live, Named, Place, Result};
use language::value::{Auto, Secret};

/// A key that callers send as `x-api-key`. It opens a method that asks for a key only through a usage plan
/// that serves the API and names the key. A key tells callers apart and is no proof of who they are.
#[spec(GetApiKeyOutput, request = CreateApiKeyFluentBuilder)]
pub struct ApiKey {
    /// The key's name, 1–1,024 characters. Several keys may have the same.
    #[field(required, length = 1..=1024, value_only)]
    pub name: String,
    /// What the key is for, or whose it is. Absent: none.
    #[field(length = 1.., value_only)]
    pub description: Option<String>,
    /// Whether the key opens nothing for now. Absent: false.
    #[field(aws = enabled, with = negated)]
    pub disabled: bool,
    /// The key itself, 20–128 characters, unlike that of any other key in the region. Absent: AWS invents
    /// one, which is fetched from AWS and never shown here. A change makes a new key.
    #[field(length = 20..=128, create_only, value_only, with = secret)]
    pub value: Auto<Secret>,
    /// The customer of AWS Marketplace to whom the key belongs. Absent: none.
    #[field(length = 1.., value_only)]
    pub customer_id: Option<String>,
    /// Tags of the key.
    #[field(not_in_answer)]
    pub tags: Tags,
}

/// AWS has keys that are enabled, and makes one that opens nothing where it is not told.
mod negated {
    use kind::Result;

    pub(super) fn of(enabled: Option<bool>) -> Result<Option<bool>> {
        Ok(enabled.map(|enabled| !enabled))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "every field is given by reference")]
    pub(super) fn to_aws(disabled: &bool) -> Result<Option<bool>> {
        Ok(Some(!disabled))
    }
}

mod secret {
    use kind::Result;
    use language::value::{Auto, Secret};

    pub(super) fn of(aws: Option<String>) -> Result<Option<Auto<Secret>>> {
        Ok(Some(Auto(aws.filter(|value| !value.is_empty()).map(Secret::from))))
    }

    pub(super) fn to_aws(own: &Auto<Secret>) -> Result<Option<String>> {
        Ok(own.as_ref().map(|value| value.expose().to_owned()))
    }
}

outputs! {
    /// The id that AWS gives the key, by which usage plans name it. It is not the key's value.
    id,
    /// ARN of the key.
    arn,
    /// Name of the key.
    name,
}

impl Kind for ApiKey {
    const NAME: &'static str = "apigateway.api_key";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CALLS: &'static [Calls] = calls::APIGATEWAY_API_KEY;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &[
            "arn:{partition}:apigateway:{region}::/apikeys",
            "arn:{partition}:apigateway:{region}::/apikeys/*",
        ],
    )
    .except(&[ON_TAGS])];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3d4e5`, which is not its value";
    const MISSED: &'static str = "calls with the old key are refused, and so they are afterwards where its value has changed";
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Named, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    /// An account may have thousands of keys, and AWS looks for the beginning of a name.
    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        let request = aws.api_gateway().get_api_keys().name_query(&identity.name);
        let keys = items!(request.include_values(false));
        let named = keys.into_iter().filter(|key| key.name.as_ref() == Some(&identity.name));
        let named = named.filter_map(|key| Some((key.id?, key.tags)));
        Ok(ours_or_all(named, ownership))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        // Whether the value is the one in the spec can only be told by looking at it.
        let request = aws.api_gateway().get_api_key().api_key(id).include_value(true);
        let Some(key) = optional(request.send().await)? else {
            return Ok(None);
        };
        let tags = tags::from_aws(key.tags.clone().unwrap_or_default());
        let spec = aws::read::<GetApiKeyOutput, Self>(key)?;
        Ok(spec.map(|spec| {
            let (id, arn) = (Some(id.to_owned()), Some(arn(&aws.place(), &path(id))));
            let outputs = Outputs { id, arn, name: Some(spec.name.clone()) };
            Live::new(outputs, Self { tags, ..spec })
        }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let key = self.fill(aws.api_gateway().create_api_key())?.send().await?;
        member(key, "id", |key| key.id)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        send_patch!(self.patch(live), aws.api_gateway().update_api_key().api_key(id));
        update_tags(aws, &path(id), &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.api_gateway().delete_api_key().api_key(id).send().await)
    }
}

impl ApiKey {
    fn patch(&self, live: &Self) -> Patch {
        let mut patch = Patch::default();
        patch.change("/name", &self.name, &live.name);
        patch.text("/description", &self.description, &live.description);
        patch.change("/enabled", &!self.disabled, &!live.disabled);
        patch.text("/customerId", &self.customer_id, &live.customer_id);
        patch
    }
}

fn path(id: &str) -> String {
    format!("/apikeys/{id}")
}
