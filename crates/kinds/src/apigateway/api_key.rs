//! `apigateway.api_key`: a key by which a caller is told from others, and counted.

use aws_sdk_apigateway::operation::create_api_key::builders::CreateApiKeyFluentBuilder;
use aws_sdk_apigateway::operation::get_api_key::GetApiKeyOutput;

use super::patch::Patch;
use super::support::{ON_TAGS, arn, items, ours_or_all, send_patch, update_tags};
use crate::apigateway::{ApiGateway, NAME};
use crate::calls;
use crate::forms::{negated, tags_if_any};
use crate::prelude::*;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place};
use language::value::Secret;

/// A key that callers send as `x-api-key`. It opens a method that asks for a key only through a usage plan
/// that serves the API and names the key. A key tells callers apart and is not proof of who they are.
#[spec(GetApiKeyOutput, request = CreateApiKeyFluentBuilder, patch = Patch)]
pub struct ApiKey {
    /// The key's name, 1–1,024 characters. Several keys may have the same.
    #[field(required, length = 1..=1024, value_only, patch)]
    pub name: String,
    /// What the key is for, or whose it is. Absent: none.
    #[field(length = 1.., value_only, patch)]
    pub description: Option<String>,
    /// Whether the key opens nothing for now. Absent: false.
    #[field(aws = enabled, with = negated, patch)]
    pub disabled: bool,
    /// The key itself, 20–128 characters, unlike that of any other key in the region. Absent: AWS invents
    /// one, which is fetched from AWS and never shown here. A change makes a new key.
    #[field(length = 20..=128, create_only, value_only)]
    pub value: Auto<Secret>,
    /// The customer of AWS Marketplace to whom the key belongs. Absent: none.
    #[field(length = 1.., value_only, patch)]
    pub customer_id: Option<String>,
    /// Tags of the key.
    #[field(with = tags_if_any)]
    pub tags: Tags,
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
    const CONSOLE: Console = Console::Page("apigateway/home?region={region}#/api-keys/{id}");
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
    const IMPACT_WHILE_ABSENT: &'static str = "calls with the old key are refused, and so they are afterwards where its value has changed";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn created_outputs(identity: &Named, id: &str, place: &Place) -> Outputs {
        let (id, arn) = (Some(id.to_owned()), Some(arn(place, &path(id))));
        Outputs { id, arn, name: Some(identity.name.clone()) }
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
        let spec = aws::read::<GetApiKeyOutput, Self>(key)?;
        Ok(spec.map(|spec| {
            let (id, arn) = (Some(id.to_owned()), Some(arn(&aws.place(), &path(id))));
            let outputs = Outputs { id, arn, name: Some(spec.name.clone()) };
            Live::new(outputs, spec)
        }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let key = self.fill(aws.api_gateway().create_api_key())?.send().await?;
        member(key, "id", |key| key.id)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        let patch = self.patch_fields(Some(live), "")?;
        send_patch!(patch, aws.api_gateway().update_api_key().api_key(id));
        update_tags(aws, &path(id), &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.api_gateway().delete_api_key().api_key(id).send().await)
    }
}

impl Listed for ApiKey {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let keys = items!(aws.api_gateway().get_api_keys().include_values(false));
        Ok(keys.into_iter().filter_map(|key| key.id).collect())
    }
}

fn path(id: &str) -> String {
    format!("/apikeys/{id}")
}
